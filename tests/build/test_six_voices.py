"""One lesson of six cues, each from somewhere else: one MP3, exact pauses, equal loudness."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from generator import BuildSession, Settings, expand, parse
from generator.audio.level import loudness_between_silences
from generator.audio.segment import at_lesson_rate
from generator.core.cache import Cache
from generator.core.clock import SAMPLE_RATE
from generator.verify.verify_mp3 import verify_mp3
from generator.voices.engine import Utterance
from generator.voices.espeak.pyttsx3_engine import Pyttsx3Engine

MODELS = Path(__file__).parents[1] / "voices" / "models"
SCRIPT = """---
title: Six
---
# One
Rest here for a while, and let the floor carry you. [pause 2s]

[voice de]
Lass die Knie langsam zur Seite sinken. [pause 2.5s]

# Two
[voice piper:tiny]
Notice which parts of you touch the floor. [pause 3s]

# Three
[recording own/knees.wav] Bend your knees, and let them sink. [pause 2s]
[recording own/breath.m4a] Let your breath come and go. [pause 4s]

# Four
[voice command:slt]
Come slowly to sitting. [pause 2s]
"""
FLITE = """
[slt]
command = ["flite", "-voice", "slt", "-f", "/dev/stdin", "-o", "{wav}"]
language = "en-us"
"""


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Callable[..., str]) -> Path:
    pytest.importorskip("piper", reason="piper-tts has no wheel for this machine")
    if sys.platform != "linux":
        pytest.skip("flite reads /dev/stdin, which this system does not have")
    program("flite")
    (tmp_path / "voices.toml").write_text(FLITE, encoding="utf-8")
    monkeypatch.setenv("LESSON_CONFIG", str(tmp_path))
    monkeypatch.setenv("LESSON_VOICES", str(MODELS))
    own = tmp_path / "scripts" / "own"
    own.mkdir(parents=True)
    engine = Pyttsx3Engine(1)
    for name, text, level in (
        ("knees", "Bend your knees, and let them sink.", 0.05),
        ("breath", "Let your breath come and go.", 0.9),
    ):
        sound = at_lesson_rate(engine.render(Utterance(text, "gmw/en", 110, 50, 1.0)))
        room = np.random.default_rng(1).standard_normal(len(sound) + SAMPLE_RATE) * 0.0005
        room[SAMPLE_RATE // 2 : SAMPLE_RATE // 2 + len(sound)] += sound * (level / np.abs(sound).max())
        soundfile.write(own / f"{name}.wav", room, SAMPLE_RATE)
    engine.close()
    source = own / "breath.wav"
    command = [program("ffmpeg"), "-v", "error", "-i", str(source), str(own / "breath.m4a")]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    source.unlink()
    path = tmp_path / "scripts" / "six.txt"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


def test_six_cues_from_six_places_are_one_lesson(script: Path, tmp_path: Path) -> None:
    with BuildSession(Settings(output=tmp_path / "output"), Cache(tmp_path / "cache")) as session:
        (built,) = session.build(expand(parse(script)))
        (again,) = session.build(expand(parse(script)))
    assert built.warnings == ()
    assert (again.published.written, again.planned.made) == ((), 0)
    edition = built.planned.edition
    assert edition.voices == ("heart", "de", "tiny", "slt")
    assert edition.recorded
    (mp3,) = built.published.mp3s
    assert verify_mp3(mp3).wrong == ()
    samples, _ = soundfile.read(mp3, dtype="float32")
    sounds = edition.timeline.sounds
    heard = [loudness_between_silences(samples[each.start : each.end], SAMPLE_RATE) for each in sounds]
    assert max(heard) - min(heard) <= 1
    pauses = [sum(each.length for each in run) / SAMPLE_RATE for run in edition.timeline.silences[1:-1]]
    assert pauses == pytest.approx([2, 2.5, 3, 2, 4], abs=0.05)
    for each in sounds:
        around = samples[each.start - SAMPLE_RATE // 50 : each.start]
        assert np.abs(around).max() < 0.02, "no cue begins with its room"

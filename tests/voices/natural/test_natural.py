"""The natural voice: the same samples however it is asked, and nobody told."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from generator.core.cache import LAYOUT, Cache
from generator.core.clock import SAMPLE_RATE
from generator.core.errors import VoiceError
from generator.voices.engines import EngineOptions, Engines
from generator.voices.natural.hibari_voice import HibariVoice, import_hibari
from generator.voices.natural.natural_engine import NaturalEngine, open_natural
from generator.voices.natural.prepared import PreparedVoice
from generator.voices.natural.reading import model_text
from tests.voices.natural.heart import CUES, RATE, digest, utterance


@pytest.fixture(scope="module")
def expected(engine: NaturalEngine) -> list[str]:
    return [digest(engine.render(utterance(cue))) for cue in CUES]


@pytest.mark.parametrize("way", ["fork", "keep", "once"])
def test_the_same_samples_however_its_process_answers(expected: list[str], cache: Path, way: str) -> None:
    other = NaturalEngine(1, cache, way)
    try:
        backwards = [digest(other.render(utterance(cue))) for cue in reversed(CUES)]
        again = [digest(other.render(utterance(cue))) for cue in CUES]
    finally:
        other.close()
    assert backwards == expected[::-1]
    assert again == expected


def test_the_same_samples_before_and_after_it_was_prepared(expected: list[str], tmp_path: Path) -> None:
    for _ in ("prepared now", "prepared before"):
        fresh = open_natural(1, tmp_path)
        assert [digest(fresh.render(utterance(cue))) for cue in CUES] == expected
        fresh.close()


def test_what_is_prepared_and_damaged_is_made_again(expected: list[str], tmp_path: Path) -> None:
    HibariVoice(Cache(tmp_path), "damage").keep()
    entries = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(entries) == 2
    for path in entries:
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    voice = HibariVoice(Cache(tmp_path), "damage")
    steps = np.clip(np.rint(voice.speak(model_text(CUES[0]), RATE) * 32767), -32768, 32767).astype("<i2")
    assert hashlib.sha256(steps.tobytes()).hexdigest() == expected[0]


def test_its_dictionaries_say_what_hibaris_own_say(lesson_cues: list[str], tmp_path: Path) -> None:
    sentences = lesson_cues[::2]
    own = import_hibari().Hibari(threads=1)
    shipped = HibariVoice(Cache(tmp_path), "words")
    shipped.keep()
    packed = HibariVoice(Cache(tmp_path), "words")
    assert len(sentences) > 30
    expected = [own.phonemize(each) for each in sentences]
    assert [packed.phonemes(each) for each in sentences] == expected
    assert [shipped.phonemes(each) for each in sentences] == expected


def test_what_is_prepared_is_kept_while_the_first_cue_is_spoken(tmp_path: Path) -> None:
    with closing(open_natural(1, tmp_path)) as fresh:
        fresh.render(utterance(CUES[0]))
        deadline = time.monotonic() + 60
        while len(list(tmp_path.glob("v*/?/*"))) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
    assert len(list(tmp_path.glob("v*/?/*"))) == 2


@pytest.mark.parametrize("how", ["missing", "damaged", "of another version"])
def test_a_model_that_is_not_the_one_is_told(tmp_path: Path, how: str) -> None:
    assets = tmp_path / "assets"
    shutil.copytree(Path(import_hibari().__file__).with_name("assets"), assets)
    model = assets / "hibari.onnx"
    if how == "missing":
        model.unlink()
    else:
        data = model.read_bytes()
        model.write_bytes(data[:-9] if how == "damaged" else data + b"\0")
    with pytest.raises(VoiceError, match="the voice's model"):
        PreparedVoice(Cache(tmp_path / "cache"), assets, "x").session()


def test_nobody_is_told_that_it_is_used(tmp_path: Path) -> None:
    """onnxruntime would number this machine and send home what is done with it."""
    home = tmp_path / "home"
    home.mkdir()
    names = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
    environment = {name: value for name, value in os.environ.items() if name not in names}
    environment |= {"HOME": str(home), "TMPDIR": str(tmp_path), "LESSON_CACHE": str(tmp_path / "cache")}
    script = tmp_path / "a.txt"
    script.write_text("Rest now.", encoding="utf-8")
    command = [sys.executable, "-m", "generator", "build", str(script), "-o", str(tmp_path / "output")]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert not list(home.rglob("*"))
    assert {path.name for path in tmp_path.iterdir()} == {"home", "cache", "output", "a.txt"}


@pytest.mark.parametrize(
    ("name", "language", "is_found"),
    [
        ("", "en", "heart"), ("", "en-gb", "heart"), ("female", "en", "heart"), ("Heart", "de", "heart"),
        ("male", "en", "en-us"), ("espeak:female", "en", "en-us+Annie"), ("female", "de", "de+steph"),
        ("en-us", "en", "en-us"), ("espeak", "en", "en-us"),
    ],
)  # fmt: skip
def test_a_voice_is_found_by_name_and_by_gender(name: str, language: str, is_found: str) -> None:
    engines = Engines(EngineOptions(1))
    voice = engines.voice(name, language)
    engines.close()
    assert voice.name.startswith(is_found)
    if name.endswith("male"):
        assert voice.gender == name.rpartition(":")[2]


def test_what_an_ended_process_had_begun_to_keep_goes_when_the_voice_is_closed(tmp_path: Path) -> None:
    engine = open_natural(1, tmp_path)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    begun = tmp_path / LAYOUT / "unfinished" / f".model.{gone.pid}-1.unfinished"
    begun.parent.mkdir(parents=True)
    begun.touch()
    engine.close()
    assert not begun.exists()


def test_a_pause_edited_imports_nothing_of_it() -> None:
    program = (
        "from generator.voices.engines import Engines, EngineOptions\n"
        "engines = Engines(EngineOptions(2))\n"
        "voice = engines.voice('', 'en')\n"
        "engine = engines.of(voice)\n"
        "engine.setting(voice, 118), engine.loudness(voice, 50), engine.identity\n"
        "import sys\n"
        "print(*sorted({'numpy', 'onnxruntime', 'hibari', 'subprocess', 'socket'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


def test_seconds_of_its_sound_are_at_its_own_rate(engine: NaturalEngine) -> None:
    recording = engine.render(utterance(CUES[0]))
    assert recording.rate * 2 == SAMPLE_RATE

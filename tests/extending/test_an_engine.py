"""A new engine is one file and one row of `voices.engines`: a lesson can then mix it with any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from generator import expand, parse
from generator.audio.recording import Recording
from generator.build.session import BuildSession, Settings
from generator.core.cache import Cache
from generator.core.errors import ScriptError, VoiceError
from generator.voices.engine import Control, Misreading, Utterance, Voice
from generator.voices.engines import ENGINES, EngineOptions
from generator.voices.render_request import SpeechRequest

RATE = 24_000
HUMMER = Voice("hummer", "hummer-1", "en", "A humming voice", frozenset({Control.RATE}), engine="humming")


class HummingEngine:
    """Hums each word for half a second: words can be counted in what it says."""

    identity = "humming-1.0"

    def __init__(self, options: EngineOptions) -> None:
        del options
        self.said: list[str] = []

    def voices(self, language: str = "") -> Sequence[Voice]:
        return [HUMMER] if HUMMER.language.startswith(language) else []

    def variants(self) -> Sequence[str]:
        return ()

    def voice(self, name: str, language: str) -> Voice:
        if name in {"", HUMMER.name} and language.startswith("en"):
            return HUMMER
        raise VoiceError(f'there is no voice "{name}"', "`lesson voices` lists them all")

    def unreadable(self, text: str, voice: Voice) -> Sequence[Misreading]:  # noqa: ARG002  # the protocol's
        return ()

    def phonemes(self, texts: Sequence[str], voice: Voice) -> Sequence[str]:  # noqa: ARG002  # the protocol's
        return ["" for _ in texts]

    def guessed(self, words: Sequence[str], voice: Voice) -> Sequence[str]:  # noqa: ARG002  # the protocol's
        return ()

    def paces(self, voice: Voice) -> tuple[int, int] | None:  # noqa: ARG002  # the protocol's
        return None

    def setting(self, voice: Voice, words_a_minute: float) -> int:  # noqa: ARG002  # the protocol's
        return round(words_a_minute)

    def loudness(self, voice: Voice, pitch: int) -> float:  # noqa: ARG002  # the protocol's
        return -19.0

    def pace(self, utterance: Utterance) -> float:
        return float(utterance.rate)

    def start(self) -> None:
        """Nothing to begin."""

    def render(self, utterance: Utterance) -> Recording:
        self.said.append(utterance.text)
        time = np.arange(len(utterance.text.split()) * RATE // 2) / RATE
        hum = 0.1 * np.sin(2 * np.pi * 220 * time) * np.sin(2 * np.pi * time) ** 2
        return Recording((hum * 32_767).astype("<i2").tobytes(), RATE)

    def close(self) -> None:
        """Nothing to end."""


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BuildSession:
    monkeypatch.setitem(ENGINES, "humming", HummingEngine)
    return BuildSession(Settings(output=tmp_path / "output"), Cache(tmp_path / "cache"))


def script(folder: Path, text: str) -> Path:
    path = folder / "a.txt"
    path.write_text(text)
    return path


@pytest.mark.parametrize("name", ["humming", "hummer", "humming:hummer"])
def test_a_lesson_mixes_it_with_another(session: BuildSession, tmp_path: Path, name: str) -> None:
    text = f"# One\nLie down on your back.\n\n# Two\n[voice {name}]\nLet it go.\n\n# Three\nRest.\n"
    expanded = expand(parse(script(tmp_path, text)))
    with session:
        (built,) = session.build(expanded)
        engine = session.engines.engine("humming")
    assert isinstance(engine, HummingEngine)
    assert engine.said == ["Let it go."]
    identities = [each.engine for each in built.planned.requests if isinstance(each, SpeechRequest)]
    assert identities[1] == "humming-1.0"
    assert identities[0] == identities[2] != identities[1]
    lengths = [each.facts.end - each.facts.onset for each in built.planned.sounds]
    assert lengths[1] == pytest.approx(1.5 * 48_000, rel=0.1)


def test_its_clips_are_kept_under_its_own_identity(
    session: BuildSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = script(tmp_path, "---\nvoice: humming\n---\nLet it go.\n")
    with session:
        (first,) = session.build(expand(parse(path)))
    monkeypatch.setattr(HummingEngine, "identity", "humming-1.1")
    with BuildSession(session.settings, session.cache) as again:
        (second,) = again.build(expand(parse(path)))
    assert (first.planned.made, second.planned.made) == (1, 1)


def test_what_its_voice_cannot_do_is_told_at_its_place(session: BuildSession, tmp_path: Path) -> None:
    """`pitch:` with a voice that has none is a warning, and no silence."""
    expanded = expand(parse(script(tmp_path, "---\nvoice: humming\npitch: 70\n---\nLet it go.\n")))
    with session:
        (problem,) = session.check_resources(expanded)
    assert (problem.code, problem.span and problem.span.line) == ("W071", 3)
    assert "pitch" in problem.message


def test_its_recordings_are_guarded(
    session: BuildSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine that loses words fails the build, whoever wrote it."""
    expanded = expand(parse(script(tmp_path, "---\nvoice: humming\n---\nLet all of it go, slowly, now.\n")))
    whole = HummingEngine.render
    monkeypatch.setattr(
        HummingEngine, "render", lambda self, each: whole(self, replace(each, text=each.text.split()[0]))
    )
    with session, pytest.raises(VoiceError, match="some are missing"):
        session.build(expanded)


def test_a_name_that_no_engine_knows_is_told(session: BuildSession, tmp_path: Path) -> None:
    expanded = expand(parse(script(tmp_path, "---\nvoice: humer\n---\nLet it go.\n")))
    with session, pytest.raises(ScriptError, match="humer"):
        session.check_resources(expanded)

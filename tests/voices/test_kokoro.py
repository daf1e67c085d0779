"""Kokoro with a model of the user's own: a tiny one of its shape, through the true package."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import BuildSession, Settings, expand, parse
from generator.core.cache import Cache
from generator.core.errors import GeneratorError
from tests.voices.tiny_kokoro import kokoro_in

pytest.importorskip("kokoro_onnx", reason="kokoro-onnx has no wheel for this machine")


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BuildSession:
    (tmp_path / "voices").mkdir()
    monkeypatch.setenv("LESSON_VOICES", str(tmp_path / "voices"))
    kokoro_in(tmp_path / "voices")
    return BuildSession(Settings(output=tmp_path / "output"), Cache(tmp_path / "cache"))


def script(folder: Path, text: str) -> Path:
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_its_voices_are_listed_with_language_and_gender(session: BuildSession) -> None:
    """Japanese needs another reader of its words, and is not offered."""
    with session:
        listed = session.engines.engine("kokoro").voices()
    assert [(voice.name, voice.language, voice.gender) for voice in listed] == [
        ("af_tiny", "en-us", "female"),
        ("bm_tiny", "en-gb", "male"),
    ]
    assert not any(voice.repeats for voice in listed)


def test_it_speaks_at_the_pace_that_is_written(session: BuildSession, tmp_path: Path) -> None:
    lengths = []
    with session:
        for rate in (80, 120):
            text = (
                f"---\nvoice: kokoro:af_tiny\nrate: {rate}\n---\n" + "Bend your knees and let them sink. " * 4
            )
            (plan,) = session.plan(expand(parse(script(tmp_path, text))))
            lengths.append(plan.edition.timeline.sounds[0].length)
    assert lengths[0] / lengths[1] == pytest.approx(1.5, rel=0.08)


@pytest.mark.parametrize("damage", ["model", "voices"])
def test_damage_is_told_and_stops_nobody_else(session: BuildSession, tmp_path: Path, damage: str) -> None:
    file = "kokoro-tiny.onnx" if damage == "model" else "voices-tiny.bin"
    (tmp_path / "voices" / file).write_bytes(b"nothing of the kind")
    with BuildSession(session.settings, session.cache) as other:
        assert other.check_resources(expand(parse(script(tmp_path, "Lie down.\n")))) == ()
    path = script(tmp_path, "---\nvoice: kokoro:af_tiny\n---\nLie down.\n")
    with session, pytest.raises(GeneratorError) as raised:
        session.build(expand(parse(path)))
    assert raised.value.diagnostics[0].span

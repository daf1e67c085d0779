"""Piper with models of the user's own: a tiny one of their shape, through the true package."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import soundfile

from generator import BuildSession, Settings, expand, parse
from generator.audio.level import loudness_between_silences
from generator.core.cache import Cache
from generator.core.clock import SAMPLE_RATE
from generator.core.errors import GeneratorError
from generator.voices.model_engine import ModelEngine

pytest.importorskip("piper", reason="piper-tts has no wheel for this machine")

MODELS = Path(__file__).with_name("models")
Add = Callable[..., None]


@pytest.fixture
def add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Add:
    """Put the tiny model into the user's folder, its description changed."""
    folder = tmp_path / "voices"
    folder.mkdir()
    monkeypatch.setenv("LESSON_VOICES", str(folder))

    def put(name: str = "tiny", **changes: Any) -> None:  # noqa: ANN401  # as JSON has it
        shutil.copy(MODELS / "tiny.onnx", folder / f"{name}.onnx")
        facts = json.loads((MODELS / "tiny.onnx.json").read_text(encoding="utf-8")) | changes
        (folder / f"{name}.onnx.json").write_text(json.dumps(facts), encoding="utf-8")

    return put


@pytest.fixture
def session(tmp_path: Path) -> BuildSession:
    return BuildSession(Settings(output=tmp_path / "output"), Cache(tmp_path / "cache"))


def script(folder: Path, text: str) -> Path:
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    return path


def told(session: BuildSession, path: Path) -> str:
    with session, pytest.raises(GeneratorError) as raised:
        session.build(expand(parse(path)))
    return " ".join(f"{each.message} {each.hint}" for each in raised.value.diagnostics)


def test_it_stands_beside_the_natural_voice_equally_loud(
    session: BuildSession, tmp_path: Path, add: Add
) -> None:
    add()
    text = "[voice piper:tiny]\nLie on your back and bend your knees. [pause 2s]\n# Two\nRest here a while.\n"
    with session:
        (built,) = session.build(expand(parse(script(tmp_path, text))))
    edition = built.planned.edition
    assert edition.voices == ("tiny", "heart")
    samples, _ = soundfile.read(built.published.mp3s[0], dtype="float32")
    heard = [
        loudness_between_silences(samples[each.start : each.end], SAMPLE_RATE)
        for each in edition.timeline.sounds
    ]
    assert abs(heard[0] - heard[1]) <= 1
    assert edition.timeline.silences[1][0].length / SAMPLE_RATE == pytest.approx(2, abs=0.03)


def test_its_pace_is_measured_and_kept_to(session: BuildSession, tmp_path: Path, add: Add) -> None:
    add()
    lengths = []
    with session:
        for rate in (80, 120):
            text = f"---\nvoice: piper:tiny\nrate: {rate}\n---\n" + "Bend your knees and let them sink. " * 4
            (plan,) = session.plan(expand(parse(script(tmp_path, text))))
            lengths.append(plan.edition.timeline.sounds[0].length)
    assert lengths[0] / lengths[1] == pytest.approx(1.5, rel=0.05)


def test_another_model_of_the_same_name_is_spoken_anew(
    session: BuildSession, tmp_path: Path, add: Add
) -> None:
    add()
    path = script(tmp_path, "---\nvoice: piper:tiny\n---\nLie down and rest.\n")
    with session:
        session.plan(expand(parse(path)))
    add(inference={"noise_scale": 0.6, "length_scale": 1.2, "noise_w": 0.8})
    with BuildSession(session.settings, session.cache) as again:
        (plan,) = again.plan(expand(parse(path)))
    assert plan.made == 1


def test_each_speaker_of_a_model_is_a_voice(session: BuildSession, tmp_path: Path, add: Add) -> None:
    add("two", num_speakers=2, speaker_id_map={"anna": 0, "ben": 1})
    with session:
        listed = [voice.name for voice in session.engines.engine("piper").voices("en")]
        assert listed == ["two:anna", "two:ben"]
        assert session.engines.voice("piper:two", "en").name == "two:anna"
        assert session.engines.voice("piper:two:ben", "en").name == "two:ben"
    wrong = told(session, script(tmp_path, "---\nvoice: piper:two:carl\n---\nLie down.\n"))
    assert 'two has no speaker "carl"' in wrong
    assert "two:anna" in wrong


def test_what_would_be_taken_for_sounds_is_text(session: BuildSession, tmp_path: Path, add: Add) -> None:
    add()
    lengths = []
    with session:
        for words in ("Rest now", r"Rest \[\[now\]\]"):
            text = f"---\nvoice: piper:tiny\n---\n{words}, and let the floor carry you.\n"
            (plan,) = session.plan(expand(parse(script(tmp_path, text))))
            lengths.append(plan.edition.timeline.sounds[0].length)
    assert lengths[0] == pytest.approx(lengths[1], rel=0.1)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"audio": {}}, "audio.sample_rate is missing"),
        ({"audio": {"sample_rate": 1}}, "audio.sample_rate"),
        ({"language": {"code": ""}, "espeak": {}}, "names no language"),
        ({"phoneme_type": "pinyin"}, "words in the way of “pinyin” cannot be spoken here"),
        ({"num_speakers": "two"}, "num_speakers is not a whole number"),
    ],
)
def test_a_description_that_does_not_fit_is_told(
    session: BuildSession, tmp_path: Path, add: Add, changes: dict[str, object], message: str
) -> None:
    add(**changes)
    assert message in told(session, script(tmp_path, "---\nvoice: piper:tiny\n---\nLie down.\n"))


@pytest.mark.parametrize("damage", ["model", "description", "missing"])
def test_a_damaged_model_is_told_and_stops_nobody_else(
    session: BuildSession, tmp_path: Path, add: Add, damage: str
) -> None:
    add()
    folder = tmp_path / "voices"
    if damage == "model":
        (folder / "tiny.onnx").write_bytes(b"no model")
    elif damage == "description":
        (folder / "tiny.onnx.json").write_text("{", encoding="utf-8")
    else:
        (folder / "tiny.onnx").unlink()
    with BuildSession(session.settings, session.cache) as other:
        assert other.check_resources(expand(parse(script(tmp_path, "Lie down.\n")))) == ()
    wrong = told(session, script(tmp_path, "---\nvoice: piper:tiny\n---\nLie down.\n"))
    assert "tiny" in wrong or "model" in wrong.lower()


def test_a_model_without_the_package_says_what_to_install(
    session: BuildSession, tmp_path: Path, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    add()
    monkeypatch.setattr(ModelEngine, "_is_installed", lambda _: False)
    wrong = told(session, script(tmp_path, "---\nvoice: piper:tiny\n---\nLie down.\n"))
    assert 'pip install "lesson-generator[piper]"' in wrong


def test_without_any_model_it_says_what_is_missing(
    session: BuildSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = script(tmp_path, "---\nvoice: piper:tiny\n---\nLie down.\n")
    wrong = told(session, path)
    assert 'there is no voice "tiny": no model of Piper lies in ' in wrong
    monkeypatch.setattr(ModelEngine, "_is_installed", lambda _: False)
    with BuildSession(session.settings, session.cache) as again:
        wrong = told(again, path)
    assert 'Piper is not installed; pip install "lesson-generator[piper]" does that' in wrong


def test_without_any_model_it_is_not_heard_of(session: BuildSession, tmp_path: Path) -> None:
    with session:
        assert list(session.engines.engine("piper").voices()) == []
        assert session.check_resources(expand(parse(script(tmp_path, "Lie down.\n")))) == ()

"""What every engine of the table keeps to: whoever adds one adds no test, and passes these."""

from __future__ import annotations

import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.core.errors import VoiceError
from generator.spoken.phonetic import with_sounds
from generator.voices.engine import DEFAULT_RATE, OWN_PITCH, Control, Utterance, Voice, VoiceEngine
from generator.voices.engines import ENGINES, EngineOptions, Engines
from generator.voices.guard import wrong_length
from generator.voices.system.system_engine import DRIVERS, SystemEngine
from tests.voices.tiny_kokoro import kokoro_in

SENTENCE = "Let the right knee drift a little closer, and away again."


FLITE = """
[slt]
command = ["flite", "-voice", "slt", "-f", "/dev/stdin", "-o", "{wav}"]
language = "en-us"
"""


@pytest.fixture(params=ENGINES)
def opened(
    request: pytest.FixtureRequest,
    program: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[tuple[Engines, VoiceEngine, Voice]]:
    """All engines of a session, one of them, and its voice for English."""
    if request.param == "command":
        if sys.platform != "linux":
            pytest.skip("flite reads /dev/stdin, which this system does not have")
        program("flite")
        (tmp_path / "voices.toml").write_text(FLITE, encoding="utf-8")
        monkeypatch.setenv("LESSON_CONFIG", str(tmp_path))
    if request.param == "piper":
        pytest.importorskip("piper", reason="piper-tts has no wheel for this machine")
        monkeypatch.setenv("LESSON_VOICES", str(Path(__file__).with_name("models")))
    if request.param == "kokoro":
        pytest.importorskip("kokoro_onnx", reason="kokoro-onnx has no wheel for this machine")
        kokoro_in(tmp_path)
        monkeypatch.setenv("LESSON_VOICES", str(tmp_path))
    if request.param == "system" and sys.platform not in DRIVERS:
        # What can be tried elsewhere: the same through pyttsx3's own driver of eSpeak NG.
        program("espeak-ng")
        monkeypatch.setitem(ENGINES, "system", lambda options: SystemEngine("espeak", options.workers, None))
    engines = Engines(EngineOptions(workers=2))
    engine = engines.engine(request.param)
    yield engines, engine, engine.voice("", "en")
    engines.close()


def utterance(engine: VoiceEngine, voice: Voice, text: str) -> Utterance:
    return Utterance(text, voice.engine_name, engine.setting(voice, DEFAULT_RATE), OWN_PITCH, 1.0)


Opened = tuple[Engines, VoiceEngine, Voice]


def test_it_lists_its_voices_and_finds_each_by_its_name(opened: Opened) -> None:
    _, engine, default = opened
    listed = engine.voices()
    assert {voice.engine for voice in listed} == {default.engine}
    assert default.language.startswith("en")
    assert all(engine.voice(voice.name, "") == voice for voice in listed)
    assert all(voice.controls <= frozenset(Control) for voice in listed)


def test_its_name_alone_and_before_a_voice_mean_it(opened: Opened) -> None:
    engines, engine, default = opened
    assert engines.voice(default.engine, "en") == default
    other = engine.voices("en")[-1]
    assert engines.voice(f"{default.engine}:{other.name}", "en") == other


def test_no_word_is_lost_and_none_is_added(opened: Opened) -> None:
    engines, engine, voice = opened
    asked = utterance(engine, voice, SENTENCE)
    recording = engines.render(engines.guarded(engine), asked)
    sound = recording.samples.strip(b"\0")
    assert wrong_length(SENTENCE, len(sound) / 2 / recording.rate, engine.pace(asked)) == ""


def test_the_same_words_give_the_same_samples_whoever_else_is_asked(opened: Opened) -> None:
    engines, engine, voice = opened
    identity = engines.guarded(engine)
    first = engines.render(identity, utterance(engine, voice, SENTENCE))
    engines.render(identity, utterance(engine, voice, "Rest now."))
    assert engines.render(identity, utterance(engine, voice, SENTENCE)) == first


def test_a_text_of_three_thousand_characters_is_spoken_whole(opened: Opened) -> None:
    engines, engine, voice = opened
    text = (SENTENCE + " ") * 52
    asked = utterance(engine, voice, text)
    recording = engines.render(engines.guarded(engine), asked)
    assert wrong_length(text, len(recording.samples) / 2 / recording.rate, engine.pace(asked)) == ""


def test_it_tells_the_sounds_of_each_text_and_keeps_those_that_it_is_given(opened: Opened) -> None:
    _, engine, voice = opened
    if Control.PHONEMES not in voice.controls:
        assert engine.unreadable(with_sounds("psoas", "/ˈsoʊæs/"), voice)
        assert list(engine.phonemes(["Rest."], voice)) == [""]
        return
    texts = ["Rest.", f"The {with_sounds('psoas', '/ˈzuːmbæ/')} is long.", "Bend the knee. Rest."]
    rest, given, two = engine.phonemes(texts, voice)
    assert re.sub("[ˈˌ.]", "", rest) in {"ɹɛst", "rɛst"}
    assert "ˈzuːmbæ" in given.replace("ˈzumbæ", "ˈzuːmbæ")
    assert "bˈɛnd" in two
    assert "ɹˈɛst" in two


@pytest.mark.parametrize("text", ["", " ", "\x01\x02"])
def test_nothing_to_say_is_an_error_and_no_silence(opened: Opened, text: str) -> None:
    engines, engine, voice = opened
    with pytest.raises(VoiceError):
        engines.render(engines.guarded(engine), utterance(engine, voice, text))


def test_a_voice_that_it_has_not_is_told_with_a_way_on(opened: Opened) -> None:
    _, engine, _ = opened
    with pytest.raises(VoiceError) as raised:
        engine.voice("nobody-at-all", "en")
    assert "lesson voices" in raised.value.hint


def test_a_pace_that_it_cannot_speak_is_told_with_those_that_it_can(opened: Opened) -> None:
    _, engine, voice = opened
    if Control.RATE not in voice.controls:
        assert engine.setting(voice, 5) == engine.setting(voice, 200)
        return
    with pytest.raises(VoiceError) as raised:
        engine.setting(voice, 5)
    assert "write a rate from" in raised.value.hint


def test_closing_it_ends_what_is_being_spoken(opened: Opened) -> None:
    engines, engine, voice = opened
    identity = engines.guarded(engine)
    told: list[VoiceError] = []

    def speak() -> None:
        try:
            engines.render(identity, utterance(engine, voice, (SENTENCE + " ") * 200))
        except VoiceError as error:
            told.append(error)

    speaking = threading.Thread(target=speak)
    speaking.start()
    time.sleep(0.5)
    engines.close()
    speaking.join(timeout=20)
    assert not speaking.is_alive()
    assert told

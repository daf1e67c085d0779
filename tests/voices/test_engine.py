from __future__ import annotations

import importlib.metadata
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.audio.recording import Recording
from generator.core.errors import MachineError, VoiceError
from generator.core.packages import version_of
from generator.processes.zygote import Zygote
from generator.voices.engine import Utterance
from generator.voices.espeak import installation as espeak
from generator.voices.espeak.espeak_engine import EspeakEngine, open_espeak
from generator.voices.espeak.installation import LONGEST_DATA_PATH, check_length, find_espeak
from generator.voices.espeak.pyttsx3_engine import NOT_SPOKEN, Pyttsx3Engine, literal
from generator.voices.speaking_process import time_limit

Say = Callable[..., Utterance]
Length = Callable[[Recording], float]

CUES = [
    "Lie on your back.",
    "Which parts of you meet the floor?",
    "Let the right knee and the right elbow drift a little closer, and apart again.",
    "Rest.",
    "Feel the length of both legs; the softness of the hands.",
    "She sees six ships.",
]
NOISY = ("gmw/en-US+whisper", "gmw/en-US+f5", "gmw/en-US+croak", "gmw/en-US+klatt6", "gmw/en-US+Annie")
"""Voices with noise in them, beside the default one."""


def render_all(workers: int, utterances: list[Utterance]) -> list[Recording]:
    engine = open_espeak(workers)
    try:
        with ThreadPoolExecutor(workers) as threads:
            return list(threads.map(engine.render, utterances))
    finally:
        engine.close()


def test_the_same_samples_with_one_worker_or_eight_in_any_order(say: Say) -> None:
    utterances = [say(cue, voice) for voice in NOISY for cue in CUES]
    alone = render_all(1, utterances)
    together = render_all(8, utterances[::-1])[::-1]
    assert [one.samples for one in alone] == [one.samples for one in together]


def test_a_process_an_utterance_speaks_the_same_samples_as_a_fork(engine: Pyttsx3Engine, say: Say) -> None:
    """Where there is no fork, as on Windows."""
    single = Pyttsx3Engine(2, once=True)
    for voice in NOISY[:3]:
        assert single.render(say(CUES[2], voice)) == engine.render(say(CUES[2], voice))
    assert single.about() == engine.about()
    with pytest.raises(VoiceError, match="unknown"):
        single.render(say("Hello.", "nobody"))
    single.close()
    with pytest.raises(VoiceError):
        single.render(say("Hello."))


@pytest.mark.parametrize(
    "voice", ["nobody", "gmw/en-US+nosuch", "gmw/en-US+f2+f3", "gmw/en-us+ANNIE", "en-us"]
)
def test_a_voice_that_the_engine_does_not_have_is_never_replaced_by_another(
    engine: Pyttsx3Engine, say: Say, voice: str
) -> None:
    with pytest.raises(VoiceError, match="unknown"):
        engine.render(say("Hello.", voice))


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ('Rest <break time="3s"/> now.', "Rest break time 3s now."),
        ("Bend [[h@l'oU w'3:ld]] it.", "Bend it."),
        ("Rest <speak> now.", "Rest now."),
    ],
)
def test_markup_is_spoken_as_it_is_written(
    engine: Pyttsx3Engine, say: Say, length: Length, marked: str, plain: str
) -> None:
    """A break would add three seconds of silence, phonemes and tags would not be spoken as letters."""
    spoken = engine.render(say(marked))
    assert length(spoken) > length(engine.render(say(plain))) * 0.95
    assert bytes(2 * spoken.rate) not in spoken.samples.strip(b"\0")


@pytest.mark.parametrize("sign", ["\x01", "\x00", "\x1b", "\n\n", "\x7f", "\x85", "\ue000", "\u0530"])
def test_control_characters_are_blanks(engine: Pyttsx3Engine, say: Say, sign: str) -> None:
    """`\\x01` and a letter would change espeak's speed, NUL would end the cue, two line ends would pause."""
    assert engine.render(say(f"Rest {sign} 99s now.")) == engine.render(say("Rest   99s now."))
    assert engine.render(say(f"Rest{sign}99s now.")) == engine.render(say("Rest 99s now."))


@given(st.text(st.characters(codec=None)))
def test_what_is_left_of_a_text_can_be_sent_and_keeps_every_letter(text: str) -> None:
    left = literal(text)
    left.encode()
    assert [one for one in text if one.isalnum() and not NOT_SPOKEN.match(one)] == [
        one for one in left if one.isalnum()
    ]


def test_pitch_volume_and_rate_are_heard(engine: Pyttsx3Engine, say: Say, length: Length) -> None:
    usual = engine.render(say(CUES[2]))
    assert engine.render(say(CUES[2], pitch=80)).samples != usual.samples
    assert engine.render(say(CUES[2], volume=0.5)).samples != usual.samples
    assert length(engine.render(say(CUES[2], rate=198))) < 0.6 * length(usual)


def test_nothing_to_say_is_an_error(engine: Pyttsx3Engine, say: Say) -> None:
    for text in ("", "  ", "\x00\x01"):
        with pytest.raises(VoiceError):
            engine.render(say(text))


def test_a_cue_of_two_thousand_words_is_spoken_whole(speaker: EspeakEngine, say: Say, length: Length) -> None:
    text = "Let the right knee drift a little closer. " * 250
    assert length(speaker.render(say(text))) == pytest.approx(
        250 * length(speaker.render(say("Let the right knee drift a little closer."))), rel=0.3
    )
    assert time_limit(text) > 5 * time_limit(CUES[0])


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts descriptors in /proc")
def test_many_cues_leave_no_file_and_no_descriptor_open(
    speaker: EspeakEngine, say: Say, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In the program as in the zygote; and no temporary file is ever needed."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "missing"))
    speaker.render(say("So."))
    asked = speaker._pyttsx3._process._asked
    assert isinstance(asked, Zygote)

    def descriptors() -> list[int]:
        return [len(list(Path(f"/proc/{process}/fd").iterdir())) for process in (os.getpid(), asked.pid)]

    before = descriptors()
    with ThreadPoolExecutor(4) as threads:
        lengths = set(threads.map(lambda _: len(speaker.render(say("So.", rate=400)).samples), range(300)))
    assert len(lengths) == 1
    assert descriptors() == before


def test_every_language_of_the_wheel_speaks(engine: Pyttsx3Engine, speaker: EspeakEngine, say: Say) -> None:
    """Its numerals, or where it has none, syllables."""

    def speaks(name: str) -> bool:
        return any(engine.render(say(text, name)).samples.strip(b"\0") for text in ("1 2 3.", "a o la ma"))

    names = [voice.engine_name for voice in speaker.catalogue.voices]
    assert len(names) > 130
    with ThreadPoolExecutor(2) as threads:
        assert [
            name for name, spoke in zip(names, threads.map(speaks, names), strict=True) if not spoke
        ] == []


def test_the_systems_own_espeak_speaks_by_choice(
    monkeypatch: pytest.MonkeyPatch, program: Callable[..., str], say: Say, length: Length
) -> None:
    program("espeak-ng", "espeak")
    monkeypatch.setenv(espeak.CHOICE, "system")
    speaker = open_espeak(1)
    try:
        assert "system" in speaker.identity
        voice = speaker.voice("en-us+F2", "en")
        assert voice.engine_name.endswith("en-US+f2")
        assert length(speaker.render(say(CUES[0], voice.engine_name))) > 0.5
    finally:
        speaker.close()


def test_a_data_path_that_is_too_long_is_an_error_that_says_by_how_much(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(MachineError, match="is 7 characters shorter"):
        check_length(Path("/" + "x" * (LONGEST_DATA_PATH + 6)))

    deep = tmp_path / ("d" * 160)
    deep.mkdir()
    (deep / "espeakng_loader").symlink_to(Path(find_espeak().shared_library).parent)
    monkeypatch.syspath_prepend(str(deep))
    with pytest.raises(MachineError, match="characters shorter"):
        Pyttsx3Engine(1)


def test_the_longest_path_that_is_let_through_works(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, engine: Pyttsx3Engine, say: Say
) -> None:
    wheel = Path(find_espeak().shared_library).parent
    base = tmp_path_factory.mktemp("p")
    room = LONGEST_DATA_PATH - len(str(base)) - len("/espeakng_loader/espeak-ng-data") - 1
    deep = base / ("d" * room)
    deep.mkdir()
    (deep / "espeakng_loader").symlink_to(wheel)
    monkeypatch.syspath_prepend(str(deep))
    assert len(find_espeak().data) == LONGEST_DATA_PATH
    far = Pyttsx3Engine(1)
    for voice in ("gmw/en-GB-scotland+RicishayMax3", "roa/an"):
        assert far.render(say(CUES[0], voice)) == engine.render(say(CUES[0], voice))
    far.close()


def test_a_wheel_that_is_not_whole_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copy = tmp_path / "espeakng_loader"
    copy.mkdir()
    shutil.copy(Path(find_espeak().shared_library).parent / "__init__.py", copy)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(MachineError, match="not whole"):
        find_espeak()


@pytest.mark.parametrize("package", ["pyttsx3", "espeakng_loader", "lameenc"])
def test_a_version_is_the_one_that_is_installed(package: str) -> None:
    """lameenc is a single module, the others are folders."""
    assert version_of(package) == importlib.metadata.version(package)

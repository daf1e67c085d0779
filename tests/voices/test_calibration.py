from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.audio.segment import from_recording, trim
from generator.core.clock import seconds
from generator.core.errors import VoiceError
from generator.spoken.expected import word_count
from generator.voices.calibration import (
    Calibration,
    pace_at,
    setting_for,
)
from generator.voices.calibration_text import FOLDER, calibration_text
from generator.voices.engine import DEFAULT_RATE, Utterance
from generator.voices.espeak.calibrated import SCALE, shipped
from generator.voices.espeak.espeak_engine import EspeakEngine, open_espeak
from generator.voices.measure import calibrate

LESSONS = {
    "hips": """
        Please come to lie on your back, somewhere warm, with enough room around you for your
        arms.

        Stand your left foot on the floor.

        Slowly.

        Tilt that knee outwards, towards the wall beside you, only as far as it goes by itself,
        and let it come home. How does the weight of your pelvis change while it travels?
        Perhaps one half becomes heavier.

        Does your jaw take part?

        Each time you start, do a little less. Between two movements, wait for one whole breath.

        Leave it, and slide the leg down.

        Which hip seems broader now, and which of your legs lies more turned to the outside?
    """,
    "sitting": """
        Sit near the front edge of a chair, both feet flat below your knees.

        Look to the right, as if somebody had called you, and come back to the middle. Notice
        the place on the wall where your eyes stopped.

        Let your shoulders hang.

        Turn once more, and this time leave the head facing forward, while the chest goes alone.

        Only half as much.

        Where in your spine does the turning begin? Some people feel it between the shoulder
        blades, and others lower down.

        Stop, close your eyes, and rest against the back of the chair.

        Look to the right again with everything together. Is the place on the wall the same?
    """,
    "breath": """
        Rest one hand upon your belly, the other one upon your breastbone.

        Do nothing about your breathing.

        Which hand rises first, and how long does the other wait for it?

        Now, at the end of an outward breath, imagine a small ball that rolls from the belly up
        to the chest, and at the end of the next one rolls down again.

        Quietly, without any hurry.

        If it gets too much, let it go, and simply lie there for a while.

        Take both hands away. What remains of them?

        Roll over, gently, and come up by whichever way you know.
    """,
}
"""One cue a paragraph."""


RATES = Path(__file__).with_name("rates")
"""Texts in other languages than English, that their calibration has never seen: one cue a line."""


ENGLISH_VOICES = ("gmw/en-US", "gmw/en-US+Annie", "gmw/en", "gmw/en-US+f2", "gmw/en-US+m3")


def cues_of(lesson: str) -> list[str]:
    return [" ".join(cue.split()) for cue in LESSONS[lesson].split("\n\n")]


def pace(speaker: EspeakEngine, cues: Sequence[str], voice: str, wanted: float) -> float:
    """Words a minute, each cue trimmed as in a lesson."""
    setting = setting_for(shipped().calibrations[voice], wanted)
    lasting = 0
    for cue in cues:
        trimmed = trim(from_recording(speaker.render(Utterance(cue, voice, setting, 50, 1.0)), 0.0))
        lasting += trimmed.end - trimmed.onset
    return sum(map(word_count, cues)) / seconds(lasting) * 60


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("voice", ENGLISH_VOICES)
@pytest.mark.parametrize("wanted", [DEFAULT_RATE, 150])
def test_the_words_a_minute_that_are_asked_for_come_out_within_five_percent(
    speaker: EspeakEngine, lesson: str, voice: str, wanted: int
) -> None:
    """In lessons that the calibration has never seen, cues of 1 to 40 words."""
    assert pace(speaker, cues_of(lesson), voice, wanted) == pytest.approx(wanted, rel=0.05)


@pytest.mark.parametrize("language", sorted(path.stem for path in RATES.glob("*.txt")))
def test_a_rate_is_what_is_asked_in_every_language_with_a_text(speaker: EspeakEngine, language: str) -> None:
    """Within 8 %; Vietnamese, whose every syllable is written as a word, cannot be spoken at 110."""
    cues = (RATES / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    voice = speaker.voice("", language)
    assert not any(speaker.unreadable(cue, voice) for cue in cues)
    slowest, _ = speaker.paces(voice) or (0, 0)
    for wanted in (max(110, slowest), 150):
        assert pace(speaker, cues, voice.engine_name, wanted) == pytest.approx(wanted, rel=0.08)


def test_every_text_that_a_voice_is_measured_by_is_tried_with_another() -> None:
    measured = {path.stem for path in FOLDER.glob("*.txt")}
    assert measured == {path.stem for path in RATES.glob("*.txt")} | {"en"}
    assert all(len(calibration_text(language)) > 8 for language in measured)


@pytest.mark.parametrize(
    "voice", ["gmw/en-US", "gmw/en-US+Annie", "gmw/de+Mike", "inc/hi", "gmw/en-US+klatt2"]
)
def test_the_table_that_ships_is_what_is_measured(speaker: EspeakEngine, voice: str) -> None:
    found = next(one for one in speaker.catalogue.voices if one.engine_name == voice.partition("+")[0])
    assert calibrate(speaker, voice, found.language, SCALE) == shipped().calibrations[voice]


def test_every_voice_that_ships_is_calibrated_plain_and_in_its_defaults(
    speaker: EspeakEngine,
) -> None:
    for voice in speaker.catalogue.voices:
        assert voice.engine_name in shipped().calibrations
        for name in ("", "female"):
            assert speaker.voice(name, voice.language).engine_name in shipped().calibrations


def test_a_voice_that_does_not_ship_is_measured_once_and_kept() -> None:
    kept: dict[str, bytes] = {}
    measured: list[str] = []

    class Drawer:
        def get(self, key: str) -> bytes | None:
            return kept.get(key)

        def put(self, key: str, data: bytes) -> None:
            measured.append(key)
            kept[key] = data

    for _ in range(2):
        speaker = open_espeak(2, store=Drawer())
        voice = speaker.voice("de+f2", "de")
        assert voice.engine_name not in shipped().calibrations
        first = speaker.calibration(voice)
        assert speaker.calibration(voice) is first
        speaker.close()
    assert len(measured) == 1

    kept[measured[0]] = b'{"paces": [1, 2]}'
    speaker = open_espeak(2, store=Drawer())
    assert speaker.calibration(speaker.voice("de+f2", "de")) == first
    speaker.close()
    assert len(measured) == 2


SETTINGS = SCALE.settings

RISING = st.lists(st.integers(300, 9000), min_size=6, max_size=6, unique=True).map(
    lambda paces: tuple(pace_at / 10 for pace_at in sorted(paces))
)


@given(RISING, st.floats(-40, -5))
def test_a_calibration_reads_back_as_it_was_written(paces: tuple[float, ...], loud: float) -> None:
    calibration = Calibration(SETTINGS, paces, loud)
    assert Calibration.from_json(calibration.to_json()) == calibration
    assert [pace_at(calibration, setting) for setting in SETTINGS] == pytest.approx(list(paces))


@given(RISING, st.floats(0, 1))
def test_pace_and_setting_are_each_others_inverse(paces: tuple[float, ...], share: float) -> None:
    """To half a step of the setting, which is a whole number."""
    calibration = Calibration(SETTINGS, paces, -19.0)
    wanted = paces[0] + share * (paces[-1] - paces[0])
    setting = setting_for(calibration, wanted)
    steepest = max(
        (b - a) / (t - s) for (a, b), (s, t) in zip(pairwise(paces), pairwise(SETTINGS), strict=True)
    )
    assert abs(pace_at(calibration, setting) - wanted) <= steepest / 2 + 1e-6


@pytest.mark.parametrize("wanted", [60, 900])
def test_a_rate_that_the_voice_does_not_have_is_an_error_that_names_those_it_has(wanted: int) -> None:
    calibration = shipped().calibrations["gmw/en-US"]
    with pytest.raises(VoiceError) as caught:
        setting_for(calibration, wanted)
    slowest, fastest = (int(word) for word in caught.value.hint.split() if word.isdigit())
    assert setting_for(calibration, slowest) >= SETTINGS[0]
    assert setting_for(calibration, fastest) <= SETTINGS[-1]


def test_an_edit_imports_nothing_heavy_for_its_voices() -> None:
    """Voice, setting, gain and identity, as a build with every clip in the cache asks for them."""
    program = (
        "from generator.voices.espeak.espeak_engine import open_espeak\n"
        "from generator.voices.calibration import setting_for\n"
        "speaker = open_espeak(2)\n"
        "known = speaker.calibration(speaker.voice('', 'en'))\n"
        "setting_for(known, 118), known.loudness, speaker.identity\n"
        "import sys\n"
        "heavy = {'numpy', 'subprocess', 'socket', 'ctypes', 'importlib.metadata', 'soundfile', 'pydub'}\n"
        "print(*sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"

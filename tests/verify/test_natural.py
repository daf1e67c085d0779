"""The natural voice's sounds swell and fade; what is done to them is found all the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from generator.audio.mp3 import silent_frame
from generator.audio.profile import PROFILES
from generator.core.clock import MILLISECOND
from generator.timeline.timeline import Sound
from generator.verify.findings import place
from tests.verify.spoilt import Spoilt, chances, lines

each_profile = pytest.mark.parametrize("profile", PROFILES, ids=lambda each: each.name, indirect=True)


@pytest.fixture
def spoilt(output: Path, profile: object) -> Spoilt:
    return Spoilt(output, profile, "natural")  # type: ignore[arg-type]  # a parameter of the test


@pytest.fixture
def profile(request: pytest.FixtureRequest) -> object:
    return request.param


def loudest_frame(spoilt: Spoilt, cue: Sound) -> int:
    """Where it is in the file: a silence there is no rest of the voice."""
    levels = np.frombuffer(spoilt.edition.clips[cue.clip].levels, dtype=np.uint8)
    return cue.frame + int(levels.argmin())


@each_profile
def test_it_is_good_as_it_was_made(spoilt: Spoilt) -> None:
    assert not spoilt.verify().wrong


@each_profile
@chances
def test_a_shift_of_50_ms(spoilt: Spoilt, seed: int) -> None:
    cue = spoilt.any_cue(seed)
    by = 50 * MILLISECOND // spoilt.profile.divisor
    spoilt.reencode(cue, lambda samples: np.pad(samples, (by, 0))[:-by], more=3)
    assert place(cue.span) in lines(spoilt.verify().wrong)


@each_profile
@chances
def test_a_silenced_syllable(spoilt: Spoilt, seed: int) -> None:
    cue = spoilt.any_cue(seed)
    middle = loudest_frame(spoilt, cue)
    spoilt.frames[middle - 2 : middle + 3] = [silent_frame(spoilt.profile)] * 5
    assert place(cue.span) in lines(spoilt.verify().wrong)


@each_profile
@chances
def test_a_frame_dropped_from_a_silence(spoilt: Spoilt, seed: int) -> None:
    """All that follows comes 24 ms early, and the lesson is too short."""
    cue = spoilt.any_cue(seed)
    del spoilt.frames[spoilt.slots(cue).stop + 5]
    spoilt.frames.append(silent_frame(spoilt.profile))
    found = spoilt.verify().wrong
    later = {place(each.span) for each in spoilt.cues if each.frame > cue.frame}
    assert len(lines(found) & later) > len(later) / 2

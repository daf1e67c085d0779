"""Silence is zeros, to the sample: whatever else is heard in it is found at its line."""

from __future__ import annotations

import re

import numpy as np
import pytest

from generator.audio.edges import Samples
from generator.audio.mp3 import silent_frame
from generator.audio.profile import Profile
from generator.core.clock import FRAME
from generator.script import kinds
from generator.timeline.timeline import Silence
from generator.verify.findings import Grade, place
from generator.verify.verify_mp3 import verify_mp3
from tests.verify.spoilt import Spoilt, lines

SOUNDS = ("hum", "tone", "noise")


def sound(kind: str, dbfs: float, frames: int, profile: Profile) -> Samples:
    """Some frames of a steady sound, its RMS at a level."""
    time = np.arange(frames * profile.frame_samples) / profile.sample_rate
    made = {
        "hum": np.sin(2 * np.pi * 50 * time) + np.sin(2 * np.pi * 100 * time),
        "tone": np.sin(2 * np.pi * 1000 * time),
        "noise": np.random.default_rng(7).normal(0, 1, len(time)),
    }[kind]
    return np.asarray(made * 10 ** (dbfs / 20) / np.sqrt(np.mean(made**2)), dtype=np.float32)


def a_rest(spoilt: Spoilt) -> Silence:
    return next(
        event
        for event in spoilt.edition.timeline.events
        if isinstance(event, Silence) and event.kind is kinds.REST
    )


@pytest.mark.parametrize("dbfs", [-55, -80])
@pytest.mark.parametrize("kind", SOUNDS)
def test_a_soft_sound_in_a_rest(spoilt: Spoilt, kind: str, dbfs: float) -> None:
    """Though the Info frame fits it, and nobody would call it sound: a tenth of a second is enough."""
    rest = a_rest(spoilt)
    at = (rest.start + rest.end) // 2 // FRAME
    spoilt.put(slice(at, at + 5), sound(kind, dbfs, 5, spoilt.profile))
    spoilt.seal()
    (found,) = spoilt.verify().wrong
    assert found.check == "silence"
    assert found.place == place(rest.span)
    assert found.at is not None
    assert abs(found.at - at * FRAME) <= 2 * FRAME
    level = re.search(r"up to −(\d+) dBFS", found.message)
    assert level
    assert -float(level[1]) == pytest.approx(dbfs, abs=15)


@pytest.mark.parametrize("side", ["behind a clip", "before a clip"])
def test_a_frame_of_noise_beside_a_clip(spoilt: Spoilt, side: str) -> None:
    """The first frame behind a clip is silent, and the last one that no clip can spread into."""
    rest = a_rest(spoilt)
    sounds = spoilt.edition.timeline.sounds
    before = next(event for event in reversed(sounds) if event.end <= rest.start)
    after = next(event for event in sounds if event.start >= rest.end)
    at = spoilt.slots(before).stop if side == "behind a clip" else after.frame - 2 - spoilt.profile.divisor
    spoilt.put(slice(at, at + 1), sound("noise", -55, 1, spoilt.profile))
    spoilt.seal()
    assert [(each.check, each.place) for each in spoilt.verify().wrong] == [("silence", place(rest.span))]


def test_a_hum_in_every_silence(spoilt: Spoilt) -> None:
    """As if the silent frame itself were none: lead, gaps, pauses, moves, rests and tail are all named."""
    silent = silent_frame(spoilt.profile)
    hum = sound("hum", -55, 1, spoilt.profile)
    for at, frame in enumerate(spoilt.frames):
        if frame == silent:
            spoilt.put(slice(at, at + 1), hum)
    spoilt.seal()
    found = [each for each in spoilt.verify().wrong if each.check == "silence"]
    told = " ".join(each.message for each in found)
    for event in spoilt.edition.timeline.events:
        if isinstance(event, Silence) and event.length > 4 * FRAME:
            assert f"within the {event.kind.name}" in told
            assert any(event.start <= (each.at or 0) + FRAME and (each.at or 0) < event.end for each in found)


def test_a_good_lesson_says_that_its_silence_is_zeros(spoilt: Spoilt) -> None:
    (found,) = (each for each in verify_mp3(spoilt.path).findings if each.check == "silence")
    assert found.severity is Grade.FINE
    assert "zero" in found.message


def test_a_sound_in_a_rest(spoilt: Spoilt) -> None:
    """What is heard where silence is written is found at the rest's own line."""
    rest = a_rest(spoilt)
    slots = spoilt.slots(spoilt.cue("Stop."))
    frames = spoilt.frames[slots]
    at = (rest.start + rest.end) // 2 // FRAME
    spoilt.frames[at : at + len(frames)] = frames
    report = spoilt.verify()
    assert lines([each for each in report.wrong if each.check == "silence"]) == {place(rest.span)}
    assert lines(report.wrong) == {place(rest.span)}


def test_a_misplaced_sound_is_not_blamed_on_the_silence_beside_it(spoilt: Spoilt) -> None:
    """Two frames less in a pause: every sound behind it comes early, and only they are told."""
    cue = spoilt.cues[5]
    del spoilt.frames[spoilt.slots(cue).start - 5 : spoilt.slots(cue).start - 3]
    checks = {each.check for each in spoilt.verify().wrong}
    assert "onset" in checks
    assert "silence" not in checks

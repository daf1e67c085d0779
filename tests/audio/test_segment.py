"""Trimming takes silence, and nothing else."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.audio.clip import CEILING_DBTP
from generator.audio.edges import HEAD_START, MARGIN, SOUND_DBFS, TRIM_DBFS, WINDOW, loud, span
from generator.audio.recording import Recording
from generator.audio.segment import from_recording, from_samples, silence, to_samples, trim
from generator.core.clock import MILLISECOND, SAMPLE_RATE
from generator.core.errors import VoiceError

Samples = npt.NDArray[np.float32]

SOFT_EDGES = (
    "Feel the floor.",
    "Half as much, if that is tough.",
    "Think of both.",
    "Thighs and hips.",
    "Soft and slow, like breath.",
    "Have a rest.",
    "South and north.",
    "Hush.",
    "Slowly, and then enough.",
    "This is smooth.",
    "Five breaths with both",
    "Shift your left half off",
)


def steps(recording: Recording) -> Samples:
    return to_samples(from_recording(recording, 0.0))


@pytest.mark.parametrize("voice", ["gmw/en-US", "gmw/en"])
@pytest.mark.parametrize("text", SOFT_EDGES)
def test_soft_consonants_survive_at_both_edges(
    speak: Callable[..., Recording], text: str, voice: str
) -> None:
    """Of the first and last 60 ms in which the engine said anything, not 0.1 % of the energy is lost."""
    recording = speak(text, voice)
    before = steps(recording)
    kept = to_samples(trim(from_recording(recording, 0.0)).segment)
    said = np.flatnonzero(np.abs(before) > 10 ** (-80 / 20))
    first, last = int(said[0]), int(said[-1]) + 1
    loud_before = span(before, TRIM_DBFS)
    assert loud_before is not None
    shift = loud_before[0] - MARGIN - HEAD_START
    after = np.zeros_like(before)
    inside = slice(max(shift, 0), min(shift + len(kept), len(before)))
    after[inside] = kept[inside.start - shift : inside.stop - shift]
    edge = 60 * MILLISECOND
    for part in (slice(first, first + edge), slice(last - edge, last)):
        assert np.sum(after[part] ** 2) >= 0.999 * np.sum(before[part] ** 2)


def test_real_speech_keeps_a_few_milliseconds_at_each_edge(speak: Callable[..., Recording]) -> None:
    for text in SOFT_EDGES:
        trimmed = trim(from_recording(speak(text), 0.0))
        assert 2 * MILLISECOND <= trimmed.onset - HEAD_START <= 15 * MILLISECOND
        assert 2 * MILLISECOND <= trimmed.segment.frame_count() - trimmed.end <= 40 * MILLISECOND


@given(
    before=st.integers(0, 3000),
    count=st.integers(WINDOW, 6000),
    after=st.integers(0, 30_000),
    peak_dbfs=st.floats(-40, -1),
    seed=st.integers(0, 99),
)
def test_nothing_inside_is_changed_and_the_margins_are_whole(
    before: int, count: int, after: int, peak_dbfs: float, seed: int
) -> None:
    noise = np.random.default_rng(seed).uniform(-1, 1, count) * 10 ** (peak_dbfs / 20)
    source = from_samples(np.concatenate([np.zeros(before), noise, np.zeros(after)]))
    samples = to_samples(source)
    trimmed = trim(source)
    kept = span(samples, TRIM_DBFS)
    assert kept is not None
    inner = to_samples(trimmed.segment)
    assert len(inner) == HEAD_START + kept[1] - kept[0] + 2 * MARGIN
    assert not inner[:HEAD_START].any()
    assert np.array_equal(inner[HEAD_START + MARGIN : -MARGIN], samples[kept[0] : kept[1]])
    assert (trimmed.onset, trimmed.end) == span(inner, SOUND_DBFS)
    assert HEAD_START + MARGIN - WINDOW <= trimmed.onset < trimmed.end <= len(inner)
    assert abs(inner[HEAD_START]) <= 10 ** (TRIM_DBFS / 20)


@given(st.integers(0, 20_000), st.integers(1, 20_000), st.floats(-70, 0), st.integers(0, 9))
def test_sound_is_found_wherever_it_stands(before: int, count: int, dbfs: float, seed: int) -> None:
    """`span` and `loud` agree, and moving a sound moves the answer by as much."""
    noise = np.random.default_rng(seed).uniform(-1, 1, count) * 10 ** (dbfs / 20)
    alone = np.pad(noise, WINDOW)
    moved = np.pad(alone, (before, 7))
    where = np.flatnonzero(loud(alone, SOUND_DBFS))
    found = span(moved)
    if len(where):
        assert found == (where[0] + before, where[-1] + 1 + before)
    else:
        assert found is None


@pytest.mark.parametrize("dbfs", [-120.0, -75.0, -55.0])
def test_a_recording_without_sound_is_an_error(dbfs: float) -> None:
    """Whether it is exact silence, noise below the cut, or noise too loud to cut and too soft for sound."""
    noise = np.random.default_rng(1).standard_normal(22_050) * 10 ** (dbfs / 20) * 32_768
    recording = Recording(np.rint(noise).astype("<i2").tobytes(), 22_050)
    with pytest.raises(VoiceError, match="silence"):
        trim(from_recording(recording, 0.0))


@pytest.mark.parametrize(
    "recording", [Recording(b"", 22_050), Recording(b"\1", 22_050), Recording(b"\1\1", 0)]
)
def test_an_empty_recording_is_an_error(recording: Recording) -> None:
    with pytest.raises(VoiceError, match="no sound"):
        from_recording(recording, 0.0)


def test_gain_is_what_was_asked_for_and_what_is_too_loud_is_brought_down() -> None:
    ramp = np.linspace(-20_000, 20_000, 48_000).astype("<i2")
    recording = Recording(ramp.tobytes(), SAMPLE_RATE)
    assert np.abs(to_samples(from_recording(recording, -6.0)) * 2**15 - ramp * 10 ** (-6 / 20)).max() <= 0.51
    clipped = to_samples(from_recording(recording, 12.0, math.inf))
    assert (clipped[0], clipped[-1]) == (-1.0, 32_767 / 32_768)
    assert np.all(np.diff(clipped) >= 0), "nothing has wrapped"
    limited = to_samples(from_recording(recording, 12.0))
    assert np.abs(limited).max() <= 10 ** (CEILING_DBTP / 20)


def test_the_same_recording_gives_the_same_samples(speak: Callable[..., Recording]) -> None:
    recording = speak("Feel the floor.")
    first, second = (trim(from_recording(recording, 0.3)).segment.raw_data for _ in range(2))
    assert first == second


@given(st.integers(0, 200_000))
@example(432)
def test_silence_has_as_many_samples_as_asked_for(count: int) -> None:
    made = silence(count)
    assert (made.frame_count(), made.frame_rate, made.channels, made.sample_width) == (
        count,
        SAMPLE_RATE,
        1,
        2,
    )
    assert not any(made.raw_data)

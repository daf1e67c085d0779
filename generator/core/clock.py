"""The one sample clock that every position and length in a lesson is counted on."""

from __future__ import annotations

SAMPLE_RATE = 48_000
"""Samples a second, mono."""

MILLISECOND = SAMPLE_RATE // 1000
"""Samples in one millisecond: a whole number, so that written lengths are exact."""

FRAME = 1152
"""Samples in one MP3 frame (MPEG-1 Layer III): exactly 24 ms."""


MINUTES_IN_HOUR = 60


def samples(seconds: float) -> int:
    """The nearest whole number of samples."""
    return round(seconds * SAMPLE_RATE)


def seconds(count: int) -> float:
    """Seconds in `count` samples."""
    return count / SAMPLE_RATE


def clock_text(count: int) -> str:
    """A position for people, rounded to the second: `6:12`, and `1:02:03` from one hour on."""
    whole = (count + SAMPLE_RATE // 2) // SAMPLE_RATE
    minutes, second = divmod(whole, 60)
    if minutes < MINUTES_IN_HOUR:
        return f"{minutes}:{second:02}"
    return f"{minutes // MINUTES_IN_HOUR}:{minutes % MINUTES_IN_HOUR:02}:{second:02}"


def tenths_text(count: int) -> str:
    """A position for people, in minutes, seconds and tenths: `1:02.5`."""
    tenths = (count * 10 + SAMPLE_RATE // 2) // SAMPLE_RATE
    return f"{clock_text(tenths // 10 * SAMPLE_RATE)}.{tenths % 10}"


def duration_text(count: int) -> str:
    """A length for people, to the tenth: `12.3 s`, and `20:00` or `1:02.5` from one minute on."""
    tenths = (count * 10 + SAMPLE_RATE // 2) // SAMPLE_RATE
    whole, tenth = divmod(tenths, 10)
    fraction = f".{tenth}" if tenth else ""
    if whole < MINUTES_IN_HOUR:
        return f"{whole}{fraction} s"
    return clock_text(whole * SAMPLE_RATE) + fraction

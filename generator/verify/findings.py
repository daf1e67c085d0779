"""The nouns of verification."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from generator.companions.deviation import Deviation
from generator.core.clock import SAMPLE_RATE
from generator.core.errors import Span
from generator.timeline.timeline import Sound

Edges: TypeAlias = npt.NDArray[np.int64]
Powers: TypeAlias = npt.NDArray[np.float64]


class Grade(StrEnum):
    """What a finding means."""

    FINE = "fine"
    """It was held against the timeline, and agrees."""
    NOTE = "note"
    """Worth knowing; or it could not be told."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was held against the timeline."""

    check: str
    """`onset`, `end`, `pause`, `tags` …: what was looked at."""
    severity: Grade
    message: str
    place: str = ""
    """`path:line` of the script; empty where it is about the whole file."""
    at: int | None = None
    """Samples from the lesson's beginning."""
    error: float | None = None
    """How far it is off, signed, in `unit`."""
    unit: str = ""
    tolerance: float | None = None
    """How far it may be off, in `unit`."""

    @property
    def share(self) -> float:
        """How much of its tolerance an error uses up; 0 where it has none."""
        if self.error is None or self.tolerance is None:
            return 0.0
        return abs(self.error) / self.tolerance if self.tolerance else float(bool(self.error)) * 2


@dataclass(frozen=True, slots=True)
class MeasuredAudio:
    """What was heard in a file. Positions are on the lesson's clock (48 kHz), whatever the file's rate."""

    rate: int
    """Samples a second in the file."""
    count: int
    """How many samples came out of the decoder, at the file's own rate."""
    onsets: Edges
    """Where each run of sound begins, in order of time. Shape (n, 3): the earliest place if the file is a
    little softer than its source, what was measured, the latest if it is a little louder."""
    ends: Edges
    """Behind the last sample of each run, in the same way."""
    powers: Powers
    """Mean square of each 24 ms below 6 kHz."""
    blocks: Powers
    """K-weighted mean square of 400 ms, one each 100 ms (ITU-R BS.1770-4)."""
    peaks: npt.NDArray[np.float32]
    """The highest sample of each 24 ms, without its sign; 1.0 is full scale, 0.0 is no sound at all."""
    peak: float
    """True peak, dBTP."""
    peak_at: int
    """Where it is, to the frame."""
    complaint: str = ""
    """What the decoder said where it gave up; empty where it reached the end."""

    @property
    def length(self) -> int:
        """Its length in samples on the lesson's clock."""
        return self.count * SAMPLE_RATE // self.rate


@dataclass(frozen=True, slots=True)
class Found:
    """Where the sound of one cue or chime was heard."""

    onset: tuple[int, int, int]
    """As in `Heard.onsets`."""
    end: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far apart audio and timeline may be, in milliseconds (levels: dB).

    Measured over some forty voices and eight lessons: an MP3 spreads what begins or ends abruptly over its
    block. At 48 kHz onsets came out up to 7.5 ms early, ends 7.8 ms late; at 24 kHz 8.2 and 29 ms.
    """

    onset: float
    end_early: float
    end_late: float
    pause: float
    """Rounding to frames takes up to 24 ms of it."""
    level: float
    """Of a whole cue."""
    frame_level: float
    """Of each 24 ms. Measured: at most 1.8 dB at 48 kHz, 3.4 dB at 24 kHz."""


STANDARD: Final = Tolerance(onset=10, end_early=5, end_late=11, pause=30, level=1, frame_level=3)
SMALL: Final = Tolerance(onset=12, end_early=12, end_late=30, pause=48, level=1, frame_level=6)


def tolerance(rate: int) -> Tolerance:
    """What holds for a file of `rate` samples a second."""
    return STANDARD if rate >= SAMPLE_RATE else SMALL


def place(span: Span | None) -> str:
    """`path:line`, or nothing for what is written nowhere."""
    return f"{span.path}:{span.line}" if span else ""


def held(
    check: str,
    message: str,
    error: float,
    unit: str,
    within: float,
    *,
    where: str = "",
    at: int | None = None,
) -> Finding:
    """A finding that is wrong where `error` is beyond `within`."""
    grade = Grade.WRONG if abs(error) > within else Grade.FINE
    return Finding(check, grade, message, where, at, round(error, 2), unit, round(within, 2))


def wrong(check: str, message: str, *, where: str = "", at: int | None = None) -> Finding:
    """A fault that has no measured value."""
    return Finding(check, Grade.WRONG, message, where, at)


def noted(check: str, message: str, *, where: str = "", at: int | None = None) -> Finding:
    """A finding that is no fault: worth knowing, or not measurable."""
    return Finding(check, Grade.NOTE, message, where, at)


def finding_of(check: str) -> Callable[[Deviation], Finding]:
    """Makes a finding of what a companion's reader found."""

    def make(deviation: Deviation) -> Finding:
        where = place(deviation.span)
        if deviation.error_ms is None:
            return wrong(check, deviation.message, where=where, at=deviation.at)
        error, within = deviation.error_ms, deviation.within_ms
        return held(check, deviation.message, error, "ms", within, where=where, at=deviation.at)

    return make


def named(event: Sound) -> str:
    """A cue by its first words, as a person would point to it."""
    words = event.text.split()
    if not words:
        return "the chime"
    return "“" + " ".join(words[:5]) + (" …”" if len(words) > 5 else "”")  # noqa: PLR2004  # its first words

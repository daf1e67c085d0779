"""A clip: one cue or chime as MP3 frames, and all that was measured of it. Imports nothing heavy."""

from __future__ import annotations

import math
from dataclasses import dataclass

from generator.core.clock import FRAME

CEILING_DBTP = -2.0
"""The highest true peak of speech before it is encoded. The finished lesson keeps to −1 dBTP; the rest is for
what the encoder adds: at most 0.76 dB at 64 kbit/s, seen over some thirty voices."""


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """What was measured of a clip before it was encoded.

    The cache keeps it beside the frames, the timeline file lists it, layout and previews count with it, and
    `verify` holds the finished MP3 against it.
    """

    key: str
    """Of the clip in the cache, in the lesson's first profile; empty where its length is only estimated."""
    frames: int
    """MP3 frames of 24 ms that it fills."""
    onset: int
    """Samples (48 kHz) from the first frame to where the sound starts."""
    end: int
    """Samples from the first frame to where the sound ends."""
    loudness: float = -math.inf
    """LUFS of the sound between silences; `-inf` where it is too soft to measure."""
    peak: float = -math.inf
    """True peak, dBTP."""
    levels: bytes = b""
    """One byte for each frame: the level of its 24 ms below 6 kHz in steps of −0.5 dBFS (0 is full scale, 255
    is −127.5 dBFS or less)."""
    voice: str = ""
    """The engine's name of the voice that speaks it; empty for a chime."""

    @property
    def length(self) -> int:
        """Samples of all its frames."""
        return self.frames * FRAME


@dataclass(frozen=True, slots=True)
class Clip:
    """Encoded sound that can stand anywhere in a lesson."""

    facts: ClipFacts
    data: bytes
    """Whole MP3 frames; the first one points to no earlier data."""

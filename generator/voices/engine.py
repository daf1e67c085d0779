"""The nouns of voicing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from generator.core.clock import FRAME


@dataclass(frozen=True, slots=True)
class Utterance:
    """All that decides how a cue sounds. Every field is part of the clip's key in the cache."""

    text: str
    """What is spoken, after `say:`."""
    voice: str
    """The engine's own full name for it."""
    rate: int
    """The engine's own setting, calibrated so that the wanted words a minute come out."""
    pitch: int
    """0–100, 50 is the voice's own."""
    volume: float
    """0–1."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What an engine returned: mono PCM at its own rate."""

    samples: bytes
    """Signed 16-bit little-endian."""
    rate: int
    """Samples a second."""


class Engine(Protocol):
    """Speaks one utterance at a time. Wrappers (retry, checks) share this interface."""

    @property
    def identity(self) -> str:
        """Name and version of everything that shapes its sound: part of a clip's key."""

    def start(self) -> None:
        """Have ready what the first utterance would have to wait for; returns at once."""

    def render(self, utterance: Utterance) -> Recording:
        """Speak `utterance`; may be called from several threads at once.

        Raises:
            VoiceError: when it was not spoken whole.
        """

    def close(self) -> None:
        """End its processes. May be called twice."""


@dataclass(frozen=True, slots=True)
class Clip:
    """One rendered utterance, encoded: MP3 frames that can stand anywhere in a lesson."""

    data: bytes
    """Whole MP3 frames; the first one points to no earlier data."""
    frames: int
    onset: int
    """Samples (48 kHz) from the first frame to where the sound starts."""
    end: int
    """Samples from the first frame to where the sound ends."""
    loudness: float
    """LUFS of the sound, before encoding; `-inf` where it is too short to measure."""
    peak: float
    """True peak before encoding, dBTP."""
    levels: bytes
    """One value for each frame, before encoding: RMS of its 24 ms in steps of −0.5 dBFS (0 is full scale, 255
    is −127.5 dBFS or less). What `verify` holds the finished MP3 against."""

    @property
    def sound(self) -> int:
        """Samples of sound."""
        return self.end - self.onset

    @property
    def length(self) -> int:
        """Samples of all its frames."""
        return self.frames * FRAME

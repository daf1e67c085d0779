"""What every engine is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from generator.audio.recording import Recording


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

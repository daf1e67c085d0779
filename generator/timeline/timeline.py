"""The timeline: what is heard when, in whole samples, contiguous from 0.

Everything that is published (MP3, chapters, captions, transcript, page) is computed from the timeline alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generator.core.errors import Span


class Kind(StrEnum):
    """What is heard during an event."""

    CUE = "cue"
    CHIME = "chime"
    GAP = "gap"
    PAUSE = "pause"
    REST = "rest"
    MOVE = "move"
    LEAD = "lead"
    """The half second before the first sound: players clip beginnings."""
    TAIL = "tail"
    """The two seconds after the last: players clip endings."""


SOUNDS = frozenset({Kind.CUE, Kind.CHIME})


@dataclass(frozen=True, slots=True)
class Event:
    """One stretch of the lesson: a sound, or one written silence."""

    kind: Kind
    start: int
    """Samples from the lesson's beginning. For a sound: where it is heard, not where its frames begin."""
    end: int
    section: int
    """Index into `Timeline.sections`."""
    text: str = ""
    """A cue's words, as a reader sees them."""
    wanted: int | None = None
    """For a silence: its written or fitted length in samples, before it was rounded to frames."""
    low: int | None = None
    high: int | None = None
    """For an elastic silence: the written range."""
    repetitions: int | None = None
    frame: int | None = None
    """For a sound: the lesson's frame (the Info frame not counted) where its clip begins."""
    clip: int | None = None
    """For a sound: index into the clips that the lesson was laid out with."""
    span: Span | None = None
    """Where it is written."""

    @property
    def length(self) -> int:
        """Samples."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section in time."""

    title: str
    start: int
    end: int
    span: Span
    mirrors: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A laid-out lesson."""

    length: int
    """Samples."""
    events: tuple[Event, ...]
    """Contiguous: each starts where the one before it ends; the first at 0, the last ends at `length`."""
    sections: tuple[Chapter, ...]
    """Contiguous in the same way."""

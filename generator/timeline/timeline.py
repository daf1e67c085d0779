"""The timeline: what is heard when, in whole samples, contiguous from 0.

Everything that is published (MP3, chapters, captions, transcript, page) is computed from the timeline alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from generator.core.errors import Span
from generator.script.kinds import SilenceKind


class SoundKind(StrEnum):
    """The kinds of sound: speech, and a bell."""

    CUE = "cue"
    CHIME = "chime"


@dataclass(frozen=True, slots=True)
class Sound:
    """A cue or a chime."""

    kind: SoundKind
    start: int
    """Samples from the lesson's beginning to where it is heard, which is after where its frames begin."""
    end: int
    section: int
    """Index into `Timeline.sections`."""
    text: str
    """A cue's words, as a reader sees them; empty for a chime."""
    frame: int
    """The lesson's frame (the Info frame not counted) where its clip begins."""
    clip: int
    """Index into the clips that the lesson was laid out with."""
    span: Span
    """Where it is written."""

    @property
    def length(self) -> int:
        """How long it lasts, in samples."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Silence:
    """One written silence, or one that the program adds: a gap, the lead, the tail."""

    kind: SilenceKind
    start: int
    """Samples from the lesson's beginning."""
    end: int
    section: int
    """Index into `Timeline.sections`."""
    wanted: int
    """Its written or fitted length in samples, before it was rounded to frames."""
    low: int | None = None
    high: int | None = None
    """For an elastic silence: the written range."""
    repetitions: int | None = None
    span: Span | None = None
    """Where it is written; None for what the program adds."""

    @property
    def length(self) -> int:
        """How long it lasts, in samples."""
        return self.end - self.start


Event: TypeAlias = Sound | Silence


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
    """How long all of it lasts, in samples."""
    events: tuple[Event, ...]
    """Contiguous: each starts where the one before it ends; the first at 0, the last ends at `length`."""
    sections: tuple[Chapter, ...]
    """Contiguous as the events are."""

    @property
    def sounds(self) -> tuple[Sound, ...]:
        """Every cue and chime, in order of time."""
        return sounds_of(self.events)

    @property
    def silences(self) -> tuple[tuple[Silence, ...], ...]:
        """The silences before the first sound, and after each one: one more than there are sounds."""
        return silences_between(self.events)


def sounds_of(events: Iterable[Event]) -> tuple[Sound, ...]:
    """The cues and chimes among `events`."""
    return tuple(event for event in events if isinstance(event, Sound))


def silences_between(events: Iterable[Event]) -> tuple[tuple[Silence, ...], ...]:
    """The silences before the first sound of `events`, and after each one: one more than there are sounds."""
    runs: list[list[Silence]] = [[]]
    for event in events:
        if isinstance(event, Sound):
            runs.append([])
        else:
            runs[-1].append(event)
    return tuple(map(tuple, runs))

"""An excerpt: some ranges of a lesson as a timeline of their own. Pure.

Sounds and silences keep their distances to the sample, because each range is moved by whole frames; long
silences can be cut, by whole frames too.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generator.audio.clip import ClipFacts
from generator.core.clock import FRAME, SAMPLE_RATE
from generator.script import kinds
from generator.script.kinds import SilenceKind
from generator.timeline.layout import LEAD
from generator.timeline.timeline import Chapter, Event, Silence, Sound, Timeline, silences_between, sounds_of

TAIL = SAMPLE_RATE
"""Samples of silence after the last sound, so that players do not clip it."""

JOIN = SAMPLE_RATE * 3 // 2
"""Samples of silence between two ranges that are not neighbours in the lesson."""


@dataclass(frozen=True, slots=True)
class EventRange:
    """Events of a lesson's timeline, from the first to the last one."""

    first: int
    last: int
    """The range includes it."""
    start: int | None = None
    """Samples in the lesson: where within its first event it begins, if that is a silence."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a lesson, laid out by itself."""

    timeline: Timeline
    """Positions count from the excerpt's beginning; `Sound.clip` still counts the lesson's clips."""
    starts: tuple[int | None, ...]
    """For each event where it starts in the lesson, in samples; None for what is not in the lesson."""
    left_out: int
    """Samples of silence that were cut."""


def ranges_around(timeline: Timeline, targets: Iterable[int]) -> tuple[EventRange, ...]:
    """The ranges from the sound before each target to the sound after it; joined where they touch.

    Args:
        timeline: of the lesson.
        targets: indices of events.
    """
    sounds = [index for index, event in enumerate(timeline.events) if isinstance(event, Sound)]
    found: list[EventRange] = []
    for target in sorted(set(targets)):
        before, after = bisect_left(sounds, target), bisect_right(sounds, target)
        first = sounds[before - 1] if before else 0
        last = sounds[after] if after < len(sounds) else len(timeline.events) - 1
        if found and first <= found[-1].last + 1:
            found[-1] = EventRange(found[-1].first, max(last, found[-1].last))
        else:
            found.append(EventRange(first, last))
    return tuple(found)


def ranges_from(timeline: Timeline, position: int) -> tuple[EventRange, ...]:
    """The lesson from `position` (samples) on; a cue that is heard there is heard whole."""
    starts = [event.start for event in timeline.events]
    # Of events without length that start together, the last one is heard.
    first = max(0, bisect_right(starts, position) - 1)
    silent = isinstance(timeline.events[first], Silence)
    return (EventRange(first, len(timeline.events) - 1, position if silent else None),)


def excerpt(
    timeline: Timeline,
    clips: Sequence[ClipFacts],
    ranges: Sequence[EventRange],
    longest: int | None = None,
    lead: int = LEAD,
) -> Excerpt:
    """Lay out ranges of a lesson one after another.

    Args:
        timeline: of the lesson.
        clips: in the order of `Sound.clip`.
        ranges: in order, none overlapping another; at least one.
        longest: samples: all silence between two sounds is cut to about that (to less than a frame more, and
            never to less than two clips need). None: every silence is as long as in the lesson.
        lead: samples of silence before all, in whole frames: the next longer one.
    """
    made = _ExcerptLayout(clips, longest, lead)
    for part in ranges:
        made.add(timeline.events[part.first : part.last + 1], part.start)
    return made.done(timeline.sections)


class _ExcerptLayout:
    """An excerpt that is being laid out."""

    def __init__(self, clips: Sequence[ClipFacts], longest: int | None, lead: int) -> None:
        self._clips = clips
        self._longest = longest
        self._lead = lead
        self._events: list[Event] = []
        self._starts: list[int | None] = []
        self._at = 0
        """Samples: up to here everything is laid out."""
        self._free = 0
        """The first frame behind the clip that was laid out last."""
        self._left_out = 0

    def add(self, events: Sequence[Event], start: int | None) -> None:
        """Add the events of one range, after a silence that is the excerpt's own."""
        events = [event for event in events if event.kind is not kinds.LEAD] or list(events)
        first = events[0]
        begin = first.start if start is None else max(first.start, min(start, first.end))
        frame = first.frame if isinstance(first, Sound) else begin // FRAME
        quiet = -(-(JOIN if self._events else self._lead) // FRAME)
        shift = frame - max(-(-self._at // FRAME) + quiet, self._free)
        kind = kinds.GAP if self._events else kinds.LEAD
        self._own_silence(kind, begin - shift * FRAME - self._at, first.section)
        for run, sound in zip(silences_between(events), (*sounds_of(events), None), strict=True):
            if run:
                shift += self._pause(run, begin, sound)
            if sound:
                self._sound(sound, shift)

    def done(self, sections: Sequence[Chapter]) -> Excerpt:
        """The excerpt, with its own tail."""
        last = self._events[-1]
        if last.kind is not kinds.TAIL:
            self._own_silence(kinds.TAIL, TAIL, last.section)
        chapters, events = _chapters(self._events, sections)
        return Excerpt(Timeline(self._at, events, chapters), tuple(self._starts), self._left_out)

    def _sound(self, event: Sound, shift: int) -> None:
        moved = shift * FRAME
        self._events.append(
            replace(event, start=event.start - moved, end=event.end - moved, frame=event.frame - shift)
        )
        self._starts.append(event.start)
        self._at = event.end - moved
        self._free = event.frame - shift + self._clips[event.clip].frames

    def _pause(self, run: Sequence[Silence], begin: int, after: Sound | None) -> int:
        """Add silences from `begin` on, up to the sound `after`; returns the frames that were cut."""
        length = run[-1].end - max(begin, run[0].start)
        cut = self._cut(length, after)
        left = length - cut * FRAME
        for event in run:
            start = max(event.start, begin)
            kept = min(event.end - start, left) if event is not run[-1] else left
            self._silence(_resized(event, self._at, kept), start)
            left -= kept
        self._left_out += cut * FRAME
        return cut

    def _cut(self, length: int, after: Sound | None) -> int:
        """Whole frames that a silence of `length` samples is too long."""
        if self._longest is None or length <= self._longest:
            return 0
        needed = TAIL
        if after:
            needed = self._free * FRAME - self._at + after.start - after.frame * FRAME
        return max(0, (length - max(self._longest, needed)) // FRAME)

    def _own_silence(self, kind: SilenceKind, length: int, section: int) -> None:
        """A silence that is not in the lesson."""
        self._silence(Silence(kind, self._at, self._at + length, section, length), None)

    def _silence(self, event: Silence, start: int | None) -> None:
        self._events.append(event)
        self._starts.append(start)
        self._at = event.end


def _resized(event: Silence, start: int, length: int) -> Silence:
    """A silence with another place; one that was cut no longer says how it is written."""
    moved = replace(event, start=start, end=start + length)
    if length == event.length:
        return moved
    return replace(moved, wanted=length, low=None, high=None, repetitions=None)


def _chapters(
    events: Sequence[Event], sections: Sequence[Chapter]
) -> tuple[tuple[Chapter, ...], tuple[Event, ...]]:
    """The lesson's sections as far as they are heard here, and the events that count them anew."""
    chapters: list[Chapter] = []
    counted: list[Event] = []
    for section, group in groupby(events, lambda event: event.section):
        heard = [replace(event, section=len(chapters)) for event in group]
        chapters.append(replace(sections[section], start=heard[0].start, end=heard[-1].end))
        counted += heard
    return tuple(chapters), tuple(counted)

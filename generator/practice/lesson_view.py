"""A lesson as the practice rules see it: sections in time, their movements, their rests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from generator.core.clock import FRAME
from generator.core.errors import Severity, Span
from generator.practice.wordlists import WordList
from generator.script.kinds import Purpose
from generator.script.lesson import Lesson
from generator.spoken.text import exchanged, sentences
from generator.timeline.timeline import Chapter, Event, Silence, Sound, SoundKind, Timeline

SLACK = 2 * FRAME
"""Samples by which a measured silence may differ from its written length: both ends lie on frame borders."""

REGIONS_OF_A_SCAN = 4


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """What a rule has to say; the table adds code, severity and source."""

    span: Span
    message: str
    hint: str
    severity: Severity | None = None
    """None where it is the rule's own."""
    timed: bool = False
    """Whether it rests on the length of a sound, so that it is an estimate until cues are voiced."""


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of the lesson, and what is heard in it."""

    chapter: Chapter
    events: tuple[Event, ...]

    @property
    def length(self) -> int:
        """How long it lasts, in samples."""
        return self.chapter.end - self.chapter.start

    @property
    def cues(self) -> tuple[Sound, ...]:
        """What is spoken in it."""
        return cues_among(self.events)

    @property
    def moves(self) -> tuple[Silence, ...]:
        """Time to move: its `[move …]` markers."""
        return moves_among(self.events)

    @property
    def text(self) -> str:
        """All that is spoken in it."""
        return " ".join(cue.text for cue in self.cues)


@dataclass(frozen=True, slots=True)
class Rest:
    """A stretch of rest, with the few words spoken in it."""

    events: tuple[Event, ...]

    @property
    def start(self) -> int:
        """Samples from the lesson's beginning."""
        return self.events[0].start

    @property
    def end(self) -> int:
        """Samples from the lesson's beginning."""
        return self.events[-1].end

    @property
    def length(self) -> int:
        """How long it lasts, in samples, words included."""
        return self.end - self.start

    @property
    def cues(self) -> tuple[Sound, ...]:
        """What is spoken in it."""
        return cues_among(self.events)

    @property
    def silence(self) -> int:
        """How much of it is without words, in samples."""
        return sum(event.length for event in self.events if isinstance(event, Silence))

    @property
    def span(self) -> Span | None:
        """Where its first `[rest …]` is written."""
        return next((event.span for event in self.events if _is(event, Purpose.REST)), None)


@dataclass(frozen=True, slots=True)
class LessonView:
    """A lesson and its timeline, cut into what the rules ask about."""

    lesson: Lesson
    timeline: Timeline
    parts: tuple[SectionView, ...]
    vocabulary: WordList | None
    estimated: bool

    @property
    def words(self) -> WordList:
        """The vocabulary of the lesson's language; only asked for by rules that need one."""
        assert self.vocabulary
        return self.vocabulary

    @property
    def whole(self) -> Span:
        """Where a finding about the whole lesson stands: its first section."""
        return self.timeline.sections[0].span

    @property
    def cues(self) -> tuple[Sound, ...]:
        """All that is spoken."""
        return cues_among(self.timeline.events)

    @property
    def moves(self) -> tuple[Silence, ...]:
        """All time to move."""
        return moves_among(self.timeline.events)

    @property
    def movement_parts(self) -> tuple[SectionView, ...]:
        """Sections that hold a `[move …]`."""
        return tuple(part for part in self.parts if part.moves)

    @property
    def rests(self) -> tuple[Rest, ...]:
        """Every rest, in order; see `rests_of`."""
        return tuple(chain.from_iterable(rests_of(part) for part in self.parts))

    def span_of(self, event: Event) -> Span:
        """Where `event` is written, or the lesson's first section."""
        return event.span or self.whole

    def span_within(self, cue: Sound, phrase: str) -> Span:
        """Where `phrase` stands, as far as it is on the first line of `cue`; else where the cue begins."""
        span = self.span_of(cue)
        at = span.source.lower().find(phrase.lower(), span.column - 1)
        return replace(span, column=at + 1, width=len(phrase)) if phrase and at >= 0 else span


def view_of(
    lesson: Lesson, timeline: Timeline, vocabulary: WordList | None, *, estimated: bool
) -> LessonView:
    """Cut `timeline` into its sections; those that are empty at this length are left out."""
    parts = [
        SectionView(chapter, tuple(event for event in timeline.events if event.section == index))
        for index, chapter in enumerate(timeline.sections)
    ]
    return LessonView(lesson, timeline, tuple(part for part in parts if part.events), vocabulary, estimated)


def rests_of(part: SectionView) -> Iterator[Rest]:
    """The rests of a section.

    A section with a `[rest …]` and no `[move …]` is one rest, from its first cue to its last `[rest …]`. In a
    section with movement, a rest reaches from one `[rest …]` to the last one that only cues part from it.
    """
    marks = [index for index, event in enumerate(part.events) if _is(event, Purpose.REST)]
    if not marks:
        return
    if not part.moves:
        first = next(i for i, event in enumerate(part.events) if isinstance(event, Sound) or i == marks[0])
        yield Rest(part.events[first : marks[-1] + 1])
        return
    start = end = marks[0]
    for mark in marks[1:]:
        if any(_is(event, Purpose.MOVEMENT, Purpose.PAUSE) for event in part.events[end:mark]):
            yield Rest(part.events[start : end + 1])
            start = mark
        end = mark
    yield Rest(part.events[start : end + 1])


def regions(part: SectionView, words: WordList) -> tuple[str, ...]:
    """The regions that a section asks about, in the order of their first mention in a question."""
    text = " ".join(each for cue in part.cues for each in sentences(cue.text) if each.endswith("?"))
    places = ((phrases.find_all(text), name) for name, phrases in words.regions)
    found = [(matches[0].start(), name) for matches, name in places if matches]
    return tuple(name for _, name in sorted(found))


def scans(view: LessonView) -> tuple[SectionView | None, SectionView | None]:
    """The opening and the closing scan.

    A scan is a section without `[move …]` and `[rest …]` whose questions name at least four regions of the
    word list: the opening one is the first before any movement, the closing one the last after all of it.
    """
    moves = view.moves
    if not moves:
        return None, None
    able = [part for part in view.parts if _is_scan(part, view.words)]
    before = [part for part in able if part.chapter.end <= moves[0].start]
    after = [part for part in able if part.chapter.start >= moves[-1].end]
    return (before[0] if before else None, after[-1] if after else None)


def _is_scan(part: SectionView, words: WordList) -> bool:
    if part.moves or any(_is(event, Purpose.REST) for event in part.events):
        return False
    return len(regions(part, words)) >= REGIONS_OF_A_SCAN


def mirrored_pairs(view: LessonView) -> Iterator[tuple[SectionView, SectionView]]:
    """Each section and its mirror: by `[mirror: …]`, or because the titles differ by the sides alone."""
    earlier: dict[str, SectionView] = {}
    for part in view.parts:
        title = part.chapter.title.lower()
        source = part.chapter.mirrors.lower()
        if not source and view.vocabulary:
            turned = exchanged(title, view.vocabulary.sides)
            source = turned if turned != title else ""
        if source in earlier:
            yield earlier[source], part
        earlier.setdefault(title, part)


def silences(view: LessonView) -> Iterator[tuple[Sound | None, tuple[Silence, ...]]]:
    """Every silence between two sounds, as its events, and the cue before it. Lead and tail are none."""
    timeline = view.timeline
    for before, run in zip((None, *timeline.sounds), timeline.silences, strict=True):
        inner = tuple(silence for silence in run if not silence.kind.margin)
        if inner:
            yield before, inner


def silence_after(view: LessonView, cue: Sound) -> int:
    """Samples from the end of `cue` to the next sound, or to the lesson's end."""
    later = (sound.start for sound in view.timeline.sounds if sound.start >= cue.end)
    return next(later, view.timeline.length) - cue.end


def cues_among(events: Sequence[Event]) -> tuple[Sound, ...]:
    """What of `events` is spoken."""
    return tuple(event for event in events if isinstance(event, Sound) and event.kind is SoundKind.CUE)


def moves_among(events: Sequence[Event]) -> tuple[Silence, ...]:
    """What of `events` is time to move."""
    return tuple(
        event for event in events if isinstance(event, Silence) and event.kind.purpose is Purpose.MOVEMENT
    )


def _is(event: Event, *purposes: Purpose) -> bool:
    return isinstance(event, Silence) and event.kind.purpose in purposes

"""The figures of a lesson, section by section: what the practice report shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.practice.lesson_view import SectionView, rests_of, view_of
from generator.practice.wordlists import for_language
from generator.script.lesson import Lesson
from generator.spoken.expected import word_count
from generator.spoken.text import words_in
from generator.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Row:
    """One section, or all of them. Lengths in samples."""

    title: str
    start: int
    length: int
    words: int
    speech: int
    rests: tuple[int, ...]
    """The length of each rest, words included."""
    repetitions: int
    left: int
    """How often its cues name the left side."""
    right: int

    @property
    def share(self) -> float:
        """How much of its time is spoken, from 0 to 1."""
        return self.speech / self.length if self.length else 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """What the practice report shows: a row for each section, and one for all of them."""

    rows: tuple[Row, ...]
    total: Row
    wanted: int | None
    """Samples that the header asks for."""


def practice_table(lesson: Lesson, timeline: Timeline) -> Table:
    """The figures of `lesson`; sides are counted only in a language with a word list."""
    vocabulary = for_language(lesson.header.language)
    sides = vocabulary.sides if vocabulary else ("", "")
    parts = view_of(lesson, timeline, vocabulary, estimated=False).parts
    rows = tuple(_row(part, sides) for part in parts)
    return Table(rows, _total(rows, timeline.length), lesson.length)


def _row(part: SectionView, sides: tuple[str, str]) -> Row:
    spoken = words_in(part.text.lower())
    return Row(
        title=part.chapter.title,
        start=part.chapter.start,
        length=part.length,
        words=word_count(part.text),
        speech=sum(cue.length for cue in part.cues),
        rests=tuple(rest.length for rest in rests_of(part)),
        repetitions=sum(move.repetitions or 0 for move in part.moves),
        left=spoken.count(sides[0]),
        right=spoken.count(sides[1]),
    )


def _total(rows: Sequence[Row], length: int) -> Row:
    return Row(
        title="all",
        start=0,
        length=length,
        words=sum(row.words for row in rows),
        speech=sum(row.speech for row in rows),
        rests=tuple(rest for row in rows for rest in row.rests),
        repetitions=sum(row.repetitions for row in rows),
        left=sum(row.left for row in rows),
        right=sum(row.right for row in rows),
    )

"""Do chapters say what the timeline says? Read anew, not by what wrote them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from generator.companions.deviation import Deviation
from generator.companions.wording import Mark, marks, milliseconds
from generator.core.clock import MILLISECOND, clock_text
from generator.core.errors import Span
from generator.core.json_reader import JsonError, JsonObject, read_json
from generator.timeline.edition import Edition

CHAPTER_MS: Final = 1.0
SHOWN: Final = 60
_MOST_SECONDS: Final = 1e7
"""Beyond the longest lesson by far, and short enough to be counted in samples."""


@dataclass(frozen=True, slots=True)
class FoundChapter:
    """A chapter as a tag or a file gives it."""

    title: str
    start: float
    """Milliseconds."""
    end: float


def chapters_deviations(text: str, edition: Edition, name: str) -> Iterator[Deviation]:
    """Hold NAME.chapters.json, whose contents are `text`, against the timeline's sections."""
    try:
        found = tuple(map(_read_chapter, read_json(text).records("chapters")))
    except JsonError as error:
        yield Deviation(f"{name} is damaged: {error}")
    else:
        yield from compared_chapters(found, edition, name)


def compared_chapters(found: Sequence[FoundChapter], edition: Edition, source: str) -> Iterator[Deviation]:
    """Hold chapters, in order, against the timeline's sections; `source` is what messages call them."""
    spans = [each.span for each in edition.timeline.sections if each.end > each.start]
    for mark, chapter, span in zip_longest(marks(edition), found, spans):
        if chapter is None:
            yield Deviation(f"{source} has no chapter {shortened(mark.title)}", span, mark.start)
        elif mark is None:
            yield Deviation(f"{source} has a chapter too many: {shortened(chapter.title)}")
        else:
            yield _compared(mark, chapter, span, source)


def _read_chapter(record: JsonObject) -> FoundChapter:
    start, end = (record.number(key, most=_MOST_SECONDS) * 1000 for key in ("startTime", "endTime"))
    return FoundChapter(record.text("title"), start, end)


def _compared(mark: Mark, chapter: FoundChapter, span: Span | None, source: str) -> Deviation:
    if chapter.title != mark.title:
        text = f"{source} calls the chapter {shortened(mark.title)} {shortened(chapter.title)}"
        return Deviation(text, span, mark.start)
    begin = chapter.start - milliseconds(mark.start)
    end = chapter.end - milliseconds(mark.end)
    error, edge = (begin, "begins") if abs(begin) >= abs(end) else (end, "ends")
    at = clock_text(round((chapter.start if edge == "begins" else chapter.end) * MILLISECOND))
    text = f"in {source} the chapter {shortened(mark.title)} {edge} at {at}"
    if abs(error) > CHAPTER_MS:
        text += f", {abs(error) / 1000:.3f} s too {'late' if error > 0 else 'early'}"
    return Deviation(text, span, mark.start, error, CHAPTER_MS)


def shortened(text: str) -> str:
    """`text` on one line, in quotation marks, cut where it is long; `missing` where it is empty."""
    line = " ".join(text.split())
    return f"“{line[:SHOWN]}{'…' if len(line) > SHOWN else ''}”" if line else "missing"

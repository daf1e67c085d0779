"""Plain text with `[PAUSE:5]`: Meditation-Generator and many others. Text without any marker too.

Seconds, upper or lower case, spaces allowed around the colon; units, decimals and ranges are read as well.
A line `# Title` begins a section. Any other `[…]` is kept as words, because the tools speak it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.script.importers.conversions import wait
from generator.script.importers.emit import has_word
from generator.script.importers.pieces import (
    ImportedText,
    ImportSource,
    ParagraphBreak,
    Piece,
    Say,
    Title,
    Wait,
    first_lines,
)

MARKER = re.compile(r"\[[ \t]*(?:pause|silence|break)\b[ \t]*[:=]?([^\[\]\n]*)\]", re.IGNORECASE)
COLON = re.compile(r"\[[ \t]*pause[ \t]*:", re.IGNORECASE)
OTHER = re.compile(r"\[[^\[\]\n]*\]")


def recognise_pausetext(text: str) -> float:
    """Sure where a marker stands; otherwise the last resort, since any text is plain text."""
    lines = first_lines(text)
    if any(COLON.search(line) for line in lines):
        return 0.9
    return 0.5 if any(MARKER.search(line) for line in lines) else 0.1


def read_pausetext(source: ImportSource) -> ImportedText:
    """Text, markers, blank lines, headings."""
    return ImportedText(pausetext_pieces(source))


def pausetext_pieces(source: ImportSource) -> Iterator[Piece]:
    """What stands in the lines, in order."""
    for number, line in enumerate(source.lines, 1):
        if not line.strip():
            yield ParagraphBreak()
        elif title := heading(line):
            yield Title(title, number)
        else:
            yield from in_line(source, number, line)


def heading(line: str) -> str:
    """The title in `# Title` and `## Title ##`; empty where the line is none."""
    line = line.strip()
    title = line.lstrip("#")
    if title == line or not title[:1].isspace() or not has_word(title) or MARKER.search(title):
        return ""
    return title.strip().rstrip("#").strip()


def in_line(source: ImportSource, number: int, line: str) -> Iterator[Piece]:
    """The words and pauses of one line."""
    start = 0
    for marker in MARKER.finditer(line):
        yield from words_between(source, number, line, start, marker.start())
        span = source.span(number, marker.start() + 1, marker.end() - marker.start())
        length = marker[1]
        silence = wait(source, span, length, "[pause] is written for it") if length.strip() else None
        yield silence or Wait(None)
        start = marker.end()
    yield from words_between(source, number, line, start, len(line))


def words_between(source: ImportSource, number: int, line: str, start: int, end: int) -> Iterator[Piece]:
    """The words between two markers; a new line separates words."""
    text = line[start:end]
    for other in OTHER.finditer(text):
        source.note(
            source.span(number, start + other.start() + 1, len(other[0])),
            f"“{other[0]}” is no pause: it is kept as words, and will be spoken",
            "delete it, or put it on a line that begins with //",
        )
    if text.strip():
        yield Say(f" {text}")


def spoken_of_pausetext(source: ImportSource) -> str:
    """The text without its markers."""
    return MARKER.sub(" ", source.text)

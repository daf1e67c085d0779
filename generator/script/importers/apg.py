"""Phrase files of audio-program-generator: `phrase;5` on each line, `*;5` for silence alone.

The number is seconds and, in its later versions, may have decimals. That tool drops lines without a number,
and what stands before a full stop; here they are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.script.importers.carry import wait
from generator.script.importers.emit import has_word
from generator.script.importers.model import (
    ParagraphBreak,
    Piece,
    Reading,
    Say,
    Source,
    first_lines,
)

LENGTH = re.compile(r";[ \t]*+[0-9]+(?:\.[0-9]+)?$")
ENDING = re.compile(r";[ \t]*+(?:[+-]?[0-9.,][^\s;]*+)?[ \t\r]*+$", re.MULTILINE)


def recognise(text: str) -> float:
    """The share of lines that end with a length."""
    lines = first_lines(text)
    timed = sum(LENGTH.search(line) is not None for line in lines)
    return 0.95 * timed / len(lines) if lines else 0.0


def split(line: str) -> tuple[str, str | None]:
    """The phrase, and its length as it is written; None where there is none."""
    head, semicolon, tail = line.rstrip().rpartition(";")
    if not semicolon:
        return line.strip(), None
    tail = tail.strip()
    if tail and (" " in tail or not re.match(r"[+-]?[0-9.,]", tail)):
        return line.strip(), None
    return head.strip(), tail


def read(source: Source) -> Reading:
    """Each line a cue and its pause."""
    return Reading(pieces(source))


def pieces(source: Source) -> Iterator[Piece]:
    """The phrases and silences, in order."""
    for number, line in enumerate(source.lines, 1):
        if not line.strip():
            continue
        phrase, length = split(line)
        if has_word(phrase):
            yield Say(phrase)
        elif phrase not in {"", "*"}:
            source.note(source.span(number), f"“{phrase}” has no letter or digit: it is not spoken")
        silence = wait(source, source.span(number, line.rfind(";") + 1), length) if length else None
        if silence is not None:
            yield silence
            continue
        if not length:
            source.note(
                source.span(number),
                "no length after a semicolon: nothing is written after this line",
                "the header's gap stands there, or write [pause 5s]",
            )
        yield ParagraphBreak()


def spoken(source: Source) -> str:
    """Every line without what follows its last semicolon, where that is a length."""
    return ENDING.sub("", source.text)

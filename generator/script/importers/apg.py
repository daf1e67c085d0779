"""Phrase files of audio-program-generator: `phrase;5` on each line, `*;5` for silence alone.

The number is seconds and, in its later versions, may have decimals. That tool drops lines without a number,
and what stands before a full stop; here they are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.script.importers.conversions import wait
from generator.script.importers.emit import has_word
from generator.script.importers.lengths import length
from generator.script.importers.pieces import (
    ImportedText,
    ImportSource,
    ParagraphBreak,
    Piece,
    Say,
    first_lines,
)

LENGTH = re.compile(r";[ \t]*+[0-9]+(?:\.[0-9]+)?$")


def recognise_apg(text: str) -> float:
    """The share of lines that end with a length."""
    lines = first_lines(text)
    timed = sum(LENGTH.search(line) is not None for line in lines)
    return 0.95 * timed / len(lines) if lines else 0.0


def split(line: str) -> tuple[str, str | None]:
    """The phrase, and its length as it is written; None where there is none that can be read."""
    head, _, tail = line.rpartition(";")
    if head.strip() and not tail.strip():
        return head.strip(), None
    if length(tail) is None:
        return line.strip(), None
    return head.strip(), tail.strip()


def read_apg(source: ImportSource) -> ImportedText:
    """Each line a cue and its pause."""
    return ImportedText(apg_pieces(source))


def apg_pieces(source: ImportSource) -> Iterator[Piece]:
    """The phrases and silences, in order."""
    for number, line in enumerate(source.lines, 1):
        if not line.strip():
            continue
        phrase, written = split(line)
        if has_word(phrase):
            yield Say(phrase)
        elif phrase not in {"", "*"}:
            source.note(source.span(number), f"“{phrase}” has no letter or digit: it is not spoken")
        silence = wait(source, source.span(number, line.rfind(";") + 1), written) if written else None
        if silence is None:
            source.note(
                source.span(number),
                "no length after a semicolon: the whole line is spoken",
                "the header's gap follows it, or write [pause 5s]",
            )
        yield silence or ParagraphBreak()


def spoken_of_apg(source: ImportSource) -> str:
    """Every line without what follows its last semicolon, where that is a length."""
    return "\n".join(split(line)[0] for line in source.lines)

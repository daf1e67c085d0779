"""Leftovers of Markdown among the words of a cue: signs that a voice would name, or drop."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from generator.core.errors import Correction
from generator.script.problems import Problems, quoted
from generator.script.prose import Fragment
from generator.script.source import Source

_ANY: Final = re.compile(r"[*_`~|>•▪◦‣●○+]|^\s*[0-9]")
"""Every leftover has one of these: most lines have none, and need no closer look."""

_EMPHASIS: Final = re.compile(
    r"(?<!\\)(?P<stars>\*{1,3})(?=[^\s*])(?P<starred>[^*]*[^\s*])(?P=stars)(?!\*)"
    r"|(?<![\w\\])(?P<lines>_{1,3})(?=[^\s_])(?P<underlined>[^_]*[^\s_])(?P=lines)(?!\w)"
    r"|(?<!\\)~~(?=[^\s~])(?P<struck>[^~]*[^\s~])~~"
    r"|(?<!\\)(?P<ticks>`{1,2})(?P<code>[^`]+)(?P=ticks)"
)
_BULLET: Final = re.compile(r"\s*([*+•▪◦‣●○])\s+(?=\S)")
_QUOTE: Final = re.compile(r"\s*(>+)\s+(?=\S)")
_TABLE: Final = re.compile(r"\s*\|.*\|\s*")
_FENCE: Final = re.compile(r"\s*(?:`{3,}|~{3,})[\w-]*\s*")
_NUMBER: Final = re.compile(r"\s*([0-9]{1,2})[.)]\s+(?=\S)")


def check_markdown(
    piece: Fragment,
    source: Source,
    problems: Problems,
    reported: Sequence[tuple[int, int]] = (),
    *,
    begins_line: bool,
) -> None:
    """Report what Markdown would have hidden, and a voice does not.

    Args:
        piece: words of one line.
        source: whose line it is.
        problems: told of each.
        reported: where in the piece something was reported already.
        begins_line: whether nothing stands before it.
    """
    if not _ANY.search(piece.raw):
        return
    if begins_line and _line(piece, source, problems):
        return
    for found in _EMPHASIS.finditer(piece.raw):
        if any(start <= found.start() < end for start, end in reported):
            continue
        inside = found["starred"] or found["underlined"] or found["struck"] or found["code"]
        span = source.span(piece.line, piece.column + found.start(), len(found[0]))
        sign = found[0][0]
        message = f"the signs around {quoted(inside)} would be read aloud, or dropped"
        hint = (
            f"leave out {sign}: a voice knows no bold or italic letters; for the sign itself write \\{sign}"
        )
        problems.error("E019", span, message, hint, Correction(span, inside))


def _line(piece: Fragment, source: Source, problems: Problems) -> bool:
    """Report what a line as a whole is of Markdown; whether nothing else can be said of it."""
    span = source.span(piece.line, piece.column, len(piece.raw))
    if _FENCE.fullmatch(piece.raw):
        message = "this line is a sign of Markdown, and no words"
        problems.error("E019", span, message, "delete the line", Correction(span, ""))
        return True
    if _TABLE.fullmatch(piece.raw):
        problems.error("E019", span, "a table cannot be spoken", "write its cells as sentences")
        return True
    for form, what in ((_BULLET, "this bullet"), (_QUOTE, "this sign of a quotation")):
        if found := form.match(piece.raw):
            place = source.span(piece.line, piece.column + found.start(1), found.end() - found.start(1))
            message = f"{what} would be read aloud, or dropped"
            hint = "delete it; a blank line or a [pause] parts one point from the next"
            problems.error("E019", place, message, hint, Correction(place, ""))
    _numbered(piece, source, problems)
    return False


def _numbered(piece: Fragment, source: Source, problems: Problems) -> None:
    found = _NUMBER.match(piece.raw)
    if not found or not _counted_on(int(found[1]), piece.line, source):
        return
    place = source.span(piece.line, piece.column + found.start(1), found.end() - found.start(1))
    message = f"the number of this point would be read aloud: {quoted(found[0].strip())}"
    problems.warn("W009", place, message, "delete it, or write it as a word", Correction(place, ""))


def _counted_on(number: int, line: int, source: Source) -> bool:
    """Whether the line with words before or after begins with the number before or after."""
    before = next((each for each in reversed(source.lines[: line - 1]) if each.strip()), "")
    after = next((each for each in source.lines[line:] if each.strip()), "")
    numbers = [int(found[1]) if (found := _NUMBER.match(each)) else None for each in (before, after)]
    return numbers[0] == number - 1 or numbers[1] == number + 1

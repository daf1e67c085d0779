"""The script's text, cut into tokens that, joined again, are that text: what both `parse` and `fmt` read."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from enum import StrEnum

FENCE = "---"


class TokenKind(StrEnum):
    """What a stretch of text is."""

    HEADER = "header"
    """One line of the header, its `---` lines included."""
    BLANK = "blank"
    """A line of blanks, or nothing."""
    COMMENT = "comment"
    """A line that begins with `//`."""
    HEADING = "heading"
    """A line that begins with `#`."""
    TEXT = "text"
    """Words, on one line."""
    MARKER = "marker"
    """`[…]`; the only token that may go over line ends, where an editor has wrapped it."""
    STRAY = "stray"
    """A bracket that nothing closes or opens."""
    NEWLINE = "newline"


@dataclass(frozen=True, slots=True)
class Token:
    """One stretch of the text."""

    kind: TokenKind
    raw: str
    line: int
    """From 1."""
    column: int
    """In characters, from 1."""


_BRACKET = re.compile(r"\\.|[\[\]]")
_MOST_WRAPPED_LINES = 3
"""A marker goes over no more lines than this: beyond, its `[` is a stray one."""


def header_end(lines: tuple[str, ...]) -> tuple[int, int | None] | None:
    """Indexes of the header's two `---` lines; None without a header, and None for a missing second."""
    first = next((index for index, line in enumerate(lines) if line.strip()), None)
    if first is None or lines[first].rstrip() != FENCE:
        return None
    last = next((index for index in range(first + 1, len(lines)) if lines[index].rstrip() == FENCE), None)
    return first, last


def scan(lines: tuple[str, ...]) -> Iterator[Token]:
    r"""Tokens of normalised lines: `"".join(token.raw)` is `"\n".join(lines)`."""
    fences = header_end(lines)
    body = 0
    if fences:
        body = len(lines) if fences[1] is None else fences[1] + 1
    index = 0
    while index < len(lines):
        if index < body:
            yield Token(TokenKind.HEADER, lines[index], index + 1, 1)
        elif (kind := line_kind(lines[index])) is not TokenKind.TEXT:
            yield Token(kind, lines[index], index + 1, 1)
        else:
            index = yield from _scan_text(lines, index)
        index += 1
        if index < len(lines):
            yield Token(TokenKind.NEWLINE, "\n", index, len(lines[index - 1]) + 1)


def line_kind(line: str) -> TokenKind:
    """What a line of the body is, by how it begins."""
    bare = line.lstrip()
    if not bare:
        return TokenKind.BLANK
    if bare.startswith("//"):
        return TokenKind.COMMENT
    return TokenKind.HEADING if bare.startswith("#") else TokenKind.TEXT


def _scan_text(lines: tuple[str, ...], index: int) -> Generator[Token, None, int]:
    """Tokens of a line of words and markers; returns the index of the last line that they reach."""
    line, position = lines[index], 0
    while True:
        bracket = next_bracket(line, position)
        end = len(line) if bracket is None else bracket
        if end > position:
            yield Token(TokenKind.TEXT, line[position:end], index + 1, position + 1)
        if bracket is None:
            return index
        close = _closing(lines, index, bracket)
        if close is None:
            yield Token(TokenKind.STRAY, line[bracket], index + 1, bracket + 1)
            position = bracket + 1
            continue
        last, position = close
        if last == index:
            raw = line[bracket:position]
        else:
            raw = "\n".join((line[bracket:], *lines[index + 1 : last], lines[last][:position]))
        yield Token(TokenKind.MARKER, raw, index + 1, bracket + 1)
        line, index = lines[last], last


def next_bracket(line: str, position: int) -> int | None:
    """Where the next bracket without a backslash stands."""
    for match in _BRACKET.finditer(line, position):
        if match[0] in "[]":
            return match.start()
    return None


def _closing(lines: tuple[str, ...], index: int, bracket: int) -> tuple[int, int] | None:
    """Line and place just behind the `]` that closes the `[` at `bracket`."""
    if lines[index][bracket] == "]":
        return None
    start = bracket + 1
    for row in range(index, min(index + _MOST_WRAPPED_LINES, len(lines))):
        if row > index and line_kind(lines[row]) is not TokenKind.TEXT:
            return None
        close = next_bracket(lines[row], start)
        if close is not None:
            return (row, close + 1) if lines[row][close] == "]" else None
        start = 0
    return None


def with_next(tokens: Iterator[Token]) -> Iterator[tuple[Token, Token | None]]:
    """Each token with the one after it; blanks between markers are left out."""
    before: Token | None = None
    for token in tokens:
        if token.kind is TokenKind.TEXT and token.raw.isspace():
            continue
        if before:
            yield before, token
        before = token
    if before:
        yield before, None

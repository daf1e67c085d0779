"""Text for a terminal: made visible, counted, and fitted into columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

_WIDE: Final = frozenset({"W", "F"})
_UNSEEN: Final = frozenset({"Mn", "Me", "Cf"})
_TAB = "    "
_PICTURES = 0x2400
_DELETE = 0x7F
_BLANK = 0x20


def visible(text: str) -> str:
    """`text` as a terminal may print it: control characters become ␛ and the like, or U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def counted(number: int, noun: str) -> str:
    """`1 cue`, `2 cues`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def columns(text: str) -> int:
    """Columns that `text` fills: two for a Chinese character or an emoji, none for a combining mark."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def fitted(text: str, width: int) -> str:
    """`text` in exactly `width` columns: cut with an ellipsis, or filled with spaces."""
    if columns(text) > width:
        kept = ""
        for char in text:
            if columns(kept + char) > width - 1:
                break
            kept += char
        text = kept + "…"
    return text + " " * (width - columns(text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in _UNSEEN:
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1


def _shown(character: str) -> str:
    code = ord(character)
    if character == "\t":
        return _TAB
    if code < _BLANK:
        return chr(_PICTURES + code)
    if code == _DELETE:
        return "␡"
    category = unicodedata.category(character)
    joins = character in "\u200c\u200d\u00ad\u200b\ufeff\u2060"
    if category in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"} or (category == "Cf" and not joins):
        return "\ufffd"
    if category == "Zs" or (joins and character not in "\u200c\u200d"):
        return " " if category == "Zs" else "\ufffd"
    return character


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines, their cells in columns two blanks apart."""
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(padded, row, widths)).rstrip() for row in rows]


def padded(text: str, width: int) -> str:
    """`text` with blanks behind it up to `width` columns."""
    return text + " " * (width - columns(text))

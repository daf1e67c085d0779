"""How wide text stands in a terminal, without importing one."""

from __future__ import annotations

import unicodedata
from typing import Final

_WIDE: Final = frozenset({"W", "F"})
_UNSEEN: Final = frozenset({"Mn", "Me", "Cf"})


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

"""Which signs of a text may be passed over: nothing is lost where a voice has no sound for them."""

from __future__ import annotations

import unicodedata
from typing import Final

from generator.spoken.phonetic import converted

SILENT: Final = frozenset("|`´¨®™")
"""Signs that say nothing, and are left out in print as well."""

MEANT: Final = frozenset("%&@#§′″‰‱†‡※٪؉؊％＆＠＃")
"""Punctuation that means something: a voice that has no name for it loses a word."""


def says_nothing(sign: str) -> bool:
    """Whether it may be passed over: a blank, a mark between words, an accent of the letter before it."""
    kind = unicodedata.category(sign)
    if kind.startswith("P"):
        return sign not in MEANT
    is_mark = "\u0300" <= sign <= "\u036f" or "\ufe00" <= sign <= "\ufe0f"
    return kind[0] == "Z" or kind == "Cf" or is_mark or sign in SILENT


NAMED: Final = frozenset("*~^\\|<>_/•▪◦‣●○·←↑→↓↔⇐⇒⇔➔➜☐☑✓✔✗✘≈≠≤≥")
"""Signs without a word of their own: some voices name them, and others drop them."""

WORDED: Final = frozenset("@#=+")
"""Signs that the rules of a language put into words, wherever it is plain what they mean."""


def named_signs(spoken: str, *, ruled: bool) -> tuple[str, ...]:
    """Signs that are left in a spoken form, each once.

    Args:
        spoken: what a voice is given.
        ruled: whether its language has rules.
    """
    if spoken.replace(" ", "").isalnum():
        return ()
    plain = converted(spoken, lambda *_: "", lambda rest: rest)
    return tuple(dict.fromkeys(sign for sign in plain if sign in NAMED or (ruled and sign in WORDED)))

"""Words and sentences of a cue."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SENTENCE_END: Final = re.compile(
    r"(?<=[.!?…।॥؟۔።፧։။។])[\"'”’»)]*\s+"  # the usual ones, Indic, Arabic, Ethiopic, Armenian, Burmese, Khmer
    "|(?<=[。！？｡])[”’」』）]*\\s*"  # no blank follows these
)
_WORD: Final = re.compile(r"\w+(?:['’-]\w+)*")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text`: each ends with a full stop, question mark, exclamation mark or ellipsis.

    Thai and Lao have no such signs: a text of theirs is one sentence.
    """
    return tuple(part for part in _SENTENCE_END.split(text.strip()) if _WORD.search(part))


def words_in(text: str) -> tuple[str, ...]:
    """The words of `text` as they are written between blanks and signs; `so-az` and `it's` are one each."""
    if text.isascii():
        return tuple(_WORD.findall(text))
    # `re` takes an accent or vowel sign that stands by itself for the end of a word.
    joined = "".join("x" if _is_mark(sign) else sign for sign in text)
    return tuple(text[found.start() : found.end()] for found in _WORD.finditer(joined))


def without_marks(text: str) -> str:
    """`text` without the accents and vowel signs that are characters of their own."""
    return text if text.isascii() else "".join(sign for sign in text if not _is_mark(sign))


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "M"


def exchanged(text: str, sides: tuple[str, str]) -> str:
    """`text` in lower case with the names of the two sides exchanged, for comparing titles."""
    left, right = sides
    other = {left: right, right: left}
    return re.sub(rf"\b(?:{left}|{right})\b", lambda match: other[match[0]], text.lower())

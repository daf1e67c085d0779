"""Words and sentences of a cue."""

from __future__ import annotations

import re
from typing import Final

_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+")
_WORD: Final = re.compile(r"\w+(?:['’-]\w+)*")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text`: each ends with a full stop, question mark, exclamation mark or ellipsis."""
    return tuple(part for part in _SENTENCE_END.split(text.strip()) if _WORD.search(part))


def words_in(text: str) -> tuple[str, ...]:
    """The words of `text`; `so-az` and `it's` are one each."""
    return tuple(_WORD.findall(text))


def exchanged(text: str, sides: tuple[str, str]) -> str:
    """`text` in lower case with the names of the two sides exchanged, for comparing titles."""
    left, right = sides
    other = {left: right, right: left}
    return re.sub(rf"\b(?:{left}|{right})\b", lambda match: other[match[0]], text.lower())

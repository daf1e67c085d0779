"""Folding a cue's words into captions of at most two lines.

A break costs least at the end of a sentence, a little at a comma, most inside a phrase; the cheapest way to
fold the whole cue is found by dynamic programming, so that no caption is left with a single word.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

LINE: Final = 42
"""Characters in a line, the usual measure for captions."""

_SENTENCE: Final = re.compile(r"[.!?…。！？।؟۔]+[\"'”’»)\]]*$")
_CLAUSE: Final = re.compile(r"(?:[,;:、，；：،؛][\"'”’»)\]]*|[–—])$")
_UNSPACED_END: Final = re.compile("(?<=[。！？、，；：])")
_JOINER: Final = "\u200d"

_INSIDE_PHRASE: Final = 14.0
_AT_CLAUSE: Final = 3.0
_CAPTION: Final = 8.0
_RAGGED: Final = 6.0
_CAPTION_OF: Final = tuple(
    _CAPTION + _RAGGED * (1 - width / (2 * LINE)) ** 2 for width in range(2 * LINE + 2)
)
"""What a caption costs, by its characters."""


@dataclass(frozen=True, slots=True)
class _FoldedWords:
    """The pieces of a cue that may not be parted, and where each begins when they are set in one line."""

    pieces: tuple[str, ...]
    """Each with the space that follows it, if one does."""
    starts: tuple[int, ...]
    """One more than there are pieces."""

    def text(self, first: int, end: int) -> str:
        return "".join(self.pieces[first:end]).rstrip(" ")

    def width(self, first: int, end: int) -> int:
        return self.starts[end] - self.starts[first] - self.pieces[end - 1].endswith(" ")


@lru_cache(maxsize=1024)
def fold(text: str, most: int = 2 * LINE) -> tuple[tuple[str, ...], ...]:
    """`text` as captions of one or two lines, none wider than `LINE` cells. Only spaces are lost.

    Args:
        text: of a cue.
        most: cells of a caption. A character of Chinese, Japanese or Korean takes two, any other one.
    """
    if _cells(text) <= min(LINE, most):
        return ((text,),) if text else ()
    words = _split(text)
    reach = _reach(words)
    borders = _cheapest(words, reach, most)
    return tuple(_lines(words, first, end) for first, end in zip([0, *borders], borders, strict=False))


def _split(text: str) -> _FoldedWords:
    pieces = tuple(piece for word in text.split() for piece in _chop(word))
    pieces = (*pieces[:-1], pieces[-1].rstrip(" "))
    return _FoldedWords(pieces, tuple(accumulate(map(_cells, pieces), initial=0)))


def _cells(text: str) -> int:
    """How wide a text is, in columns of a terminal."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _chop(word: str) -> Iterator[str]:
    """The word and its space; a word too long for a line, or of a script without spaces, in parts."""
    if word.isascii() and len(word) <= LINE:
        yield word + " "
        return
    parts = [piece for part in _UNSPACED_END.split(word) if part for piece in _chop_blindly(part)]
    yield from parts[:-1]
    yield parts[-1] + " "


def _chop_blindly(word: str) -> Iterator[str]:
    while _cells(word) > LINE:
        fits = bisect_right(list(accumulate(map(_cell, word))), LINE)
        cut = next((at for at in range(fits, 0, -1) if not _clings(word, at)), fits)
        yield word[:cut]
        word = word[cut:]
    yield word


def _clings(word: str, at: int) -> bool:
    """Whether the character at `at` is drawn together with the one before it."""
    before, after = word[at - 1], word[at]
    return (
        unicodedata.combining(after) > 0
        or unicodedata.category(after) in {"Mn", "Mc", "Me", "Cf"}
        or before == _JOINER
        or "\U0001f3fb" <= after <= "\U0001f3ff"
    )


def _reach(words: _FoldedWords) -> list[int]:
    """For each piece, the piece that no longer fits on a line begun with it."""
    count = len(words.pieces)
    reach = []
    end = 0
    for first in range(count):
        end = max(end, first + 1)
        while end < count and words.width(first, end + 1) <= LINE:
            end += 1
        reach.append(end)
    return [*reach, count]


def _cheapest(words: _FoldedWords, reach: Sequence[int], most: int) -> list[int]:
    """Where each caption ends when the sum of penalties is least."""
    count = len(words.pieces)
    breaks = [_break_cost(words.pieces[end - 1]) if 0 < end < count else 0.0 for end in range(count + 1)]
    stops = [0, *(words.starts[n + 1] - piece.endswith(" ") for n, piece in enumerate(words.pieces))]
    costs = [0.0] * (count + 1)
    nexts = [count] * (count + 1)
    for first in reversed(range(count)):
        start = words.starts[first]
        costs[first], nexts[first] = min(
            [
                (_CAPTION_OF[stops[end] - start] + breaks[end] + costs[end], end)
                for end in range(first + 1, reach[reach[first]] + 1)
                if end == first + 1 or stops[end] - start <= most
            ]
        )
    borders = [nexts[0]]
    while borders[-1] < count:
        borders.append(nexts[borders[-1]])
    return borders


def _break_cost(piece: str) -> float:
    ending = piece.rstrip(" ")
    if _SENTENCE.search(ending):
        return 0.0
    return _AT_CLAUSE if _CLAUSE.search(ending) else _INSIDE_PHRASE


def _lines(words: _FoldedWords, first: int, end: int) -> tuple[str, ...]:
    if words.width(first, end) <= LINE:
        return (words.text(first, end),)
    middle = min(
        (at for at in range(first + 1, end) if max(words.width(first, at), words.width(at, end)) <= LINE),
        key=lambda at: (
            _break_cost(words.pieces[at - 1]) + abs(words.width(first, at) - words.width(at, end)) / 2
        ),
    )
    return words.text(first, middle), words.text(middle, end)

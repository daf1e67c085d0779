"""Folding a cue's words into captions of at most two lines.

A break costs least at the end of a sentence, a little at a comma, more before a conjunction, most inside a
phrase; the cheapest way to fold the whole cue is found by dynamic programming, so that no caption is left
with a single word.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from generator.spoken.function_words import is_conjunction, is_function_word

LINE: Final = 42
"""Characters in a line, the usual measure for captions."""

LEAST: Final = LINE // 2
"""Characters: no caption is made shorter than that because it stands too long."""

_SENTENCE: Final = re.compile(r"[.!?…。！？।؟۔]+[\"'”’»)\]]*$")
_CLAUSE: Final = re.compile(r"(?:[,;:、，；：،؛][\"'”’»)\]]*|[–—])$")
_UNSPACED_END: Final = re.compile("(?<=[。！？、，；：])")
_JOINER: Final = "\u200d"

_AFTER_FUNCTION_WORD: Final = 18.0
_INSIDE_PHRASE: Final = 14.0
_BEFORE_CONJUNCTION: Final = 9.0
_AT_CLAUSE: Final = 3.0
_CAPTION: Final = 8.0
_RAGGED: Final = 6.0
_CAPTION_OF: Final = tuple(
    _CAPTION + _RAGGED * (1 - width / (2 * LINE)) ** 2 for width in range(2 * LINE + 2)
)
"""What a caption costs, by its characters."""


@dataclass(frozen=True, slots=True)
class FoldedCaption:
    """A part of a cue's text that is shown at once."""

    at: int
    """The character with which it begins."""
    lines: tuple[str, ...]
    """One or two."""


@dataclass(frozen=True, slots=True)
class _FoldedWords:
    """The pieces of a cue that may not be parted, and where each begins when they are set in one line."""

    pieces: tuple[str, ...]
    """Each with the space that follows it, if one does."""
    starts: tuple[int, ...]
    """One more than there are pieces."""
    breaks: tuple[float, ...]
    """What it costs to part them before each piece, and after the last."""

    def text(self, first: int, end: int) -> str:
        return "".join(self.pieces[first:end]).rstrip(" ")

    def width(self, first: int, end: int) -> int:
        return self.starts[end] - self.starts[first] - self.pieces[end - 1].endswith(" ")


def fold(
    text: str, language: str, stands: Callable[[int, int], bool] | None = None
) -> tuple[FoldedCaption, ...]:
    """`text` as captions of one or two lines, none wider than `LINE` cells. Only spaces are lost.

    A character of Chinese, Japanese or Korean takes two cells, any other one.

    Args:
        text: of a cue, with single spaces.
        language: its tag, for what belongs together.
        stands: whether the characters from one to another may be one caption; all may when it is left out. A
            caption of less than half a line always may.
    """
    if not text:
        return ()
    if stands is None and _cells(text) <= LINE:
        return (FoldedCaption(0, (text,)),)
    words = _split(text, language)
    at = tuple(accumulate(map(len, words.pieces), initial=0))
    borders = _cheapest(words, lambda first, end: stands is None or stands(at[first], at[end]))
    return tuple(
        FoldedCaption(at[first], _lines(words, first, end))
        for first, end in zip([0, *borders], borders, strict=False)
    )


def _split(text: str, language: str) -> _FoldedWords:
    pieces = tuple(piece for word in text.split() for piece in _chop(word))
    pieces = (*pieces[:-1], pieces[-1].rstrip(" "))
    inner = (_break_cost(before, after, language) for before, after in pairwise(pieces))
    return _FoldedWords(pieces, tuple(accumulate(map(_cells, pieces), initial=0)), (0.0, *inner, 0.0))


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


def _cheapest(words: _FoldedWords, stands: Callable[[int, int], bool]) -> list[int]:
    """Where each caption ends when the sum of penalties is least."""
    count = len(words.pieces)
    reach = _reach(words)
    stops = [0, *(words.starts[n + 1] - piece.endswith(" ") for n, piece in enumerate(words.pieces))]
    costs = [0.0] * (count + 1)
    nexts = [count] * (count + 1)
    for first in reversed(range(count)):
        start = words.starts[first]
        costs[first], nexts[first] = min(
            [
                (_CAPTION_OF[stops[end] - start] + words.breaks[end] + costs[end], end)
                for end in range(first + 1, reach[reach[first]] + 1)
                if end == first + 1 or stops[end] - start <= LEAST or stands(first, end)
            ]
        )
    borders = [nexts[0]]
    while borders[-1] < count:
        borders.append(nexts[borders[-1]])
    return borders


def _break_cost(before: str, after: str, language: str) -> float:
    ending = before.rstrip(" ")
    if _SENTENCE.search(ending):
        return 0.0
    if _CLAUSE.search(ending):
        return _AT_CLAUSE
    if is_conjunction(after.rstrip(" "), language):
        return _BEFORE_CONJUNCTION
    return _AFTER_FUNCTION_WORD if is_function_word(ending, language) else _INSIDE_PHRASE


def _lines(words: _FoldedWords, first: int, end: int) -> tuple[str, ...]:
    if words.width(first, end) <= LINE:
        return (words.text(first, end),)
    middle = min(
        (at for at in range(first + 1, end) if max(words.width(first, at), words.width(at, end)) <= LINE),
        key=lambda at: words.breaks[at] + abs(words.width(first, at) - words.width(at, end)) / 2,
    )
    return words.text(first, middle), words.text(middle, end)

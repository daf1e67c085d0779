"""Letters for the cover: the typeface, what it can draw, and how a title is set in a box.

Where the typeface's wheel is missing, Pillow's own takes its place, which has no letters beyond ASCII.
"""

from __future__ import annotations

import math
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import combinations
from typing import Final

from PIL import ImageFont

from generator.companions import typeface

_NO_LETTER: Final = "\uffff"
_LEADING: Final = 1.06
"""Line distance, as a share of the type size."""
_ANY_SIZE: Final = 100
_HINTING: Final = 1.05
"""How much narrower than in proportion letters may be that are fitted to pixels."""
_MOST_WORDS: Final = 14
"""A title of more words is filled line by line: there are too many ways to part it."""
_MOST_CHARACTERS: Final = 300
"""More fit into no box here."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines of text and the size at which they fit their box."""

    lines: tuple[str, ...]
    size: int
    """Size of the type, in pixels."""

    @property
    def leading(self) -> int:
        """Pixels from one baseline to the next."""
        return round(self.size * _LEADING)


@cache
def face(size: int, weight: str = "Regular") -> ImageFont.FreeTypeFont:
    """The typeface at `size` pixels; `weight` as in the wheel's file names."""
    if folder := typeface.folder():
        # Without raqm, which is not in every wheel and would set the same text differently.
        return ImageFont.truetype(
            folder / f"SourceSerifPro-{weight}.ttf", size, layout_engine=ImageFont.Layout.BASIC
        )
    own = ImageFont.load_default(size)
    assert isinstance(own, ImageFont.FreeTypeFont), "Pillow's wheels have FreeType"
    return own


def drawable(text: str) -> tuple[str, bool]:
    """What of `text` the typeface can draw, and whether no letter or digit is lost with that."""
    font = face(40)
    missing = bytes(font.getmask(_NO_LETTER))
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    unknown = {char for char in set(composed) - {" "} if bytes(font.getmask(char)) in {missing, b""}}
    kept = "".join(char for char in composed if char not in unknown)
    whole = not any(unicodedata.category(char)[0] in "LNM" for char in unknown)
    return " ".join(kept.split()), whole


def set_title(text: str, box: tuple[int, int], sizes: Sequence[int], weight: str, most_lines: int) -> Setting:
    """`text` as large and even as the box (width, height) lets it be.

    Where even the smallest size, the last, is too large, it is cut with an ellipsis.
    """
    width, height = box
    words = text[:_MOST_CHARACTERS].split()
    settings = [
        setting
        for count in range(1, most_lines + 1)
        for lines in _evenest(words, count, weight)
        if (setting := _largest(lines, box, sizes, weight))
    ]
    if settings:
        return max(settings, key=lambda setting: _worth(setting, weight))
    return _cut(words, width, sizes[-1], weight, min(most_lines + 1, int(height / (sizes[-1] * _LEADING))))


def width_of(text: str, size: int, weight: str) -> float:
    """Width of a line of text in pixels."""
    return face(size, weight).getlength(text)


def _pixels(line: str, size: int, weight: str, characters: int) -> int:
    return math.ceil(width_of(line[:characters], size, weight))


def _evenest(words: Sequence[str], count: int, weight: str) -> Iterator[tuple[str, ...]]:
    """The most even way to part the words into `count` lines, if there is one."""
    if not count <= len(words) <= _MOST_WORDS:
        return
    ways = (
        tuple(" ".join(words[a:b]) for a, b in zip((0, *cuts), (*cuts, len(words)), strict=True))
        for cuts in combinations(range(1, len(words)), count - 1)
    )
    yield min(ways, key=lambda lines: sum(width_of(line, _ANY_SIZE, weight) ** 2 for line in lines))


def _largest(
    lines: tuple[str, ...], box: tuple[int, int], sizes: Sequence[int], weight: str
) -> Setting | None:
    # Nearly as wide as at another size, in proportion: no size is looked at that is much too large.
    most = box[0] / max(_widest(Setting(lines, _ANY_SIZE), weight), 1) * _ANY_SIZE * _HINTING
    for size in sizes:
        if size > most:
            continue
        setting = Setting(lines, size)
        if len(lines) * setting.leading <= box[1] and _widest(setting, weight) <= box[0]:
            return setting
    return None


def _worth(setting: Setting, weight: str) -> float:
    """Its size, less for a ragged edge: two full lines look calmer than three of one word each."""
    widths = [width_of(line, setting.size, weight) for line in setting.lines]
    return setting.size * (0.5 + 0.5 * sum(widths) / len(widths) / max(widths))


def _widest(setting: Setting, weight: str) -> float:
    return max(width_of(line, setting.size, weight) for line in setting.lines)


def _cut(words: Sequence[str], width: int, size: int, weight: str, most_lines: int) -> Setting:
    lines = list(_filled(words, width, size, weight))
    if len(lines) > most_lines:
        lines = lines[:most_lines]
        last = lines[-1]
        while width_of(last + "…", size, weight) > width:
            last = last.rpartition(" ")[0] or last[:-1]
        lines[-1] = last + "…"
    return Setting(tuple(lines), size)


def _filled(words: Sequence[str], width: int, size: int, weight: str) -> Iterator[str]:
    line = ""
    for word in words:
        joined = f"{line} {word}" if line else word
        if width_of(joined, size, weight) <= width:
            line = joined
            continue
        if line:
            yield line
        line = word
        while width_of(line, size, weight) > width:
            cut = bisect_right(range(2, len(line)), width, key=partial(_pixels, line, size, weight)) + 1
            yield line[:cut]
            line = line[cut:]
    if line:
        yield line

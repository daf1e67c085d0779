"""Captions as WebVTT and SubRip.

The border of a cue is the Timeline's, to the millisecond. Where a cue needs several captions, they change
where the voice does (`caption_times`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise
from typing import Final

from generator.audio.clip import ClipFacts
from generator.companions.caption_times import CueTimes
from generator.companions.folding import LINE, fold
from generator.companions.wording import milliseconds, note, plain
from generator.timeline.edition import Edition
from generator.timeline.timeline import Event, Sound

LONGEST_MS: Final = 7_000
"""How long a caption may stand where its cue has more to show."""

LEAST: Final = LINE // 2
"""Characters: no caption is made shorter for that."""

_LOOK_ALIKES: Final = str.maketrans("<>{}\\", "‹›()∖")
_TIME: Final = re.compile("([0-9]:[0-9]{2}:[0-9]{2})(?=[.,])")
"""Two of these on a line are taken for the times of a caption."""


@dataclass(frozen=True, slots=True)
class Caption:
    """Text that is shown from one position to another."""

    start: int
    """Milliseconds."""
    end: int
    """Milliseconds, after `start`."""
    lines: tuple[str, ...]
    """One or two, of at most 42 characters."""


@lru_cache(maxsize=1)  # two files are made of them
def captions(edition: Edition) -> tuple[Caption, ...]:
    """Every caption, in order of time: speech, chimes, and rests, moves and pauses of more than 5 s."""
    return tuple(caption for event in edition.timeline.events for caption in _captions(event, edition.clips))


def vtt(edition: Edition) -> str:
    """WebVTT (https://www.w3.org/TR/webvtt1/), to be written as UTF-8."""
    cues = (
        f"\n{_stamp(each.start, '.')} --> {_stamp(each.end, '.')}\n{_escape(each.lines)}\n"
        for each in captions(edition)
    )
    return "WEBVTT\n" + "".join(cues)


def srt(edition: Edition) -> str:
    r"""SubRip, to be written as UTF-8.

    It knows no escapes; players take `<…>` and `{\…}` for formatting and drop it: look-alikes stand in.
    """
    cues = (
        f"{number}\n{_stamp(each.start, ',')} --> {_stamp(each.end, ',')}\n{_disarm(each.lines)}\n\n"
        for number, each in enumerate(captions(edition), start=1)
    )
    return "".join(cues)


def _captions(event: Event, clips: Sequence[ClipFacts]) -> Iterator[Caption]:
    start, end = milliseconds(event.start), milliseconds(event.end)
    if event.start == event.end:
        return
    text = " ".join(plain(event.text).split()) if isinstance(event, Sound) else ""
    if not isinstance(event, Sound) or not text:
        if note(event):
            yield Caption(start, max(end, start + 1), (note(event),))
        return
    clip = clips[event.clip] if clips else ClipFacts("", 0, 0, event.length)
    begins = partial(_begins, CueTimes(text, clip), event.start - clip.onset)
    most = 2 * LINE
    while True:
        blocks = fold(text, most)
        borders = _borders(text, blocks, start, end, begins)
        if most <= LEAST or all(until - begin <= LONGEST_MS for begin, until in pairwise(borders)):
            break
        most = most * 4 // 5
    if end - start < len(blocks):
        # Shorter than any sound can be; what is read must still be there.
        yield Caption(start, start + 1, tuple(line for block in blocks for line in block))
        return
    for lines, (begin, until) in zip(blocks, pairwise(borders), strict=True):
        yield Caption(begin, until, lines)


def _begins(times: CueTimes, offset: int, place: int) -> int:
    """Milliseconds at which the word at a character of a cue is heard."""
    return milliseconds(offset + times.at(place))


def _borders(
    text: str, blocks: Sequence[tuple[str, ...]], start: int, end: int, begins: Callable[[int], int]
) -> list[int]:
    """Milliseconds where each caption begins, and the last ends; each has one millisecond at least."""
    borders = [start]
    at = len(blocks[0][0])
    for number, block in enumerate(blocks[1:], start=1):
        at = text.index(block[0], at)
        borders.append(max(borders[-1] + 1, min(begins(at), end - len(blocks) + number)))
        at += len(block[0])
    return [*borders, end]


def _stamp(at: int, point: str) -> str:
    minutes, rest = divmod(at, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{point}{rest % 1000:03}"


def _escape(lines: Sequence[str]) -> str:
    return "\n".join(lines).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _disarm(lines: Sequence[str]) -> str:
    return _TIME.sub("\\1\u2060", "\n".join(lines).replace("-->", "→").translate(_LOOK_ALIKES))

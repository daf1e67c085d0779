"""Captions as WebVTT and SubRip.

The border of a cue is the Timeline's, to the millisecond. Where a cue needs several captions, each has the
share of its time that it has of its characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from generator.companions.folding import fold
from generator.companions.wording import milliseconds, note, plain
from generator.timeline.edition import Edition
from generator.timeline.timeline import Event, Sound

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


def captions(edition: Edition) -> tuple[Caption, ...]:
    """Every caption, in order of time: speech, chimes, and rests, moves and pauses of more than 5 s."""
    return tuple(caption for event in edition.timeline.events for caption in _captions(event))


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


def _captions(event: Event) -> Iterator[Caption]:
    folded = fold(plain(event.text)) if isinstance(event, Sound) and event.text else ((note(event),),)
    blocks = [block for block in folded if block[0]]
    start, end = milliseconds(event.start), milliseconds(event.end)
    if not blocks or event.start == event.end:
        return
    if end - start < len(blocks):
        # Shorter than any sound can be; what is read must still be there.
        yield Caption(start, start + 1, tuple(line for block in blocks for line in block))
        return
    for lines, (begin, finish) in zip(blocks, pairwise(_borders(blocks, start, end)), strict=True):
        yield Caption(begin, finish, lines)


def _borders(blocks: Sequence[tuple[str, ...]], start: int, end: int) -> list[int]:
    """Milliseconds where each caption begins, and the last ends; each has one millisecond at least."""
    sizes = [sum(map(len, block)) for block in blocks]
    spare = end - start - len(blocks)
    return [
        start + number + spare * read // sum(sizes)
        for number, read in enumerate(accumulate(sizes, initial=0))
    ]


def _stamp(at: int, point: str) -> str:
    minutes, rest = divmod(at, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{point}{rest % 1000:03}"


def _escape(lines: Sequence[str]) -> str:
    return "\n".join(lines).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _disarm(lines: Sequence[str]) -> str:
    return _TIME.sub("\\1\u2060", "\n".join(lines).replace("-->", "→").translate(_LOOK_ALIKES))

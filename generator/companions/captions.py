"""Captions as WebVTT and SubRip.

The border of a cue is the Timeline's, to the millisecond. Where a cue needs several captions, they change
where the voice does (`caption_times`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from generator.audio.clip import ClipFacts
from generator.companions.caption_times import CueTimes
from generator.companions.folding import fold
from generator.companions.wording import milliseconds, note, plain
from generator.core.clock import SAMPLE_RATE
from generator.timeline.edition import Edition
from generator.timeline.timeline import Event, Sound

LONGEST_MS: Final = 7_000
"""How long a caption may stand where its cue has more to show."""

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


@dataclass(frozen=True, slots=True)
class _TimedCaption:
    """What is shown of a cue at once."""

    heard: int
    """When its first word begins, in samples of the clip."""
    lines: tuple[str, ...]


@lru_cache(maxsize=1)  # two files are made of them
def captions(edition: Edition) -> tuple[Caption, ...]:
    """Every caption, in order of time: speech, chimes, and rests, moves and pauses of more than 5 s."""
    return tuple(caption for event in edition.timeline.events for caption in _captions(event, edition))


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


def _captions(event: Event, edition: Edition) -> Iterator[Caption]:
    start, end = milliseconds(event.start), milliseconds(event.end)
    if event.start == event.end:
        return
    text = " ".join(plain(event.text).split()) if isinstance(event, Sound) else ""
    if not isinstance(event, Sound) or not text:
        if note(event):
            yield Caption(start, max(end, start + 1), (note(event),))
        return
    clip = edition.clips[event.clip] if edition.clips else ClipFacts("", 0, 0, event.length)
    parts = _timed(text, clip, edition.header.language)
    if end - start < len(parts):
        # Shorter than any sound can be; what is read must still be there.
        yield Caption(start, start + 1, tuple(line for part in parts for line in part.lines))
        return
    begins = [milliseconds(event.start - clip.onset + part.heard) for part in parts]
    for part, (begin, until) in zip(parts, pairwise(_borders(begins, start, end)), strict=True):
        yield Caption(begin, until, part.lines)


@lru_cache(maxsize=1024)  # a lesson's other lengths have the same cues
def _timed(text: str, clip: ClipFacts, language: str) -> tuple[_TimedCaption, ...]:
    """A cue's text in captions."""
    heard = cache(CueTimes(text, clip, language).at)
    most = LONGEST_MS * SAMPLE_RATE // 1000
    is_short = clip.end - clip.onset <= most
    folded = fold(text, language, None if is_short else lambda at, end: heard(end) - heard(at) < most)
    return tuple(_TimedCaption(heard(each.at), each.lines) for each in folded)


def _borders(begins: Sequence[int], start: int, end: int) -> list[int]:
    """Milliseconds where each caption begins, and the last ends; each has one millisecond at least."""
    borders = [start]
    for left, begin in zip(range(len(begins) - 1, 0, -1), begins[1:], strict=True):
        borders.append(max(borders[-1] + 1, min(begin, end - left)))
    return [*borders, end]


def _stamp(at: int, point: str) -> str:
    minutes, rest = divmod(at, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{point}{rest % 1000:03}"


def _escape(lines: Sequence[str]) -> str:
    return "\n".join(lines).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _disarm(lines: Sequence[str]) -> str:
    return _TIME.sub("\\1\u2060", "\n".join(lines).replace("-->", "→").translate(_LOOK_ALIKES))

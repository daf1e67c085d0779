"""Do the captions show every word when it is heard? Read anew, not by what wrote them."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from generator.companions.captions import Caption
from generator.companions.captions import captions as expected_captions
from generator.companions.deviation import Deviation
from generator.core.clock import MILLISECOND
from generator.timeline.edition import Edition
from generator.timeline.timeline import Event

CAPTION_MS: Final = 1.0
_TIMES: Final = re.compile(
    r"^(?:(\d+):)?(\d{2}):(\d{2})[.,](\d{3})[ \t]+-->[ \t]+(?:(\d+):)?(\d{2}):(\d{2})[.,](\d{3})"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A caption as a file gives it."""

    start: int
    """Milliseconds."""
    end: int
    text: str


def parse_captions(text: str) -> tuple[Shown, ...]:
    """The captions of a WebVTT or SubRip file."""
    found: list[Shown] = []
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").lstrip("\ufeff")):
        lines = block.strip("\n").split("\n")
        for number, line in enumerate(lines):
            times = _TIMES.match(line)
            if times:
                begin, end = _milliseconds(times.groups()[:4]), _milliseconds(times.groups()[4:])
                found.append(Shown(begin, end, "\n".join(lines[number + 1 :])))
                break
    return tuple(found)


def captions_deviations(text: str, edition: Edition, name: str) -> Iterator[Deviation]:
    """Hold the captions of one file against the timeline.

    Args:
        text: of the file.
        edition: the lesson.
        name: of the file, for messages.
    """
    yield from _first_line(text, name)
    events = edition.timeline.events
    starts = [event.start for event in events]
    for wanted, found in zip_longest(expected_captions(edition), parse_captions(text)):
        if wanted is None:
            shown = " ".join(found.text.split())
            yield Deviation(f"{name} has a caption too many: “{shown}”")
            return
        event = events[bisect_right(starts, (wanted.start + 1) * MILLISECOND - 1) - 1]
        if found is None:
            yield Deviation(f"{name} ends before “{' '.join(wanted.lines)}”", event.span, event.start)
            return
        yield _compared(wanted, found, event, name)


def _first_line(text: str, name: str) -> Iterator[Deviation]:
    """A player looks for the name of WebVTT in a file's first line, and without it shows none of the file."""
    if name.endswith(".vtt") and not re.match(r"\ufeff?WEBVTT(?:[ \t\r\n]|$)", text):
        found = text.split("\n", 1)[0].strip()[:60]
        yield Deviation(f"{name} begins with “{found}”, and should begin with WEBVTT")


def _compared(wanted: Caption, found: Shown, event: Event, name: str) -> Deviation:
    text = " ".join(wanted.lines)
    if _words(html.unescape(found.text)) != _words(text):
        shown = " ".join(found.text.split())[:60]
        return Deviation(f"{name} shows “{shown}” instead of “{text}”", event.span, event.start)
    begin, end = found.start - wanted.start, found.end - wanted.end
    error, verb = (begin, "appears") if abs(begin) >= abs(end) else (end, "disappears")
    side = "late" if error > 0 else "early"
    told = f"in {name} “{text}” {verb} {abs(error)} ms {side}" if error else f"in {name}: “{text}”"
    return Deviation(told, event.span, event.start, error, CAPTION_MS)


def _words(text: str) -> list[str]:
    """Letters and digits alone: SubRip has look-alikes for some signs."""
    return re.findall(r"\w+", text)


def _milliseconds(groups: Sequence[str | None]) -> int:
    hours, minutes, seconds, thousandths = (int(group or 0) for group in groups)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths

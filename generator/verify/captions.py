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
from generator.core.clock import MILLISECOND
from generator.timeline.edition import Edition
from generator.timeline.timeline import Event
from generator.verify.findings import Finding, held, place, wrong

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


def first_line(text: str, name: str) -> Iterator[Finding]:
    """A player looks for the name of WebVTT in a file's first line, and without it shows none of the file."""
    if name.endswith(".vtt") and not re.match(r"\ufeff?WEBVTT(?:[ \t\r\n]|$)", text):
        found = text.split("\n", 1)[0].strip()[:60]
        yield wrong("captions", f"{name} begins with “{found}”, and should begin with WEBVTT")


def check_captions(shown: Sequence[Shown], edition: Edition, name: str) -> Iterator[Finding]:
    """Hold the captions of one file against the timeline.

    Args:
        shown: what `parse` found.
        edition: the lesson.
        name: of the file, for messages.
    """
    events = edition.timeline.events
    starts = [event.start for event in events]
    for wanted, found in zip_longest(expected_captions(edition), shown):
        if wanted is None:
            text = " ".join(found.text.split())
            yield wrong("captions", f"{name} has a caption too many: “{text}”")
            return
        event = events[bisect_right(starts, (wanted.start + 1) * MILLISECOND - 1) - 1]
        if found is None:
            text = f"{name} ends before “{' '.join(wanted.lines)}”"
            yield wrong("captions", text, where=place(event.span), at=event.start)
            return
        yield _caption(wanted, found, event, name)


def _caption(wanted: Caption, found: Shown, event: Event, name: str) -> Finding:
    text = " ".join(wanted.lines)
    if _words(html.unescape(found.text)) != _words(text):
        shown = " ".join(found.text.split())[:60]
        return wrong(
            "captions", f"{name} shows “{shown}” instead of “{text}”", where=place(event.span), at=event.start
        )
    begin, end = found.start - wanted.start, found.end - wanted.end
    error, verb = (begin, "appears") if abs(begin) >= abs(end) else (end, "disappears")
    side = "late" if error > 0 else "early"
    told = f"in {name} “{text}” {verb} {abs(error)} ms {side}" if error else f"in {name}: “{text}”"
    return held("captions", told, error, "ms", CAPTION_MS, where=place(event.span), at=event.start)


def _words(text: str) -> list[str]:
    """Letters and digits alone: SubRip has look-alikes for some signs."""
    return re.findall(r"\w+", text)


def _milliseconds(groups: Sequence[str | None]) -> int:
    hours, minutes, seconds, thousandths = (int(group or 0) for group in groups)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths

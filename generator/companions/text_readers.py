"""Do transcript and labels hold every word at its time? Read anew, not by what wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from generator.companions.deviation import Deviation
from generator.companions.wording import marks, plain, words_or_note
from generator.core.clock import MILLISECOND, SAMPLE_RATE, clock_text
from generator.core.errors import Span
from generator.timeline.edition import Edition
from generator.timeline.timeline import Event, Silence

CLOCK_MS: Final = 500.0
"""The transcript's times are rounded to the second."""
LABEL_MS: Final = 0.1

_CLOCK: Final = re.compile(r"(?:(\d+):)?(\d+):(\d\d)")
_LABEL: Final = re.compile(r"(\d+\.\d+)\t(\d+\.\d+)\t(.*)")


@dataclass(frozen=True, slots=True)
class _TimedText:
    """What a reader should find, and from when on it is heard."""

    text: str
    start: int
    span: Span | None

    @property
    def letters(self) -> str:
        return _letters(self.text)


def transcript_deviations(text: str, edition: Edition, name: str) -> Iterator[Deviation]:
    """Hold NAME.transcript.txt, whose contents are `text`, against the timeline: words and their times."""
    wanted = list(_passages(edition))
    blocks = _timed_blocks(text, len(clock_text(edition.timeline.length)))
    places: dict[int, _TimedText] = {}
    at = 0
    found = "".join(letters for _, letters in blocks)
    for passage in wanted:
        if found[at : at + len(passage.letters)] != passage.letters:
            yield Deviation(f"{name} has not “{passage.text}” where it is said", passage.span, passage.start)
            return
        places.setdefault(at, passage)
        at += len(passage.letters)
    if len(found) > at:
        yield Deviation(f"{name} goes on after the lesson's last words")
        return
    at = 0
    for seconds, letters in blocks:
        passage = places[max(place for place in places if place <= at)]
        error = seconds * 1000 - passage.start / MILLISECOND
        told = f"in {name} “{passage.text}” stands at {clock_text(seconds * SAMPLE_RATE)}"
        yield Deviation(told, passage.span, passage.start, error, CLOCK_MS)
        at += len(letters)


def labels_deviations(text: str, edition: Edition, name: str) -> Iterator[Deviation]:
    """Hold NAME.labels.txt, whose contents are `text`, against the timeline."""
    points = [(mark.start, mark.start, f"# {mark.title}", None) for mark in marks(edition)]
    regions = [
        (event.start, event.end, f"{words_or_note(event)} {edition.line_of(event)}".rstrip(), event.span)
        for event in edition.timeline.events
        if event.end > event.start and words_or_note(event)
    ]
    wanted = sorted([*points, *regions], key=lambda each: each[:2])
    for row, line in zip_longest(wanted, text.splitlines()):
        if row is None:
            yield Deviation(f"{name} has a label too many: “{line}”")
            return
        start, end, words, span = row
        label = _LABEL.fullmatch(line or "")
        if label is None or _letters(label[3]) != _letters(words):
            yield Deviation(f"{name} has no label “{words}” where it belongs", span, start)
            return
        begin, finish = (float(label[1]) - start / SAMPLE_RATE, float(label[2]) - end / SAMPLE_RATE)
        error = 1000 * (begin if abs(begin) >= abs(finish) else finish)
        told = f"in {name} the label “{words}” is {abs(error):.0f} ms {'late' if error > 0 else 'early'}"
        yield Deviation(told, span, start, error, LABEL_MS)


def _passages(edition: Edition) -> Iterator[_TimedText]:
    """Titles, cues and what else the transcript tells, section by section."""
    for index, section in enumerate(edition.timeline.sections):
        if title := plain(section.title):
            yield _TimedText(title, section.start, section.span)
        for event in edition.timeline.events:
            if event.section == index and _is_told(event) and (text := words_or_note(event)):
                yield _TimedText(text, event.start, event.span)


def _is_told(event: Event) -> bool:
    return not isinstance(event, Silence) or event.kind.transcribed


def _timed_blocks(text: str, width: int) -> list[tuple[int, str]]:
    """Seconds and letters of everything that has a time beside it, with the lines that it goes on over."""
    blocks: list[tuple[int, str]] = []
    for line in text.splitlines():
        clock = _CLOCK.fullmatch(line[:width].strip())
        if clock and line[width : width + 2].isspace():
            hours, minutes, seconds = (int(each or 0) for each in clock.groups())
            blocks.append(((hours * 60 + minutes) * 60 + seconds, _letters(line[width:])))
        elif blocks:
            blocks[-1] = (blocks[-1][0], blocks[-1][1] + _letters(line))
    return blocks


def _letters(text: str) -> str:
    """Letters and digits alone: lines are broken, and long words with them."""
    return "".join(re.findall(r"\w", text))

"""The timeline as a table, and as a picture of when there is speech, rest, movement and pause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from generator.companions.wording import lesson_title, plain
from generator.core.clock import SAMPLE_RATE, clock_text, tenths_text
from generator.core.terminal_text import columns, fitted
from generator.script.kinds import SILENCES
from generator.timeline.edition import Edition
from generator.timeline.timeline import Event, Silence, Sound, SoundKind

SPEECH: Final = "speech"

SIGNS: Final = "█▓▒░·"
"""What the bars are drawn with, from the loudest to the quietest."""

_SOUNDS: Final = {SPEECH: "█", "chime": "▓"}

_NARROWEST_BAR: Final = 10
_WIDEST_TITLE: Final = 26

_NUMBERS: Final = (1, 2)
"""Columns of the table that hold numbers."""


@dataclass(frozen=True, slots=True)
class StyledText:
    """Characters of one style: `speech`, `move`, `rest`, `pause`, `title`, or empty for plain ones."""

    text: str
    style: str = ""


def plan_picture(edition: Edition, width: int = 80) -> str:
    """Bars of one time scale, a section a line, at most `width` columns wide where that is 60 or more."""
    return (
        "\n".join("".join(piece.text for piece in line).rstrip() for line in plan_drawing(edition, width))
        + "\n"
    )


def plan_drawing(edition: Edition, width: int = 80) -> tuple[tuple[StyledText, ...], ...]:
    """The same as lines of styled pieces, for a terminal that can show colours."""
    timeline = edition.timeline
    title = min(_WIDEST_TITLE, max(len(plain(section.title)) for section in timeline.sections) + 1)
    title = max(title, len("Section") + 1)
    clock = len(clock_text(timeline.length))
    bar = max(_NARROWEST_BAR, width - clock - 2 - title - 1 - 1 - clock - 1 - len(SPEECH))
    longest = max((section.end - section.start for section in timeline.sections), default=0)
    events: dict[int, list[Event]] = {}
    for event in timeline.events:
        events.setdefault(event.section, []).append(event)
    lines = [
        (StyledText(lesson_title(edition), "title"), StyledText(f"  {clock_text(timeline.length)}")),
        (),
        (StyledText(f"{'from':>{clock}}  {'section':<{title}} {'':<{bar}} {'long':>{clock}} {SPEECH}"),),
    ]
    for index, section in enumerate(timeline.sections):
        inside = events.get(index, [])
        length = section.end - section.start
        name = plain(section.title) or lesson_title(edition)
        lines.append(
            (
                StyledText(f"{clock_text(section.start):>{clock}}  {fitted(name, title)} "),
                *_bar(inside, section.start, section.end, bar, longest),
                StyledText(
                    f" {clock_text(length):>{clock}} {_percent(_spoken(inside), length):>{len(SPEECH)}}"
                ),
            )
        )
    return (*lines, (), *_legend(timeline.events, timeline.length, width))


def plan_table(edition: Edition, width: int | None = None, below: Sequence[str] = ()) -> str:
    """Every event: where it is written, when it begins, how long it is, what it is, its words.

    Args:
        edition: what is shown.
        width: columns that lines are cut to; None cuts nothing.
        below: for each sound, in order, what is to stand in a line below it; "" for nothing.
    """
    notes = iter(below)
    events = edition.timeline.events
    heads = ["line", "time", "length", "kind"]
    rows = [
        [plain(edition.line_of(event)), tenths_text(event.start), _seconds(event.length), _kind_name(event)]
        for event in events
    ]
    widths = [max(map(columns, column)) for column in zip(heads, *rows, strict=True)]
    lines = [f"{_aligned(heads, widths)}text"]
    section = -1
    for event, row in zip(events, rows, strict=True):
        if event.section != section:
            section = event.section
            if title := plain(edition.timeline.sections[section].title):
                lines += ["", f"{_aligned([''] * len(heads), widths)}# {title}"]
        line = f"{_aligned(row, widths)}{_words(event)}"
        lines.append((fitted(line, width) if width else line).rstrip())
        if isinstance(event, Sound) and (note := next(notes, "")):
            lines.append(f"{_aligned(['', '', '', 'said'], widths)}{note}")
    return "\n".join(lines) + "\n"


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    """What stands before an event's words: numbers at the right of their columns, the rest at the left."""
    line, time, length, kind = (
        " " * (width - columns(cell)) + cell if number in _NUMBERS else fitted(cell, width)
        for number, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return f"{line}  {time}  {length}  {kind}  "


def _kind_name(event: Event) -> str:
    return event.kind.value if isinstance(event, Sound) else event.kind.name


def _words(event: Event) -> str:
    if isinstance(event, Sound):
        return plain(event.text)
    parts = []
    if event.repetitions:
        parts.append(f"{event.repetitions} times")
    if event.low is not None and event.high is not None:
        parts.append(f"{_seconds(event.low)} to {_seconds(event.high)}")
    return f"({', '.join(parts)})" if parts else ""


def _seconds(length: int) -> str:
    """Seconds and tenths, whatever the length: easy to compare down a column."""
    return f"{length / SAMPLE_RATE:.1f} s"


def signs() -> dict[str, str]:
    """The character of everything that the bars show, by its name, from the loudest to the quietest."""
    found = _SOUNDS | {kind.drawn_as: kind.sign for kind in SILENCES.values()}
    return dict(sorted(found.items(), key=lambda each: SIGNS.index(each[1])))


def _shown_as(event: Event) -> str:
    if isinstance(event, Silence):
        return event.kind.drawn_as
    return SPEECH if event.kind is SoundKind.CUE else "chime"


def _spoken(events: Iterable[Event]) -> int:
    return sum(event.length for event in events if event.kind is SoundKind.CUE)


def _percent(part: int, whole: int) -> str:
    return f"{(100 * part + whole // 2) // whole} %" if whole else ""


def _bar(events: Sequence[Event], start: int, end: int, width: int, longest: int) -> list[StyledText]:
    """One character for each equal stretch of time: what fills most of it."""
    if end == start or not longest:
        return [StyledText(" " * width)]
    cells = max(1, round(width * (end - start) / longest))
    filled: list[dict[str, int]] = [{} for _ in range(cells)]
    length = end - start
    for event in events:
        first = (event.start - start) * cells // length
        last = min(cells - 1, (event.end - start) * cells // length)
        for cell in range(first, last + 1):
            low, high = start + cell * length // cells, start + (cell + 1) * length // cells
            share = min(event.end, high) - max(event.start, low)
            kind = _shown_as(event)
            filled[cell][kind] = filled[cell].get(kind, 0) + share
    kinds = signs()
    pieces: list[StyledText] = []
    for shares in filled:
        kind = max(shares, key=shares.__getitem__, default="pause")
        if pieces and pieces[-1].style == kind:
            pieces[-1] = StyledText(pieces[-1].text + kinds[kind], kind)
        else:
            pieces.append(StyledText(kinds[kind], kind))
    return [*pieces, StyledText(" " * (width - cells))]


def _legend(events: Iterable[Event], length: int, width: int) -> Iterator[tuple[StyledText, ...]]:
    """What each sign stands for, and its share of the lesson: as many on a line as `width` columns hold."""
    kinds = signs()
    total = dict.fromkeys(kinds, 0)
    for event in events:
        total[_shown_as(event)] += event.length
    line: list[StyledText] = []
    filled = 0
    for kind, sign in kinds.items():
        if kind == "chime" and not total[kind]:
            continue  # most lessons have none
        told = f" {kind} {_percent(total[kind], length)}"
        if line and filled + len(sign + told) > width:
            yield tuple(line)
            line, filled = [], 0
        line += [StyledText(sign, kind), StyledText(f"{told}   ")]
        filled += len(f"{sign}{told}   ")
    yield tuple(line)

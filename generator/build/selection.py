"""Which part of a lesson is meant by a line, a title, or what an edit changed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.changes.changes import Change, Changes
from generator.core.clock import clock_text, duration_text
from generator.core.errors import Exit, GeneratorError
from generator.timeline.excerpt import EventRange, ranges_around, ranges_from
from generator.timeline.timeline import Event, Sound, SoundKind, Timeline

_SHOWN = 50
"""Characters of a cue in a message."""


class NoSuchPartError(GeneratorError):
    """A part was asked for in which nothing is heard."""

    exit_code = Exit.WRONG_USAGE
    code = "E081"


@dataclass(frozen=True, slots=True)
class SelectedPart:
    """A part of a lesson that somebody asked for."""

    ranges: tuple[EventRange, ...]
    """From the sound before it to the sound after it."""
    again: tuple[int, ...] = ()
    """Samples: where in the lesson it is heard once more, as in a repeat or a mirrored section."""


def select_line(timeline: Timeline, path: str, line: int, source: Sequence[str]) -> SelectedPart:
    """What is written on a line, between its neighbours; arguments and errors as of `events_on_line`."""
    events, again = events_on_line(timeline, path, line, source)
    return SelectedPart(ranges_around(timeline, events), again)


def select_section(timeline: Timeline, title: str) -> SelectedPart:
    """All sections of that title, between their neighbours.

    Raises:
        NoSuchPartError: there is none; its hint names the nearest.
    """
    return SelectedPart(ranges_around(timeline, events_of_section(timeline, title)))


def select_from(timeline: Timeline, position: int) -> SelectedPart:
    """The lesson from `position` (samples) on.

    Raises:
        NoSuchPartError: it has ended before.
    """
    if position >= timeline.length:
        raise NoSuchPartError(
            f"the lesson has ended before {duration_text(position)}",
            f"it is {duration_text(timeline.length)} long",
        )
    return SelectedPart(ranges_from(timeline, position))


def select_changes(timeline: Timeline, changes: Changes) -> SelectedPart:
    """What an edit changed, between its neighbours.

    Raises:
        NoSuchPartError: it changed nothing that is heard.
    """
    found = events_changed(timeline, changes)
    if not found:
        raise NoSuchPartError("the last edit changed nothing that is heard", "see: lesson changes")
    return SelectedPart(ranges_around(timeline, found))


def events_on_line(
    timeline: Timeline, path: str, line: int, source: Sequence[str]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The events that are written on a line.

    Args:
        timeline: of the lesson.
        path: the file as its spans name it.
        line: from 1.
        source: all lines of that file.

    Returns:
        Indices of its events where it is heard first, and where (samples) it is heard again: a line in a
        repeat or a mirrored section is.

    Raises:
        NoSuchPartError: nothing on it is heard; the message names the nearest cue.
    """
    written = [
        (index, event)
        for index, event in enumerate(timeline.events)
        if event.span and event.span.path == path and _is_written(event)
    ]
    headed = [
        n
        for n, each in enumerate(timeline.sections)
        if each.title and (each.span.path, each.span.line) == (path, line)
    ]
    if headed:
        return tuple(index for index, event in enumerate(timeline.events) if event.section in headed), ()
    here = {place for _, event in written if (place := _place(event))[0] == line}
    places = here | _goes_on(written, line, source, min(here, default=(line, None))[1])
    hits = [index for index, event in written if _place(event) in places]
    if not hits:
        raise _nowhere(path, line, source, [event for _, event in written])
    groups = list(_together(hits, timeline.events))
    return groups[0], tuple(timeline.events[group[0]].start for group in groups[1:])


def events_of_section(timeline: Timeline, title: str) -> tuple[int, ...]:
    """The events of all sections of that title.

    Raises:
        NoSuchPartError: there is none; its hint names the nearest.
    """
    wanted = title.casefold().strip()
    titles = [section.title for section in timeline.sections]
    found = [n for n, each in enumerate(titles) if each.casefold() == wanted]
    if not found:
        begun = {each for each in titles if wanted and each.casefold().startswith(wanted)}
        found = [n for n, each in enumerate(titles) if each in begun] if len(begun) == 1 else []
    if not found:
        from difflib import get_close_matches

        near = get_close_matches(title, titles, n=1, cutoff=0.4)
        named = ", ".join(f'"{each}"' for each in dict.fromkeys(titles) if each)
        hint = f'did you mean "{near[0]}"?' if near else f"its sections are {named}" if named else ""
        raise NoSuchPartError(f'there is no section "{title}"', hint)
    return tuple(index for index, event in enumerate(timeline.events) if event.section in found)


def events_changed(timeline: Timeline, changes: Changes) -> tuple[int, ...]:
    """What an edit changed: its new and changed cues and pauses, and the places of what is gone.

    Args:
        timeline: of the new version.
        changes: that led to it; of a first build, nothing was changed.
    """
    by_start: dict[int, list[int]] = {}
    for index, event in enumerate(timeline.events):
        if event.end > event.start:
            by_start.setdefault(event.start, []).append(index)
    found: list[int] = []
    for cue in changes.cues:
        here = by_start.get(cue.start or 0, [])
        # Where a cue is gone, the silence before what follows it is what can be heard.
        found += [max(0, index - 1) for index in here] if cue.kind is Change.GONE else here
        if cue.kind is Change.GONE and not here:
            found.append(len(timeline.events) - 1)
    for pause in changes.pauses:
        found += by_start.get(pause.start, [])
    return tuple(sorted(set(found)))


def _goes_on(
    written: Sequence[tuple[int, Event]], line: int, source: Sequence[str], until: int | None
) -> set[tuple[int, int]]:
    """The place where a cue begins that is still being said on `line`, before the column `until`."""
    if not 1 <= line <= len(source) or _silent(source[line - 1][: until and until - 1]):
        return set()
    begun = [event for _, event in written if 0 < _place(event)[0] < line]
    last = max(begun, key=_place, default=None)
    if last is None or last.kind is not SoundKind.CUE:
        return set()
    between = source[_place(last)[0] : line - 1]
    parted = any(not text.strip() or text.lstrip().startswith("#") for text in between)
    return set() if parted else {_place(last)}


def _is_written(event: Event) -> bool:
    return isinstance(event, Sound) or event.kind.written


def _silent(text: str) -> bool:
    stripped = text.strip()
    return not stripped or stripped.startswith(("//", "#", "["))


def _place(event: Event) -> tuple[int, int]:
    return (event.span.line, event.span.column) if event.span else (0, 0)


def _together(hits: Sequence[int], events: Sequence[Event]) -> Iterator[tuple[int, ...]]:
    """Events that follow one another, with nothing but gaps between them."""
    group: list[int] = []
    for index in hits:
        if group and (
            any(_is_written(event) for event in events[group[-1] + 1 : index])
            or _place(events[index]) <= _place(events[group[-1]])
        ):
            yield tuple(group)
            group = []
        group.append(index)
    yield tuple(group)


def _nowhere(path: str, line: int, source: Sequence[str], events: Sequence[Event]) -> NoSuchPartError:
    cues = [event for event in events if isinstance(event, Sound)]
    if not cues:
        return NoSuchPartError(f'nothing of "{path}" is heard in this lesson', "name a file that it includes")
    nearest = min(cues, key=lambda event: abs(_place(event)[0] - line))
    text = nearest.text or "[chime]"
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()} …"
    return NoSuchPartError(
        f"{_what(line, source)}; the nearest cue is on line {_place(nearest)[0]}, at "
        f'{clock_text(nearest.start)}: "{shown}"',
        f"write --line {_place(nearest)[0]}",
    )


def _what(line: int, source: Sequence[str]) -> str:
    if not 1 <= line <= len(source):
        return f"there is no line {line}: the script ends with line {len(source)}"
    text = source[line - 1].strip()
    if not text:
        return f"line {line} is empty"
    if text.startswith("//"):
        return f"line {line} is a comment"
    return f"nothing is heard on line {line}"

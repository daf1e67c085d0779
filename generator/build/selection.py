"""Which part of a lesson is meant by a line, a title, or what an edit changed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.build.no_such_part import NoSuchPartError
from generator.build.script_line import events_on_line
from generator.changes.changes import Change, Changes
from generator.core.clock import duration_text
from generator.script.flatten import MarkerUse
from generator.timeline.excerpt import EventRange, ranges_around, ranges_from
from generator.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class SelectedPart:
    """A part of a lesson that somebody asked for."""

    ranges: tuple[EventRange, ...]
    """From the sound before it to the sound after it."""
    again: tuple[int, ...] = ()
    """Samples: where in the lesson it is heard once more, as in a repeat or a mirrored section."""
    told: str = ""
    """What somebody is to know who asked for it: that another line is heard instead."""


def select_line(
    timeline: Timeline,
    path: str,
    line: int,
    source: Sequence[str],
    uses: Sequence[tuple[MarkerUse, ...]] = (),
) -> SelectedPart:
    """What is written on a line, between its neighbours; arguments and errors as of `events_on_line`."""
    found = events_on_line(timeline, path, line, source, uses)
    return SelectedPart(ranges_around(timeline, found.events), found.again, found.told)


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

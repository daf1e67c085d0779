"""What is heard of one line of a script. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.build.no_such_part import NoSuchPartError
from generator.core.clock import clock_text
from generator.script.flatten import MarkerUse
from generator.timeline.timeline import Event, Sound, SoundKind, Timeline

_SHOWN = 50
"""Characters of a cue in a message."""


@dataclass(frozen=True, slots=True)
class LineEvents:
    """What is heard of a line."""

    events: tuple[int, ...]
    """Indices of its events, where it is heard first."""
    again: tuple[int, ...] = ()
    """Samples: where it is heard again, as a line in a repeat or a mirrored section is."""
    told: str = ""
    """What somebody is to know who asked for this line: that another one is heard instead."""


def events_on_line(
    timeline: Timeline,
    path: str,
    line: int,
    source: Sequence[str],
    uses: Sequence[tuple[MarkerUse, ...]] = (),
) -> LineEvents:
    """The events that are written on a line, or that its `[include …]` or `[mirror: …]` brings.

    Args:
        timeline: of the lesson.
        path: the file as its spans name it.
        line: from 1. Of a heading all of its section is meant; where nothing is heard, what comes next.
        source: all lines of that file.
        uses: of the lesson, as `marker_uses` gives them; without them, markers bring nothing.

    Raises:
        NoSuchPartError: there is no such line, or nothing comes after it; the message names the nearest cue.
    """
    found = _LineFinder(timeline, path, source, uses)
    if not 1 <= line <= len(source):
        raise found.nowhere(line, f"there is no line {line}: the script ends with line {len(source)}")
    return found.on_line(line) or found.after(line)


class _LineFinder:
    """What a lesson has of one file."""

    def __init__(
        self, timeline: Timeline, path: str, source: Sequence[str], uses: Sequence[tuple[MarkerUse, ...]]
    ) -> None:
        self._timeline = timeline
        self._path = path
        self._source = source
        written = [(index, event) for index, event in enumerate(timeline.events) if _is_written(event)]
        self._here = [(index, event) for index, event in written if event.span and event.span.path == path]
        self._brought = list(zip((index for index, _ in written), uses, strict=True)) if uses else []

    def on_line(self, line: int) -> LineEvents | None:
        """What is heard of a line; None where that is nothing."""
        return self._of_heading(line) or self._of_text(line) or self._of_marker(line)

    def after(self, line: int) -> LineEvents:
        """What comes after a line of which nothing is heard.

        Raises:
            NoSuchPartError: nothing does.
        """
        for later in range(line + 1, len(self._source) + 1):
            if found := self._of_text(later) or self._of_marker(later):
                told = f"{self._what(line)}; what comes next is line {later}"
                return LineEvents(found.events, found.again, told)
        following = self._after_include()
        if following is not None and (span := self._timeline.events[following].span):
            told = f"{self._what(line)}; what comes next is line {span.line} of {span.path}"
            return LineEvents((following,), (), told)
        raise self.nowhere(line, f"{self._what(line)}, and nothing is heard after it")

    def nowhere(self, line: int, what: str) -> NoSuchPartError:
        """The error for a line; `what` tells what is wrong with it."""
        cues = [event for _, event in self._here if isinstance(event, Sound)]
        if not cues:
            message = f'nothing of "{self._path}" is heard in this lesson'
            return NoSuchPartError(message, "name a file that it includes")
        nearest = min(cues, key=lambda event: abs(event.span.line - line))
        text = nearest.text or "[chime]"
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()} …"
        return NoSuchPartError(
            f"{what}; the nearest cue is on line {nearest.span.line}, at "
            f'{clock_text(nearest.start)}: "{shown}"',
            f"write --line {nearest.span.line}",
        )

    def _after_include(self) -> int | None:
        """The event after all that the marker brings which includes this file; None where none does."""
        first = min((index for index, _ in self._here), default=None)
        brought_by = dict(self._brought).get(first, ()) if first is not None else ()
        if not brought_by:
            return None
        inside = [index for index, uses in self._brought if uses[: len(brought_by)] == brought_by]
        return next((index for index, _ in self._brought if index > inside[-1]), None)

    def _of_heading(self, line: int) -> LineEvents | None:
        headed = {
            n
            for n, each in enumerate(self._timeline.sections)
            if each.title and (each.span.path, each.span.line) == (self._path, line)
        }
        found = tuple(n for n, event in enumerate(self._timeline.events) if event.section in headed)
        if not found:
            return None
        title = self._timeline.sections[min(headed)].title
        return LineEvents(found, (), f'line {line} is a heading: all of "{title}" is heard')

    def _of_text(self, line: int) -> LineEvents | None:
        on_it = {place for _, event in self._here if (place := _place(event))[0] == line}
        places = on_it | self._goes_on(line, min(on_it, default=(line, None))[1])
        hits = [index for index, event in self._here if _place(event) in places]
        return self._first_of(list(_together(hits, self._timeline.events)))

    def _of_marker(self, line: int) -> LineEvents | None:
        """What the marker on a line brings, each time that it is carried out."""
        rounds: dict[tuple[MarkerUse, ...], list[int]] = {}
        for index, uses in self._brought:
            for depth, use in enumerate(uses, start=1):
                if (use.span.path, use.span.line) == (self._path, line):
                    rounds.setdefault(uses[:depth], []).append(index)
        return self._first_of([tuple(each) for each in rounds.values()])

    def _first_of(self, groups: Sequence[tuple[int, ...]]) -> LineEvents | None:
        if not groups:
            return None
        events = self._timeline.events
        return LineEvents(groups[0], tuple(events[group[0]].start for group in groups[1:]))

    def _goes_on(self, line: int, until: int | None) -> set[tuple[int, int]]:
        """The place where a cue begins that is still being said on `line`, before the column `until`."""
        if _silent(self._source[line - 1][: until and until - 1]):
            return set()
        begun = [event for _, event in self._here if 0 < _place(event)[0] < line]
        last = max(begun, key=_place, default=None)
        if last is None or last.kind is not SoundKind.CUE:
            return set()
        between = self._source[_place(last)[0] : line - 1]
        return set() if any(map(_parts_cues, between)) else {_place(last)}

    def _what(self, line: int) -> str:
        text = self._source[line - 1].strip()
        if not text:
            return f"line {line} is empty"
        if text.startswith("//"):
            return f"line {line} is a comment"
        return f"nothing is heard on line {line}"


def _is_written(event: Event) -> bool:
    return isinstance(event, Sound) or event.kind.written


def _silent(text: str) -> bool:
    stripped = text.strip()
    return not stripped or stripped.startswith(("//", "#", "["))


def _parts_cues(text: str) -> bool:
    return _silent(text) and not text.lstrip().startswith("//")


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
    if group:
        yield tuple(group)

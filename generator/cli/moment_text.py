"""What `lesson where` answers, as lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.build.heard_at import HeardLesson, Moment, source_line
from generator.core.clock import SAMPLE_RATE, duration_text, tenths_text
from generator.core.diagnostics import shown_line
from generator.script import kinds
from generator.timeline.edition_json import event_facts
from generator.timeline.timeline import Event, Silence, Sound

_ADDED = {
    kinds.LEAD: "before the first cue",
    kinds.GAP: "where no pause is written",
    kinds.TAIL: "after the last cue",
}
"""Where the program adds a silence."""


def moment_lines(lesson: HeardLesson, moment: Moment) -> Iterator[str]:
    """The time and its section, what is heard then with its line, and which sounds stand beside it."""
    event, edition = moment.event, lesson.edition
    yield f"{tenths_text(moment.position)}{_section(lesson, moment)}"
    place = edition.line_of(event)
    yield f"{place}: {_what(event)}" if place else _what(event)
    if place and event.span and (source := source_line(lesson, event.span)):
        yield shown_line(replace(event.span, source=source), marked=not _words(event))
    if moment.before and isinstance(event, Silence):
        yield f"before: {_neighbour(lesson, moment.before)}"
    if moment.after:
        yield f"next:   {_neighbour(lesson, moment.after)}"


def moment_facts(lesson: HeardLesson, moment: Moment) -> dict[str, object]:
    """The same for other programs; events are as they stand in a timeline, and positions are samples."""
    section, event = moment.section, moment.event
    source = source_line(lesson, event.span) if event.span else ""
    facts: dict[str, object] = {
        "name": lesson.edition.name,
        "script": lesson.script.as_posix(),
        "built": lesson.built,
        "estimated": lesson.estimated,
        "script_changed": not lesson.files,
        "sample_rate": SAMPLE_RATE,
        "position": moment.position,
        "section": section.title,
        "mirrors": section.mirrors,
        "place": lesson.edition.line_of(event),
        "source": source,
        "event": event_facts(event),
    }
    sounds = {"before": moment.before, "next": moment.after}
    return facts | {key: event_facts(sound) for key, sound in sounds.items() if sound}


def _section(lesson: HeardLesson, moment: Moment) -> str:
    section = moment.section
    if not section.title:
        return ", before the first heading" if len(lesson.edition.timeline.sections) > 1 else ""
    mirrored = f', which mirrors "{section.mirrors}"' if section.mirrors else ""
    return f', in the section "{section.title}"{mirrored}'


def _what(event: Event) -> str:
    """What an event is, its words, and from when to when it is heard."""
    when = f"{tenths_text(event.start)} to {tenths_text(event.end)}"
    if isinstance(event, Sound):
        return f"{event.kind}, {when}{_quoted(event)}"
    told = f"{event.kind.name}, {when}, {duration_text(event.length)} of silence"
    if event.low is not None and event.high is not None:
        told += f"; elastic, from {duration_text(event.low)} to {duration_text(event.high)}"
    if event.repetitions:
        told += f"; {event.repetitions} times"
    return f"{told} that the program adds {_ADDED[event.kind]}" if event.kind in _ADDED else told


def _neighbour(lesson: HeardLesson, sound: Sound) -> str:
    return f"{tenths_text(sound.start)}, {lesson.edition.line_of(sound)}: {sound.kind}{_quoted(sound)}"


def _quoted(sound: Sound) -> str:
    return f' "{sound.text}"' if sound.text else ""


def _words(event: Event) -> str:
    return event.text if isinstance(event, Sound) else ""

"""What is heard at a time of a lesson, and where that is written."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from generator.build.expanded_script import ExpandedScript
from generator.build.no_such_part import NoSuchPartError
from generator.build.previous_build import last_edition
from generator.build.session import BuildSession
from generator.core.clock import duration_text
from generator.core.errors import MachineError, ScriptError, Span
from generator.core.line_names import line_name
from generator.script.files import read_script, read_text
from generator.timeline.edition import Edition
from generator.timeline.timeline import Chapter, Event, Sound, Timeline


@dataclass(frozen=True, slots=True)
class HeardLesson:
    """A lesson whose times can be told."""

    edition: Edition
    script: Path
    """Where its script is now."""
    built: bool
    """Whether its times are those of the MP3 that was built last."""
    estimated: bool = False
    """Whether a cue in it was never spoken, so that times are estimates."""
    files: tuple[str, ...] = ()
    """All that its script is read from, as paths; none where that is not what it was when it was built."""
    remark: str = ""
    """What is to be known of its times; empty where they are those of the MP3."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of a lesson, and what is heard then."""

    position: int
    """Samples."""
    event: Event
    section: Chapter
    before: Sound | None
    """The last sound that has ended."""
    after: Sound | None
    """The next sound that begins."""


def moment_at(timeline: Timeline, position: int) -> Moment:
    """What is heard at `position` (samples); at the very end it is the silence that ends the lesson.

    Raises:
        NoSuchPartError: the lesson has ended before.
    """
    if position > timeline.length:
        raise NoSuchPartError(
            f"the lesson has ended before {duration_text(position)}",
            f"it is {duration_text(timeline.length)} long",
        )
    heard = [event for event in timeline.events if event.end > event.start]
    event = heard[bisect_right([each.start for each in heard], position) - 1]
    ended = [sound for sound in timeline.sounds if sound.end <= event.start]
    later = [sound for sound in timeline.sounds if sound.start >= event.end]
    return Moment(
        position,
        event,
        timeline.sections[event.section],
        ended[-1] if ended else None,
        later[0] if later else None,
    )


def built_lesson(folder: Path, name: str) -> HeardLesson:
    """The lesson that was built last under a name, whatever became of its script.

    Raises:
        MachineError: there is none, or its timeline cannot be read.
    """
    edition, problems = last_edition(folder, name)
    if edition is None:
        message = f'nothing is known of a lesson "{name}" in "{folder}"'
        raise MachineError(
            problems[0].message if problems else message, "build it, or name its script instead"
        )
    script = Path(edition.script)
    try:
        now = read_script(script)
    except ScriptError:
        remark = f'its script "{edition.script}" is gone or has errors: lines are those of when it was built'
        return HeardLesson(edition, script, built=True, remark=remark)
    if now.hash != edition.script_hash:
        remark = f'its script "{edition.script}" was changed since it was built: lines are those of then'
        return HeardLesson(edition, script, built=True, remark=remark)
    return HeardLesson(edition, script, built=True, files=now.files)


def lesson_now(expanded: ExpandedScript, folder: Path, session: BuildSession) -> HeardLesson:
    """The first lesson of a script: as it was built last, if that fits; else as it would be built now.

    Nothing is spoken: what was never spoken is estimated.

    Raises:
        GeneratorError: its voice is unknown, or its chime is missing.
    """
    script = expanded.path
    last, problems = last_edition(folder, expanded.lessons[0][0])
    if last and last.script_hash == expanded.script.hash:
        return HeardLesson(last, script, built=True, files=expanded.script.files)
    preview = session.preview(expanded, last)
    if problems:
        remark = problems[0].message
    elif last:
        remark = f'"{script.as_posix()}" was changed since it was built'
    else:
        remark = f'"{script.as_posix()}" is not built yet'
    times = "estimates" if preview.estimated else "those of the next build"
    return HeardLesson(
        preview.planned.edition,
        script,
        built=False,
        files=expanded.script.files,
        estimated=preview.estimated,
        remark=f"{remark}: times are {times}",
    )


def source_line(lesson: HeardLesson, span: Span) -> str:
    """The line that a span is on, as it stands in its file; empty where the file is not what it was."""
    name = line_name(span.path, span.line, lesson.edition.script).rpartition(":")[0]
    path = lesson.script.parent / name
    if span.source or str(path) not in lesson.files:
        return span.source
    return "".join(read_text(path).split("\n")[span.line - 1 : span.line])

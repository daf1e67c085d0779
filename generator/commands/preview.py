"""`lesson preview`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from generator.build import Settings, Workshop
from generator.cache import Cache, default_root
from generator.changes.compare import compare
from generator.clock import duration_text
from generator.commands.choices import LengthType, length_option
from generator.commands.completion import complete_scripts
from generator.commands.listening import SOON, listen
from generator.commands.printing import say
from generator.commands.progress import Bar
from generator.commands.scripts import tell
from generator.diagnostics import counted
from generator.edition import Edition
from generator.errors import Exit
from generator.excerpt import Excerpt, Stretch, around, from_time
from generator.last_build import last_changes, last_edition
from generator.layout import LEAD
from generator.prepared import read
from generator.rehearsal import Rehearsal
from generator.script.read import read_text
from generator.selection import NoSuchPartError, of_changes, of_line, of_title


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part is to be heard: one of these, or none for all of it."""

    line: str | None
    section: str | None
    position: int | None
    changed: bool
    built: Path
    """Folder of what was built."""


@click.command()
@click.argument("script", type=click.Path(path_type=Path), shell_complete=complete_scripts)
@click.option("--line", metavar="LINE", help="What is written on this line; of an included file, FILE:LINE.")
@click.option("--section", metavar="TITLE", help="The section of this title.")
@click.option("--from", "position", type=LengthType(), help="From this time on, as in 12:30.")
@click.option("--changed", is_flag=True, help="What the last edit changed.")
@click.option("--short-pauses", type=LengthType(), help="Cut longer silences to this, as in 3s.")
@length_option
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write an .mp3 or .wav instead."
)
@click.option(
    "--built",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("output"),
    show_default=True,
    help="Folder of what was built, for --changed.",
)
@click.option("--silent", is_flag=True, hidden=True, help="Play into nothing, at the real pace: for tests.")
def command(
    *,
    script: Path,
    line: str | None,
    section: str | None,
    position: int | None,
    short_pauses: int | None,
    length: int | None,
    output: Path | None,
    built: Path,
    changed: bool,
    silent: bool,
) -> int:
    """Hear a part of SCRIPT between its neighbours and with its real pauses. Ctrl-C stops it.

    Only that part is spoken; nothing is written, unless -o names a file.
    """
    if sum((line is not None, section is not None, position is not None, changed)) > 1:
        raise click.UsageError("--line, --section, --from and --changed exclude one another")
    if output and output.suffix.lower() not in {".mp3", ".wav"}:
        raise click.UsageError(f'"{output}" ends neither in .mp3 nor in .wav')
    wanted = Wanted(line, section, position, changed, built)
    prepared = read(script, length)
    tell(prepared.script.warnings)
    with Workshop(Settings(draft=True), Cache(default_root())) as workshop:
        last, _ = last_edition(built, prepared.lessons[0][0])
        rehearsal = Rehearsal(workshop, prepared, last)
        stretches = _voiced(rehearsal, script, wanted, last)
        part = rehearsal.excerpt(stretches, short_pauses, lead=LEAD if output else SOON)
        if output:
            rehearsal.write(part, output)
            say(f"{output}: {_told(part)}")
            return Exit.DONE
        say(_told(part))
        return _listen(rehearsal, part, silent=silent)


def _listen(rehearsal: Rehearsal, part: Excerpt, *, silent: bool) -> int:
    try:
        listen(rehearsal, part, silent=silent)
    except KeyboardInterrupt:
        # To stop listening is how most previews end: nothing was left undone.
        say("stopped", err=True)
    return Exit.DONE


def _voiced(rehearsal: Rehearsal, script: Path, wanted: Wanted, last: Edition | None) -> tuple[Stretch, ...]:
    """What is wanted, spoken."""
    stretches = _stretches(rehearsal, script, wanted, last)
    with Bar(script.stem, quiet=False) as bar:
        rehearsal.voice(stretches, bar.update)
    if wanted.position is not None:
        stretches = from_time(rehearsal.timeline, min(wanted.position, rehearsal.timeline.length - 1))
    if rehearsal.estimated:
        say("Not all of this lesson was ever spoken: times are estimates.", err=True)
    return stretches


def _stretches(
    rehearsal: Rehearsal, script: Path, wanted: Wanted, last: Edition | None
) -> tuple[Stretch, ...]:
    timeline = rehearsal.timeline
    if wanted.line is not None:
        return around(timeline, _of_line(rehearsal, script, wanted.line))
    if wanted.section is not None:
        return around(timeline, of_title(timeline, wanted.section))
    if wanted.changed:
        return around(timeline, _changed(rehearsal, wanted.built, last))
    position = wanted.position or 0
    if position >= timeline.length:
        raise NoSuchPartError(
            f"the lesson has ended before {duration_text(position)}",
            f"it is {duration_text(timeline.length)} long",
        )
    return from_time(timeline, position)


def _of_line(rehearsal: Rehearsal, script: Path, written: str) -> tuple[int, ...]:
    file, _, number = written.rpartition(":")
    if not number.isdecimal():
        raise click.UsageError(f'"{written}" is no line; write it as --line 42, or as --line FILE:42')
    # As the script's own markers name it: from the script's folder.
    path = script.parent / file if file else script
    if file and not path.is_file() and Path(file).is_file():
        path = Path(file)
    lines = read_text(path).split("\n")
    events, again = of_line(rehearsal.timeline, path.as_posix(), int(number), lines)
    if again:
        from generator.clock import clock_text

        times = ", ".join(map(clock_text, again))
        say(f"heard again at {times}", err=True)
    return events


def _changed(rehearsal: Rehearsal, built: Path, last: Edition | None) -> tuple[int, ...]:
    """What is written otherwise than it was built; where nothing is, what the last build changed."""
    edition = rehearsal.laid_out.edition
    changes = compare(last, edition)
    if last and not changes.any:
        changes = last_changes(built, edition.name)
    if changes.first:
        message = f'there is no earlier version of "{edition.name}" in "{built}"'
        raise NoSuchPartError(message, "hear all of it with --from 0:00")
    found = of_changes(rehearsal.timeline, changes)
    if not found:
        raise NoSuchPartError("the last edit changed nothing that is heard", "see: lesson changes")
    return found


def _told(part: Excerpt) -> str:
    cues = sum(1 for event in part.timeline.events if event.clip is not None)
    told = f"{counted(cues, 'cue')}, {duration_text(part.timeline.length)}"
    return f"{told}, {duration_text(part.left_out)} of silence left out" if part.left_out else told

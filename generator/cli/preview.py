"""`lesson preview`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from generator.build.expanded_script import read_expanded
from generator.build.preview import Preview
from generator.build.previous_build import last_changes, last_edition
from generator.build.selection import NoSuchPartError, of_changes, of_line, of_title
from generator.build.session import BuildSession, Settings
from generator.changes.compare import compare_editions
from generator.cli.choices import LengthType, length_option
from generator.cli.completion import complete_scripts
from generator.cli.listening import SOON, listen
from generator.cli.printing import say
from generator.cli.progress import Bar
from generator.cli.scripts import tell
from generator.core.cache import Cache, default_root
from generator.core.clock import duration_text
from generator.core.diagnostics import counted
from generator.core.errors import Exit
from generator.script.files import read_text
from generator.timeline.edition import Edition
from generator.timeline.excerpt import EventRange, Excerpt, around, from_time
from generator.timeline.layout import LEAD


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
    expanded = read_expanded(script, length)
    tell(expanded.script.warnings)
    with BuildSession(Settings(draft=True), Cache(default_root())) as session:
        last, _ = last_edition(built, expanded.lessons[0][0])
        preview = Preview(session, expanded, last)
        stretches = _voiced(preview, script, wanted, last)
        part = preview.excerpt(stretches, short_pauses, lead=LEAD if output else SOON)
        if output:
            preview.write(part, output)
            say(f"{output}: {_told(part)}")
            return Exit.DONE
        say(_told(part))
        return _listen(preview, part, silent=silent)


def _listen(preview: Preview, part: Excerpt, *, silent: bool) -> int:
    try:
        listen(preview, part, silent=silent)
    except KeyboardInterrupt:
        # To stop listening is how most previews end: nothing was left undone.
        say("stopped", err=True)
    return Exit.DONE


def _voiced(preview: Preview, script: Path, wanted: Wanted, last: Edition | None) -> tuple[EventRange, ...]:
    """What is wanted, spoken."""
    stretches = _stretches(preview, script, wanted, last)
    with Bar(script.stem, quiet=False) as bar:
        preview.voice(stretches, bar.update)
    if wanted.position is not None:
        stretches = from_time(preview.timeline, min(wanted.position, preview.timeline.length - 1))
    if preview.estimated:
        say("Not all of this lesson was ever spoken: times are estimates.", err=True)
    return stretches


def _stretches(
    preview: Preview, script: Path, wanted: Wanted, last: Edition | None
) -> tuple[EventRange, ...]:
    timeline = preview.timeline
    if wanted.line is not None:
        return around(timeline, _of_line(preview, script, wanted.line))
    if wanted.section is not None:
        return around(timeline, of_title(timeline, wanted.section))
    if wanted.changed:
        return around(timeline, _changed(preview, wanted.built, last))
    position = wanted.position or 0
    if position >= timeline.length:
        raise NoSuchPartError(
            f"the lesson has ended before {duration_text(position)}",
            f"it is {duration_text(timeline.length)} long",
        )
    return from_time(timeline, position)


def _of_line(preview: Preview, script: Path, written: str) -> tuple[int, ...]:
    file, _, number = written.rpartition(":")
    if not number.isdecimal():
        raise click.UsageError(f'"{written}" is no line; write it as --line 42, or as --line FILE:42')
    # As the script's own markers name it: from the script's folder.
    path = script.parent / file if file else script
    if file and not path.is_file() and Path(file).is_file():
        path = Path(file)
    lines = read_text(path).split("\n")
    events, again = of_line(preview.timeline, path.as_posix(), int(number), lines)
    if again:
        from generator.core.clock import clock_text

        times = ", ".join(map(clock_text, again))
        say(f"heard again at {times}", err=True)
    return events


def _changed(preview: Preview, built: Path, last: Edition | None) -> tuple[int, ...]:
    """What is written otherwise than it was built; where nothing is, what the last build changed."""
    edition = preview.planned.edition
    changes = compare_editions(last, edition)
    if last and not changes.any:
        changes = last_changes(built, edition.name)
    if changes.first:
        message = f'there is no earlier version of "{edition.name}" in "{built}"'
        raise NoSuchPartError(message, "hear all of it with --from 0:00")
    found = of_changes(preview.timeline, changes)
    if not found:
        raise NoSuchPartError("the last edit changed nothing that is heard", "see: lesson changes")
    return found


def _told(part: Excerpt) -> str:
    cues = len(part.timeline.sounds)
    told = f"{counted(cues, 'cue')}, {duration_text(part.timeline.length)}"
    return f"{told}, {duration_text(part.left_out)} of silence left out" if part.left_out else told

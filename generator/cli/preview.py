"""`lesson preview`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from generator import (
    BuildSession,
    Preview,
    SelectedPart,
    Settings,
    expand,
    parse,
    select_changes,
    select_from,
    select_line,
    select_section,
)
from generator.build.no_such_part import NoSuchPartError
from generator.build.previous_build import changes_since, last_edition
from generator.cli.choices import LengthType, length_option, overwrite_option
from generator.cli.completion import complete_scripts
from generator.cli.listening import SOON, listen
from generator.cli.printing import say
from generator.cli.progress import Bar
from generator.cli.scripts import tell
from generator.core.cache import Cache, default_root
from generator.core.clock import clock_text, duration_text
from generator.core.errors import Exit
from generator.core.terminal_text import counted
from generator.script.files import read_text
from generator.timeline.edition import Edition
from generator.timeline.excerpt import EventRange, Excerpt, ranges_from
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
@overwrite_option
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
    overwrite: bool,
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
    expanded = expand(parse(script), length)
    tell(expanded.script.warnings)
    with BuildSession(Settings(draft=True), Cache(default_root())) as session:
        last, _ = last_edition(built, expanded.lessons[0][0])
        preview = session.preview(expanded, last)
        if output:
            preview.check_path(output, overwrite=overwrite)  # before the wait for the voice
        ranges = _spoken(preview, script, wanted, last)
        part = preview.render(ranges, short_pauses, lead=LEAD if output else SOON)
        if output:
            preview.write(part, output, overwrite=overwrite)
            say(f"{output}: {_told(part, preview)}")
            return Exit.DONE
        say(_told(part, preview))
        return _listen(preview, part, silent=silent)


def _listen(preview: Preview, part: Excerpt, *, silent: bool) -> int:
    try:
        listen(preview, part, silent=silent)
    except KeyboardInterrupt:
        # To stop listening is how most previews end: nothing was left undone.
        say("stopped", err=True)
    return Exit.DONE


def _spoken(preview: Preview, script: Path, wanted: Wanted, last: Edition | None) -> tuple[EventRange, ...]:
    """Speak the part that is wanted."""
    part = _selected(preview, script, wanted, last)
    if part.told:
        say(part.told, err=True)
    if part.again:
        say(f"heard again at {', '.join(map(clock_text, part.again))}", err=True)
    ranges = part.ranges
    with Bar(script.stem, quiet=False) as bar:
        preview.voice(ranges, bar.update)
    if wanted.position is not None:
        # Now that it is spoken, the time that was asked for may be another place.
        ranges = ranges_from(preview.timeline, min(wanted.position, preview.timeline.length - 1))
    if preview.estimated:
        say("Not all of this lesson was ever spoken: times are estimates.", err=True)
    return ranges


def _selected(preview: Preview, script: Path, wanted: Wanted, last: Edition | None) -> SelectedPart:
    timeline = preview.timeline
    if wanted.line is not None:
        return _selected_line(preview, script, wanted.line)
    if wanted.section is not None:
        return select_section(timeline, wanted.section)
    if wanted.changed:
        changes = changes_since(preview.planned.edition, last, wanted.built)
        if changes.first:
            message = f'there is no earlier version of "{changes.name}" in "{wanted.built}"'
            raise NoSuchPartError(message, "hear all of it with --from 0:00")
        return select_changes(timeline, changes)
    return select_from(timeline, wanted.position or 0)


def _selected_line(preview: Preview, script: Path, written: str) -> SelectedPart:
    file, _, number = written.rpartition(":")
    if not number.isdecimal():
        raise click.UsageError(f'"{written}" is no line; write it as --line 42, or as --line FILE:42')
    # As the script's own markers name it: from the script's folder.
    path = script.parent / file if file else script
    if file and not path.is_file() and Path(file).is_file():
        path = Path(file)
    source = read_text(path).split("\n")
    return select_line(preview.timeline, path.as_posix(), int(number), source, preview.marker_uses)


def _told(part: Excerpt, preview: Preview) -> str:
    """How many cues, where the first is written, and how long all is."""
    sounds = part.timeline.sounds
    begins = f" from {preview.planned.edition.line_of(sounds[0])} on" if sounds else ""
    told = f"{counted(len(sounds), 'cue')}{begins}, {duration_text(part.timeline.length)}"
    return f"{told}, {duration_text(part.left_out)} of silence left out" if part.left_out else told

"""`lesson recordings`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from generator import expand, parse
from generator.build.recording_list import ListedRecording, RecordingState, renew_list
from generator.cli.completion import complete_scripts
from generator.cli.printing import say
from generator.cli.scripts import tell
from generator.core.errors import Exit
from generator.core.terminal_text import aligned, fitted

TEXT_WIDTH = 60
"""Columns of a cue's text in the list."""


@click.command()
@click.argument("script", type=click.Path(path_type=Path), shell_complete=complete_scripts)
@click.option(
    "--fits", multiple=True, metavar="FILE", help="This recording says what the script says now: keep it."
)
def command(script: Path, fits: Sequence[str]) -> int:
    """List what to record for SCRIPT in your own voice: each cue, its file and its seconds.

    The list is kept in recordings/NAME beside the script, as sheet.csv and, to print, as sheet.html. Put the
    recordings there under the names that it gives: the next build takes them instead of a voice.
    """
    expanded = expand(parse(script))
    tell(expanded.script.warnings)
    found = renew_list(expanded, fits)
    rows = [
        (
            each.row.file,
            f"{each.row.seconds} s",
            each.state.value,
            fitted(each.now or each.row.text, TEXT_WIDTH),
        )
        for each in found.rows
    ]
    rows += [(name, "", "named in the script", fitted(text, TEXT_WIDTH)) for name, text in found.named]
    for line in aligned(rows):
        say(line)
    for each in found.rows:
        _explain(each, script)
    states = Counter(each.state for each in found.rows)
    say(", ".join(f"{number} {state.value}" for state, number in states.items()))
    say(f"The list: {found.sheet}; to print: {found.printed}")
    return Exit.DONE


def _explain(listed: ListedRecording, script: Path) -> None:
    if listed.state is RecordingState.EDITED:
        say(f"{listed.row.file} was recorded as: {listed.row.text}")
        say(f"  The script now says: {listed.now}")
        say("  Record it again, and list again. If it fits as it is:")
        say(f"  lesson recordings {script} --fits {listed.row.file}")

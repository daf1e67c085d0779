"""`lesson recordings`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from generator import ExpandedScript, expand, parse
from generator.build.recording_list import ListedRecording, RecordingState, renew_list
from generator.cli.completion import complete_scripts
from generator.cli.printing import say
from generator.cli.scripts import tell
from generator.core.clock import SAMPLE_RATE, tenths_text
from generator.core.errors import Exit
from generator.core.terminal_text import aligned, counted, fitted

TEXT_WIDTH = 60
"""Columns of a cue's text in the list."""


@click.command()
@click.argument("script", type=click.Path(path_type=Path), shell_complete=complete_scripts)
@click.option(
    "--fits", multiple=True, metavar="FILE", help="This recording says what the script says now: keep it."
)
@click.option(
    "--split",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Cut a reading of the whole list into it.",
)
def command(script: Path, fits: Sequence[str], split: Path | None) -> int:
    """List what to record for SCRIPT in your own voice: each cue, its file and its seconds.

    The list is kept in recordings/NAME beside the script, as sheet.csv and, to print, as sheet.html. Put the
    recordings there under the names that it gives: the next build takes them instead of a voice.
    """
    expanded = expand(parse(script))
    tell(expanded.script.warnings)
    if split:
        return _split(expanded, split)
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


def _split(expanded: ExpandedScript, file: Path) -> int:
    from generator.build.recording_split import split_reading

    done = split_reading(expanded, file)
    rows = [
        (
            tenths_text(round(each.heard[0] * SAMPLE_RATE)) if each.heard else "",
            f"{each.heard[1] - each.heard[0]:.1f} s" if each.heard else "not found",
            "?" if each.doubtful else "",
            each.file,
            fitted(each.text, TEXT_WIDTH),
        )
        for each in done.cues
    ]
    for line in aligned(rows):
        say(line)
    for begin, end in done.left_out:
        say(f"left out: {end - begin:.1f} s at {tenths_text(round(begin * SAMPLE_RATE))}")
    found = sum(1 for each in done.cues if each.heard)
    say(f"{counted(found, 'recording')} of {counted(len(done.cues), 'cue')}: {done.sheet.parent}")
    doubtful = sum(1 for each in done.cues if each.doubtful)
    if doubtful or done.left_out or found < len(done.cues):
        say("They were told apart by their order and lengths alone. Listen to those around each ? and gap.")
    return Exit.DONE if found == len(done.cues) and not doubtful else Exit.CHECK_FAILED


def _explain(listed: ListedRecording, script: Path) -> None:
    if listed.state is RecordingState.EDITED:
        say(f"{listed.row.file} was recorded as: {listed.row.text}")
        say(f"  The script now says: {listed.now}")
        say("  Record it again, and list again. If it fits as it is:")
        say(f"  lesson recordings {script} --fits {listed.row.file}")

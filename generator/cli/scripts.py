"""Which scripts a command is about, and telling of all that is wrong with them."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import click

from generator.core.errors import Diagnostic, MachineError
from generator.core.regular_files import mode_of
from generator.script.files import lessons_in

FOLDER = Path("scripts")
"""Lessons are the texts that stand in it; texts in its own folders are there to be included."""


def chosen(named: Sequence[str]) -> list[Path]:
    """The scripts that were named, or all of `scripts/`. Folders and patterns name the texts that they hold.

    Raises:
        MachineError: there is none.
        click.UsageError: a name stands for nothing.
        ScriptError: a folder holds links to files that are elsewhere.
    """
    if not named:
        found = lessons_in(FOLDER)
        if not found:
            raise MachineError(
                f'there is no script: no "{FOLDER}/*.txt" here',
                "go to the folder that holds scripts/, or name one, as in: lesson build my-lesson.txt",
            )
        return found
    found = [path for name in named for path in expanded_name(name, "*.txt", lessons_in)]
    return list(dict.fromkeys(found))


def expanded_name(name: str, pattern: str, found_in: Callable[[Path], Sequence[Path]]) -> Sequence[Path]:
    """A file as it is named, or the files that a folder holds, or that a name with `*` in it stands for.

    Args:
        name: as it was written.
        pattern: which files of a folder are meant, for the message where it holds none.
        found_in: those files.

    Raises:
        click.UsageError: it stands for nothing.
    """
    if not name.strip():
        raise click.UsageError("an empty name names no file; leave it out, or write one")
    path = Path(name)
    if stat.S_ISDIR(mode_of(path)):
        found = found_in(path)
        if not found:
            raise click.UsageError(f'there is no "{pattern}" in the folder "{path}"')
        return found
    if any(sign in path.name for sign in "*?") and not os.path.lexists(path):
        # The shell of Windows leaves patterns to the program.
        pattern = re.sub(r"\*+", "*", path.name)  # `**` alone means folders only, until Python 3.13
        found = sorted(each for each in path.parent.glob(pattern) if not each.is_dir())
        if not found:
            raise click.UsageError(f'there is no file like "{path}"')
        return found
    return [path]


def tell(diagnostics: Iterable[Diagnostic]) -> None:
    """Print diagnostics on standard error."""
    from generator.core.diagnostics import render_all

    problems = tuple(diagnostics)
    if problems:
        click.echo(render_all(problems, colour=coloured(terminal=sys.stderr.isatty())), err=True)


def coloured(*, terminal: bool) -> bool:
    """Whether to use colour: on a terminal, unless `NO_COLOR` says no (https://no-color.org)."""
    return terminal and not os.environ.get("NO_COLOR")

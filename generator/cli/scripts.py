"""Which scripts a command is about, and telling of all that is wrong with them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from generator.core.errors import Diagnostic, MachineError
from generator.script.files import lessons_in

FOLDER = Path("scripts")
"""Lessons are the texts that stand in it; texts in its own folders are there to be included."""


def chosen(named: Sequence[str]) -> list[Path]:
    """The scripts that were named, or all of `scripts/`. Folders and patterns name the texts that they hold.

    Raises:
        MachineError: there is none.
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
    paths = [path for name in named for path in _scripts_named(Path(name))]
    return list(dict.fromkeys(paths))


def _scripts_named(path: Path) -> Sequence[Path]:
    return lessons_in(path) if path.is_dir() else expanded_path(path, "*.txt")


def expanded_path(path: Path, pattern: str) -> Sequence[Path]:
    """A file as it is named, or what a folder holds of a pattern, or a name with `*` in it stands for."""
    if path.is_dir():
        return sorted(path.glob(pattern))
    if any(sign in path.name for sign in "*?") and not path.exists():
        # The shell of Windows leaves patterns to the program.
        return sorted(path.parent.glob(path.name))
    return [path]


def tell(diagnostics: Iterable[Diagnostic]) -> None:
    """Print diagnostics on standard error."""
    from generator.core.diagnostics import render_all

    problems = tuple(diagnostics)
    if problems:
        click.echo(render_all(problems, colour=coloured(terminal=sys.stderr.isatty())), err=True)


def coloured(*, terminal: bool) -> bool:
    """Whether to use colour: on a terminal, unless `NO_COLOR` says no (https://no-color.org)."""
    import os

    return terminal and not os.environ.get("NO_COLOR")

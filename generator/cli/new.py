"""`lesson new`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from generator.cli.printing import say
from generator.cli.scripts import FOLDER
from generator.core.atomic_files import write_atomically
from generator.core.errors import Exit, MachineError
from generator.script.starter import starter

_EXAMPLE = "write one, as in: lesson new morning-lesson"


@click.command()
@click.argument("name")
def command(name: str) -> int:
    """Begin a script: scripts/NAME.txt, with comments that explain it. It can be built at once."""
    path = _script_called(name)
    if os.path.lexists(path):
        raise MachineError(f'"{path}" is there already', "choose another name")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, starter(path.stem).encode())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "a file cannot have this name"
        raise MachineError(f'"{path}" cannot be written', reason) from error
    named = f'"{path}"' if " " in str(path) else path
    say(f"{path}: open it in a text editor, then: lesson build {named}")
    return Exit.DONE


def _script_called(name: str) -> Path:
    path = Path(name)
    if path.name in {"", ".."} or not path.stem.strip(". "):
        raise click.UsageError(f'"{name}" is no name for a script; {_EXAMPLE}')
    if not path.name.isprintable():
        raise click.UsageError(f"a script's name is one line of letters and digits; {_EXAMPLE}")
    if path.suffix != ".txt":
        path = path.with_name(f"{path.name}.txt")
    return FOLDER / path if len(path.parts) == 1 else path

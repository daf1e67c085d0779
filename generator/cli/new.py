"""`lesson new`."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import say
from generator.cli.scripts import FOLDER
from generator.core.atomic_files import write_atomically
from generator.core.errors import Exit, MachineError
from generator.script.starter import starter


@click.command()
@click.argument("name")
def command(name: str) -> int:
    """Begin a script: scripts/NAME.txt, with comments that explain it. It can be built at once."""
    path = Path(name)
    if path.suffix != ".txt":
        path = path.with_name(f"{path.name}.txt")
    if len(path.parts) == 1:
        path = FOLDER / path
    if path.exists():
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

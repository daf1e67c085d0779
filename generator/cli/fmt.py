"""`lesson fmt`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from generator.cli.completion import complete_scripts
from generator.cli.printing import say, say_document
from generator.cli.scripts import FOLDER, chosen, tell
from generator.core.atomic_files import write_atomically
from generator.core.errors import Exit, GeneratorError, MachineError
from generator.script.files import read_text
from generator.script.format import diff as difference
from generator.script.format import format_script


@click.command()
@click.argument("scripts", nargs=-1, shell_complete=complete_scripts)
@click.option("--check", is_flag=True, help="Change nothing; fail where something would change.")
@click.option("--diff", is_flag=True, help="Change nothing; show what would change.")
def command(scripts: Sequence[str], *, check: bool, diff: bool) -> int:
    """Write the markers of SCRIPTS, or of every text in and below scripts/, in one spelling.

    Never changes what is spoken, nor when. Comments and line breaks stay.
    """
    paths = chosen(scripts) if scripts else [*chosen(()), *sorted(FOLDER.glob("*/**/*.txt"))]
    worst = Exit.DONE
    for path in paths:
        try:
            before, after = _formatted(path)
        except GeneratorError as error:
            tell(error.diagnostics)
            worst = max(worst, error.exit_code)
            continue
        if before == after:
            continue
        if diff:
            say_document(difference(before.decode(), after.decode(), path.as_posix()))
        elif check:
            say(f"{path}: would be changed")
        else:
            _write(path, after)
            say(f"{path}: changed")
        if check:
            worst = max(worst, Exit.CHECK_FAILED)
    return worst


def _formatted(path: Path) -> tuple[bytes, bytes]:
    text = read_text(path)
    return path.read_bytes(), format_script(text, path.as_posix()).encode()


def _write(path: Path, after: bytes) -> None:
    try:
        # Through a link to the file that it stands for, which is to be changed in its own place.
        write_atomically(path.resolve(), after)
    except OSError as error:
        raise MachineError(f'"{path}" cannot be written', error.strerror or str(error)) from error

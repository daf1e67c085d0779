"""`lesson import`."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import say, say_document
from generator.cli.scripts import tell
from generator.core.atomic_files import write_atomically
from generator.core.errors import Exit, MachineError
from generator.script.files import read_text
from generator.script.importers import FORMATS, import_text

LARGEST = 50_000_000
"""Bytes of a file that is imported."""

MOST_NOTES = 100
"""Told one by one."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "format_",
    type=click.Choice([each.name for each in FORMATS]),
    help="The tool that FILE was made for.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where the movement script goes.")
def command(file: Path, format_: str | None, output: Path | None) -> int:
    """Make a movement script of FILE, which was written for another tool.

    Without -o it is printed. No word is lost; what could not be carried over is told with its line.
    """
    imported = import_text(read_text(file, LARGEST), file.as_posix(), format_)
    tell(imported.notes[:MOST_NOTES])
    if len(imported.notes) > MOST_NOTES:
        say(f"and {len(imported.notes) - MOST_NOTES} more notes of this kind", err=True)
    if output is None:
        say_document(imported.script)
        return Exit.DONE
    if output.exists():
        raise MachineError(f'"{output}" is there already', "name another file after -o, or remove it first")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(output, imported.script.encode())
    except OSError as error:
        raise MachineError(f'"{output}" cannot be written', error.strerror or str(error)) from error
    say(f"{output}: written, from {imported.format}")
    return Exit.DONE

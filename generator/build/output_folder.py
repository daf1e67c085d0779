"""The folder that a build writes into."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from generator.core.atomic_files import remove_unfinished
from generator.core.errors import MachineError


def prepare(folder: Path, inputs: Sequence[str]) -> None:
    """Make the output folder, and sweep what a killed build left in it.

    Raises:
        MachineError: it cannot be made or written, or it holds scripts: no output may ever be an input.
    """
    for file in inputs:
        if Path(file).resolve().parent == folder.resolve():
            raise MachineError(
                f'the output folder "{folder}" is the folder of the script "{file}"',
                "choose another one, as in: lesson build -o output",
            )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MachineError(f'the output folder "{folder}" cannot be made', reason(error)) from error
    if not os.access(folder, os.W_OK):
        raise MachineError(
            f'the output folder "{folder}" cannot be written',
            "choose another one, as in: lesson build -o output",
        )
    remove_unfinished(folder)


def reason(error: OSError) -> str:
    """Why something could not be written, in the system's words."""
    return f"{error.strerror or error}"

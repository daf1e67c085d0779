"""The folder that a build writes into, and what may not be written over."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from generator.build.expanded_script import ExpandedScript
from generator.build.lesson_files import refuse_others, usual_paths
from generator.companions.cover import COVER_SUFFIX, DRAWN
from generator.core.atomic_files import remove_unfinished
from generator.core.errors import MachineError
from generator.script.files import files_of

if TYPE_CHECKING:
    from generator.build.session import Settings


def prepare(settings: Settings, expanded: ExpandedScript) -> None:
    """Make the output folder, and see that nothing but what was built before is in the way.

    Args:
        settings: of the build.
        expanded: what is going to be built.

    Raises:
        MachineError: it cannot be made or written, it holds scripts, or somebody's own files are in the way.
    """
    folder, names = settings.output, [name for name, _ in expanded.lessons]
    _refuse_scripts(folder, expanded.script.files)
    paths = {name: usual_paths(folder, name, settings.profiles, wav=settings.wav) for name in names}
    covers = [folder / f"{name}{suffix}" for name in names for suffix in COVER_SUFFIX.values()]
    refuse_inputs([*covers, *(path for each in paths.values() for path in each)], files_of(expanded.script))
    make_folder(folder)
    if settings.overwrite:
        return
    for name, each in paths.items():
        if not expanded.script.header.cover:
            each.append(folder / f"{name}{COVER_SUFFIX[DRAWN]}")
        try:
            refuse_others(folder, name, each)
        except OSError as error:
            raise MachineError(f'"{error.filename or folder}" cannot be read', reason(error)) from error


def make_folder(folder: Path) -> None:
    """Make the output folder, and sweep what a killed build left in it.

    Raises:
        MachineError: it cannot be made or written.
    """
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


def refuse_inputs(outputs: Iterable[Path], inputs: Iterable[Path]) -> None:
    """See that no output is a file that it is made of; nothing makes up for the loss of one.

    Raises:
        MachineError: one is.
    """
    made_of = tuple(inputs)
    for path in outputs:
        for file in made_of:
            if path.name.casefold() == file.name.casefold() and _same_place(path, file):
                raise MachineError(
                    f'"{path}" is one of the files that this is made of, and is never written over',
                    "choose another folder or name with -o",
                )


def reason(error: OSError) -> str:
    """Why something could not be written, in the system's words."""
    return f"{error.strerror or error}"


def _refuse_scripts(folder: Path, scripts: Iterable[str]) -> None:
    for file in scripts:
        if Path(file).resolve().parent == folder.resolve():
            raise MachineError(
                f'the output folder "{folder}" is the folder of the script "{file}"',
                "choose another one, as in: lesson build -o output",
            )


def _same_place(one: Path, other: Path) -> bool:
    """Whether two paths are one place, also on a disk that ignores capitals."""
    if one.resolve() == other.resolve():
        return True
    try:
        return one.samefile(other) and one.parent.samefile(other.parent)
    except OSError:
        return False  # most often: there is no such output yet

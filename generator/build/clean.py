"""Removing what was built, and nothing else."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.build.lesson_files import is_record, listed_files, own_records
from generator.companions.formats import TIMELINE
from generator.core.atomic_files import remove_unfinished
from generator.core.errors import MachineError
from generator.core.made_files import MadeFile, found_file


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What cleaning a folder did."""

    removed: tuple[Path, ...] = ()
    changed: tuple[Path, ...] = ()
    """Built, and then changed by somebody: they stay."""
    unlisted: tuple[str, ...] = ()
    """Lessons whose files no list names: an earlier version built them. They stay, too."""


def clean_lessons(folder: Path) -> Cleaned:
    """Remove every lesson that was built into `folder`.

    Raises:
        MachineError: a file cannot be removed.
    """
    remove_unfinished(folder)
    names = [path.name.removesuffix(TIMELINE.suffix) for path in sorted(folder.glob(f"*{TIMELINE.suffix}"))]
    removed: list[Path] = []
    changed: list[Path] = []
    unlisted: list[str] = []
    for name in names:
        files = listed_files(folder, name)
        if files is None:
            unlisted.append(name)
            continue
        # The list goes last: whoever is interrupted can go on.
        records = [path for path in own_records(folder, name) if is_record(path)]
        kept = remove_made(folder, files, records)
        removed += kept.removed
        changed += kept.changed
    return Cleaned(tuple(removed), tuple(changed), tuple(unlisted))


def remove_made(folder: Path, files: Iterable[MadeFile], lists: Iterable[Path]) -> Cleaned:
    """Remove the files of a list that are as they were made, then the list itself.

    Args:
        folder: where they are.
        files: as they were made.
        lists: what is removed at last, whatever it holds.

    Raises:
        MachineError: one cannot be removed.
    """
    made: defaultdict[str, set[MadeFile]] = defaultdict(set)
    for each in files:
        made[each.name].add(each)
    removed: list[Path] = []
    changed: list[Path] = []
    try:
        for name, known in made.items():
            found = found_file(folder, name)
            if found in known:
                (folder / name).unlink()
                removed.append(folder / name)
            elif found:
                changed.append(folder / name)
        for path in lists:
            path.unlink()
            removed.append(path)
    except OSError as error:
        raise MachineError(f'"{error.filename}" cannot be removed', error.strerror or f"{error}") from error
    for parent in {path.parent for path in removed} - {folder}:
        with contextlib.suppress(OSError):
            parent.rmdir()  # where nothing else is in it
    return Cleaned(tuple(removed), tuple(changed))

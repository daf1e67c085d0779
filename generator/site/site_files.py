"""Which files of a site this program has made: a list beside them says it, so that no other is replaced.

A site of an earlier version has no list; it is known by its catalogue.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from generator.build.clean import Cleaned, remove_made
from generator.build.lesson_files import is_as_made
from generator.core.atomic_files import remove_unfinished, write_atomically
from generator.core.json_reader import JsonError, read_json
from generator.core.made_files import (
    MadeFile,
    OccupiedError,
    files_as_json,
    files_from_json,
    found_file,
    made_of,
    occupied,
)
from generator.core.regular_files import read_regular, read_regular_text
from generator.site.site_lesson import Asset

LIST: Final = "lesson-files.json"
FORMAT: Final = "movement-lesson-site"
_CATALOGUE: Final = b'<a class="skip" href="#lessons">'
"""Stands in the catalogue of every version."""


def listed_site_files(target: Path) -> tuple[MadeFile, ...] | None:
    """What the list of a site says; None where there is none that can be read."""
    try:
        record = read_json(read_regular_text(target / LIST, target))
        return files_from_json(record, "files") if record.text("format") == FORMAT else None
    except (OSError, JsonError):
        return None


def refuse_other_files(target: Path, names: Sequence[str]) -> None:
    """See that none of `names` in a site's folder is anything but what was made there before.

    Raises:
        OccupiedError: some are; it tells of each.
        OSError: one of them cannot be read.
    """
    found = [each for name in names if (each := found_file(target, name))]
    listed = listed_site_files(target)
    if listed is None and _is_catalogue(target / "index.html"):
        return
    known = listed or ()
    made = {each.name for each in known}
    problems = [
        occupied(
            f'"{target / each.name}" '
            + ("was changed after it was made" if each.name in made else "was not made by this program")
        )
        for each in found
        if not is_as_made(target / each.name, each, known)
    ]
    if problems:
        raise OccupiedError(problems)


def announce_site_files(target: Path, pages: Mapping[str, bytes], assets: Mapping[str, Asset]) -> None:
    """Put what is about to be written on the list, beside what was there."""
    new = {made_of(name, data) for name, data in pages.items()} | _made_assets(assets)
    _write_list(target, {*(listed_site_files(target) or ()), *new})


def list_site_files(target: Path, names: Iterable[str]) -> bool:
    """List what the site consists of now, and what is left of earlier ones; returns whether that is new."""
    wanted = set(names)
    now = {each for name in wanted if (each := found_file(target, name))}
    left = {each for each in listed_site_files(target) or () if each.name not in wanted}
    return _write_list(target, {*now, *(each for each in left if (target / each.name).is_file())})


def clean_site(target: Path) -> Cleaned:
    """Remove the site in a folder.

    Raises:
        MachineError: a file cannot be removed.
    """
    files = listed_site_files(target)
    if files is None:
        return Cleaned()
    for folder in {target, *((target / each.name).parent for each in files)}:
        remove_unfinished(folder)
    return remove_made(target, files, [target / LIST])


def _made_assets(assets: Mapping[str, Asset]) -> set[MadeFile]:
    found = {name: found_file(each.source.parent, each.source.name) for name, each in assets.items()}
    return {MadeFile(name, each.size, each.crc) for name, each in found.items() if each}


def _write_list(target: Path, files: Iterable[MadeFile]) -> bool:
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in files_as_json(sorted(files)))
    text = f'{{\n"format": "{FORMAT}",\n"version": 1,\n"files": [\n{rows}\n]\n}}\n'
    return write_atomically(target / LIST, text.encode())


def _is_catalogue(path: Path) -> bool:
    try:
        return _CATALOGUE in read_regular(path, within=path.parent)
    except OSError:
        return False

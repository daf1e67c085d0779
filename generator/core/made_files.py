"""Files that this program has made, told from any other by their size and by what they begin with.

Whoever makes files keeps a list of them; what stands in a place and is not on its list is somebody's own.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from generator.core.errors import Diagnostic, MachineError, Severity
from generator.core.json_reader import JsonObject
from generator.core.regular_files import UnfitFileError, open_regular

BEGINNING = 1 << 20
"""Bytes of a file that are looked at: all of any text, and of a recording enough to know it by."""

WAY_OUT = "move it away or write into another folder (-o), or replace it with --overwrite"


@dataclass(frozen=True, slots=True, order=True)
class MadeFile:
    """A file as it was made."""

    name: str
    """Path in the folder whose list it is on, with `/`."""
    size: int
    """Bytes."""
    crc: int
    """CRC-32 of its first MiB."""


class OccupiedError(MachineError):
    """Files of somebody's own stand where this program would write."""

    code = "E082"

    def __init__(self, problems: Sequence[Diagnostic]) -> None:
        super().__init__("; ".join(problem.message for problem in problems), problems[0].hint)
        self._problems = tuple(problems)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """One for each of the files."""
        return self._problems


def occupied(message: str, hint: str = WAY_OUT) -> Diagnostic:
    """What is told of one file that is in the way."""
    return Diagnostic(Severity.ERROR, OccupiedError.code, None, message, hint)


def made_file(name: str, stream: BinaryIO) -> MadeFile:
    """What a file is known by; the stream stands anywhere after."""
    size = stream.seek(0, 2)
    stream.seek(0)
    return MadeFile(name, size, zlib.crc32(stream.read(BEGINNING)))


def made_of(name: str, data: bytes) -> MadeFile:
    """What a file with these bytes is known by."""
    return made_file(name, BytesIO(data))


def found_file(folder: Path, name: str) -> MadeFile | None:
    """The file that stands there now; None where none does, or one that holds nothing of anybody.

    Raises:
        OSError: it cannot be read.
    """
    path = folder / name
    try:
        with open_regular(path, path.parent) as stream:
            found = made_file(name, stream)
    except (FileNotFoundError, UnfitFileError):
        return None  # a pipe, or a link to a file elsewhere, which stays
    return found if found.size else None  # what a power cut leaves is often empty


def files_as_json(files: Iterable[MadeFile]) -> list[dict[str, object]]:
    """A list of files as it stands in JSON."""
    return [{"name": each.name, "bytes": each.size, "crc32": each.crc} for each in files]


def files_from_json(record: JsonObject, key: str) -> tuple[MadeFile, ...]:
    """The list that stands under `key`.

    Raises:
        JsonError: it is not such a list, or names a file outside its folder.
    """
    return tuple(_read_files(record, key))


def _read_files(record: JsonObject, key: str) -> Iterator[MadeFile]:
    for row in record.records(key):
        name = row.text("name")
        path = PurePosixPath(name)
        if not path.name or path.is_absolute() or ".." in path.parts or "\\" in name or ":" in path.parts[0]:
            raise row.wrong("name", "is no file in this folder")
        yield MadeFile(name, row.whole("bytes"), row.whole("crc32"))

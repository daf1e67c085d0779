"""Where a build keeps the frames of its clips until they are joined: memory first, then a nameless file.

So that a lesson of ten hours needs no more memory than one of twenty minutes, and so that what another build
evicts from the cache in the meantime is not missed.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from threading import Lock
from typing import IO

IN_MEMORY = 24 << 20
"""Bytes: five lessons of twenty minutes."""


@dataclass(frozen=True, slots=True)
class StoredFrames:
    """Where the frame store keeps one clip's frames."""

    offset: int
    size: int


class FrameStore:
    """Bytes that are written once, from any thread, and read back piece by piece."""

    def __init__(self) -> None:
        self._kept: dict[StoredFrames, bytes] = {}
        """What fits into memory."""
        self._file: IO[bytes] | None = None
        """The rest."""
        self._end = 0
        self._lock = Lock()

    def add(self, data: bytes) -> StoredFrames:
        """Keep `data` at the end."""
        with self._lock:
            piece = StoredFrames(self._end, len(data))
            self._end += len(data)
            if self._end <= IN_MEMORY:
                self._kept[piece] = data
            else:
                self._file = self._file or _nameless()
                self._file.seek(piece.offset)
                self._file.write(data)
            return piece

    def read(self, piece: StoredFrames) -> bytes:
        """The bytes of one piece."""
        with self._lock:
            kept = self._kept.get(piece)
            if kept is not None:
                return kept
            assert self._file is not None
            self._file.seek(piece.offset)
            return self._file.read(piece.size)

    def close(self) -> None:
        """Delete the temporary file."""
        self._kept.clear()
        if self._file is not None:
            self._file.close()


def _nameless() -> IO[bytes]:
    """A file without a name, in the folder for temporary ones.

    `tempfile` by itself looks for that folder by making a file with a name, which stays where the program is
    killed just then; so it searches only where the usual one does not serve.
    """
    import tempfile

    named = [os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP")]
    usual = ["/tmp"] if os.name == "posix" else []  # noqa: S108  # nobody can guess at a file without a name
    for folder in filter(None, [*named, *usual]):
        try:
            return tempfile.TemporaryFile(dir=folder)
        except OSError:
            continue
    return tempfile.TemporaryFile()

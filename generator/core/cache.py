"""The clip cache: content-addressed bytes in the user's cache folder.

An entry is its checksum and its payload. The checksum covers the key too, so that an entry which is
truncated, flipped, or swapped with another is a miss, and is made again. Two builds may share the folder:
entries appear whole, and what one build evicts is for the other a miss.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.core.atomic_files import atomic_writer, remove_unfinished, unfinished_file
from generator.core.regular_files import mode_of

LAYOUT = "v3"
"""Changes when the format of entries does; older folders are then left for `lesson cache clear`."""

DEFAULT_LIMIT = 1 << 30
"""Bytes: about 30 hours of speech."""

_SEAL = struct.Struct("<8sQI")
"""Magic, bytes of the payload, CRC-32 of the key and the payload."""

_MAGIC = b"LESSON2\n"
_ENTRY = re.compile(r"v\d+/([0-9a-f]{1,2}/[0-9a-f]{32,}|unfinished/\..+\.unfinished)")
_SHARDS = 16
_KEPT_SHARE = 0.9
"""Of a shard's room, where some had to be evicted: it is then not looked through again for each entry."""


@dataclass(frozen=True, slots=True)
class Contents:
    """How much the cache holds, as `lesson cache` tells it."""

    entries: int
    size: int
    """Bytes."""


class Cache:
    """Bytes by key. No failure of the disk stops a build: reading is then a miss, writing is noted."""

    def __init__(self, root: Path, limit: int = DEFAULT_LIMIT) -> None:
        self.root = root
        self._entries = root / LAYOUT
        self._unfinished = self._entries / "unfinished"
        self._shard_limit = limit // _SHARDS
        self._room: dict[Path, int] = {}
        """Bytes that still fit into each shard that was looked through."""
        self.trouble: str = ""
        """Why nothing could be kept, in the system's words; empty where all went well."""
        self.sweep()

    def sweep(self) -> None:
        """Remove what processes that are gone left unfinished."""
        remove_unfinished(self._unfinished)

    def get(self, key: str) -> bytes | None:
        """The payload under `key`, or None where there is none that is whole."""
        path = self._path(key)
        try:
            entry = path.read_bytes()
        except OSError:
            return None
        payload = entry[_SEAL.size :]
        if entry[: _SEAL.size] != _seal(key, payload):
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # recently used
        return payload

    @contextlib.contextmanager
    def scratch_file(self, name: str) -> Iterator[Path]:
        """A path for what only a library can write, gone when the block ends, however that is.

        Raises:
            OSError: there is no such folder, and it cannot be made.
        """
        self._unfinished.mkdir(parents=True, exist_ok=True)
        with unfinished_file(name, self._unfinished) as path:
            yield path

    def has(self, key: str) -> bool:
        """Whether there is an entry under `key`, be it whole or not."""
        return stat.S_ISREG(mode_of(self._path(key)))

    def put(self, key: str, payload: bytes) -> None:
        """Keep `payload` under `key`, and evict what was used least recently where room is short."""
        path = self._path(key)
        entry = _seal(key, payload) + payload
        try:
            try:
                self._write(path, entry)
            except (FileNotFoundError, IsADirectoryError):
                self._make_room_for(path)
                self._write(path, entry)
            self._evict(path, len(entry))
        except OSError as error:
            self.trouble = f"{error.strerror or error} ({self.root})"

    def contents(self) -> Contents:
        """How much the cache holds, older layouts included."""
        sizes: list[int] = []
        for path in self._kept():
            with contextlib.suppress(FileNotFoundError):
                sizes.append(path.stat().st_size)
        return Contents(len(sizes), sum(sizes))

    def clear(self) -> Contents:
        """Remove every entry, and nothing that is not one; returns what was removed.

        Raises:
            OSError: an entry could not be removed.
        """
        before = self.contents()
        for path in list(self._kept()):
            path.unlink(missing_ok=True)
        return before

    def _path(self, key: str) -> Path:
        return self._entries / key[0] / key

    def _write(self, path: Path, entry: bytes) -> None:
        with atomic_writer(path, beside=self._unfinished) as stream:
            stream.write(entry)

    def _make_room_for(self, path: Path) -> None:
        for folder in (self._unfinished, path.parent):
            folder.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            path.rmdir()

    def _evict(self, newest: Path, size: int) -> None:
        """Bound each shard by itself: keys are evenly spread, and an edit then looks at one folder only.

        Programs that fill it at once do not know of each other's entries until they look again.
        """
        room = self._room.get(newest.parent, 0) - size
        if room >= 0:
            self._room[newest.parent] = room
            return
        found: list[tuple[float, int, Path]] = []
        for entry in os.scandir(newest.parent):
            with contextlib.suppress(FileNotFoundError):
                status = entry.stat()
                found.append((status.st_mtime, status.st_size, Path(entry.path)))
        kept = sum(each for _, each, _ in found)
        most = self._shard_limit * (1.0 if kept <= self._shard_limit else _KEPT_SHARE)
        for _, each, path in sorted(found):
            if kept <= most:
                break
            if path != newest and path.is_file():
                path.unlink(missing_ok=True)
                kept -= each
        self._room[newest.parent] = self._shard_limit - kept

    def _kept(self) -> Iterator[Path]:
        """Files that this program made, told by their names: `LESSON_CACHE` may point anywhere."""
        return (
            path
            for path in self.root.glob("v*/*/*")
            if _ENTRY.fullmatch(path.relative_to(self.root).as_posix()) and path.is_file()
        )


def default_root() -> Path:
    """`LESSON_CACHE`, or the user's cache folder for this program."""
    chosen = os.environ.get("LESSON_CACHE")
    if chosen:
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_cache_dir("lesson", appauthor=False))


def _seal(key: str, payload: bytes) -> bytes:
    return _SEAL.pack(_MAGIC, len(payload), zlib.crc32(payload, zlib.crc32(key.encode())))

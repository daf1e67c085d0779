"""Files that are either the old one or the new one, whole: written beside, then renamed.

An unfinished file has a name that nobody can guess, and its process holds a lock on it, which the kernel
drops however that process ends: whoever can take the lock sweeps the file away. A process number would not
do: of two containers over one folder, each calls its build number 1.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from generator.core.regular_files import read_regular

_UNFINISHED = re.compile(r"\..*\.([0-9a-f]{16}|\d+-\d+)\.unfinished")
"""The second form is an earlier version's."""

_DAY = 24 * 3600.0
_LONGEST_NAME = 200
"""Bytes. Most file systems allow 255; the rest is for what is added to an unfinished file's name."""


@contextlib.contextmanager
def atomic_writer(path: Path, *, beside: Path | None = None) -> Iterator[BinaryIO]:
    """Open a file that takes the place of `path` when the block ends without an error.

    Args:
        path: what is to be replaced.
        beside: the folder for the unfinished file, on the same file system; `path`'s own by default.

    Raises:
        OSError: it could not be written or renamed; it names `path`, which is then as it was.
    """
    if path.is_dir():
        # Known now, it is told before any other file is renamed.
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    with _known_as(path), unfinished_file(path.name, beside or path.parent) as unfinished:
        with unfinished.open("rb+") as stream:
            yield stream
        # Opened files cannot be replaced on Windows, so the stream is closed first.
        unfinished.replace(path)


@contextlib.contextmanager
def unfinished_file(name: str, folder: Path) -> Iterator[Path]:
    """An empty file in `folder` for what will be called `name`; gone when the block ends, if still there.

    Raises:
        OSError: it cannot be made.
    """
    path, held = _make_held(name, folder)
    try:
        yield path
    finally:  # after Ctrl-C, too
        with contextlib.suppress(OSError):
            path.unlink()
        if held is not None:
            os.close(held)


def link_atomically(path: Path, source: Path) -> None:
    """Replace `path` by the file `source`: a second name for it where that can be, else a copy.

    Raises:
        OSError: it could not be written or renamed; `path` is then as it was.
    """
    unfinished = _unfinished_path(path.name, path.parent)
    try:
        with _kept_from_sweeping(source):
            os.link(source.resolve(), unfinished)
            unfinished.replace(path)
    except OSError:
        # Another disk, or one without links.
        import shutil

        with source.open("rb") as data, atomic_writer(path) as stream:
            shutil.copyfileobj(data, stream, 1 << 20)
    finally:
        # Renaming one name of a file to another of its names does nothing, and leaves both.
        unfinished.unlink(missing_ok=True)


def write_atomically(path: Path, data: bytes) -> bool:
    """Replace `path` by `data`; leave it alone, and its date too, where it already holds that.

    Returns:
        Whether it was written.
    """
    if has_content(path, data):
        return False
    with atomic_writer(path) as stream:
        stream.write(data)
    return True


def remove_unfinished(folder: Path) -> None:
    """Remove the unfinished files of processes that are gone; what cannot be listed or removed stays."""
    try:
        found = [entry for entry in os.scandir(folder) if _UNFINISHED.fullmatch(entry.name)]
    except OSError:
        return
    for entry in found:
        with contextlib.suppress(OSError):
            if entry.is_file(follow_symlinks=False):
                _sweep(Path(entry.path))


def has_content(path: Path, data: bytes) -> bool:
    """Whether there is a file at `path` with exactly these bytes."""
    try:
        return path.stat().st_size == len(data) and read_regular(path, len(data), path.parent) == data
    except OSError:
        return False


def _unfinished_path(name: str, folder: Path) -> Path:
    stem = name.encode()[:_LONGEST_NAME].decode(errors="ignore")
    return folder / f".{stem}.{os.urandom(8).hex()}.unfinished"


def _make_held(name: str, folder: Path) -> tuple[Path, int | None]:
    """A new unfinished file, and the descriptor through which it is held; None where it cannot be held."""
    while True:
        path = _unfinished_path(name, folder)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        if sys.platform == "win32":
            os.close(descriptor)  # or it could not be renamed
            return path, None
        if _lock(descriptor) is not False and os.path.lexists(path):
            return path, descriptor
        # Somebody who was sweeping has seen it before it was held.
        os.close(descriptor)


@contextlib.contextmanager
def _kept_from_sweeping(source: Path) -> Iterator[None]:
    """While a file's second name is an unfinished one, hold the file."""
    if sys.platform == "win32":
        yield  # an opened file could not be renamed
        return
    with source.open("rb") as data:
        _lock(data.fileno(), shared=True)
        yield


def _sweep(path: Path) -> None:
    """Remove an unfinished file that nobody is going to finish; where nobody can tell, after a day.

    Raises:
        OSError: it cannot be looked at, or removed.
    """
    old = time.time() - path.stat().st_mtime > _DAY
    if sys.platform == "win32":
        if old:  # between its closing and its renaming nothing holds it
            path.unlink()
        return
    descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    try:
        free = _lock(descriptor)
        if free or (free is None and old):
            path.unlink()
    finally:
        os.close(descriptor)


def _lock(descriptor: int, *, shared: bool = False) -> bool | None:
    """Take the lock on an open file, until it is closed; None on a file system that has no locks.

    It belongs to what was opened, not to the process, so that threads do not take each other's; and programs
    that this one starts do not inherit it.

    Returns:
        Whether it was free.
    """
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in {errno.EAGAIN, errno.EACCES} else None
    return True


@contextlib.contextmanager
def _known_as(path: Path) -> Iterator[None]:
    """Give an error about an unfinished file the name that the user knows."""
    try:
        yield
    except OSError as error:
        if isinstance(error.filename, str) and _UNFINISHED.fullmatch(Path(error.filename).name):
            error.filename = str(path)
        raise

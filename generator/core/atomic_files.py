"""Files that are either the old one or the new one, whole: written beside, then renamed.

What a killed process leaves behind carries its process number in its name, and the next one sweeps it away.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_UNFINISHED = re.compile(r"\.(?P<process>\d+)-\d+\.unfinished$")
_DAY = 24 * 3600.0
_LONGEST_NAME = 200
"""Bytes. Most file systems allow 255; the rest is for what is added to an unfinished file's name."""

_numbers = itertools.count()


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
    unfinished = unfinished_path(path, beside or path.parent)
    try:
        with unfinished.open("xb+") as stream:
            yield stream
        # Opened files cannot be replaced on Windows, so the stream is closed first.
        unfinished.replace(path)
    except BaseException as error:  # Ctrl-C too: nothing unfinished stays, and the error goes on
        with contextlib.suppress(OSError):
            unfinished.unlink()
        if isinstance(error, OSError) and error.filename == str(unfinished):
            error.filename = str(path)  # the name that the user knows
        raise


def link_atomically(path: Path, source: Path) -> None:
    """Replace `path` by the file `source`: a second name for it where that can be, else a copy.

    Raises:
        OSError: it could not be written or renamed; `path` is then as it was.
    """
    unfinished = unfinished_path(path, path.parent)
    try:
        os.link(source.resolve(), unfinished)
    except OSError:
        # Another disk, or one without links.
        import shutil

        with source.open("rb") as data, atomic_writer(path) as stream:
            shutil.copyfileobj(data, stream, 1 << 20)
        return
    try:
        unfinished.replace(path)
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
        names = [entry.name for entry in os.scandir(folder) if entry.name.endswith(".unfinished")]
    except OSError:
        return
    for name in names:
        found = _UNFINISHED.search(name)
        if found and _is_gone(int(found["process"]), folder / name):
            with contextlib.suppress(OSError):
                (folder / name).unlink()


def unfinished_path(path: Path, folder: Path) -> Path:
    """Where in `folder` to write what will be called `path`: swept away, should this process die."""
    stem = path.name.encode()[:_LONGEST_NAME].decode(errors="ignore")
    return folder / f".{stem}.{os.getpid()}-{next(_numbers)}.unfinished"


def has_content(path: Path, data: bytes) -> bool:
    """Whether there is a file at `path` with exactly these bytes."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _is_gone(process: int, path: Path) -> bool:
    if process == os.getpid():
        return False
    if sys.platform == "win32":
        # There is no harmless way to ask for a process by number there: go by the file's age.
        with contextlib.suppress(OSError):
            return time.time() - path.stat().st_mtime > _DAY
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False

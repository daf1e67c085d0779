"""Files that are on the disk itself before they take another's place: a power cut leaves one of the two."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path
from typing import IO, Final

from generator.core.atomic_files import atomic_writer, has_content, unfinished_file

_CANNOT: Final = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP})
"""What disks say that know of no flushing."""

_WRITABLE: Final = 0o222


class ReadOnlyError(PermissionError):
    """A file that somebody has made read-only."""


class ChangedMeanwhileError(OSError):
    """A file that holds something else than it did when it was read."""


def flush_to_disk(stream: IO[bytes]) -> None:
    """Wait until all that was written to `stream` is on the disk.

    Raises:
        OSError: it could not be written.
    """
    stream.flush()
    try:
        if sys.platform == "darwin":
            import fcntl

            fcntl.fcntl(stream.fileno(), fcntl.F_FULLFSYNC)  # its fsync leaves all in the drive's own memory
        else:
            os.fsync(stream.fileno())
    except OSError as error:
        if error.errno not in _CANNOT:
            raise


def flush_folder(folder: Path) -> None:
    """Wait until the names in `folder` are on the disk, where a program can do that: on Windows none can."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def rewrite(path: Path, before: bytes, after: bytes) -> None:
    """Put `after` in the place of `before`, which a person wrote; mode, owner and other names stay.

    Args:
        path: of the file itself, not of a link to it.
        before: what it holds.
        after: what it is to hold.

    Raises:
        ReadOnlyError: nobody is to write to it.
        ChangedMeanwhileError: it holds something else by now.
        OSError: it cannot be written; it is then as it was.
    """
    status = path.stat()
    if not status.st_mode & _WRITABLE or not os.access(path, os.W_OK):
        raise ReadOnlyError(errno.EACCES, "it is read-only", str(path))
    if not has_content(path, before):
        raise ChangedMeanwhileError(errno.EBUSY, "it was saved again meanwhile", str(path))
    if status.st_nlink > 1:
        _rewrite_in_place(path, before, after)
        return
    with atomic_writer(path) as stream:
        _copy_owner(status, stream)
        import shutil  # 5 ms that a build which writes nothing need not spend

        shutil.copystat(path, stream.name)
        stream.write(after)
        flush_to_disk(stream)
    flush_folder(path.parent)


def _copy_owner(status: os.stat_result, stream: IO[bytes]) -> None:
    if sys.platform != "win32":
        with contextlib.suppress(PermissionError):  # only an administrator may give a file away
            os.fchown(stream.fileno(), status.st_uid, status.st_gid)


def _rewrite_in_place(path: Path, before: bytes, after: bytes) -> None:
    """Change a file that has several names. Meanwhile its new text stands beside it, too."""
    with unfinished_file(path.name, path.parent) as beside:
        with beside.open("rb+") as stream:
            stream.write(after)
            flush_to_disk(stream)
        flush_folder(path.parent)
        _overwrite(path, before, after)


def _overwrite(path: Path, before: bytes, after: bytes) -> None:
    with path.open("r+b", buffering=0) as stream, contextlib.ExitStack() as unless_whole:
        unless_whole.callback(_write_whole, stream, before)
        _write_whole(stream, after)
        unless_whole.pop_all()


def _write_whole(stream: IO[bytes], data: bytes) -> None:
    stream.seek(0)
    left = memoryview(data)
    while left:
        left = left[stream.write(left) :]
    stream.truncate()
    flush_to_disk(stream)

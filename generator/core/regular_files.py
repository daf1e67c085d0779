"""Reading files that somebody else may have put there: regular ones only, of a size that was looked at first.

A pipe that nobody writes to is not waited for, a device not opened, and a link is followed only to where it
may lead. What counts is the file that was opened, whatever has been put in its place meanwhile.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from io import BufferedReader
from pathlib import Path
from typing import Final

MOST_BYTES: Final = 100_000_000
"""Of a file that this program wrote itself: a lesson of 24 hours has a timeline of half as many."""

_MEGABYTE: Final = 1_000_000

MOST_SOUND_BYTES: Final = 1_000_000_000
"""Of an MP3: 24 hours are 0.7 GB."""

# Windows has none of these, and no pipes in its folders.
_NO_WAIT: Final[int] = getattr(os, "O_NONBLOCK", 0)
_NO_LINK: Final[int] = getattr(os, "O_NOFOLLOW", 0)
_FLAGS: Final[int] = os.O_RDONLY | _NO_WAIT | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


class UnfitFileError(OSError):
    """A file that is not read; `strerror` says why, in words that go on from its name or place."""

    hint = "put a file in its place, or delete it"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(errno.EINVAL, reason, str(path))


class OutsideError(UnfitFileError):
    """A link that leads out of the folder in which a file has to be."""

    hint = "put a copy of the file in its place"


class NotRegularError(UnfitFileError):
    """A folder, a pipe, a socket or a device."""


class TooLargeError(UnfitFileError):
    """More bytes than such a file may have."""

    hint = "is it the right file?"


class NotTextError(UnfitFileError):
    """Bytes that are no UTF-8 text, where one is wanted."""


class ImpossibleNameError(UnfitFileError):
    """A name that no file can have."""

    hint = "is its name right?"


def regular_file(path: Path, within: Path | None = None) -> Path:
    """Where the file at `path` really is, with links followed.

    Args:
        path: of a regular file, or of a link to one.
        within: the folder in which, or below which, it has to be. That may be a link itself.

    Raises:
        OutsideError: a link leads out of `within`.
        NotRegularError: it is no regular file.
        OSError: it is not there, or cannot be looked at.
    """
    try:
        real = path if within is None else Path(os.path.realpath(path))
        # Before anything is asked about it: not even whether it is there is told of what is outside.
        if within is not None and not real.is_relative_to(os.path.realpath(within)):
            raise OutsideError(path, "a link leads to a file outside of its folder")
        _check(path, real.stat())
    except ValueError as error:
        raise ImpossibleNameError(path, "no file can have this name") from error
    return real


def mode_of(path: Path) -> int:
    """Kind and permissions of what is at `path`, with links followed; 0 where nothing is, or no file can be.

    `Path.exists` and its kin raise where a name is too long, until Python 3.14.
    """
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return 0


def open_regular(path: Path, within: Path | None = None, most: int | None = None) -> BufferedReader:
    """Open a regular file for reading; whoever is given it closes it.

    Args:
        path: of the file.
        within: as in `regular_file`.
        most: bytes that it may have.

    Raises:
        TooLargeError: it has more.
        OSError: as `regular_file`, or it cannot be opened.
    """
    real = regular_file(path, within)
    opened = os.open(real, _FLAGS if within is None else _FLAGS | _NO_LINK)
    with contextlib.ExitStack() as unless_taken:
        unless_taken.callback(os.close, opened)
        _check(path, os.fstat(opened), most)
        if _NO_WAIT:
            os.set_blocking(opened, True)
        stream = os.fdopen(opened, "rb")
        unless_taken.pop_all()
    return stream


def read_regular(path: Path, most: int = MOST_BYTES, within: Path | None = None) -> bytes:
    """All bytes of a regular file, read once.

    Raises:
        TooLargeError: there are more than `most`.
        OSError: as `open_regular`, or it cannot be read.
    """
    with open_regular(path, within, most) as file:
        data = file.read(most + 1)  # it may have grown, or never have told its size
    if len(data) > most:
        raise _too_large(path, most)
    return data


def read_regular_text(path: Path, within: Path | None = None) -> str:
    """The text of a file that this program writes; line ends are as they stand there.

    Raises:
        NotTextError: it is not in UTF-8.
        OSError: as `read_regular`.
    """
    try:
        return read_regular(path, within=within).decode()
    except UnicodeDecodeError as error:
        raise NotTextError(path, "this is no text in UTF-8") from error


def _check(path: Path, status: os.stat_result, most: int | None = None) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise NotRegularError(path, "this is a folder")
    if not stat.S_ISREG(status.st_mode):
        raise NotRegularError(path, "this is not a file, but a pipe or a device")
    if most is not None and status.st_size > most:
        raise _too_large(path, most)


def _too_large(path: Path, most: int) -> TooLargeError:
    return TooLargeError(path, f"it has over {_size_text(most)}")


def _size_text(size: int) -> str:
    return f"{size // _MEGABYTE} MB" if size >= _MEGABYTE else f"{size:,} bytes"

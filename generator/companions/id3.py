"""ID3v2.3, byte by byte (https://id3.org/id3v2.3.0 and https://id3.org/id3v2-chapters-1.0).

By hand because chapters must stand in order of time, which mutagen does not keep, and because it is quick.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final

LATIN_1: Final = b"\0"
UTF_16: Final = b"\1"
FRONT_COVER: Final = 3
NOWHERE: Final = 0xFFFFFFFF
"""A chapter's byte offset where its time is what counts."""

_TOP_LEVEL: Final = 0b10
_ORDERED: Final = 0b01
_MOST_ENTRIES: Final = 255
"""A table of contents counts its entries in one byte."""
_SEVEN_BITS: Final = 0x7F
_MOST_BYTES: Final = 1 << 28


def tag(frames: Sequence[bytes]) -> bytes:
    """A whole tag without padding: nothing is ever changed inside a finished file."""
    body = b"".join(frames)
    assert len(body) < _MOST_BYTES, "an ID3 tag holds at most 256 MB"
    size = bytes(len(body) >> shift & _SEVEN_BITS for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + size + body


def frame(name: str, body: bytes) -> bytes:
    """One frame; in version 2.3 its size is a plain big-endian number."""
    return struct.pack(">4sIH", name.encode("ascii"), len(body), 0) + body


def text(name: str, value: str) -> bytes:
    """A text frame, such as `TIT2`."""
    encoding, (encoded,) = _encode(value)
    return frame(name, encoding + encoded)


def user_text(description: str, value: str) -> bytes:
    """A frame of the kind that ID3 calls `TXXX`: a value that the standard has no name for."""
    encoding, (described, encoded) = _encode(description, value)
    return frame("TXXX", encoding + described + _end(encoding) + encoded)


def long_text(name: str, language: str, value: str) -> bytes:
    """`COMM` or `USLT`: text of any length, in a language of three letters."""
    encoding, (described, encoded) = _encode("", value)
    return frame(name, encoding + language.encode("ascii") + described + _end(encoding) + encoded)


def picture(mime: str, data: bytes) -> bytes:
    """`APIC`: the front cover."""
    return frame("APIC", LATIN_1 + mime.encode("ascii") + b"\0" + bytes([FRONT_COVER]) + b"\0" + data)


def chapter(name: str, start: int, end: int, title: str) -> bytes:
    """`CHAP`: from `start` to `end`, in milliseconds; `name` is what a table of contents calls it."""
    times = struct.pack(">IIII", min(start, NOWHERE), min(end, NOWHERE), NOWHERE, NOWHERE)
    return frame("CHAP", name.encode("ascii") + b"\0" + times + text("TIT2", title))


def contents(names: Sequence[str], title: str) -> list[bytes]:
    """`CTOC`: the order of the chapters. More than 255 of them need tables within a table."""
    tables: list[bytes] = []
    while len(names) > _MOST_ENTRIES:
        groups = [names[at : at + _MOST_ENTRIES] for at in range(0, len(names), _MOST_ENTRIES)]
        named = [f"toc{len(tables) + number}" for number in range(len(groups))]
        tables += [_table(name, _ORDERED, group, "") for name, group in zip(named, groups, strict=True)]
        names = named
    return [_table("toc", _TOP_LEVEL | _ORDERED, names, title), *tables]


def _table(name: str, flags: int, entries: Sequence[str], title: str) -> bytes:
    listed = b"".join(entry.encode("ascii") + b"\0" for entry in entries)
    head = name.encode("ascii") + b"\0" + bytes([flags, len(entries)])
    return frame("CTOC", head + listed + (text("TIT2", title) if title else b""))


def _encode(*values: str) -> tuple[bytes, list[bytes]]:
    """All values of a frame share an encoding: Latin-1 where it can hold them, else UTF-16 with its mark."""
    try:
        return LATIN_1, [value.encode("latin-1") for value in values]
    except UnicodeEncodeError:
        return UTF_16, [b"\xff\xfe" + value.encode("utf-16-le") for value in values]


def _end(encoding: bytes) -> bytes:
    return b"\0" if encoding == LATIN_1 else b"\0\0"

"""What a player shows of a lesson: the tag at the head of its MP3."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from generator.companions import id3
from generator.companions.languages import three_letters
from generator.companions.transcript import lyrics
from generator.companions.wording import EXCERPT, lesson_title, marks, milliseconds, plain
from generator.core.errors import MachineError
from generator.core.regular_files import open_regular
from generator.timeline.edition import Edition
from generator.timeline.edition_json import GENERATOR

GENRE: Final = "Speech"
"""Number 101 of Winamp's list: readers know it by name or by number."""

_HASH: Final = "Script SHA-256"
_HEX: Final = 64
_HEAD: Final = 1 << 17
"""Bytes at an MP3's beginning within which its tag names the script: titles and the like stand before it."""
_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_SIGNATURES: Final = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


def tags(edition: Edition, cover: bytes | None, *, total: int | None = None, encoder: str = "") -> bytes:
    """An ID3v2.3 tag, the same bytes every time.

    Args:
        edition: the lesson.
        cover: a JPEG or PNG, or None.
        total: how many lessons the series has, for `2/4`.
        encoder: what made the sound and how, as `LAME 3.100, 64 kbit/s`.

    Raises:
        MachineError: the cover is neither JPEG nor PNG.
    """
    return id3.tag(
        [*_texts(edition, total, encoder), *_long_texts(edition), *_picture(cover), *_chapters(edition)]
    )


def script_hash_in(mp3: Path) -> str:
    """The hash of the script that an MP3 was built from, as its tag says it; empty where it says none.

    Raises:
        OSError: the file cannot be read.
    """
    with open_regular(mp3) as stream:
        _, _, after = stream.read(_HEAD).partition(_HASH.encode() + b"\0")
    return after[:_HEX].decode("ascii", "replace")


def is_excerpt(path: Path) -> bool:
    """Whether an MP3 or WAV file says of itself that it is a part of a lesson, written by this program.

    Raises:
        OSError: the file cannot be read.
    """
    with open_regular(path) as stream:
        head = stream.read(_HEAD)
    marks = (EXCERPT.encode(), EXCERPT.encode("utf-16-le"))
    return GENERATOR.partition(" ")[0].encode() in head and any(mark in head for mark in marks)


def _texts(edition: Edition, total: int | None, encoder: str) -> Iterator[bytes]:
    header = edition.header
    track = "" if header.track is None else f"{header.track}" + (f"/{total}" if total else "")
    date = _DATE.fullmatch(header.date)
    values = {
        "TIT2": lesson_title(edition),
        "TPE1": plain(header.author),
        "TALB": plain(header.series),
        "TRCK": track,
        "TYER": date[1] if date else "",
        "TDAT": date[3] + date[2] if date and date[3] else "",
        "TCON": GENRE,
        "TLAN": three_letters(header.language),
        "TLEN": str(milliseconds(edition.timeline.length)),
        "TENC": GENERATOR,
        "TSSE": plain(encoder),
    }
    for name, value in values.items():
        if value:
            yield id3.text(name, value)
    yield id3.user_text(_HASH, edition.script_hash)
    yield id3.user_text("Generator", GENERATOR)


def _long_texts(edition: Edition) -> Iterator[bytes]:
    language = three_letters(edition.header.language)
    for name, value in (("COMM", plain(edition.header.description)), ("USLT", lyrics(edition))):
        if value:
            yield id3.long_text(name, language, value)


def _picture(cover: bytes | None) -> Iterator[bytes]:
    if cover is None:
        return
    for signature, mime in _SIGNATURES.items():
        if cover.startswith(signature):
            yield id3.picture(mime, cover)
            return
    raise MachineError("the cover is neither a JPEG nor a PNG picture")


def _chapters(edition: Edition) -> Iterator[bytes]:
    found = marks(edition)
    # Of one width, so that a reader which sorts by name shows them in order of time as well.
    names = [f"ch{number:05}" for number in range(len(found))]
    if found:
        yield from id3.contents(names, lesson_title(edition))
    for name, mark in zip(names, found, strict=True):
        yield id3.chapter(name, milliseconds(mark.start), milliseconds(mark.end), mark.title)

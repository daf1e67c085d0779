"""Do the tag and the chapters say what the timeline says? Read by mutagen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from generator.companions.chapters_reader import FoundChapter, compared_chapters, shortened
from generator.companions.languages import three_letters
from generator.companions.transcript import lyrics
from generator.companions.wording import lesson_title, milliseconds, plain
from generator.timeline.edition import Edition
from generator.verify.findings import Finding, Grade, finding_of, noted, wrong

CHAPTER_MS: Final = 1.0
HASH: Final = "TXXX:Script SHA-256"
SHOWN: Final = 40
"""Characters of a value that are shown."""


@dataclass(frozen=True, slots=True)
class Tag:
    """An ID3 tag."""

    version: tuple[int, ...]
    texts: Mapping[str, str]
    """By mutagen's key, without language: `TIT2`, `COMM`, `TXXX:Script SHA-256`."""
    chapters: tuple[FoundChapter, ...]
    """In the order of the table of contents, or of the file where there is none."""
    ordered: bool
    """Whether that table lists every chapter once."""
    pictures: tuple[str, ...] = ()
    """SHA-256 of each picture, in hex."""


def read_tag(path: Path) -> Tag | None:
    """The tag of an MP3; None where it has none.

    Raises:
        OSError: it cannot be read.
    """
    from mutagen import MutagenError
    from mutagen.id3 import ID3

    try:
        id3: Any = ID3(path, translate=False)  # type: ignore[no-untyped-call]  # mutagen has no type hints
    except MutagenError as error:
        if isinstance(error.args[0] if error.args else None, OSError):
            raise error.args[0] from error
        return None
    texts = {_key(key): _text(frame) for key, frame in id3.items() if key[:4] not in {"CHAP", "CTOC", "APIC"}}
    by_name = {frame.element_id: _heading(frame) for frame in id3.getall("CHAP")}
    listed = _listed({frame.element_id: frame for frame in id3.getall("CTOC")})
    ordered = sorted(listed) == sorted(by_name)
    names = listed if ordered else sorted(by_name)
    pictures = tuple(hashlib.sha256(frame.data).hexdigest() for frame in id3.getall("APIC"))
    return Tag(id3.version, texts, tuple(by_name[name] for name in names), ordered, pictures)


def check_tags(tag: Tag | None, edition: Edition) -> Iterator[Finding]:
    """Hold a tag and its chapters against the timeline."""
    if tag is None:
        yield wrong("tags", "there is no ID3 tag: players show neither title nor chapters")
        return
    if tag.version[:2] != (2, 3):
        yield noted("tags", f"the tag is ID3v{'.'.join(map(str, tag.version))}, and was written as 2.3")
    for key, (label, expected) in _expected(edition).items():
        found = tag.texts.get(key, "")
        if _same(key, found, expected):
            yield Finding("tags", Grade.FINE, f"{label}: {shortened(found)}")
        elif key == HASH:
            yield wrong("tags", "this MP3 was made of another text than its timeline")
        else:
            yield wrong("tags", f"{label} is {shortened(found)}, and should be {shortened(expected)}")
    if not tag.ordered:
        yield wrong("chapters", "the tag's table of contents does not list every chapter once")
    yield from map(finding_of("chapters"), compared_chapters(tag.chapters, edition, "the tag"))


def _expected(edition: Edition) -> dict[str, tuple[str, str]]:
    header = edition.header
    return {
        "TIT2": ("title", lesson_title(edition)),
        "TPE1": ("artist", plain(header.author)),
        "TALB": ("album", plain(header.series)),
        "TRCK": ("track", "" if header.track is None else str(header.track)),
        "TYER": ("year", header.date[:4]),
        "TLAN": ("language", three_letters(header.language)),
        "TLEN": ("length in ms", str(milliseconds(edition.timeline.length))),
        "COMM": ("comment", plain(header.description)),
        "USLT": ("lyrics", lyrics(edition)),
        HASH: ("hash of the script", edition.script_hash),
    }


def _same(key: str, found: str, expected: str) -> bool:
    if key == "TRCK":
        found = found.partition("/")[0]
    return found.split() == expected.split()


def _key(key: str) -> str:
    """The key of mutagen without description and language, where there is only one of a kind."""
    return key if key.startswith("TXXX:") else key.partition(":")[0]


def _text(frame: object) -> str:
    text = getattr(frame, "text", "")
    return text if isinstance(text, str) else "\n".join(map(str, text))


def _heading(frame: object) -> FoundChapter:
    titles = getattr(frame, "sub_frames", {})
    title = _text(titles["TIT2"]) if "TIT2" in titles else ""
    return FoundChapter(title, float(getattr(frame, "start_time", 0)), float(getattr(frame, "end_time", 0)))


def _listed(tables: dict[str, object]) -> list[str]:
    """Chapters in the order of the tables of contents, from the top one down."""
    named = {name for table in tables.values() for name in getattr(table, "child_element_ids", ())}
    waiting = [name for name in reversed(tables) if name not in named]
    listed: list[str] = []
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in tables and name not in seen:
            seen.add(name)
            waiting.extend(reversed(getattr(tables[name], "child_element_ids", ())))
        elif name not in tables:
            listed.append(name)
    return listed

"""Are the picture in the tag and the one beside the MP3 those that the lesson was built with?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from generator.companions.cover import COVER_SUFFIX
from generator.core.regular_files import read_regular
from generator.timeline.edition import Edition
from generator.verify.findings import Finding, Grade, noted, wrong
from generator.verify.tags import Tag


def check_cover(tag: Tag | None, folder: Path, name: str, edition: Edition) -> Iterator[Finding]:
    """Hold both pictures against the timeline, which knows its cover by a hash.

    Args:
        tag: of the MP3; that there is none is told elsewhere.
        folder: where its files are.
        name: what the names of all of them begin with.
        edition: what the lesson should be.
    """
    if not edition.cover_hash:
        text = "whether its cover is the right one cannot be told: its timeline is of an earlier version"
        yield noted("cover", f"{text}; build the lesson again")
        return
    if tag is not None:
        yield _embedded(tag, edition)
    yield from _beside(folder, name, edition)


def _embedded(tag: Tag, edition: Edition) -> Finding:
    if not tag.pictures:
        return wrong("cover", "there is no cover in the tag; build the lesson again")
    if set(tag.pictures) != {edition.cover_hash}:
        text = "the cover in the tag is another picture than the lesson was built with"
        return wrong("cover", f"{text}; build the lesson again")
    return Finding("cover", Grade.FINE, "the cover in the tag is the lesson's own")


def _beside(folder: Path, name: str, edition: Edition) -> Iterator[Finding]:
    files = [folder / f"{name}{suffix}" for suffix in COVER_SUFFIX.values()]
    files = [file for file in files if file.exists()]
    found: dict[str, str] = {}
    for file in files:
        try:
            found[file.name] = hashlib.sha256(read_regular(file, within=file.parent)).hexdigest()
        except OSError as error:
            yield wrong("cover", f"{file.name} cannot be read: {error.strerror or error}")
    right = edition.cover_hash in found.values()
    for file_name, digest in found.items():
        if digest == edition.cover_hash:
            yield Finding("cover", Grade.FINE, f"{file_name} is the lesson's own cover")
        elif right:
            yield noted("cover", f"{file_name} is a cover of an earlier version; delete it")
        else:
            text = f"{file_name} is another picture than the cover that the lesson was built with"
            yield wrong("cover", f"{text}; build the lesson again")
    if not files:
        yield noted("cover", f"there is no {name}{COVER_SUFFIX['image/jpeg']}")

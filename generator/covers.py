"""Which cover a lesson gets: the teacher's own or a drawn one, made once and then kept in the cache."""

from __future__ import annotations

import hashlib
from pathlib import Path

from generator.cache import Cache
from generator.companions.cover import DRAWING, Cover, CoverError, draw, drawing_key, load
from generator.errors import Diagnostic, ScriptError, Severity
from generator.script.model import Header


def cover_of(header: Header, title: str, length: int, folder: Path, cache: Cache) -> Cover:
    """The cover of a lesson.

    Args:
        header: of its script.
        title: of the lesson.
        length: samples.
        folder: of its script, where the header's `cover` is.
        cache: where it is kept, so that an edit need not draw it again.

    Raises:
        ScriptError: the file that the header names cannot be used.
    """
    if header.cover:
        return _given(header, folder / header.cover, cache)
    key = drawing_key(title, header.author, length)
    kept = _kept(cache, key)
    if kept is None:
        kept = draw(title, header.author, length)
        _keep(cache, key, kept)
    return kept


def _given(header: Header, path: Path, cache: Cache) -> Cover:
    try:
        # Told by size and date: its bytes may be many, and an edit waits for them.
        status = path.stat() if path.is_file() else None
        facts = f"{path.resolve()}\0{status.st_size}\0{status.st_mtime_ns}\0{DRAWING}" if status else ""
        key = hashlib.sha256(facts.encode(errors="surrogateescape")).hexdigest()
        kept = _kept(cache, key) if status else None
        if kept is None:
            kept = load(path)
            _keep(cache, key, kept)
    except CoverError as error:
        problem = Diagnostic(Severity.ERROR, "E072", header.spans.get("cover"), error.message, error.hint)
        raise ScriptError((problem,)) from error
    return kept


def _kept(cache: Cache, key: str) -> Cover | None:
    data = cache.get(key)
    if data is None:
        return None
    mime, note, picture = data.split(b"\0", 2)
    return Cover(picture, mime.decode(), note.decode())


def _keep(cache: Cache, key: str, cover: Cover) -> None:
    cache.put(key, b"\0".join((cover.mime.encode(), cover.note.encode(), cover.data)))

"""Which cover a lesson gets: the teacher's own or a drawn one, made once and then kept in the cache."""

from __future__ import annotations

import hashlib
from pathlib import Path

from generator.companions.cover import DRAWING, Cover, CoverError, draw, drawing_key, load
from generator.core.cache import Cache
from generator.core.errors import Diagnostic, ScriptError, Severity
from generator.script.files import find_beside
from generator.script.lesson import Header
from generator.script.parse import IncludeError


def cover_of(header: Header, title: str, length: int, script: Path, cache: Cache) -> Cover:
    """The cover of a lesson.

    Args:
        header: of its script.
        title: of the lesson.
        length: samples.
        script: its path; the header's `cover` is in its folder.
        cache: where it is kept, so that an edit need not draw it again.

    Raises:
        ScriptError: the file that the header names cannot be used.
    """
    if header.cover:
        return _given(header, script, cache)
    key = drawing_key(title, header.author, length)
    kept = _kept(cache, key)
    if kept is None:
        kept = draw(title, header.author, length)
        _keep(cache, key, kept)
    return kept


def cover_path(header: Header, script: Path) -> Path:
    """Where the cover is that a header names.

    Raises:
        ScriptError: it is not there.
    """
    try:
        return find_beside(script, header.cover)
    except IncludeError as error:
        raise _refused(header, error.message, error.hint) from error


def _given(header: Header, script: Path, cache: Cache) -> Cover:
    path = cover_path(header, script)
    try:
        # Told by size and date: its bytes may be many, and an edit waits for them.
        status = path.stat()
        facts = f"{path}\0{status.st_size}\0{status.st_mtime_ns}\0{DRAWING}"
        key = hashlib.sha256(facts.encode(errors="surrogateescape")).hexdigest()
        kept = _kept(cache, key)
        if kept is None:
            kept = load(path)
            _keep(cache, key, kept)
    except CoverError as error:
        raise _refused(header, error.message, error.hint) from error
    return kept


def _refused(header: Header, message: str, hint: str) -> ScriptError:
    problem = Diagnostic(Severity.ERROR, "E072", header.spans.get("cover"), f"the cover: {message}", hint)
    return ScriptError((problem,))


def _kept(cache: Cache, key: str) -> Cover | None:
    data = cache.get(key)
    if data is None:
        return None
    mime, note, picture = data.split(b"\0", 2)
    return Cover(picture, mime.decode(), note.decode())


def _keep(cache: Cache, key: str, cover: Cover) -> None:
    cache.put(key, b"\0".join((cover.mime.encode(), cover.note.encode(), cover.data)))

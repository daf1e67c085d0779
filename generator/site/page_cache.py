"""What is slow to make and follows from its input alone is kept in the cache: checksums and pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import generator
from generator.core.cache import Cache
from generator.core.regular_files import MOST_SOUND_BYTES, open_regular, regular_file
from generator.site.site_lesson import Asset

_ROOMS = ("companions", "site")


def kept_asset(path: Path, kept: Cache, name: str = "") -> Asset:
    """The file at `path`, which is published as `name`. It is read only if its size or date are new.

    Raises:
        OSError: it cannot be read.
    """
    status = regular_file(path, path.parent).stat()
    facts = ("file", str(path.resolve()), status.st_size, status.st_mtime_ns)
    digest = kept_text(kept, facts, lambda: _digest(path))
    return Asset(path, name or path.name, status.st_size, digest)


def kept_text(kept: Cache, key: tuple[object, ...], make: Callable[[], str]) -> str:
    """What `make` returns, or has returned for the same `key`: values whose `repr` tells all of them."""
    hashed = hashlib.sha256(repr(key).encode(errors="surrogateescape")).hexdigest()
    found = kept.get(hashed)
    if found is not None:
        return found.decode()
    made = make()
    kept.put(hashed, made.encode())
    return made


@cache
def program() -> str:
    """A hash of all that makes pages: a page that another version of it has made is made again."""
    root = Path(generator.__file__).parent
    digest = hashlib.sha256(generator.__version__.encode())
    for room in _ROOMS:
        for path in sorted((root / room).rglob("*")):
            if path.suffix in {".py", ".js", ".css", ".jinja"}:
                data = path.read_bytes()
                digest.update(f"{path.relative_to(root).as_posix()} {len(data)}\n".encode() + data)
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with open_regular(path, path.parent, MOST_SOUND_BYTES) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

"""Seeing that files are saved: folders are watched, and what counts is how the files in them look then.

Editors save in many ways: in place, by renaming another file over the old one, by removing it first. So an
event only says that it is time to look; a file has changed when its date, size or number is another one.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from generator.core.regular_files import read_regular
from generator.script.lexicon import LEXICON
from generator.script.source import MAX_BYTES

QUIET_MS = 10
"""A save is over when nothing happens for so long."""

LONGEST_MS = 200
"""A folder where something happens all the time is looked at as often."""

LOOK_MS = 500
"""Files are looked at as often without any event: not every disk tells."""

SETTLE_SECONDS = 0.15
"""A file that is gone or empty may be in the middle of being saved: it gets so long to come back."""

COARSE_NS = 20_000_000
"""File systems' clocks tick as slowly as this, and so lag behind the program's."""

_NAMED = re.compile(
    r"\[(?:include|recording)\s+([^\]]+?)\s*\]|^(?:cover|chime|lexicon):\s*(.+?)\s*$",
    re.IGNORECASE | re.MULTILINE,
)

Stamp: TypeAlias = tuple[int, int, int] | None
"""When it was written last (ns), bytes, and the number of the file; None where there is none."""


def stamp(path: Path) -> Stamp:
    """How a file looks now."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def stamp_before(moment: int, path: Path) -> Stamp:
    """How a file looked at a moment (ns) that is past; None where it was written since, or is not there.

    Whoever compares then sees a change once too often, and never once too seldom.
    """
    now = stamp(path)
    return None if now is not None and now[0] >= moment - COARSE_NS else now


def stamps(files: Iterable[Path]) -> dict[Path, Stamp]:
    """How files look now."""
    return {path: stamp(path) for path in files}


def settled(script: Path, before: Stamp) -> Stamp:
    """How a script looks once it is not being saved: one that was emptied or removed is given a moment."""
    if before is not None and before[1]:
        return before
    end = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < end:
        now = stamp(script)
        if now is not None and now[1]:
            return now
        time.sleep(SETTLE_SECONDS / 10)
    return stamp(script)


def mentioned(path: Path) -> set[Path]:
    """What a script that cannot be read as one seems to be made of: itself, and what it names."""
    try:
        text = read_regular(path, MAX_BYTES).decode(errors="replace")
    except OSError:
        return {path}
    names = (LEXICON, *(first or second.strip("\"'") for first, second in _NAMED.findall(text)))
    return {path, *(path.parent / name for name in names if "\0" not in name)}


@dataclass(frozen=True, slots=True)
class SavedScript:
    """A script of which a file looks otherwise than when it was built last."""

    path: Path
    stamps: dict[Path, Stamp]
    """How its files look now."""
    noticed: int
    """When that was seen (ns)."""

    @property
    def gone(self) -> bool:
        """Whether there is no such script now."""
        return self.stamps[self.path] is None


class WatchedScripts:
    """Scripts, and how the files of each looked when it was built last."""

    def __init__(self) -> None:
        self._seen: dict[Path, dict[Path, Stamp]] = {}

    def add(self, paths: Iterable[Path]) -> None:
        """Watch these, too."""
        for path in paths:
            self._seen.setdefault(path, {})

    def folders(self) -> set[Path]:
        """Every folder in which something may be saved that counts."""
        return {file.parent for seen in self._seen.values() for file in seen}

    def saved(self) -> Iterator[SavedScript]:
        """Every script that is to be built now; whoever builds it calls `built`.

        One that has gone comes once.
        """
        for path, seen in list(self._seen.items()):
            now = stamps(seen or {path})
            if now != seen:
                now[path] = settled(path, now[path])
            if now == seen:
                continue
            saved = SavedScript(path, now, time.time_ns())
            known = seen.get(path) is not None or not seen
            if saved.gone:
                self._seen[path] = now
            if known or not saved.gone:
                yield saved

    def built(self, saved: SavedScript, files: Iterable[Path]) -> None:
        """Note of which files a script was built, or none where it could not be read."""
        made_of = set(files) or mentioned(saved.path) | set(saved.stamps)
        # A file that was saved while it was being built looks otherwise than then at the next look.
        self._seen[saved.path] = {
            file: saved.stamps[file] if file in saved.stamps else stamp_before(saved.noticed, file)
            for file in made_of
        }


def looks(folders: Iterable[Path]) -> Iterator[None]:
    """Comes back whenever it is time to look: soon after something happened in one of `folders`, and often.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed.
    """
    from watchfiles import watch

    while True:
        there = [folder for folder in folders if folder.is_dir()]
        try:
            if there:
                for _ in watch(
                    *there,
                    watch_filter=None,
                    debounce=LONGEST_MS,
                    step=QUIET_MS,
                    rust_timeout=LOOK_MS,
                    yield_on_timeout=True,
                    recursive=False,
                    ignore_permission_denied=True,
                ):
                    yield
        except OSError:
            pass  # a folder has gone meanwhile, or this machine watches no more of them
        yield
        time.sleep(LOOK_MS / 1000)

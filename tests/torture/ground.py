"""A teacher's folder that may be maltreated, and what must hold in it afterwards."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

SHORT = """\
---
title: A short one
---
# Lying

Feel the floor. [pause 2s]
Rest now. [rest 3-5s]
"""
"""Two cues: for what is done hundreds of times."""

TIMEOUT_SECONDS = 300.0
"""Never a fact to assert: it only ends a run that hangs."""

LOOKS = 5
"""How often in turn no process may be found."""

FRAME_BYTES = {".small.mp3": 96, ".mp3": 192}


@dataclass(slots=True)
class Outcome:
    """One line of the table: what was tried, how often, what survived."""

    what: str
    tried: int = 0
    failures: list[str] = field(default_factory=list)
    note: str = ""

    @property
    def survived(self) -> int:
        """How many of those that were tried."""
        return self.tried - len(self.failures)

    def add(self, case: str, problems: list[str]) -> None:
        """One more was tried."""
        self.tried += 1
        if problems:
            self.failures.append(f"{case}: {'; '.join(problems)}")

    def require(self) -> None:
        """Fail a test where not all survived, or where nothing was tried."""
        assert self.tried or self.note
        assert not self.failures, "\n".join(self.failures[:20])


class Ground:
    """Scripts, cache, output, home and temporary folder of one teacher."""

    def __init__(self, folder: Path, scripts: Mapping[str, str]) -> None:
        self.folder = folder
        self.scripts = folder / "scripts"
        self.cache = folder / "cache"
        self.output = folder / "output"
        self.temporary = folder / "tmp"
        self.home = folder / "home"
        for each in (self.scripts, self.temporary, self.home):
            each.mkdir(parents=True)
        self.write(scripts)

    def write(self, scripts: Mapping[str, str]) -> None:
        """Put these scripts in place."""
        for name, text in scripts.items():
            path = self.scripts / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def environment(self, **more: str) -> dict[str, str]:
        """What `lesson` is run with here."""
        places = {"LESSON_CACHE": str(self.cache), "TMPDIR": str(self.temporary), "HOME": str(self.home)}
        return {**os.environ, **places, "PYTHONDONTWRITEBYTECODE": "1", **more}

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """`lesson` as a process of its own, at the head of its own group."""
        return subprocess.Popen(
            [sys.executable, "-m", "generator", *arguments],
            cwd=self.folder,
            env=self.environment(**environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def lesson(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
        """Run `lesson` to its end."""
        process = self.start(*arguments, **environment)
        try:
            told, complained = process.communicate(timeout=TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise
        return subprocess.CompletedProcess(arguments, process.returncode, told, complained)

    def built(self) -> dict[str, bytes]:
        """Every finished output by name, but the report of changes, which is about the build before."""
        if not self.output.is_dir():
            return {}
        return {
            path.name: path.read_bytes()
            for path in sorted(self.output.iterdir())
            if path.is_file() and not path.name.endswith((".changes.json", ".unfinished"))
        }

    def strays(self) -> list[str]:
        """What no build may leave behind: unfinished files, and anything in the temporary folder."""
        left = [*self.folder.rglob("*.unfinished"), *self.temporary.iterdir()]
        return [f"{path.relative_to(self.folder)} was left" for path in left]

    def running(self) -> list[int]:
        """Processes whose environment names this folder (Linux only)."""
        mark = os.fsencode(f"LESSON_CACHE={self.cache}\0")
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    alive = (entry / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
                    if alive and mark in (entry / "environ").read_bytes():
                        found.append(int(entry.name))
                except (OSError, ValueError):
                    continue
        return found

    def still_running(self, *, but: int | None = None) -> list[str]:
        """As `running` without process `but`, after what is ending has been given its time.

        Looked at several times: what is just being started has no environment for a moment.
        """
        end = time.monotonic() + 20
        unseen = 0
        left: list[int] = []
        while unseen < LOOKS and time.monotonic() < end:
            left = [each for each in self.running() if each != but]
            unseen = 0 if left else unseen + 1
            time.sleep(0.02)
        return [f"process {each} still runs" for each in left]

    def restore(self, place: Path, kept: Path) -> None:
        """Make `place` what was put aside as `kept`."""
        shutil.rmtree(place, ignore_errors=True)
        if kept.exists():
            shutil.copytree(kept, place, symlinks=True)

    def put_aside(self, place: Path, name: str) -> Path:
        """A copy of `place` to restore it from."""
        kept = self.folder / "aside" / name
        if place.exists():
            shutil.copytree(place, kept, symlinks=True)
        return kept


def digest(data: bytes) -> str:
    """Short enough for a message."""
    return hashlib.sha256(data).hexdigest()[:12]


def broken_mp3(name: str, data: bytes) -> str:
    """What keeps an MP3 from being whole; empty where it is. Reads frames by itself, by the standard."""
    size = next(size for suffix, size in FRAME_BYTES.items() if name.endswith(suffix))
    if data[:3] != b"ID3":
        return "it does not begin with a tag"
    place = 10 + sum(byte << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    info = data.find(b"Info", place, place + 64)
    if info < 0:
        return "it has no Info frame"
    announced = int.from_bytes(data[info + 8 : info + 12], "big")
    first = 192  # the Info frame's own, in either profile
    frames, rest = divmod(len(data) - place - first, size)
    if rest or frames != announced:
        return f"{announced} frames were announced, {frames} and {rest} bytes are there"
    for number in range(frames):
        if data[place + first + number * size : place + first + number * size + 2] not in {
            b"\xff\xfb",
            b"\xff\xf3",
        }:
            return f"frame {number} does not begin with a sync word"
    return ""


def compared(now: Mapping[str, bytes], wanted: Mapping[str, bytes]) -> list[str]:
    """How outputs differ from what is wanted."""
    problems = [f"{name} is missing" for name in wanted.keys() - now.keys()]
    problems += [f"{name} is too many" for name in now.keys() - wanted.keys()]
    problems += [f"{name} differs" for name in wanted.keys() & now.keys() if now[name] != wanted[name]]
    return sorted(problems)


def old_or_new(now: Mapping[str, bytes], old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[str]:
    """Whether each MP3 is one of two known ones, and whole."""
    problems = []
    for name in {**old, **new}:
        if not name.endswith(".mp3"):
            continue
        found = now.get(name)
        if found is None:
            if name in old:
                problems.append(f"{name} is gone")
        elif found not in {old.get(name), new.get(name)}:
            problems.append(f"{name} is neither the old nor the new one ({digest(found)})")
        elif broken := broken_mp3(name, found):
            problems.append(f"{name}: {broken}")
    return problems


_RAW = re.compile(rb"Traceback|\w(?:Error|Exception|Warning): ")
"""What Python says by itself; click begins a line with `Error: `."""


def complaints(stderr: bytes) -> list[str]:
    """What no command may ever say."""
    return [f"stderr holds {found[0]!r}: {stderr[-600:]!r}"] if (found := _RAW.search(stderr)) else []

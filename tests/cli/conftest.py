"""A teacher's desk: a folder with a script, and the command line in it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from generator.timeline.edition import Edition
from generator.timeline.edition_json import edition_from_json

SCRIPT = """\
---
title: Small
---
# Arriving

Lie on your back. [pause 2s]
// nobody hears this
Let both legs
be long. [rest 3s]

# Right

[repeat 2]
Bend the right knee. [pause 2s]
[end repeat]

[include common/end.txt]
"""

END = "Come slowly to sitting.\n\n// the end\n"


@dataclass
class Desk:
    """Runs `lesson` in a folder, as a process of its own."""

    folder: Path
    cache: Path
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def script(self) -> Path:
        return self.folder / "scripts" / "small.txt"

    @property
    def edition(self) -> Edition:
        return edition_from_json((self.folder / "output" / "small.timeline.json").read_text(encoding="utf-8"))

    def edit(self, old: str, new: str) -> None:
        text = self.script.read_text(encoding="utf-8")
        assert old in text
        self.script.write_text(text.replace(old, new, 1), encoding="utf-8")

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "generator", *arguments],
            cwd=self.folder,
            env=self._environment(environment),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Begin a process whose output, both kinds together, is read line by line."""
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "generator", *arguments],
            cwd=self.folder,
            env=self._environment({}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.running.append(process)
        return process

    def _environment(self, more: dict[str, str]) -> dict[str, str]:
        return {**os.environ, "LESSON_CACHE": str(self.cache), "PYTHONIOENCODING": "utf-8", **more}


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that all these tests share: what is spoken once need not be spoken again."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def desk(tmp_path: Path, kept: Path) -> Iterator[Desk]:
    (tmp_path / "scripts" / "common").mkdir(parents=True)
    (tmp_path / "scripts" / "small.txt").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "scripts" / "common" / "end.txt").write_text(END, encoding="utf-8")
    desk = Desk(tmp_path, kept)
    yield desk
    for process in desk.running:
        process.kill()
        process.communicate()


Wait = Callable[[subprocess.Popen[str], str], list[str]]


@pytest.fixture
def until() -> Wait:
    """Read a process's lines up to one that holds some words; all of them come back."""

    def read(process: subprocess.Popen[str], words: str) -> list[str]:
        assert process.stdout
        lines: list[str] = []
        # A line that never comes must fail the test, not hang it.
        watchdog = threading.Timer(90, process.kill)
        watchdog.start()
        try:
            for line in process.stdout:
                lines.append(line.rstrip("\n"))
                if words in line:
                    return lines
        finally:
            watchdog.cancel()
        raise AssertionError(f'it ended without "{words}":\n' + "\n".join(lines))

    return read

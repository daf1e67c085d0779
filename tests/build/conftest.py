"""A teacher's folder, and `lesson` run there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.build.edges import SCRIPT, Lesson


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A teacher's folder: one script, and a cache of its own."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "edges.txt").write_text(SCRIPT)
    return tmp_path


@pytest.fixture
def lesson(folder: Path) -> Lesson:
    """Run `lesson` there, as a process of its own."""

    def run(*arguments: str, check: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "generator", *arguments],
            cwd=folder,
            env={**os.environ, "LESSON_CACHE": str(folder / "cache"), **environment},
            capture_output=True,
            text=True,
            check=check,
        )

    return run

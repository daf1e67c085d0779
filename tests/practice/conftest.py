"""Lessons for the practice rules: scripts from the disk, their cues as long as estimated."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import Diagnostic
from generator.layout import lay_out
from generator.practice.check import check
from generator.practice.estimate import estimated_sounds
from generator.script.expand import expand
from generator.script.model import Lesson
from generator.script.read import read_script
from generator.timeline import Timeline

Judged = Callable[..., tuple[Diagnostic, ...]]


@pytest.fixture
def laid_out() -> Callable[..., tuple[Lesson, Timeline]]:
    """Reads a script and lays it out, at one of its lengths in samples."""

    def find(path: Path, length: int | None = None) -> tuple[Lesson, Timeline]:
        lesson = expand(read_script(path), length)
        return lesson, lay_out(lesson, estimated_sounds(lesson), draft=True).timeline

    return find


@pytest.fixture
def judged(laid_out: Callable[..., tuple[Lesson, Timeline]]) -> Judged:
    """Everything that the rules find in a script, as if its cues were voiced."""

    def find(path: Path, length: int | None = None, *, estimated: bool = False) -> tuple[Diagnostic, ...]:
        lesson, timeline = laid_out(path, length)
        acknowledged = read_script(path).acknowledged
        return check(lesson, timeline, estimated=estimated, acknowledged=acknowledged)

    return find


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    """Puts a script on the disk."""

    def write(text: str) -> Path:
        path = tmp_path / "lesson.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return write

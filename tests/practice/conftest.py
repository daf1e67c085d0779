"""Lessons for the practice rules: scripts from the disk, their cues as long as estimated."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core.errors import Diagnostic
from generator.practice.judge import judge
from generator.script.expand import expand
from generator.script.files import read_script
from generator.script.lesson import Lesson
from generator.timeline.layout import lay_out
from generator.timeline.timeline import Timeline
from generator.voices.estimate import estimated_clips

Judged = Callable[..., tuple[Diagnostic, ...]]


@pytest.fixture
def planned() -> Callable[..., tuple[Lesson, Timeline]]:
    """Reads a script and lays it out, at one of its lengths in samples."""

    def find(path: Path, length: int | None = None) -> tuple[Lesson, Timeline]:
        lesson = expand(read_script(path), length)
        return lesson, lay_out(lesson, estimated_clips(lesson), draft=True).timeline

    return find


@pytest.fixture
def judged(planned: Callable[..., tuple[Lesson, Timeline]]) -> Judged:
    """Everything that the rules find in a script, as if its cues were voiced."""

    def find(path: Path, length: int | None = None, *, estimated: bool = False) -> tuple[Diagnostic, ...]:
        lesson, timeline = planned(path, length)
        acknowledged = read_script(path).acknowledged
        return judge(lesson, timeline, estimated=estimated, acknowledged=acknowledged)

    return find


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    """Puts a script on the disk."""

    def write(text: str) -> Path:
        path = tmp_path / "lesson.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return write

"""The shipped lessons keep the practice rules by estimate; measured clips are judged when they are built."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core.errors import Diagnostic
from generator.script.files import read_script
from generator.script.header import edition_lengths

SCRIPTS = Path(__file__).parents[2] / "scripts"
MOST_ACKNOWLEDGED = 5

LESSONS = sorted(SCRIPTS.glob("*.txt"))

EDITIONS = [(path, length) for path in LESSONS for length in edition_lengths(read_script(path).header)]


@pytest.mark.parametrize(("path", "length"), EDITIONS, ids=str)
def test_a_shipped_lesson_has_no_finding(
    path: Path, length: int | None, judged: Callable[..., tuple[Diagnostic, ...]]
) -> None:
    found = judged(path, length, estimated=True)
    assert [(problem.code, problem.span, problem.message) for problem in found] == []


@pytest.mark.parametrize("path", LESSONS, ids=str)
def test_a_shipped_lesson_acknowledges_few_warnings(path: Path) -> None:
    assert len(read_script(path).acknowledged) <= MOST_ACKNOWLEDGED

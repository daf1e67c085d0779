"""The natural voice, opened once a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import expand, parse
from generator.script.lesson import Cue
from generator.voices.natural.natural_engine import NaturalEngine, open_natural


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("natural")


@pytest.fixture(scope="module")
def engine(cache: Path) -> Iterator[NaturalEngine]:
    opened = open_natural(2, cache)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def lesson_cues() -> list[str]:
    """What is spoken in a shipped lesson."""
    (_, lesson), *_ = expand(parse(Path("scripts/knee-and-elbow.txt"))).lessons
    return [item.text for section in lesson.sections for item in section.items if isinstance(item, Cue)]

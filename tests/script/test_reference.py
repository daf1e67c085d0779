"""The reference of the language is true: its examples are scripts, its table is the program's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.script.expand import edition_lengths, expand
from generator.script.header import HEADER_KEYS
from generator.script.parse import parse

REFERENCE = Path(__file__).parents[2] / "docs" / "language.md"
HEADING = "## The language on one page"


def reference() -> str:
    _, _, rest = REFERENCE.read_text(encoding="utf-8").partition(f"{HEADING}\n")
    return re.split(r"^## ", rest, maxsplit=1, flags=re.MULTILINE)[0]


EXAMPLES = re.findall(r"^```text\n(.*?)^```$", reference(), re.DOTALL | re.MULTILINE)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 4


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example[:20].strip())
def test_every_example_is_a_lesson_without_a_warning(example: str) -> None:
    script = parse(example, "language.md", lambda _: "Go slowly.")
    assert script.warnings == ()
    for length in edition_lengths(script.header):
        assert expand(script, length).sections


def test_the_table_of_keys_is_the_programs() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \| (.*?) \|$", reference(), re.MULTILINE)
    assert rows == [(name, key.kind, key.default, key.help) for name, key in HEADER_KEYS.items()]

"""No word is ever lost: what a length leaves out is told, and the rest is spoken."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from generator.script.expand import edition_lengths, expand
from generator.script.lesson import Cue, Words
from generator.script.omitted import omitted
from generator.script.parse import parse

TEXT = """\
---
length: 10:00
lengths: [10:00, 20:00]
---
Both. [pause 1s]
[only 20:00]
Long, with more. [pause 1s]
[end only]
[only 10:00]
Short. [pause 1s]
[end only]
End.
"""


@pytest.mark.parametrize("length", [10, 20])
def test_every_word_is_spoken_or_told_to_be_left_out(length: int) -> None:
    script = parse(TEXT, "lesson.txt")
    samples = length * 60 * 48_000
    lesson = expand(script, samples)
    spoken = [item.text for section in lesson.sections for item in section.items if isinstance(item, Cue)]
    left_out = [node.text for node in omitted(script, samples) if isinstance(node, Words)]
    assert Counter(spoken + left_out) == Counter(["Both.", "Long, with more.", "Short.", "End."])


def test_the_shipped_lesson_leaves_out_nothing_at_all_its_lengths() -> None:
    """Whatever one length leaves out, another one speaks."""
    from generator.script.files import read_script

    script = read_script(Path(__file__).parents[2] / "scripts" / "knee-and-elbow.txt")
    left_out = [{node.span for node in omitted(script, length)} for length in edition_lengths(script.header)]
    assert left_out[0]
    assert not set.intersection(*left_out)

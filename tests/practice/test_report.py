from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generator.core.clock import samples
from generator.practice.report import practice_report
from generator.practice.table import practice_table
from generator.script.lesson import Lesson
from generator.timeline.timeline import Timeline

PlannedLesson = Callable[..., tuple[Lesson, Timeline]]

LESSON = """---
length: 1:40
---

# Right knee, in a section whose title is longer than any column

Let your right knee lean out, and come back. [move 4 x 9s]

Stop. [rest 10-30s]

# Left knee

Let your left knee lean out, and come back. Left is left. [move 4 x 8s]
"""


def test_rows_count_what_each_section_holds(planned: PlannedLesson, written: Callable[[str], Path]) -> None:
    found = practice_table(*planned(written(LESSON)))
    assert [(row.words, row.left, row.right, row.repetitions) for row in found.rows] == [
        (10, 0, 1, 4),
        (12, 3, 0, 4),
    ]
    assert [len(row.rests) for row in found.rows] == [1, 0]
    assert sum(row.length for row in found.rows) == found.total.length == found.wanted == samples(100)
    assert found.total.speech == sum(row.speech for row in found.rows)


def test_the_report_fits_eighty_columns_and_names_each_section(
    planned: PlannedLesson, written: Callable[[str], Path]
) -> None:
    text = practice_report(practice_table(*planned(written(LESSON))), estimated=True)
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "Right knee, in a section wh…" in text
    assert "1:40, as the header says" in text
    assert "left is named 3×, right 1×" in text
    assert "estimated" in text


def test_a_lesson_of_another_length_says_by_how_much(
    planned: PlannedLesson, written: Callable[[str], Path]
) -> None:
    text = practice_report(practice_table(*planned(written(LESSON.replace("1:40", "1:00")))))
    assert "more than the header says" in text
    bare = practice_report(practice_table(*planned(written(LESSON.partition("---\n\n")[2]))))
    assert "the header asks for none" in bare

"""A lesson as a colleague would judge it: figures and findings of the practice rules, for each length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.build.expanded_script import ExpandedScript
from generator.build.pipeline import estimated
from generator.build.planned_lesson import PlannedLesson
from generator.core.errors import Diagnostic
from generator.practice.judge import judge
from generator.practice.table import Table, practice_table


@dataclass(frozen=True, slots=True)
class JudgedEdition:
    """One edition with the findings of the practice rules."""

    plan: PlannedLesson
    table: Table
    findings: tuple[Diagnostic, ...]
    """What the layout had to give, and what the practice rules found."""
    estimated: bool
    """Whether the lengths of its cues are."""


def judge_editions(
    expanded: ExpandedScript, measured: Sequence[PlannedLesson] | None
) -> tuple[JudgedEdition, ...]:
    """Judge every edition of a script.

    Args:
        expanded: the script.
        measured: its plans, where all of it was spoken; None estimates.
    """
    judged = []
    for plan in estimated(expanded) if measured is None else measured:
        timeline = plan.edition.timeline
        found = judge(
            plan.lesson,
            timeline,
            estimated=measured is None,
            acknowledged=expanded.script.acknowledged,
        )
        table = practice_table(plan.lesson, timeline)
        judged.append(JudgedEdition(plan, table, (*plan.layout.warnings, *found), measured is None))
    return tuple(judged)

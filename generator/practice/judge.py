"""Judge a lesson by the practice rules."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from generator.core.errors import Diagnostic, Severity, Span
from generator.practice.lesson_view import LessonView, RuleFinding, view_of
from generator.practice.rules import RULES, Rule
from generator.practice.wordlists import for_language
from generator.script.lesson import Lesson
from generator.timeline.timeline import Timeline

NO_WORDS: Final = "P000"
"""The code of the one warning for a language without word lists."""

Acknowledged = Sequence[tuple[str, Span]]


def judge(
    lesson: Lesson, timeline: Timeline, *, estimated: bool, acknowledged: Acknowledged = ()
) -> tuple[Diagnostic, ...]:
    """Every finding of every rule, in the order of the rules.

    Args:
        lesson: the expanded script.
        timeline: the same lesson laid out.
        estimated: whether its sounds are estimates; what rests on their length is then a warning that
            says so.
        acknowledged: `// ok P007: reason`, as in `Script.acknowledged`. It silences what would be a warning
            on voiced cues, never an error.
    """
    view = view_of(lesson, timeline, for_language(lesson.header.language), estimated=estimated)
    silenced = {(code, span.path, span.line) for code, span in acknowledged}
    found: dict[tuple[str, Span | None, str], Diagnostic] = {}
    for rule in RULES:
        if rule.worded and not view.vocabulary:
            continue
        for finding in rule.judge(view):
            severity = finding.severity or rule.severity
            place = (rule.code, finding.span.path, finding.span.line)
            if severity is Severity.WARNING and place in silenced:
                continue
            problem = _diagnostic(rule, finding, severity, estimated=estimated)
            # A mirrored or repeated line is judged again: once is enough.
            found.setdefault((problem.code, problem.span, problem.message), problem)
    return (*_unjudged(view), *found.values())


def _diagnostic(rule: Rule, finding: RuleFinding, severity: Severity, *, estimated: bool) -> Diagnostic:
    guessed = estimated and finding.timed
    return Diagnostic(
        Severity.WARNING if guessed else severity,
        rule.code,
        finding.span,
        f"estimated: {finding.message}" if guessed else finding.message,
        finding.hint,
    )


def _unjudged(view: LessonView) -> Iterator[Diagnostic]:
    if view.vocabulary:
        return
    header = view.lesson.header
    codes = ", ".join(rule.code for rule in RULES if rule.worded)
    yield Diagnostic(
        Severity.WARNING,
        NO_WORDS,
        header.spans.get("language") or view.whole,
        f"no word list for the language “{header.language}” yet: {codes} are not judged",
        "the other rules were",
    )


def explain(code: str) -> str:
    """What a rule asks, how it decides, why, and where it comes from: plain text of up to 80 columns.

    Raises:
        KeyError: no rule has this code.
    """
    rule = {each.code: each for each in RULES}[code.upper()]
    decides = (inspect.getdoc(rule.judge) or "").partition("\n\n")[2].replace("\n", " ")
    paragraphs = (
        f"{rule.code} ({rule.severity}): {rule.title}.",
        f"Why: {rule.reason}.",
        f"How it decides: {decides}",
        f"Source: {rule.source}.",
    )
    return "\n\n".join(textwrap.fill(paragraph, 80) for paragraph in paragraphs)

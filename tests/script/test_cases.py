"""The language, case by case: each file of `cases` is a script, a divider, and what must come of it.

After `=====> lesson` (perhaps with one of the header's lengths) stands the expanded lesson, after
`=====> problems` what is reported. `=====> file NAME` is a file that the script may include.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core.diagnostics import render
from generator.core.errors import Diagnostic, ScriptError
from generator.script.codes import CODES
from generator.script.durations import parse_duration
from generator.script.expand import expand
from generator.script.lesson import Lesson, Script

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
DIVIDER = "=====> "


def parts(case: Path) -> tuple[str, list[tuple[str, str]]]:
    """The script, and what follows it: pairs of a divider's word and its text."""
    script, *rest = ("\n" + case.read_text(encoding="utf-8")).split("\n" + DIVIDER)
    return script[1:] + "\n", [(name, text) for part in rest for name, _, text in [part.partition("\n")]]


def outcome(
    script: str,
    files: dict[str, str],
    wanted: str,
    read: Callable[[str, dict[str, str]], Script],
    dump: Callable[[Lesson], str],
) -> tuple[str, tuple[Diagnostic, ...]]:
    try:
        found = read(script, files)
        lesson = expand(found, parse_duration(wanted.removeprefix("lesson").strip()))
    except ScriptError as error:
        return "", error.diagnostics
    return dump(lesson), found.warnings


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(
    case: Path,
    read_with_files: Callable[[str, dict[str, str]], Script],
    dump: Callable[[Lesson], str],
) -> None:
    script, expected = parts(case)
    files = {name.removeprefix("file "): text for name, text in expected if name.startswith("file ")}
    wanted = [(name, text) for name, text in expected if not name.startswith("file ")]
    assert wanted, "a case says what it expects"
    for name, text in wanted:
        if name == "problems":
            lesson, problems = outcome(script, files, "", read_with_files, dump)
            assert "\n".join(map(render, problems)) == text.strip("\n")
        else:
            lesson, problems = outcome(script, files, name, read_with_files, dump)
            assert lesson == text.strip("\n")
            assert ("problems" in dict(wanted)) == bool(problems)


def test_every_code_is_shown_by_a_case_or_belongs_to_files() -> None:
    """A code that no case shows could be dead, or wrong without anyone noticing."""
    shown = "".join(case.read_text(encoding="utf-8") for case in CASES)
    of_files_and_limits = {"E025", "E063", "E090", "E091", "E092", "E093", "E094", "E099"}
    assert {code for code in CODES if f"[{code}]" not in shown} == of_files_and_limits

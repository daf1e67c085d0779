"""Each rule finds what its failing case holds, where it is, and nothing in its passing one.

A case is a movement script; `// expect error 12:1` says what its rule must find, and in which place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core.errors import Diagnostic, Severity
from generator.practice.judge import NO_WORDS, explain
from generator.practice.rules import RULES

CASES = Path(__file__).parent / "cases"
EXPECTED = re.compile(r"^// expect (\w+) (\d+):(\d+)$", re.MULTILINE)

Judged = Callable[..., tuple[Diagnostic, ...]]


def found(diagnostics: tuple[Diagnostic, ...], code: str) -> list[tuple[str, int, int]]:
    """Severity, line and column of what a rule found."""
    return sorted(
        (problem.severity.value, problem.span.line, problem.span.column)
        for problem in diagnostics
        if problem.code == code and problem.span
    )


@pytest.mark.parametrize("case", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_a_rule_finds_exactly_what_its_case_says(case: Path, judged: Judged) -> None:
    expected = EXPECTED.findall(case.read_text(encoding="utf-8"))
    assert bool(expected) == case.stem.endswith("-fails")
    code = case.stem.partition("-")[0]
    assert found(judged(case), code) == sorted((kind, int(line), int(col)) for kind, line, col in expected)


def test_every_rule_has_a_case_that_passes_and_one_that_fails() -> None:
    there = {path.stem for path in CASES.glob("*.txt")}
    assert there == {f"{rule.code}-{verdict}" for rule in RULES for verdict in ("passes", "fails")}


def test_codes_count_from_1_to_20() -> None:
    assert [rule.code for rule in RULES] == [f"P{number:03}" for number in range(1, 21)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_explains_itself_in_eighty_columns(rule: object) -> None:
    code = getattr(rule, "code", "")
    text = explain(code.lower())
    assert text.startswith(code)
    assert all(word in text for word in ("Why: ", "How it decides: ", "Source: "))
    assert max(len(line) for line in text.splitlines()) <= 80


def test_an_unknown_code_is_not_explained() -> None:
    with pytest.raises(KeyError):
        explain("P999")


def test_what_rests_on_the_length_of_a_cue_is_a_warning_that_says_estimated(judged: Judged) -> None:
    (problem,) = [each for each in judged(CASES / "P002-fails.txt", estimated=True) if each.code == "P002"]
    assert problem.severity is Severity.WARNING
    assert problem.message.startswith("estimated: ")


def test_what_is_written_stays_an_error_while_cues_are_estimated(judged: Judged) -> None:
    assert found(judged(CASES / "P019-fails.txt", estimated=True), "P019")[0][0] == "error"


def test_ok_silences_a_warning_on_the_next_line(judged: Judged, written: Callable[[str], Path]) -> None:
    text = (CASES / "P017-fails.txt").read_text(encoding="utf-8")
    assert found(judged(written(text)), "P017")
    quiet = text.replace("\nNow hold", "\n// ok P017: this sentence is about someone else\nNow hold")
    assert not found(judged(written(quiet)), "P017")


def test_ok_for_another_rule_or_line_silences_nothing(judged: Judged, written: Callable[[str], Path]) -> None:
    text = (CASES / "P017-fails.txt").read_text(encoding="utf-8")
    other = text.replace("\nNow hold", "\n// ok P016: another rule\nNow hold")
    early = text.replace("# Breath", "// ok P017: another line\n# Breath")
    assert found(judged(written(other)), "P017")
    assert found(judged(written(early)), "P017")


def test_ok_never_silences_an_error(judged: Judged, written: Callable[[str], Path]) -> None:
    text = (CASES / "P019-fails.txt").read_text(encoding="utf-8")
    asked = text.replace("\nTake", "\n// ok P019: it sounds fine to me\nTake")
    assert found(judged(written(asked)), "P019") == [("error", 6, 24)]


def test_ok_does_not_hide_an_error_behind_its_estimate(
    judged: Judged, written: Callable[[str], Path]
) -> None:
    """Else it would come back as an error once the cues are voiced."""
    text = (CASES / "P002-fails.txt").read_text(encoding="utf-8")
    asked = text.replace("# Too much", "// ok P002: talkative\n# Too much")
    assert found(judged(written(asked), estimated=True), "P002")


def test_a_language_without_word_lists_is_named_once(judged: Judged, written: Callable[[str], Path]) -> None:
    text = "---\nlanguage: de\n---\n\n# Atem\n\nHalte den Atem an, z. B. mit der Hand. [pause 5s]\n"
    problems = [each for each in judged(written(text)) if each.code == NO_WORDS]
    assert [(each.severity.value, each.span and each.span.line) for each in problems] == [("warning", 2)]
    assert "P017" in problems[0].message
    assert "P002" not in problems[0].message


def test_a_mirrored_line_is_reported_once(judged: Judged, written: Callable[[str], Path]) -> None:
    text = "# Right\n\nPush the right knee out. [pause 5s]\n\n# Left\n\n[mirror: Right]\n"
    assert found(judged(written(text)), "P016") == [("warning", 3, 1)]


def test_a_typographic_apostrophe_is_an_apostrophe(judged: Judged, written: Callable[[str], Path]) -> None:
    assert not found(judged(written("# Knee\n\nDon’t push the knee. [pause 5s]\n")), "P016")


@pytest.mark.parametrize(
    "text", ["[pause 5s]\n\nBreathe.\n", "# One\n\nBreathe. [rest 40s]\n\n# Two\n\n[chime]\n"]
)
def test_a_lesson_of_almost_nothing_is_judged(
    text: str, judged: Judged, written: Callable[[str], Path]
) -> None:
    assert {problem.code for problem in judged(written(text))} >= {"P004"}

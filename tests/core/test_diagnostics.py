from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from generator.core.diagnostics import render, render_all
from generator.core.errors import Correction, Diagnostic, Severity, Span
from generator.core.terminal_text import columns, visible


def problem(
    source: str, column: int, width: int = 1, message: str = "wrong", hint: str = "right"
) -> Diagnostic:
    return Diagnostic(Severity.ERROR, "E003", Span("a.txt", 14, column, width, source), message, hint)


def test_a_diagnostic_looks_as_designed() -> None:
    span = Span("scripts/hips.txt", 14, 14, 2, "Rest. [pause 2q]")
    found = Diagnostic(Severity.ERROR, "E003", span, 'unknown pause unit "q"', "write 2s, 2m or 2:00")
    assert render(found) == (
        'scripts/hips.txt:14:14: error[E003]: unknown pause unit "q"\n'
        "   14 | Rest. [pause 2q]\n"
        "      |              ^^ write 2s, 2m or 2:00"
    )


def caret(shown: str) -> tuple[int, int]:
    """Columns of the terminal from the line's beginning to the caret, and the caret's width."""
    line = shown.split("\n")[2].split(" | ")[1]
    return len(line) - len(line.lstrip()), line.count("^")


def test_the_caret_stands_under_wide_and_joined_characters() -> None:
    assert caret(render(problem("日本語 [x]", 5, 3))) == (7, 3)
    assert caret(render(problem("日本語", 2, 1))) == (2, 2)
    assert caret(render(problem("cafe\u0301 [x]", 7, 3))) == (5, 3)
    assert caret(render(problem("\tA [x]", 4, 3))) == (6, 3)


def test_a_long_line_is_cut_around_the_caret() -> None:
    shown = render(problem("a" * 5_000_000 + "[x]" + "b" * 1000, 5_000_001, 3))
    line = shown.split("\n")[1].split(" | ")[1]
    start, width = caret(shown)
    assert line[start : start + width] == "[x]"
    assert len(line) < 130


def test_terminal_escapes_are_shown_and_never_sent() -> None:
    shown = render(problem("\x1b]0;title\x07\x1b[2J", 1, 1, "\x9b31m", "\u202eabc\x7f"))
    assert "␛]0;title␇␛[2J" in shown
    assert all(character == "\n" or character.isprintable() for character in shown)


@given(st.text(), st.text(), st.text())
def test_nothing_of_a_script_reaches_the_terminal_raw(path: str, source: str, message: str) -> None:
    span = Span(path, 1, 1, 1, source)
    shown = render_all([Diagnostic(Severity.WARNING, "W001", span, message, message)])
    plain = shown.replace("\u200c", "").replace("\u200d", "").replace("\n", "")
    assert plain.isprintable()
    assert shown.count("\n") <= 4


@given(st.text())
def test_visible_text_stays_as_it_is(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert columns(visible(text)) >= 0


def test_colour_is_only_added_where_it_is_asked_for() -> None:
    found = problem("text", 1)
    assert "\x1b" not in render(found)
    assert "\x1b[1;31m" in render(found, colour=True)


def test_the_count_stands_last() -> None:
    warning = Diagnostic(Severity.WARNING, "W001", None, "odd")
    assert render_all([problem("x", 1), problem("y", 1), warning]).endswith("\n2 errors, 1 warning\n")
    assert render_all([]) == ""


def test_a_problem_without_a_place_is_one_line() -> None:
    assert (
        render(Diagnostic(Severity.ERROR, "E099", None, "too many", "begin"))
        == "error[E099]: too many: begin"
    )


def test_a_line_number_of_six_digits_keeps_the_caret_in_place() -> None:
    shown = render(Diagnostic(Severity.ERROR, "E001", Span("a", 123456, 3, 1, "ab["), "m", "h")).split("\n")
    assert shown[1].index("[") == shown[2].index("^")


def test_messages_survive_json() -> None:
    assert json.loads(json.dumps(visible("\x1b\udc80\0"))) == "␛\ufffd␀"


def test_the_corrected_line_stands_below() -> None:
    span = Span("a.txt", 4, 11, 10, "Lie down. *pause 5s* Rest.")
    problem = Diagnostic(
        Severity.ERROR, "E012", span, "no marker", "write [pause 5s]", Correction(span, "[pause 5s]")
    )
    assert render(problem).splitlines() == [
        "a.txt:4:11: error[E012]: no marker",
        "    4 | Lie down. *pause 5s* Rest.",
        "      |           ^^^^^^^^^^ write [pause 5s]",
        "    4 + Lie down. [pause 5s] Rest.",
    ]

from __future__ import annotations

from collections.abc import Callable

from generator.script.importers import Imported, import_text

Hear = Callable[[Imported], list[str | tuple[str, int]]]
Tell = Callable[[Imported], list[tuple[int, str]]]

GAP = ("gap", 1200)


def test_each_line_is_a_cue_and_its_pause(heard: Hear) -> None:
    imported = import_text(
        "Lie on your back;10\nLet the knees lean;2.5\n*;30\nRest;0\n", "morning-practice.txt"
    )
    assert imported.format == "apg"
    assert heard(imported) == [
        "Lie on your back",
        ("pause", 10_000),
        "Let the knees lean",
        ("pause", 2_500),
        ("pause", 30_000),
        "Rest",
        ("pause", 0),
    ]
    assert imported.notes == ()


def test_nothing_that_the_original_tool_drops_is_dropped(heard: Hear) -> None:
    """Its parser keeps only what follows a full stop, turns “stop” into “top”, and loses apostrophes."""
    imported = import_text("Lie on your back. Bend your knees;5\nstop;3\nDon't hurry: it's slow;4\n", "a.txt")
    assert heard(imported)[::2] == ["Lie on your back. Bend your knees", "stop", "Don't hurry: it's slow"]


def test_a_line_without_a_length_is_kept_and_told(heard: Hear, told: Tell) -> None:
    imported = import_text("One;1\nTwo;2\nThree\nFour;\nFive; and six;6\n", "a.txt")
    assert heard(imported) == [
        "One", ("pause", 1000), "Two", ("pause", 2000), "Three", GAP, "Four", GAP,
        "Five; and six", ("pause", 6000),
    ]  # fmt: skip
    assert [line for line, _ in told(imported)] == [3, 4]


def test_signs_of_the_script_language_are_spoken_as_they_stand(heard: Hear) -> None:
    line = r"[slow] <gently> # and // back\forth (pause: 5) a/b {rate 3} http://example.org"
    imported = import_text(f"{line};5\n", "a.txt", "apg")
    assert heard(imported) == [line, ("pause", 5000)]


def test_a_length_below_a_millisecond_is_rounded_and_told(heard: Hear, told: Tell) -> None:
    imported = import_text("One;1.2346\n", "a.txt")
    assert heard(imported) == ["One", ("pause", 1235)]
    assert told(imported) == [(1, "the length “1.2346” is rounded to a whole millisecond")]


def test_a_length_that_is_none_is_told_and_stays_among_the_words(heard: Hear, told: Tell) -> None:
    imported = import_text("One;-5\nTwo;999999999\nThree;1:30\n", "a.txt", "apg")
    assert heard(imported) == ["One;-5", GAP, "Two;999999999", GAP, "Three", ("pause", 90_000)]
    assert [line for line, _ in told(imported)] == [1, 2]

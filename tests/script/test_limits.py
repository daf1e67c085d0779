"""Hostile scripts: each would fill the memory, or never end, if it were built before it is counted."""

from __future__ import annotations

import pytest

from generator.core.errors import ScriptError
from generator.script.expand import expand
from generator.script.parse import IncludeError, parse


def repeats(count: int, depth: int, inside: str) -> str:
    return f"[repeat {count}]\n" * depth + inside + "\n[end repeat]" * depth


def doubling(levels: int) -> str:
    mirrors = "".join(f"# S{n}\n[mirror: S{n - 1}]\n[mirror: S{n - 1}]\n" for n in range(1, levels))
    return f"# S0\nRight.\n{mirrors}"


def code_of(text: str) -> str:
    with pytest.raises(ScriptError) as caught:
        expand(parse(text, "x.txt"))
    return caught.value.diagnostics[0].code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (repeats(1000, 20, "Lift."), "E025"),
        (repeats(1000, 20, "[pause 0s]"), "E025"),
        (repeats(1000, 20, "[rate 100]"), "E025"),
        (repeats(1000, 1, "Lift. [pause 2m]"), "E025"),
        (repeats(1001, 1, "Lift."), "E007"),
        (repeats(1, 21, "Lift."), "E024"),
        (doubling(18), "E025"),
        (doubling(200), "E025"),
        ("# S0\nRight.\n" + "".join(f"# S{n}\n[mirror: S{n - 1}]\n" for n in range(1, 5000)), "E024"),
        ("".join(f"# S{n}\n[mirror: S{n - 1}]\n" for n in range(5000, 0, -1)) + "# S0\nRight.", "E024"),
        ("[" * 1_000_000, "E010"),
        ("\n" * 4_000_000, "E093"),
        ("---\nlengths: " + "[" * 90_000 + "\n---\nText.", "E044"),
        ("---\nrate: " + "1" * 200_000 + "\n---\nText.", "E007"),
    ],
    ids=lambda value: value[:12].replace("\n", " ") + str(len(value)),
)
def test_a_bomb_is_refused(text: str, code: str) -> None:
    assert code_of(text) == code


def test_repeating_nothing_takes_no_time() -> None:
    assert len(expand(parse(repeats(1000, 20, "") + "\nText.", "x.txt")).sections) == 1


def test_what_is_just_within_the_limits_is_built() -> None:
    lesson = expand(parse(repeats(1000, 1, "A\n\n" * 100), "x.txt"))
    assert len(lesson.sections[0].items) == 2 * 100_000 - 1
    assert expand(parse(repeats(1, 20, "Lift."), "x.txt"))


def test_a_file_is_read_once_however_often_it_is_included() -> None:
    """Twenty files that each include the next one twice would be read a million times."""
    read: list[str] = []

    def include(name: str) -> str:
        read.append(name)
        number = int(name.removesuffix(".txt"))
        return "Text." if number == 17 else f"[include {number + 1}.txt]\n" * 2

    with pytest.raises(ScriptError) as caught:
        expand(parse("[include 0.txt]", "x.txt", include))
    assert caught.value.diagnostics[0].code == "E025"
    assert len(read) == 18


@pytest.mark.parametrize("backwards", [False, True])
def test_includes_are_no_deeper_than_twenty_in_any_order(backwards: bool) -> None:  # noqa: FBT001 a parameter
    def include(name: str) -> str:
        if name == "900.txt":
            raise IncludeError("E030", "this file is not there")
        return f"[include {int(name.removesuffix('.txt')) + 1}.txt]\n"

    names = range(899, -1, -1) if backwards else range(1)
    with pytest.raises(ScriptError) as caught:
        parse("".join(f"[include {n}.txt]\n" for n in names), "x.txt", include)
    assert "E024" in {problem.code for problem in caught.value.diagnostics}


def test_endless_problems_are_cut_short() -> None:
    with pytest.raises(ScriptError) as caught:
        parse("[x]\n" * 100_000, "x.txt")
    assert len(caught.value.diagnostics) == 501
    assert caught.value.diagnostics[-1].code == "E099"

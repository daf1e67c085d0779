"""Corrections change the stretches that they name, and nothing else."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from generator.core.errors import Correction, Span
from generator.script.corrections import corrected
from generator.script.source import split

LINES = st.lists(st.text("ab *é🙂\t", max_size=12), min_size=1, max_size=5)
PLACES = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 11), st.integers(1, 5), st.sampled_from(["", "Z", "ZZZ"]))
)


def at(lines: list[str], line: int, start: int, width: int, text: str) -> Correction:
    return Correction(Span("a.txt", line + 1, start + 1, width, lines[line]), text)


@given(LINES, PLACES, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
def test_line_ends_and_all_that_no_correction_names_stay(
    lines: list[str], places: list[tuple[int, int, int, str]], end: str, mark: str
) -> None:
    wanted = [
        at(lines, line, start, width, text)
        for line, start, width, text in places
        if line < len(lines) and start + width <= len(lines[line])
    ]
    result = corrected(mark + end.join(lines), wanted)
    assert re.findall("\r\n?|\n", result) == [end] * (len(lines) - 1)
    assert result.startswith(mark)
    after = split(result, "a.txt").lines
    for number, (old, new) in enumerate(zip(lines, after, strict=True)):
        here = [each for each in wanted if each.span.line == number + 1]
        starts = [(each.span.column - 1, each.span.width) for each in here]
        named = {place for start, width in starts for place in range(start, start + width)}
        stays = [sign for place, sign in enumerate(old) if place not in named]
        rest = iter(new)
        assert all(sign in rest for sign in stays)
        if not here:
            assert old == new
        if len(here) == 1:
            assert new == here[0].line


def test_several_of_one_line_are_all_written_and_the_same_one_once() -> None:
    line = ["a *b* c *d*"]
    first, second = at(line, 0, 2, 3, "b"), at(line, 0, 8, 3, "d")
    assert corrected(line[0], [second, first, first]) == "a b c d"


def test_of_two_that_overlap_the_first_is_written() -> None:
    line = ["a *b* c"]
    assert corrected(line[0], [at(line, 0, 3, 2, "x"), at(line, 0, 2, 3, "b")]) == "a b c"

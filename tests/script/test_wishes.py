"""Markers in a teacher's own words: read where that is certain, answered with a line to write elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.errors import ScriptError
from generator.script.expand import expand
from generator.script.format import format_script, marker
from generator.script.lesson import Script
from generator.script.marker_arguments import MarkerError
from generator.script.markers import read_marker
from generator.script.parse import parse
from generator.script.wishes import read_wish

ROWS = [
    line.split(" → ")
    for line in Path(__file__).with_name("wishes.txt").read_text(encoding="utf-8").splitlines()
]
READ = [(written, meant) for written, meant in ROWS if meant.startswith("[")]
ANSWERED = [(written, *meant.split(" ", 1)) for written, meant in ROWS if not meant.startswith("[")]
WORDS = st.sampled_from(
    [
        *(
            "pause",
            "rest",
            "move",
            "repeat",
            "bell",
            "breathe",
            "wait",
            "long",
            "short",
            "a",
            "half",
            "few",
            "3",
        ),
        *("10", "20", "1:30", "2,5", "ten", "zehn", "s", "sec", "minutes", "Minuten", "breaths", "Atemzüge"),
        *("to", "-", "x", "times", "mal", "for", "of", "about", "each", ":", ".", "knee"),
    ]
)


def meaning(script: Script) -> object:
    return [
        [(type(item), getattr(item, "low", 0), getattr(item, "high", 0)) for item in section.items]
        for section in expand(script, None).sections
    ]


@pytest.mark.parametrize(("written", "meant"), READ)
def test_it_is_read_as_the_marker_that_it_means(written: str, meant: str) -> None:
    assert marker(f"[{written}]") == meant
    understood, usual = read_marker(f"[{written}]"), read_marker(meant)
    assert (understood.word, understood.value) == (usual.word, usual.value)


@pytest.mark.parametrize(("written", "code", "answer"), ANSWERED)
def test_where_that_is_not_certain_it_is_answered(written: str, code: str, answer: str) -> None:
    with pytest.raises(MarkerError) as caught:
        read_marker(f"[{written}]")
    assert (caught.value.code, caught.value.instead or caught.value.hint) == (code, answer)


def test_there_are_enough_of_both() -> None:
    assert len(READ) > 50
    assert len(ANSWERED) > 20


def test_a_correction_takes_the_place_of_the_whole_marker() -> None:
    with pytest.raises(ScriptError) as caught:
        parse("Rest. [wait  10 seconds] Now.", "a.txt")
    (problem,) = caught.value.diagnostics
    assert problem.correction
    assert problem.correction.line == "Rest. [pause 10s] Now."


@given(st.lists(WORDS, max_size=8).map(" ".join))
def test_the_formatter_writes_what_was_read_and_its_meaning_stays(wish: str) -> None:
    text = f"Rest. [{wish}] Now.\n"
    try:
        script = parse(text, "a.txt")
    except ScriptError:
        return
    tidy = format_script(text)
    assert meaning(parse(tidy, "a.txt")) == meaning(script)
    assert format_script(tidy) == tidy


@given(st.lists(WORDS, max_size=6).map(" ".join) | st.text(max_size=100))
def test_any_text_is_a_wish_or_none(text: str) -> None:
    wish = read_wish(text)
    assert wish is None or wish.marker or wish.hint

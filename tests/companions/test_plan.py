from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from generator.companions.plan import plan_drawing, plan_picture, plan_table, signs
from generator.companions.plan_terminal import print_plan
from generator.core.clock import SAMPLE_RATE
from generator.core.errors import Span
from generator.core.terminal_text import columns, fitted
from generator.script import kinds
from generator.timeline.edition import Edition
from generator.timeline.timeline import Sound

Maker = Callable[..., Edition]


def test_the_picture_shows_when_there_is_what(make: Maker) -> None:
    """Ten seconds each: with one character a second, each kind fills ten."""
    speech = " ".join(["word"] * 20)
    edition = make(
        [
            ("All", [speech, (kinds.MOVE, 20), (kinds.REST, 10)]),
            ("Half", [speech, (kinds.PAUSE, 10)]),
        ]
    )
    lines = plan_picture(edition).splitlines()
    bars = ["".join(char for char in line if char in signs().values()) for line in lines[3:5]]
    assert {sign: bars[0].count(sign) * 40 / len(bars[0]) for sign in signs().values()} == pytest.approx(
        {"█": 10, "▓": 0, "▒": 20, "░": 10, "·": 0}, abs=1.5
    )
    assert len(bars[1]) / len(bars[0]) == pytest.approx(22 / 40, abs=0.03)
    assert "25 %" in lines[3]
    assert "45 %" in lines[4]


def test_the_picture_agrees_with_the_timeline(lesson: Edition) -> None:
    speech = sum(event.length for event in lesson.timeline.sounds if event.text)
    assert f"█ speech {round(100 * speech / lesson.timeline.length)} %" in plan_picture(lesson)


titles = st.text(st.characters(codec="utf-8"), max_size=60)


@given(title=titles, width=st.integers(60, 200))
def test_the_picture_never_leaves_the_terminal(make: Maker, title: str, width: int) -> None:
    edition = make([("", ["One."]), (title, ["Two.", (kinds.REST, 70)]), ("骨盆下的时钟" * 9, ["Three."])])
    lines = plan_picture(edition, width).splitlines()
    assert max(columns(line) for line in lines[2:]) <= width
    assert "\x1b" not in plan_picture(edition, width)


def test_a_terminal_gets_the_same_picture_in_colours(lesson: Edition) -> None:
    out = io.StringIO()
    print_plan(
        lesson, Console(file=out, force_terminal=True, width=80, color_system="standard", no_color=False)
    )
    assert "\x1b[" in out.getvalue()
    plain = io.StringIO()
    print_plan(lesson, Console(file=plain, width=80))
    assert [line.rstrip() for line in plain.getvalue().splitlines()] == plan_picture(lesson).splitlines()


def test_every_piece_that_is_coloured_has_a_known_style(lesson: Edition) -> None:
    assert {piece.style for line in plan_drawing(lesson) for piece in line} == {*signs(), "title", ""}


def test_the_table_has_a_line_for_every_event(lesson: Edition) -> None:
    lines = [line for line in plan_table(lesson).splitlines()[1:] if line and "#" not in line]
    assert len(lines) == len(lesson.timeline.events)
    time = len("knee.txt:10  ")
    for row, event in zip(lines, lesson.timeline.events, strict=True):
        place, line = row[:time].strip(), row[time:]
        written = event.span is not None and event.kind is not kinds.GAP
        assert place == (f"knee.txt:{event.span.line}" if event.span and written else "")
        minutes, seconds = line.split()[0].split(":")
        assert 60 * int(minutes) + float(seconds) == pytest.approx(event.start / SAMPLE_RATE, abs=0.051)
        assert float(line.split()[1]) == pytest.approx(event.length / SAMPLE_RATE, abs=0.051)
        assert line.split()[3] == (event.kind if isinstance(event, Sound) else event.kind.name)
        assert not isinstance(event, Sound) or event.text in line


def test_the_table_names_the_file_of_what_is_included(lesson: Edition) -> None:
    first = next(sound for sound in lesson.timeline.sounds if sound.text == "Lie on your back.")
    events = tuple(
        replace(event, span=Span("scripts/common/lying.txt", 4, 1, 4, "")) if event is first else event
        for event in lesson.timeline.events
    )
    table = plan_table(replace(lesson, timeline=replace(lesson.timeline, events=events))).splitlines()
    assert [row.split()[0] for row in table if "Lie on your back." in row] == ["common/lying.txt:4"]
    assert len({row.index("  cue  ") for row in table if "  cue  " in row}) == 1


def test_the_table_names_every_section_where_it_begins(lesson: Edition) -> None:
    lines = plan_table(lesson).splitlines()
    at = next(n for n, line in enumerate(lines) if line.strip() == "# Walking")
    assert lines[at + 1].endswith("cue    Stand, and take a few steps.")


@given(text=titles, width=st.integers(1, 40))
def test_fitted_text_fills_its_columns_exactly(text: str, width: int) -> None:
    text = "".join(text.split())
    assert columns(fitted(text, width)) == width

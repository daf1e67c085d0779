"""A new kind of silence is one row of `script.kinds`: every reader knows it then."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console
from rich.style import Style

from generator.changes.compare import compare_editions
from generator.companions.captions import captions
from generator.companions.labels import labels
from generator.companions.page.page_data import page_data
from generator.companions.plan import SIGNS, plan_picture, plan_table
from generator.companions.plan_terminal import print_plan
from generator.companions.transcript import lyrics, transcript
from generator.core.clock import FRAME, SAMPLE_RATE
from generator.core.terminal_text import columns
from generator.practice.lesson_view import view_of
from generator.script.expand import expand
from generator.script.format import format_script
from generator.script.kinds import SILENCES, Purpose, SilenceKind
from generator.script.marker_types import MARKERS
from generator.script.parse import BrokenScriptError, parse
from generator.timeline.edition import Edition
from generator.timeline.edition_json import edition_from_json, edition_to_json
from generator.timeline.layout import lay_out
from generator.timeline.timeline import SoundKind
from generator.voices.estimate import estimated_clips

SETTLE = SilenceKind(
    "settle",
    Purpose.REST,
    "[settle 60s]",
    slider="Time to settle",
    noted=True,
    transcribed=True,
    drawn_as="settle",
    sign="▓",
    colour="magenta",
)
TEXT = "# Lying\nLie down. [settle: 1 min]\nLet it go.\n"


@pytest.fixture(autouse=True)
def _added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SILENCES, SETTLE.name, SETTLE)


def edition(text: str = TEXT) -> Edition:
    lesson = expand(parse(text, "a.txt"))
    clips = estimated_clips(lesson)
    return Edition("a", "a.txt", "", lesson.header, lay_out(lesson, clips).timeline, clips)


def test_a_script_writes_it_and_fmt_spells_it() -> None:
    assert edition().timeline.silences[1][0].wanted == 60 * SAMPLE_RATE
    assert "[settle 1m]" in format_script(TEXT)


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [("[setle 60s]", "[settle 60s]"), ("[settle]", "[settle 60s]"), ("(settle: 60)", "[settle 60]")],
)
def test_what_is_written_wrongly_is_answered_with_it(wrong: str, hint: str) -> None:
    with pytest.raises(BrokenScriptError) as raised:
        parse(f"Lie down. {wrong} Let go.", "a.txt")
    assert hint in raised.value.diagnostics[0].hint


def test_its_minute_is_in_every_companion() -> None:
    made = edition()
    assert "[settle, 60 s]" in {line for caption in captions(made) for line in caption.lines}
    for text in (transcript(made), lyrics(made), labels(made)):
        assert "[settle, 60 s]" in text


def test_the_timeline_file_holds_it() -> None:
    assert edition_from_json(edition_to_json(edition())).timeline.silences[1][0].kind is SETTLE


def test_the_plan_draws_it() -> None:
    assert SETTLE.sign * 20 in plan_picture(edition())


@pytest.mark.parametrize("width", [60, 80, 200])
def test_the_plans_legend_has_room_for_it(width: int) -> None:
    lines = plan_picture(edition(), width).splitlines()
    assert max(map(columns, lines)) <= width
    legend = " ".join(lines[lines.index("", 2) + 1 :])
    assert all(f"{kind.sign} {kind.drawn_as} " in legend for kind in SILENCES.values())


def test_the_plans_table_has_room_for_its_name() -> None:
    rows = plan_table(edition(TEXT.replace("1 min", "30-90s"))).splitlines()
    text = rows[0].index("text")
    assert [row[text:] for row in rows if " cue " in row] == ["Lie down.", "Let it go."]
    assert [row[text:] for row in rows if " settle " in row] == ["(30.0 s to 90.0 s)"]


def test_practice_counts_it_as_a_rest() -> None:
    made = edition()
    lesson = expand(parse(TEXT, "a.txt"))
    (rest,) = view_of(lesson, made.timeline, None, estimated=True).rests
    assert rest.silence >= 60 * SAMPLE_RATE - FRAME


def test_an_edit_of_it_is_reported() -> None:
    changes = compare_editions(edition(), edition(TEXT.replace("1 min", "90s")))
    assert [(each.before, each.after) for each in changes.pauses] == [("settle 1:00", "settle 1:30")]


def test_the_page_is_handed_it() -> None:
    data = page_data(edition(), ())
    assert SETTLE.name in data["stretched"]
    assert SETTLE.name in data["noted"]


@pytest.mark.parametrize("name", SILENCES)
def test_every_kind_is_known_to_all_that_draw(name: str) -> None:
    """A row that one of them does not know fails here."""
    kind = SILENCES[name]
    assert kind.sign in SIGNS
    assert Style.parse(kind.colour).color
    assert not kind.transcribed or kind.noted
    assert kind.margin <= (not kind.written)
    alike = [other for other in SILENCES.values() if other.drawn_as == kind.drawn_as]
    assert {(other.sign, other.colour) for other in alike} == {(kind.sign, kind.colour)}


@pytest.mark.parametrize("name", SILENCES)
def test_no_kind_takes_a_word_that_means_something_else(name: str) -> None:
    """In a script, in the timeline file, or in the form of the page's own pace."""
    assert SILENCES[name].name == name
    assert name not in {*MARKERS, *SoundKind, "from", "again", "file"}


def test_a_terminal_shows_it_in_its_colour() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=100)
    print_plan(edition(), console)
    assert isinstance(console.file, io.StringIO)
    assert f"\x1b[35m{SETTLE.sign}" in console.file.getvalue()


def test_no_other_file_lists_the_kinds() -> None:
    """Their words stand in the table, and in what explains the language to a teacher."""
    package = Path(__file__).parents[2] / "generator"
    listing = [
        path.relative_to(package).as_posix()
        for pattern in ("*.py", "*.js", "*.jinja")
        for path in package.rglob(pattern)
        if all(f'"{name}"' in path.read_text("utf-8") for name in ("rest", "move", "pause"))
    ]
    assert listing == ["script/kinds.py"]

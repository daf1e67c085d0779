"""The report as text and as JSON."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.changes.changes import Change, Changes, CueChange, Elastic, PauseChange, SectionChange, Shift
from generator.changes.report import report_lines
from generator.changes.report_json import ROWS, changes_from_json, changes_to_json
from generator.core.clock import SAMPLE_RATE
from generator.core.json_reader import JsonError

texts = st.text(st.characters(codec="utf-8"), max_size=30)
counts = st.integers(0, 2**40)
differences = st.integers(-(2**40), 2**40)
maybe = st.none() | counts
lines = st.none() | st.integers(1, 10**6)

cues = st.builds(CueChange, st.sampled_from(Change), texts, texts, maybe, maybe, texts, lines)
elastics = st.just(Elastic()) | st.builds(Elastic, st.integers(1, 99), differences, counts)
reports = st.builds(
    Changes,
    texts, texts, texts, maybe, counts, counts,
    st.lists(cues, max_size=8).map(tuple),
    st.lists(st.builds(PauseChange, texts, texts, counts, texts, lines), max_size=8).map(tuple),
    st.lists(st.builds(Shift, counts, counts, differences), max_size=8).map(tuple),
    elastics,
    st.lists(st.builds(SectionChange, texts, maybe, maybe, texts, st.booleans()), max_size=8).map(tuple),
    st.lists(texts, max_size=3).map(tuple),
)  # fmt: skip

S = SAMPLE_RATE
ONE = Changes("hips", "scripts/hips.txt", "ab", 1198 * S, 1204 * S, 94)


@given(reports)
def test_what_is_written_is_read_back(changes: Changes) -> None:
    assert changes_from_json(changes_to_json(changes)) == changes


@given(reports)
def test_any_report_is_lines_that_a_terminal_may_print(changes: Changes) -> None:
    for everything in (False, True):
        for line in report_lines(changes, everything=everything):
            assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in line)


def test_every_field_is_kept() -> None:
    """A field added to the report is not forgotten in its JSON."""
    said = json.loads(changes_to_json(replace(ONE, elastic=Elastic(1, 1, 1), header=("title",))))
    assert {field.name for field in fields(Changes)} <= set(said)
    assert set(ROWS) <= set(said)


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "[]",
        "{}",
        '{"format": "movement-lesson-timeline"}',
        changes_to_json(ONE).replace('"version": 1', '"version": 2'),
        changes_to_json(ONE)[:-9],
        changes_to_json(ONE).replace('"after": ', '"after": -'),
        changes_to_json(replace(ONE, cues=(CueChange(Change.NEW, "", "a", None, 0),))).replace(
            '"new"', '"odd"'
        ),
        changes_to_json(replace(ONE, header=("rate",))).replace('"rate"', "7"),
    ],
)
def test_damage_is_told(damage: str) -> None:
    with pytest.raises(JsonError):
        changes_from_json(damage)


def test_the_length_and_what_moved_are_told() -> None:
    changes = replace(
        ONE,
        cues=(
            CueChange(
                Change.CHANGED, "Let it go.", "Let it slowly go.", 365 * S, 365 * S, "scripts/hips.txt", 42
            ),
        ),
        shifts=(Shift(372 * S, 378 * S, 6 * S),),
        sections=(SectionChange("Rest", 60 * S, 66 * S),),
    )
    assert report_lines(changes) == [
        "19:58 → 20:04 (+6 s); cues: 1 changed, 94 reused",
        "changed at 6:05, hips.txt:42: “Let it go.” → “Let it slowly go.”",
        "everything after 6:12 moved by +6 s",
        "section “Rest”: 1:00 → 1:06 (+6 s)",
    ]


def test_what_is_included_is_told_with_its_file() -> None:
    """As its marker names it; a script in the present folder has no folder to leave out."""
    cue = CueChange(Change.NEW, "", "Lie down.", None, 9 * S, "scripts/common/lying.txt", 4)
    pause = PauseChange("rest 3 s", "rest 4 s", 12 * S, "scripts/hips.txt", 8)
    lines = report_lines(replace(ONE, cues=(cue,), pauses=(pause,)))
    assert lines[1:] == [
        "new at 0:09, common/lying.txt:4: “Lie down.”",
        "pause at 0:12, hips.txt:8: rest 3 s → rest 4 s",
    ]
    here = replace(ONE, script="hips.txt", cues=(replace(cue, path="common/lying.txt"),))
    assert report_lines(here)[1] == lines[1]


def test_what_elastic_pauses_took_up_is_told() -> None:
    changes = replace(ONE, before=1204 * S, elastic=Elastic(34, -6 * S, S // 5), shifts=(Shift(9, 9, 9999),))
    assert report_lines(changes) == [
        "20:04 as before; cues: 94 reused",
        "elastic pauses took it up: 34 are 6 s shorter in all, none by more than 0.2 s",
    ]


def test_the_first_and_an_unchanged_build_are_one_line() -> None:
    assert report_lines(replace(ONE, before=None)) == ["first build: nothing to compare with"]
    assert report_lines(replace(ONE, before=1204 * S)) == ["nothing changed"]


def test_a_long_list_is_cut_and_can_be_had_whole() -> None:
    cue = CueChange(Change.NEW, "", "word " * 40, None, 0)
    changes = replace(ONE, cues=(cue,) * 30)
    assert len(report_lines(changes)) == 7
    assert "… and 25 more cues" in report_lines(changes)
    assert len(report_lines(changes, everything=True)) == 31
    assert max(map(len, report_lines(changes))) < 120

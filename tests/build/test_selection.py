"""Which events a line, a title or an edit means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.build.no_such_part import NoSuchPartError
from generator.build.script_line import LineEvents, events_on_line
from generator.build.selection import events_changed, events_of_section
from generator.changes.compare import compare_editions
from generator.script.expand import expand
from generator.script.lesson import Script
from generator.script.marker_uses import marker_uses
from generator.script.parse import IncludeError, parse
from generator.timeline.edition import Edition
from generator.timeline.layout import lay_out
from generator.timeline.timeline import Sound, Timeline, sounds_of
from generator.voices.estimate import estimated_clips

TEXT = """\
# One

Lie down
on your back. [pause 4s] Rest there
// a note
for a while.

[rest 9s]

[mirror: Two]

# Two

Lift your right arm.
"""


def no_include(name: str) -> str:
    raise IncludeError("E030", name)


USES = marker_uses(parse(TEXT, "a.txt", no_include), None)


def edition(text: str) -> Edition:
    script: Script = parse(text, "a.txt", no_include)
    lesson = expand(script, script.header.length)
    return Edition("a", "a.txt", "", script.header, lay_out(lesson, estimated_clips(lesson)).timeline)


def said(timeline: Timeline, found: LineEvents) -> list[str]:
    events = [timeline.events[index] for index in found.events]
    return [event.text if isinstance(event, Sound) else f"[{event.kind.name}]" for event in events]


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return edition(TEXT).timeline


@pytest.mark.parametrize(
    ("line", "heard"),
    [
        (3, ["Lie down on your back."]),
        (4, ["Lie down on your back.", "[pause]", "Rest there for a while."]),
        (6, ["Rest there for a while."]),
        (8, ["[rest]"]),
        (14, ["Lift your left arm."]),
    ],
)
def test_a_line_is_what_is_said_or_silent_on_it(timeline: Timeline, line: int, heard: list[str]) -> None:
    found = events_on_line(timeline, "a.txt", line, TEXT.split("\n"))
    assert said(timeline, found) == heard
    assert not found.told


def test_a_mirrored_line_is_heard_again(timeline: Timeline) -> None:
    (start,) = events_on_line(timeline, "a.txt", 14, TEXT.split("\n")).again
    assert [sound.text for sound in timeline.sounds if sound.start == start] == ["Lift your right arm."]


@pytest.mark.parametrize(
    ("line", "heard", "told"),
    [
        (2, "Lie down on your back.", "line 2 is empty; what comes next is line 3"),
        (5, "Rest there for a while.", "line 5 is a comment; what comes next is line 6"),
        (7, "[rest]", "line 7 is empty; what comes next is line 8"),
        (11, "Lift your left arm.", "line 11 is empty; what comes next is line 14"),
        (12, "Lift your right arm.", 'line 12 is a heading: all of "Two" is heard'),
        (13, "Lift your left arm.", "line 13 is empty; what comes next is line 14"),
    ],
)
def test_where_nothing_is_heard_comes_what_comes_next(
    timeline: Timeline, line: int, heard: str, told: str
) -> None:
    found = events_on_line(timeline, "a.txt", line, TEXT.split("\n"), USES)
    assert said(timeline, found)[0] == heard
    assert found.told == told


def test_the_line_of_a_mirror_is_the_mirrored_side_and_nothing_else(timeline: Timeline) -> None:
    found = events_on_line(timeline, "a.txt", 10, TEXT.split("\n"), USES)
    assert (said(timeline, found), found.again, found.told) == (["Lift your left arm."], (), "")


@pytest.mark.parametrize("line", [-1, 0, 15, 16, 1000])
def test_a_line_after_which_nothing_comes_names_the_nearest_cue(timeline: Timeline, line: int) -> None:
    with pytest.raises(NoSuchPartError, match="the nearest cue is on line") as caught:
        events_on_line(timeline, "a.txt", line, TEXT.split("\n"), USES)
    lines = len(TEXT.split("\n"))
    past = f"there is no line {line}: the script ends with line {lines}" in caught.value.message
    assert past != (1 <= line <= lines)


PARTS = """\
[include a/b.txt]

# Right

[repeat 2]
[include a/b.txt]
Right. [pause 2s]
[end repeat]

# Left
[repeat 2]
[mirror: Right]
[end repeat]
// the end
"""
PART = "// first\nOne right.\n\nTwo right. [rest 3-9s]\n// last\n"


@pytest.mark.parametrize(
    ("path", "line", "heard", "rounds"),
    [
        ("a.txt", 1, ["One right.", "Two right.", "[rest]"], 1),
        ("a.txt", 6, ["One right.", "Two right.", "[rest]"], 6),
        ("a.txt", 12, ["One left.", "Two left.", "[rest]", "Left.", "[pause]"] * 2, 2),
        ("a.txt", 13, [], 0),
        ("a.txt", 11, ["One left.", "Two left.", "[rest]", "Left.", "[pause]"] * 2, 2),
        ("a/b.txt", 1, ["One right."], 7),
        ("a/b.txt", 4, ["Two right.", "[rest]"], 7),
        ("a/b.txt", 5, ["One right."], 1),
    ],
)
def test_markers_bring_what_they_brought_in_each_round(
    path: str, line: int, heard: list[str], rounds: int
) -> None:
    """An include within a repeat that is mirrored within another: six times, and alone once."""
    script = parse(PARTS, "a.txt", lambda _: PART)
    lesson = expand(script)
    timeline = lay_out(lesson, estimated_clips(lesson)).timeline
    source = (PARTS if path == "a.txt" else PART).split("\n")
    uses = marker_uses(script, lesson.length)
    if not heard:
        with pytest.raises(NoSuchPartError, match="nothing is heard after it"):
            events_on_line(timeline, path, line, source, uses)
        return
    found = events_on_line(timeline, path, line, source, uses)
    assert said(timeline, found) == heard
    assert len(found.again) == rounds - 1


@given(st.sampled_from(["One", " tWo ", "t", "on"]) | st.text(max_size=20))
def test_any_title_is_found_or_told(title: str) -> None:
    timeline = edition(TEXT).timeline
    known = [each for each in ("one", "two") if title.strip() and each.startswith(title.casefold().strip())]
    if len(known) == 1:
        found = events_of_section(timeline, title)
        assert {timeline.events[index].section for index in found} == {("one", "two").index(known[0])}
    else:
        with pytest.raises(NoSuchPartError):
            events_of_section(timeline, title)


CUES = st.lists(
    st.sampled_from(["Rest.", "Lie down.", "Let go.", "Breathe in, and out."]), min_size=1, max_size=8
)


@given(CUES, CUES)
def test_every_new_word_is_in_what_an_edit_changed(old: list[str], new: list[str]) -> None:
    """Whatever is not heard as before is among the events that are played."""
    before, after = edition(" [pause 3s] ".join(old)), edition(" [pause 3s] ".join(new))
    changes = compare_editions(before, after)
    found = [after.timeline.events[index] for index in events_changed(after.timeline, changes)]
    told = [cue.after for cue in changes.cues if cue.after]
    assert sorted(told) == sorted(sound.text for sound in sounds_of(found) if sound.text)
    assert bool(found) >= bool(changes.cues)

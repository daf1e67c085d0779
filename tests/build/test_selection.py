"""Which events a line, a title or an edit means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.build.selection import NoSuchPartError, events_changed, events_of_section, events_on_line
from generator.changes.compare import compare_editions
from generator.script.expand import expand
from generator.script.lesson import Script
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


def edition(text: str) -> Edition:
    script: Script = parse(text, "a.txt", no_include)
    lesson = expand(script, script.header.length)
    return Edition("a", "a.txt", "", script.header, lay_out(lesson, estimated_clips(lesson)).timeline)


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
    found, _ = events_on_line(timeline, "a.txt", line, TEXT.split("\n"))
    events = [timeline.events[index] for index in found]
    assert [event.text if isinstance(event, Sound) else f"[{event.kind.name}]" for event in events] == heard


def test_a_mirrored_line_is_heard_again(timeline: Timeline) -> None:
    _, again = events_on_line(timeline, "a.txt", 14, TEXT.split("\n"))
    (start,) = again
    assert [sound.text for sound in timeline.sounds if sound.start == start] == ["Lift your right arm."]


@pytest.mark.parametrize("line", [-1, 0, 2, 5, 7, 10, 13, 15, 16, 1000])
def test_any_other_line_names_the_nearest_cue(timeline: Timeline, line: int) -> None:
    with pytest.raises(NoSuchPartError, match="the nearest cue is on line"):
        events_on_line(timeline, "a.txt", line, TEXT.split("\n"))


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

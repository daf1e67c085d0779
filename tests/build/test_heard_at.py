"""What is heard at a time of a lesson."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.build.heard_at import moment_at
from generator.build.no_such_part import NoSuchPartError
from generator.script.expand import expand
from generator.script.parse import IncludeError, parse
from generator.timeline.layout import lay_out
from generator.timeline.timeline import Sound
from generator.voices.estimate import estimated_clips

TEXT = """\
Lie down. [pause 4s] [pause 0s] Rest there.

# Right
Lift your right arm. [move 3 x 4s]
[chime]

# Left
[mirror: Right]
"""


def no_include(name: str) -> str:
    raise IncludeError("E030", name)


LESSON = expand(parse(TEXT, "a.txt", no_include))
TIMELINE = lay_out(LESSON, estimated_clips(LESSON)).timeline


@given(st.integers(0, TIMELINE.length - 1))
def test_any_time_is_within_what_is_heard_then(position: int) -> None:
    moment = moment_at(TIMELINE, position)
    assert moment.event.start <= position < moment.event.end
    assert moment.section.start <= position < moment.section.end
    assert moment.before is None or moment.before.end <= position
    assert moment.after is None or moment.after.start > position
    beside = {moment.before, moment.after, moment.event}
    near = [sound for sound in TIMELINE.sounds if sound in beside]
    first = TIMELINE.sounds.index(near[0])
    assert tuple(near) == TIMELINE.sounds[first : first + len(near)]


@pytest.mark.parametrize("event", [event for event in TIMELINE.events if event.length])
def test_a_sound_or_silence_is_heard_from_its_first_sample_to_its_last(event: Sound) -> None:
    assert moment_at(TIMELINE, event.start).event == event
    assert moment_at(TIMELINE, event.end - 1).event == event


def test_the_very_end_is_the_silence_that_ends_the_lesson_and_then_is_nothing() -> None:
    """A player shows the lesson's length as its last time."""
    assert moment_at(TIMELINE, TIMELINE.length).event is TIMELINE.events[-1]
    with pytest.raises(NoSuchPartError, match="the lesson has ended before"):
        moment_at(TIMELINE, TIMELINE.length + 1)

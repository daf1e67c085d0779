"""Laying out: every onset where the written pauses put it, in an hour as in the first minute."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.audio.clip import ClipFacts
from generator.core.clock import FRAME, MILLISECOND, SAMPLE_RATE
from generator.core.errors import ScriptError, Severity, Span
from generator.script import kinds
from generator.script.kinds import SilenceKind
from generator.script.lesson import Chime, Cue, Delivery, Header, Item, Lesson, Pause, Section
from generator.timeline.layout import LEAD, TAIL, lay_out
from generator.timeline.timeline import SoundKind

HERE = Span("lesson.txt", 1, 1, 1, "x")
DELIVERY = Delivery("", None)
HALF_FRAME = FRAME // 2
CLOSEST = 70 * MILLISECOND


def tone(onset: int, end: int) -> ClipFacts:
    """A sound with the margins that real clips have, and 1105 samples of delay, in whole frames."""
    return ClipFacts("", -(-(end + 240 + 1105) // FRAME), onset, end)


def cue(text: str = "Rest.") -> Cue:
    return Cue(text, HERE, DELIVERY)


def pause(low: float, high: float | None = None, kind: SilenceKind = kinds.PAUSE) -> Pause:
    whole = [round(each * 1000) * MILLISECOND for each in (low, low if high is None else high)]
    return Pause(kind, whole[0], whole[1], HERE)


def lesson(*sections: list[Item], length: float | None = None) -> Lesson:
    return Lesson(
        Header(),
        tuple(Section(f"Part {i}", tuple(items), HERE) for i, items in enumerate(sections)),
        None if length is None else round(length * SAMPLE_RATE),
    )


tones = st.builds(
    lambda onset, length: tone(onset, onset + length), st.integers(0, 2000), st.integers(1, 10 * SAMPLE_RATE)
)
lengths = st.integers(0, 60_000).map(lambda ms: ms / 1000)


@st.composite
def lessons(draw: st.DrawFn) -> tuple[Lesson, list[ClipFacts]]:
    """Any number of sections of sounds with at least one written silence between two of them."""
    sections: list[list[Item]] = [[]]
    sounds: list[ClipFacts] = []
    for number in range(draw(st.integers(1, 12))):
        if number:
            for _ in range(draw(st.integers(1, 3))):
                low = draw(lengths)
                sections[-1].append(pause(low, low + draw(lengths) if draw(st.booleans()) else None))
            if draw(st.booleans()):
                sections.append([])
        sections[-1].append(Chime(HERE) if draw(st.integers(0, 9)) == 0 else cue())
        sounds.append(draw(tones))
    return lesson(*sections), sounds


@given(lessons())
def test_events_and_chapters_are_contiguous_from_zero(made: tuple[Lesson, list[ClipFacts]]) -> None:
    timeline = lay_out(*made).timeline
    for borders in (
        [(event.start, event.end) for event in timeline.events],
        [(chapter.start, chapter.end) for chapter in timeline.sections],
    ):
        assert borders[0][0] == 0
        assert borders[-1][1] == timeline.length
        assert all(a[1] == b[0] for a, b in pairwise(borders))
        assert all(start <= end for start, end in borders)


@given(lessons())
def test_every_onset_is_within_half_a_frame_of_its_written_time(made: tuple[Lesson, list[ClipFacts]]) -> None:
    """Also after any number of cues before it: nothing adds up."""
    given_lesson, sounds = made
    timeline = lay_out(*made).timeline
    written = float(LEAD)
    waiting = 0.0
    heard = [*timeline.sounds]
    items = [item for section in given_lesson.sections for item in section.items]
    number = 0
    for item in items:
        if isinstance(item, Pause):
            waiting += (item.low + item.high) / 2
            continue
        if number:
            before = sounds[number - 1]
            waiting = max(waiting, before.frames * FRAME - before.end + sounds[number].onset)
        written += waiting
        assert abs(heard[number].start - written) <= HALF_FRAME + 1
        written += sounds[number].end - sounds[number].onset
        number, waiting = number + 1, 0.0


@given(lessons())
def test_clips_begin_on_frame_borders_and_never_share_a_frame(made: tuple[Lesson, list[ClipFacts]]) -> None:
    _, sounds = made
    heard = [*lay_out(*made).timeline.sounds]
    for event, sound in zip(heard, sounds, strict=True):
        assert event.frame is not None
        assert event.frame * FRAME + sound.onset == event.start
        assert event.length == sound.end - sound.onset
    for (a, sound), (b, _) in pairwise(zip(heard, sounds, strict=True)):
        assert a.frame is not None
        assert b.frame is not None
        assert a.frame + sound.frames <= b.frame


@given(lessons(), st.floats(0, 1))
def test_elastic_pauses_make_any_length_within_reach_exact(
    made: tuple[Lesson, list[ClipFacts]], share: float
) -> None:
    """To the sample, and all of them by one share."""
    given_lesson, sounds = made
    shortest = lay_out(lesson(*_items(given_lesson), length=0), sounds, draft=True).timeline.length
    longest = lay_out(lesson(*_items(given_lesson), length=10**6), sounds, draft=True).timeline.length
    wanted = round(shortest + share * (longest - shortest))
    fitted = Lesson(Header(), given_lesson.sections, wanted)
    result = lay_out(fitted, sounds)
    assert result.timeline.length == wanted
    assert not result.warnings
    for event in (silence for run in result.timeline.silences for silence in run):
        if event.low is not None and event.high is not None:
            assert result.share is not None
            assert abs(event.wanted - (event.low + result.share * (event.high - event.low))) <= 1


def _items(made: Lesson) -> list[list[Item]]:
    return [list(section.items) for section in made.sections]


def test_a_lesson_begins_with_half_a_second_and_ends_with_two() -> None:
    timeline = lay_out(lesson([cue()]), [tone(240, 48_240)]).timeline
    assert [event.kind for event in timeline.events] == [kinds.LEAD, SoundKind.CUE, kinds.TAIL]
    assert abs(timeline.events[1].start - LEAD) <= HALF_FRAME
    assert timeline.length == LEAD + 48_000 + TAIL


def test_adjacent_pauses_stay_separate_and_add_up() -> None:
    made = lesson([cue(), pause(2), pause(3, kind=kinds.REST), cue()])
    events = lay_out(made, [tone(240, 48_240)] * 2).timeline.events
    assert [event.kind for event in events[2:4]] == [kinds.PAUSE, kinds.REST]
    assert abs(events[2].length - 2 * SAMPLE_RATE) <= HALF_FRAME
    assert abs(events[2].length + events[3].length - 5 * SAMPLE_RATE) <= FRAME


def test_pauses_before_the_first_and_after_the_last_sound_are_kept() -> None:
    made = lesson([pause(3), cue(), pause(4)])
    timeline = lay_out(made, [tone(0, 48_000)]).timeline
    assert [event.kind for event in timeline.events] == [
        kinds.LEAD,
        kinds.PAUSE,
        SoundKind.CUE,
        kinds.PAUSE,
        kinds.TAIL,
    ]
    assert timeline.length == LEAD + 3 * SAMPLE_RATE + 48_000 + 4 * SAMPLE_RATE + TAIL


@pytest.mark.parametrize("short", [0.0, 0.03, 0.06])
def test_a_pause_under_70_ms_is_as_close_as_two_clips_can_stand(short: float) -> None:
    made = lesson([cue(), pause(short), cue()])
    event = lay_out(made, [tone(240, 48_240)] * 2).timeline.events[2]
    assert event.length <= CLOSEST + HALF_FRAME


def test_a_length_out_of_reach_says_by_how_much_and_what_each_section_could_give() -> None:
    made = lesson([cue(), pause(10, 20), cue()], [pause(5, 9), cue()], length=60)
    with pytest.raises(ScriptError) as caught:
        lay_out(made, [tone(0, 48_000)] * 3)
    (problem,) = caught.value.diagnostics
    assert "25.5 s too short" in problem.message
    assert "Part 0 10 s, Part 1 4 s" in problem.hint


def test_of_a_lesson_that_is_too_long_each_section_says_how_long_its_pauses_are() -> None:
    made = lesson([cue(), pause(10, 20), cue()], [pause(5), cue()], length=6)
    with pytest.raises(ScriptError) as caught:
        lay_out(made, [tone(0, 48_000)] * 3)
    (problem,) = caught.value.diagnostics
    assert problem.hint == (
        "shorten pauses or leave out words; the sections' pauses take: Part 0 10 s, Part 1 5 s"
    )


def test_without_elastic_pauses_the_message_says_so() -> None:
    with pytest.raises(ScriptError) as caught:
        lay_out(lesson([cue()], length=2), [tone(0, 48_000)])
    (problem,) = caught.value.diagnostics
    assert "1.5 s too long" in problem.message
    assert "[rest 20-40s]" in problem.hint


def test_a_draft_takes_the_nearest_length_and_warns() -> None:
    made = lesson([cue(), pause(10, 20), cue()], length=60)
    result = lay_out(made, [tone(0, 48_000)] * 2, draft=True)
    assert result.timeline.length == LEAD + 22 * SAMPLE_RATE + TAIL
    assert [warning.severity for warning in result.warnings] == [Severity.WARNING]


def test_an_hour_of_cues_does_not_drift() -> None:
    """1,000 pauses of 2.4 s and odd clips: the last onset is where exact arithmetic puts it."""
    sounds = [tone(111 + i % 7, 111 + i % 7 + 57_601 + 13 * i) for i in range(1000)]
    made = lesson([item for _ in sounds for item in (cue(), pause(2.4))])
    heard = [event for event in lay_out(made, sounds).timeline.events if event.kind is SoundKind.CUE]
    expected = LEAD + sum(sound.end - sound.onset for sound in sounds[:-1]) + 999 * 2400 * MILLISECOND
    assert abs(heard[-1].start - expected) <= HALF_FRAME


def test_a_section_without_events_has_no_length() -> None:
    made = lesson([cue(), pause(1)], [], [cue()])
    sections = lay_out(made, [tone(0, 48_000)] * 2).timeline.sections
    assert sections[1].start == sections[1].end == sections[2].start

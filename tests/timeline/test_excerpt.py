"""An excerpt sounds as that part of the lesson does: same sounds, same distances, to the sample."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.audio.clip import ClipFacts
from generator.audio.mp3 import lesson_frames
from generator.audio.profile import STANDARD
from generator.core.clock import FRAME, SAMPLE_RATE
from generator.core.errors import Span
from generator.script import kinds
from generator.script.lesson import Cue, Delivery, Header, Item, Lesson, Pause, Section
from generator.timeline.excerpt import TAIL, EventRange, Excerpt, excerpt, ranges_around, ranges_from
from generator.timeline.layout import lay_out
from generator.timeline.timeline import Sound, Timeline

HERE = Span("lesson.txt", 1, 1, 1, "x")


def tone(onset: int, end: int) -> ClipFacts:
    """A sound with the margins that real clips have, and 1105 samples of delay, in whole frames."""
    return ClipFacts("", -(-(end + 240 + 1105) // FRAME), onset, end)


@st.composite
def lessons(draw: st.DrawFn) -> tuple[Timeline, list[ClipFacts]]:
    sections: list[Section] = []
    sounds: list[ClipFacts] = []
    for _ in range(draw(st.integers(1, 4))):
        items: list[Item] = []
        for _ in range(draw(st.integers(1, 4))):
            if items or sections:
                low = draw(st.integers(0, 60)) * SAMPLE_RATE // 2
                items.append(
                    Pause(
                        draw(st.sampled_from([kinds.PAUSE, kinds.REST, kinds.MOVE, kinds.GAP])),
                        low,
                        low,
                        HERE,
                    )
                )
            items.append(Cue(f"cue {len(sounds)}", HERE, Delivery("", None)))
            onset = draw(st.integers(0, 2000))
            sounds.append(tone(onset, onset + draw(st.integers(1, 5 * SAMPLE_RATE))))
        sections.append(Section(f"Part {len(sections)}", tuple(items), HERE))
    return lay_out(Lesson(Header(), tuple(sections), None), sounds).timeline, sounds


def check_playable(made: Excerpt, clips: list[ClipFacts]) -> None:
    """Contiguous, and every clip has its frames to itself within the MP3."""
    events = made.timeline.events
    assert events[0].start == 0
    assert events[-1].end == made.timeline.length
    assert all(a.end == b.start and a.end >= a.start for a, b in pairwise(events))
    assert [event.kind for event in (events[0], events[-1])] == [kinds.LEAD, kinds.TAIL]
    free = 0
    for sound in made.timeline.sounds:
        assert sound.frame >= free
        assert sound.start == sound.frame * FRAME + clips[sound.clip].onset
        free = sound.frame + clips[sound.clip].frames
    assert free <= lesson_frames(STANDARD, made.timeline.length)
    chapters = made.timeline.sections
    assert [chapter.start for chapter in chapters] == [0, *(chapter.end for chapter in chapters[:-1])]
    assert len(made.starts) == len(events)


@given(lessons(), st.data())
def test_sounds_and_silences_of_a_range_are_those_of_the_lesson(
    lesson: tuple[Timeline, list[ClipFacts]], data: st.DataObject
) -> None:
    timeline, clips = lesson
    targets = data.draw(st.sets(st.integers(0, len(timeline.events) - 1), min_size=1))
    ranges = ranges_around(timeline, targets)
    made = excerpt(timeline, clips, ranges)
    check_playable(made, clips)
    assert made.left_out == 0
    heard = [*made.timeline.sounds]
    expected = [
        event
        for part in ranges
        for event in timeline.events[part.first : part.last + 1]
        if isinstance(event, Sound)
    ]
    assert [(event.text, event.clip, event.length) for event in heard] == [
        (event.text, event.clip, event.length) for event in expected
    ]
    for event, start in zip(made.timeline.events, made.starts, strict=True):
        if start is not None:
            (original,) = [
                each
                for each in timeline.events
                if (each.start, each.end) == (start, start + event.length) and each.kind is event.kind
            ][:1]
            assert getattr(original, "text", "") == getattr(event, "text", "")


@given(lessons(), st.data())
def test_a_target_is_heard_between_its_neighbours(
    lesson: tuple[Timeline, list[ClipFacts]], data: st.DataObject
) -> None:
    timeline, _ = lesson
    target = data.draw(st.integers(0, len(timeline.events) - 1))
    (part,) = ranges_around(timeline, {target})
    sounds = [index for index, event in enumerate(timeline.events) if isinstance(event, Sound)]
    assert part.first == max([index for index in sounds if index < target], default=0)
    assert part.last == min([index for index in sounds if index > target], default=len(timeline.events) - 1)


@given(lessons(), st.integers(0, 5 * SAMPLE_RATE))
def test_long_silences_are_cut_and_no_sound_is(
    lesson: tuple[Timeline, list[ClipFacts]], longest: int
) -> None:
    timeline, clips = lesson
    whole = (EventRange(0, len(timeline.events) - 1),)
    made, full = excerpt(timeline, clips, whole, longest), excerpt(timeline, clips, whole)
    check_playable(made, clips)
    assert made.timeline.length + made.left_out == full.timeline.length
    assert made.left_out % FRAME == 0
    sounds = [*made.timeline.sounds]
    assert len(sounds) == len(clips)
    nearest = 110 * SAMPLE_RATE // 1000  # margins and padding of two clips, and a frame
    for a, b in pairwise(sounds):
        assert b.start - a.end <= max(longest, nearest) + FRAME


@given(lessons(), st.integers(0, 100))
def test_from_a_time_on_means_from_that_time_on(
    lesson: tuple[Timeline, list[ClipFacts]], percent: int
) -> None:
    timeline, clips = lesson
    position = timeline.length * percent // 101
    made = excerpt(timeline, clips, ranges_from(timeline, position))
    check_playable(made, clips)
    first = next(start for start in made.starts if start is not None)
    playing = next(event for event in timeline.events if event.start <= position < event.end)
    if isinstance(playing, Sound):
        assert first == playing.start
    elif playing.kind is not kinds.LEAD:
        assert first == position


def test_two_ranges_are_parted_by_a_silence_of_their_own() -> None:
    items: list[Item] = []
    for number in range(9):
        items += [Cue(f"cue {number}", HERE, Delivery("", None)), Pause(kinds.REST, 96_000, 96_000, HERE)]
    clips = [tone(240, 48_240)] * 9
    timeline = lay_out(Lesson(Header(), (Section("A", tuple(items), HERE),), None), clips).timeline
    sounds = [index for index, event in enumerate(timeline.events) if isinstance(event, Sound)]
    ranges = ranges_around(timeline, {sounds[1], sounds[6]})
    assert len(ranges) == 2
    made = excerpt(timeline, clips, ranges)
    check_playable(made, clips)
    assert [event.text for event in made.timeline.sounds if event.text] == [
        "cue 0", "cue 1", "cue 2", "cue 5", "cue 6", "cue 7",
    ]  # fmt: skip
    assert sum(start is None for start in made.starts) == 3  # lead, between, tail
    assert made.timeline.events[-1].length == TAIL


@pytest.mark.parametrize("targets", [{0}, {1, 2}])
def test_neighbouring_targets_are_one_range(targets: set[int]) -> None:
    items: list[Item] = [Cue("a", HERE, Delivery("", None))]
    timeline = lay_out(Lesson(Header(), (Section("A", tuple(items), HERE),), None), [tone(0, 9)]).timeline
    assert ranges_around(timeline, targets) == (EventRange(0, 2) if 0 not in targets else EventRange(0, 1),)

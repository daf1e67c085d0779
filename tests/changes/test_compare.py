"""The edit report says what an edit did, and nothing that it did not do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.changes.align import ComparedSound, align
from generator.changes.changes import Change, Changes
from generator.changes.compare import compare_editions, compared_sounds
from generator.core.clock import FRAME, SAMPLE_RATE
from generator.core.errors import Span
from generator.timeline.edition import Edition
from generator.timeline.timeline import Sound, SoundKind

Make = Callable[..., Edition]

LESSON = """# Arriving

Lie on your back. [pause 5s] Let both legs be long. [pause 10s]

Rest. [rest 20s]

# Right

Bend the right knee. [move 4 x 5s] Let it go. [pause 4s]

Rest. [rest 20s]

# Left

Bend the left knee. [move 4 x 5s] Let that one go as well. [pause 4s]

Rest. [rest 20s]
"""


def edited(edition: Make, *replacements: tuple[str, str], text: str = LESSON) -> Changes:
    after = text
    for old, new in replacements:
        assert old in after
        after = after.replace(old, new, 1)
    return compare_editions(edition(text), edition(after))


def kinds(changes: Changes) -> list[tuple[str, str, str]]:
    return [(change.kind.value, change.before, change.after) for change in changes.cues]


def test_nothing_changed_says_so(edition: Make) -> None:
    changes = edited(edition)
    assert not changes.any
    assert changes.reused == 9


def test_a_first_build_has_nothing_to_compare_with(edition: Make) -> None:
    changes = compare_editions(None, edition(LESSON))
    assert changes.first
    assert changes.any


def test_another_word_is_a_changed_cue_and_everything_after_it_moves(edition: Make) -> None:
    changes = edited(edition, ("Let it go.", "Let the knee slowly go again."))
    assert kinds(changes) == [("changed", "Let it go.", "Let the knee slowly go again.")]
    assert changes.cues[0].line == 9
    assert changes.reused == 8
    before, after = edition(LESSON), edition(LESSON.replace("Let it go.", "Let the knee slowly go again."))
    (shift,) = changes.shifts
    old = next(event for event in before.timeline.sounds if event.text == "Let it go.")
    assert shift.was == old.end
    assert abs(shift.by - (after.timeline.length - before.timeline.length)) <= 2 * FRAME
    assert [section.title for section in changes.sections] == ["Right"]
    assert not changes.pauses


def test_a_new_cue_before_a_changed_one_is_the_new_one(edition: Make) -> None:
    """Cues of one place pair by their words, not only by their order."""
    changes = edited(
        edition, ("Bend the left knee.", "Wait a little. [pause 2s] Slowly bend the left knee again.")
    )
    assert kinds(changes) == [
        ("new", "", "Wait a little."),
        ("changed", "Bend the left knee.", "Slowly bend the left knee again."),
    ]


def test_a_cue_that_is_gone_is_told_with_the_place_where_it_was(edition: Make) -> None:
    changes = edited(edition, ("Let both legs be long. [pause 10s]\n", ""))
    (gone,) = changes.cues
    assert (gone.kind, gone.before, gone.after) == (Change.GONE, "Let both legs be long.", "")
    assert gone.line == 3
    after = edition(LESSON.replace("Let both legs be long. [pause 10s]\n", ""))
    assert gone.start == next(event.start for event in after.timeline.sounds if event.text == "Rest.")


def test_of_identical_cues_the_one_is_gone_that_was_taken_out(edition: Make) -> None:
    """Three times "Rest.": taking out the second changes only its own section."""
    changes = edited(edition, ("Let it go. [pause 4s]\n\nRest. [rest 20s]", "Let it go. [pause 4s]"))
    (gone,) = changes.cues
    assert (gone.kind, gone.line) == (Change.GONE, 11)
    assert [section.title for section in changes.sections] == ["Right"]


def test_text_that_moves_to_another_section_is_no_other_cue(edition: Make) -> None:
    """A heading one paragraph higher: no cue changes, no cue moves; two sections have another length."""
    changes = edited(edition, ("Rest. [rest 20s]\n\n# Right\n", "# Right\n\nRest. [rest 20s]\n"))
    assert not changes.cues
    assert not changes.shifts
    assert changes.before == changes.after
    by_title = {each.title: (each.after or 0) - (each.before or 0) for each in changes.sections}
    assert set(by_title) == {"Arriving", "Right"}
    assert by_title["Arriving"] == -by_title["Right"] < -20 * SAMPLE_RATE


def test_a_cue_that_stands_elsewhere_has_moved_and_is_reused(edition: Make) -> None:
    changes = edited(
        edition,
        ("Let both legs be long. [pause 10s]\n", ""),
        ("Let that one go as well.", "Let that one go as well. [pause 4s] Let both legs be long."),
    )
    assert [(each.kind, each.after) for each in changes.cues] == [(Change.MOVED, "Let both legs be long.")]
    assert changes.reused == 9


def test_reordered_sections_have_moved_and_keep_their_length(edition: Make) -> None:
    head, right, left = LESSON.split("# ")[1:]
    swapped = f"# {head}# {left.strip()}\n\n# {right}"
    changes = compare_editions(edition(LESSON), edition(swapped))
    assert {change.kind for change in changes.cues} == {Change.MOVED}
    assert changes.reused == 9
    (moved,) = changes.sections
    assert moved.moved
    assert moved.title in {"Right", "Left"}


def test_a_renamed_section_is_the_same_section(edition: Make) -> None:
    changes = edited(edition, ("# Right", "# Right knee"))
    (section,) = changes.sections
    assert (section.title, section.was, section.before == section.after) == ("Right knee", "Right", True)
    assert not changes.cues


def test_sections_come_and_go(edition: Make) -> None:
    changes = edited(edition, ("# Left\n", "# Between\n\nBreathe. [pause 9s]\n\n# Left\n"))
    assert [(each.title, each.before) for each in changes.sections] == [("Between", None)]
    gone = compare_editions(edition(LESSON), edition(LESSON[: LESSON.index("# Left")]))
    assert [(each.title, each.after) for each in gone.sections] == [("Left", None)]


def test_only_a_pause_changed(edition: Make) -> None:
    changes = edited(edition, ("[pause 10s]", "[rest 16s]"))
    assert not changes.cues
    (pause,) = changes.pauses
    assert (pause.before, pause.after, pause.line) == ("pause 10 s", "rest 16 s", 3)
    (shift,) = changes.shifts
    assert abs(shift.by - 6 * SAMPLE_RATE) <= FRAME
    assert changes.any


def test_pauses_before_the_first_and_after_the_last_cue_count(edition: Make) -> None:
    changes = edited(edition, ("Lie on", "[pause 3s] Lie on"))
    assert [(pause.before, pause.after) for pause in changes.pauses] == [("", "pause 3 s")]
    assert changes.shifts[0].was == 0
    changes = compare_editions(edition(LESSON), edition(LESSON.rstrip()[: -len("[rest 20s]")]))
    assert [(pause.before, pause.after) for pause in changes.pauses] == [("rest 20 s", "")]
    assert not changes.shifts


def test_two_edits_are_two_shifts(edition: Make) -> None:
    changes = edited(edition, ("[pause 5s]", "[pause 7s]"), ("[move 4 x 5s]", "[move 4 x 4s]"))
    seconds = [round(shift.by / SAMPLE_RATE) for shift in changes.shifts]
    assert seconds == [2, -2]


ELASTIC = "---\nlength: 2:30\n---\n" + LESSON.replace("[rest 20s]", "[rest 10-40s]")


def test_elastic_pauses_take_an_edit_up_and_by_how_much(edition: Make) -> None:
    changes = edited(edition, ("Let it go.", "Let the right knee slowly go again now."), text=ELASTIC)
    assert changes.before == changes.after == 150 * SAMPLE_RATE
    grown = changes.shifts[0].by
    assert changes.elastic.pauses == 3
    assert changes.elastic.total < -SAMPLE_RATE
    old, new = (
        edition(text).timeline.sounds
        for text in (ELASTIC, ELASTIC.replace("Let it go.", "Let the right knee slowly go again now."))
    )
    longer = sum(e.length for e in new if e.text) - sum(e.length for e in old if e.text)
    assert abs(changes.elastic.total + longer) <= 3
    assert changes.elastic.most == pytest.approx(longer / 3, abs=2)
    assert grown < 0


def test_an_elastic_pause_that_was_edited_itself_took_nothing_up(edition: Make) -> None:
    changes = edited(edition, ("[rest 10-40s]", "[rest 20-60s]"), text=ELASTIC)
    assert len(changes.pauses) == 1
    assert changes.elastic.pauses == 2
    assert changes.elastic.total < 0


def test_another_voice_says_the_same_words_with_another_sound(edition: Make) -> None:
    changes = compare_editions(edition(LESSON), edition(LESSON, voice="other"))
    assert {change.kind for change in changes.cues} == {Change.RESAID}
    assert all(change.before == change.after for change in changes.cues)
    assert changes.reused == 0


def test_the_profile_is_no_change(edition: Make) -> None:
    """Clips of the small profile have other keys in the cache and the same measures."""
    before = edition(LESSON)
    clips = tuple(replace(clip, key=f"small-{clip.key}") for clip in before.clips)
    assert not compare_editions(before, replace(before, clips=clips)).any


def test_what_the_header_says_otherwise_is_named(edition: Make) -> None:
    one, other = (edition(f"---\ntitle: {title}\n---\n{LESSON}") for title in ("A", "B"))
    assert compare_editions(one, other).header == ("title",)


SENTENCES = st.sampled_from(["Rest.", "Rest.", "Lie down.", "Bend your knee.", "Let go.", "Breathe."])


def event(text: str) -> Sound:
    return Sound(SoundKind.CUE, 0, 1, 0, text, 0, 0, Span("a.txt", 1, 1, 1, ""))


def sounds(texts: list[tuple[str, str]]) -> list[ComparedSound]:
    return [ComparedSound(event(text), section, text) for section, text in texts]


PLACED = st.lists(st.tuples(st.sampled_from("ABC"), SENTENCES), max_size=12)


@given(PLACED, PLACED)
def test_every_cue_is_told_of_once(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> None:
    """Of each version every cue is the same, changed, moved, gone or new: exactly one of these."""
    aligned = align(sounds(old), sounds(new))
    was = [i for i, _ in (*aligned.same, *aligned.changed, *aligned.moved)] + list(aligned.gone)
    now = [j for _, j in (*aligned.same, *aligned.changed, *aligned.moved)] + list(aligned.new)
    assert sorted(was) == list(range(len(old)))
    assert sorted(now) == list(range(len(new)))


@given(PLACED, PLACED)
def test_what_is_the_same_keeps_its_order_and_its_words(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    aligned = align(sounds(old), sounds(new))
    linked = sorted((*aligned.same, *aligned.changed))
    assert [j for _, j in linked] == sorted(j for _, j in linked)
    assert all(old[i][1] == new[j][1] for i, j in (*aligned.same, *aligned.moved))
    assert all(old[i][1] != new[j][1] for i, j in aligned.changed)
    left = {old[i][1] for i in aligned.gone} & {new[j][1] for j in aligned.new}
    assert not left, "what is gone and new is one that moved"


@given(PLACED, st.data())
def test_one_cue_taken_out_is_one_cue_gone(old: list[tuple[str, str]], data: st.DataObject) -> None:
    if not old:
        return
    index = data.draw(st.integers(0, len(old) - 1))
    aligned = align(sounds(old), sounds(old[:index] + old[index + 1 :]))
    assert len(aligned.gone) == 1
    assert old[aligned.gone[0]] == old[index]
    assert (aligned.new, aligned.changed, aligned.moved) == ((), (), ())


PARTS = st.lists(st.tuples(SENTENCES, st.integers(1, 9)), min_size=1, max_size=8)


def script(parts: list[tuple[str, int]]) -> str:
    return "\n\n".join(f"{text} [pause {length}s]" for text, length in parts)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PARTS, PARTS)
def test_shifts_say_where_every_cue_went(
    edition: Make, old: list[tuple[str, int]], new: list[tuple[str, int]]
) -> None:
    """Following the shifts from the old onsets leads to the new ones, to 50 ms."""
    before, after = edition(script(old)), edition(script(new))
    changes = compare_editions(before, after)
    was, now = compared_sounds(before), compared_sounds(after)
    aligned = align(was, now)
    for i, j in (*aligned.same, *aligned.changed):
        start = was[i].event.start
        by = [shift.by for shift in changes.shifts if shift.was <= start]
        assert abs(start + (by[-1] if by else 0) - now[j].event.start) < SAMPLE_RATE // 20


def test_a_long_lesson_of_few_different_cues_is_compared_in_bounded_steps() -> None:
    """20,000 cues of two kinds, other at both ends: quadratic work would take minutes."""
    old = sounds([("A", "x"), *[("A", "a"), ("A", "b")] * 10_000, ("A", "y")])
    new = sounds([("A", "u"), *[("A", "b"), ("A", "a")] * 10_000, ("A", "v")])
    aligned = align(old, new)
    assert len(aligned.same) + len(aligned.moved) == 20_000

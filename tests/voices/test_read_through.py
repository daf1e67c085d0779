"""Cues are found in a reading by their order and their lengths."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.voices.read_through import Stretch, matched

LESSON = tuple(map(float, random.Random(1).choices((2, 4, 7, 11, 15, 25), k=60)))
"""Words in each cue."""


def reading(seed: int, words: tuple[float, ...] = LESSON) -> tuple[list[Stretch], list[tuple[int, int]]]:
    """Somebody reads at a pace of their own, a little otherwise each time, and rests between sentences."""
    chance = random.Random(seed)
    pace = chance.uniform(0.35, 0.7)
    stretches: list[Stretch] = []
    cues = []
    at = chance.uniform(0, 3)
    for count in words:
        first = len(stretches)
        for _ in range(max(1, round(count / 8))):
            lasts = count / max(1, round(count / 8)) * pace * chance.uniform(0.85, 1.15)
            stretches.append((at, at + lasts))
            at += lasts + chance.uniform(0.35, 0.6)
        cues.append((first, len(stretches)))
        at += chance.uniform(0.8, 3)
    return stretches, cues


@pytest.mark.parametrize("seed", range(5))
def test_every_cue_of_a_whole_reading_is_found(seed: int) -> None:
    stretches, cues = reading(seed)
    assert list(matched(stretches, LESSON)) == cues


@pytest.mark.parametrize("seed", range(5))
def test_a_cough_belongs_to_no_cue(seed: int) -> None:
    stretches, cues = reading(seed, (11.0, 25.0, 15.0))
    end = stretches[cues[0][1] - 1][1]
    with_cough = sorted([*stretches, (end + 0.3, end + 0.5)])
    found = matched(with_cough, (11.0, 25.0, 15.0))
    assert [part is not None for part in found] == [True] * 3
    assert found[2] == (cues[2][0] + 1, cues[2][1] + 1)


@pytest.mark.parametrize("seed", range(5))
def test_one_cue_that_was_not_read_leaves_all_others_in_their_places(seed: int) -> None:
    left_out = LESSON.index(25.0, 20)
    stretches, cues = reading(seed, (*LESSON[:left_out], *LESSON[left_out + 1 :]))
    found = list(matched(stretches, LESSON))
    right = [*cues[:left_out], None, *cues[left_out:]]
    assert found.count(None) == 1
    wrong = [number for number, part in enumerate(right) if found[number] != part]
    assert all(abs(number - left_out) <= 3 for number in wrong)


@given(
    st.lists(st.tuples(st.floats(0.06, 30), st.floats(0.3, 9)), max_size=8),
    st.lists(st.floats(0.1, 40), max_size=6),
)
def test_whatever_is_heard_the_order_stays(parts: list[tuple[float, float]], words: list[float]) -> None:
    stretches = []
    at = 0.0
    for lasts, gap in parts:
        stretches.append((at, at + lasts))
        at += lasts + gap
    found = matched(stretches, words)
    assert len(found) == len(words)
    borders = [border for part in found if part for border in part]
    assert borders == sorted(borders)
    assert all(0 <= begin < end <= len(stretches) for begin, end in filter(None, found))

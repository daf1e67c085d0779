from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.clock import MILLISECOND, SAMPLE_RATE
from generator.script.durations import (
    DAY_MS,
    LengthError,
    format_clock,
    format_duration,
    parse_duration,
    read_length,
)

milliseconds = st.integers(0, DAY_MS)


@given(milliseconds)
def test_what_is_written_is_read_back_to_the_sample(total: int) -> None:
    assert parse_duration(format_duration(total * MILLISECOND)) == total * MILLISECOND


@given(milliseconds, milliseconds)
def test_a_range_is_read_back_to_the_sample(one: int, other: int) -> None:
    low, high = sorted((one * MILLISECOND, other * MILLISECOND))
    assert read_length(f"{format_duration(low)}-{format_duration(high)}").samples(0) == (low, high)


@given(st.integers(0, DAY_MS // 1000))
def test_a_lesson_length_is_read_back_to_the_sample(seconds: int) -> None:
    assert parse_duration(format_clock(seconds * SAMPLE_RATE)) == seconds * SAMPLE_RATE


@given(st.one_of(st.text(), st.text("0123456789.,:-–x× smhbreathin")))
def test_any_text_is_a_length_or_an_error_with_a_place_in_it(text: str) -> None:
    problem = None
    low = high = 0
    try:
        low, high = read_length(text).samples(5 * SAMPLE_RATE)
    except LengthError as error:
        problem = error
    assert 0 <= low <= high
    if problem:
        assert 0 <= problem.start <= len(text)
        assert problem.width >= 1
        assert problem.code in {"E002", "E003", "E004", "E005", "E007"}


@pytest.mark.parametrize(
    ("samples", "written"),
    [
        (0, "0s"),
        (1, "0s"),
        (24, "1ms"),
        (500 * 48, "500ms"),
        (48_000, "1s"),
        (120_000, "2.5s"),
        (60 * 48_000, "1m"),
        (90 * 48_000, "1m30s"),
        (60 * 48_000 + 24_000, "1m0.5s"),
        (90 * 60 * 48_000, "90m"),
    ],
)
def test_canonical_spelling(samples: int, written: str) -> None:
    assert format_duration(samples) == written


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("10s", 10),
        ("2,5s", 2.5),
        ("2.5 s", 2.5),
        ("1m30s", 90),
        ("1 min 30 sec", 90),
        ("1:30", 90),
        ("20:00", 1200),
        ("1:00:00", 3600),
        ("1h", 3600),
        ("90", 90),
        ("0.001", 0.001),
        ("500MS", 0.5),
    ],
)
def test_spellings_of_a_length(text: str, seconds: float) -> None:
    assert parse_duration(text) == round(seconds * SAMPLE_RATE)


@pytest.mark.parametrize(
    "text", ["", " ", "s", "ten", "1:3", "1:75", "-5s", "3 breaths", "2-3s", "1.0001s", "1s1m", "9" * 5000]
)
def test_what_is_no_fixed_length(text: str) -> None:
    assert parse_duration(text) is None


def test_a_millisecond_is_48_samples() -> None:
    assert parse_duration("1ms") == 48


def test_a_unit_counts_for_both_ends_of_a_range() -> None:
    assert read_length("1-2 min").samples(0) == (60 * SAMPLE_RATE, 120 * SAMPLE_RATE)
    assert read_length("0.5-2s").samples(0) == (SAMPLE_RATE // 2, 2 * SAMPLE_RATE)
    assert read_length("20-1:30").samples(0) == (20 * SAMPLE_RATE, 90 * SAMPLE_RATE)


def test_an_upside_down_range_shows_itself_turned() -> None:
    for text, turned in [("40-20s", "20-40s"), ("3-2 breaths", "2-3 breaths"), ("1m-10s", "10s-1m")]:
        with pytest.raises(LengthError) as caught:
            read_length(text)
        assert f"write {turned}," in caught.value.hint

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from generator.core.clock import FRAME, seconds
from generator.voices.estimate import estimate, estimated_clip

CUE = "Let your right knee and your right elbow drift a little closer, and apart again. Smaller is better."


def test_a_cue_lasts_as_its_rate_says() -> None:
    """118 words a minute, sentence pauses included: these 18 words are spoken in nine seconds or so."""
    assert 8.5 < seconds(estimate(CUE, 118)) < 10.5


def test_a_new_sentence_takes_a_breath() -> None:
    assert estimate("Stop. Rest. Wait.", 118) > estimate("Stop rest wait.", 118)


@given(st.integers(min_value=60, max_value=200))
def test_a_faster_voice_is_never_longer(rate: int) -> None:
    lengths = [estimate(CUE, each) for each in (rate, rate + 1, rate * 2)]
    assert all(slow > fast for slow, fast in pairwise(lengths))


@given(st.text(), st.integers(min_value=60, max_value=400))
def test_any_text_has_a_length(text: str, rate: int) -> None:
    assert estimate(text, rate) > 0


def test_an_estimated_clip_has_room_for_its_sound() -> None:
    sound = estimated_clip(FRAME)
    assert sound.frames * FRAME >= sound.end + 1105

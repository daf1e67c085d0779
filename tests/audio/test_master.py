"""The pydub master has the same clips at the same samples."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.audio.master import export_wav, stitch
from generator.audio.segment import from_samples, silence, to_samples
from generator.core.clock import SAMPLE_RATE


@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 3000)), max_size=8), st.integers(0, 4000))
def test_every_segment_stands_at_its_sample(pieces: list[tuple[int, int]], rest: int) -> None:
    chance = np.random.default_rng(len(pieces))
    at, placements = 0, []
    expected: list[npt.NDArray[np.floating]] = [np.zeros(0)]
    for pause, count in pieces:
        segment = from_samples(chance.uniform(-1, 1, count))
        placements.append((at + pause, segment))
        expected += [np.zeros(pause), to_samples(segment)]
        at += pause + count
    made = stitch(at + rest, placements)
    assert np.array_equal(to_samples(made), np.concatenate([*expected, np.zeros(rest)]))
    assert (made.frame_rate, made.channels, made.sample_width) == (SAMPLE_RATE, 1, 2)


def test_what_cannot_stand_there_is_refused() -> None:
    second = silence(SAMPLE_RATE)
    for placements in (
        [(0, second), (SAMPLE_RATE - 1, second)],
        [(SAMPLE_RATE + 1, second)],
        [(0, second.set_frame_rate(44_100))],
    ):
        with pytest.raises(ValueError, match="cannot stand"):
            stitch(2 * SAMPLE_RATE, placements)


def test_the_wav_file_holds_exactly_the_master(tmp_path: Path) -> None:
    made = stitch(10_001, [(77, from_samples(np.linspace(-1, 1, 5000)))])
    path = tmp_path / "master ü.wav"
    with path.open("wb") as stream:
        export_wav(made, stream)
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (SAMPLE_RATE, 1, 2)
        assert file.readframes(20_000) == made.raw_data

"""The limiter: no true peak above the ceiling, nothing changed where none was, and nothing pumps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.audio.clip import CEILING_DBTP
from generator.audio.edges import Samples
from generator.audio.level import loudness, true_peak
from generator.audio.limiter import BLOCK, REACH, limited
from generator.core.clock import SAMPLE_RATE

CEILING = 10 ** (CEILING_DBTP / 20)


def sine(hertz: float, seconds: float, peak: float) -> Samples:
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return np.asarray(peak * np.sin(2 * np.pi * hertz * time), dtype=np.float32)


def bursts(seed: int, count: int, highest: float) -> Samples:
    """Soft tones with short loud ones among them, as glottal pulses stand out of speech."""
    random = np.random.default_rng(seed)
    samples = sine(180, 1.0, 0.2)
    for at in random.integers(0, len(samples) - 2000, count):
        length = int(random.integers(40, 2000))
        burst = sine(float(random.uniform(100, 9000)), 1.0, float(random.uniform(0.3, highest)))[:length]
        samples[at : at + length] += burst * np.hanning(length).astype(np.float32)
    return samples


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 12), st.floats(0.3, 2.0))
def test_no_true_peak_is_above_the_ceiling(seed: int, count: int, highest: float) -> None:
    found = limited(bursts(seed, count, highest))
    assert true_peak(found, SAMPLE_RATE) <= CEILING_DBTP + 0.05


def test_what_is_not_too_loud_is_itself() -> None:
    samples = sine(180, 1.0, CEILING * 0.99)
    assert limited(samples) is samples
    assert not len(limited(np.zeros(0, np.float32)))


def test_only_the_neighbourhood_of_a_peak_is_changed() -> None:
    samples = sine(180, 1.0, 0.3)
    samples[24_000:24_048] += 1.0
    found = limited(samples)
    changed = np.flatnonzero(found != samples)
    assert changed[0] >= 24_000 - (2 * REACH + 3) * BLOCK
    assert changed[-1] <= 24_048 + (2 * REACH + 3) * BLOCK


def test_the_gain_moves_gently() -> None:
    """No step between two samples: at most what a window of twice 10 ms allows for 6 dB."""
    samples = sine(180, 1.0, 0.5)
    samples[24_000:24_048] += 1.0
    found = limited(samples)
    steady = np.abs(samples) > 0.01
    gain = np.where(steady, found / np.where(steady, samples, 1), np.nan)
    steps = np.abs(np.diff(gain))
    assert np.nanmax(steps) < 1 / (4 * BLOCK)


@pytest.mark.parametrize("over_db", [1, 3, 6])
def test_a_voice_stays_as_loud_as_it_was(over_db: float) -> None:
    """Rare peaks cost next to no loudness."""
    samples = sine(180, 3.0, 0.2)
    for at in range(10_000, len(samples) - 1000, 24_000):
        samples[at : at + 96] += (10 ** (over_db / 20) - 0.2) * np.hanning(96).astype(np.float32)
    lost = loudness(samples, SAMPLE_RATE) - loudness(limited(samples), SAMPLE_RATE)
    assert 0 <= lost < 0.7

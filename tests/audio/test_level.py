"""Levels agree with BS.1770-4 and with the programs that are known to follow it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
import soxr

from generator.audio.level import (
    _high_pass,
    _shelf,
    frame_levels,
    loudest,
    loudness,
    true_peak,
)
from generator.audio.recording import Recording
from generator.audio.segment import from_recording, to_samples
from generator.core.clock import FRAME, SAMPLE_RATE

Samples = npt.NDArray[np.float32]


def sine(
    hertz: float, seconds: float, peak: float = 1.0, phase: float = 0.0, rate: int = SAMPLE_RATE
) -> Samples:
    time = np.arange(round(seconds * rate)) / rate
    return np.asarray(peak * np.sin(2 * np.pi * hertz * time + phase), dtype=np.float32)


def signals(speak: Callable[..., Recording]) -> dict[str, Samples]:
    speech = to_samples(
        from_recording(speak("Lie on your back, with your legs long. Which parts meet the floor?"), 0)
    )
    noise = np.random.default_rng(3).standard_normal(5 * 36_000) * 0.05
    noise = soxr.resample(noise.astype(np.float32), 36_000, SAMPLE_RATE)
    pause = np.zeros(9 * SAMPLE_RATE, np.float32)
    return {
        "speech": speech,
        "speech and pauses": np.concatenate([speech, pause, speech * 0.3]),
        "noise": noise,
        "loud then soft": np.concatenate([noise * 5, noise]),
        "half a second": speech[: SAMPLE_RATE // 2],
        "a low tone": sine(55, 3, 0.5),
        "a high tone": sine(9000, 3, 0.5),
    }


def test_loudness_is_pyloudnorms_within_a_tenth(speak: Callable[..., Recording]) -> None:
    import pyloudnorm

    for name, samples in signals(speak).items():
        theirs = pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(samples)
        assert loudness(samples, SAMPLE_RATE) == pytest.approx(theirs, abs=0.1), name


def test_the_standards_own_calibration_holds() -> None:
    """BS.1770-4: a full-scale sine of 997 Hz in one channel is −3.01 LUFS."""
    assert loudness(sine(997, 5), SAMPLE_RATE) == pytest.approx(-3.01, abs=0.01)
    assert loudness(sine(997, 5, 0.1), SAMPLE_RATE) == pytest.approx(-23.01, abs=0.01)
    assert loudest(sine(997, 5, 0.1), SAMPLE_RATE) == pytest.approx(-23.01, abs=0.01)


def test_the_weighting_has_the_standards_coefficients() -> None:
    """BS.1770-4, tables 1 and 2."""
    shelf = _shelf(SAMPLE_RATE, 1681.974450955533, 3.999843853973347, 0.7071752369554196)
    high_pass = _high_pass(SAMPLE_RATE, 38.13547087602444, 0.5003270373238773)
    assert shelf[0] == pytest.approx((1.53512485958697, -2.69169618940638, 1.19839281085285))
    assert shelf[1] == pytest.approx((1, -1.69065929318241, 0.73248077421585))
    assert high_pass[1] == pytest.approx((1, -1.99004745483398, 0.99007225036621))


@pytest.mark.parametrize("rate", [22_050, 24_000, 44_100])
def test_loudness_hardly_depends_on_the_rate(speak: Callable[..., Recording], rate: int) -> None:
    speech = signals(speak)["speech"]
    here = loudness(soxr.resample(speech, SAMPLE_RATE, rate), rate)
    assert here == pytest.approx(loudness(speech, SAMPLE_RATE), abs=0.02)


def test_every_second_sample_of_a_voice_says_how_loud_it_is(speak: Callable[..., Recording]) -> None:
    """What espeak speaks at 22,050 Hz has nothing above a quarter of 48 kHz."""
    for name, within in (("speech", 0.01), ("speech and pauses", 0.01), ("half a second", 0.05)):
        samples = signals(speak)[name]
        here = loudness(samples[::2], SAMPLE_RATE // 2)
        assert here == pytest.approx(loudness(samples, SAMPLE_RATE), abs=within), name


def test_what_is_too_short_or_silent_has_no_loudness() -> None:
    assert loudness(sine(997, 0.39), SAMPLE_RATE) == -np.inf
    assert loudness(np.zeros(SAMPLE_RATE, np.float32), SAMPLE_RATE) == -np.inf
    assert loudness(np.zeros(0, np.float32), SAMPLE_RATE) == -np.inf
    assert loudest(np.zeros(0, np.float32), SAMPLE_RATE) == -np.inf
    assert np.isfinite(loudest(sine(997, 0.1), SAMPLE_RATE))


def test_true_peak_is_that_of_a_fourfold_resampling(speak: Callable[..., Recording]) -> None:
    for name, samples in signals(speak).items():
        finer = soxr.resample(np.pad(samples, 200), SAMPLE_RATE, 4 * SAMPLE_RATE, "VHQ")
        assert true_peak(samples, SAMPLE_RATE) == pytest.approx(
            20 * np.log10(np.abs(finer).max()), abs=0.1
        ), name


def test_a_peak_between_the_samples_is_found() -> None:
    """A quarter of the rate, an eighth of a turn aside: each sample lies 3 dB below the wave's crest."""
    samples = sine(12_000, 0.5, 0.5, np.pi / 4) * np.hanning(SAMPLE_RATE // 2).astype(np.float32)
    assert 20 * np.log10(np.abs(samples).max()) == pytest.approx(-9.03, abs=0.01)
    assert true_peak(samples, SAMPLE_RATE) == pytest.approx(-6.02, abs=0.05)
    assert true_peak(-samples, SAMPLE_RATE) == pytest.approx(-6.02, abs=0.05)


def test_true_peak_of_little_and_of_nothing() -> None:
    assert true_peak(np.zeros(9, np.float32), SAMPLE_RATE) == -np.inf
    assert true_peak(np.zeros(0, np.float32), SAMPLE_RATE) == -np.inf
    assert true_peak(np.full(1, 0.5, np.float32), SAMPLE_RATE) == pytest.approx(-6.02, abs=0.01)
    assert true_peak(np.full(9, 0.5, np.float32), 96_000) == pytest.approx(-6.02, abs=0.01)


def test_frame_levels_count_half_decibels_down_from_full_scale() -> None:
    for value, level in ((1.0, 0), (0.5, 12), (10 ** (-100.1 / 20), 200), (0.0, 255)):
        samples = np.full(3 * FRAME + 5, value, np.float32)
        assert frame_levels(samples, SAMPLE_RATE, FRAME)[1] == level
        assert len(frame_levels(samples, SAMPLE_RATE, FRAME)) == 3, "whole frames only"


def test_frame_levels_leave_out_what_the_small_profile_loses() -> None:
    low, high = (frame_levels(sine(hertz, 0.5), SAMPLE_RATE, FRAME)[5] for hertz in (3_000, 10_000))
    assert low == 7, "−3 dB, and half a decibel"
    assert high > low + 60


def test_frame_levels_are_the_same_at_half_the_rate() -> None:
    low = sine(3_000, 0.5)
    half = frame_levels(low[::2], SAMPLE_RATE // 2, FRAME // 2)
    assert frame_levels(low, SAMPLE_RATE, FRAME) == half

"""Levelling: each sound by its own loudness, near its voice's gain, no peak too high."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.audio.clip import CEILING_DBTP
from generator.audio.level import loudness, loudness_between_silences, true_peak
from generator.audio.levelling import MOST_DB, levelled
from generator.audio.recording import Recording
from generator.audio.segment import to_samples
from generator.core.clock import SAMPLE_RATE
from generator.core.errors import VoiceError

RATE = 24_000


def speech_like(seconds: float, level: float, seed: int = 0) -> Recording:
    """Noise that comes and goes as syllables do."""
    time = np.arange(round(seconds * RATE)) / RATE
    syllables = 0.1 + np.abs(np.sin(2 * np.pi * 2.2 * time))
    noise = np.random.default_rng(seed).standard_normal(len(time))
    noise = np.convolve(noise, np.hanning(13)[1:-1] / 3, "same") * syllables  # below 6 kHz, as most of speech
    return Recording((noise * level).clip(-32_768, 32_767).astype("<i2").tobytes(), RATE)


def heard(recording: Recording, voice_gain_db: float, wanted: float) -> float:
    samples = to_samples(levelled(recording, voice_gain_db, wanted))
    return loudness_between_silences(samples, SAMPLE_RATE)


@settings(max_examples=40, deadline=None)
@given(st.floats(0.3, 8.0), st.integers(300, 3_000), st.floats(-MOST_DB, MOST_DB), st.integers(0, 99))
def test_a_sound_comes_to_the_wanted_loudness(seconds: float, level: int, off: float, seed: int) -> None:
    recording = speech_like(seconds, level, seed)
    samples = np.frombuffer(recording.samples, dtype="<i2") / 32_768
    needed = -23.0 - loudness_between_silences(samples, RATE)
    assert heard(recording, needed + off, -23.0) == pytest.approx(-23.0, abs=0.25)


@pytest.mark.parametrize("off", [-9.0, 9.0])
def test_a_gain_stays_near_its_voices(off: float) -> None:
    recording = speech_like(3.0, 1000)
    samples = np.frombuffer(recording.samples, dtype="<i2") / 32_768
    needed = -30.0 - loudness_between_silences(samples, RATE)
    expected = -30.0 + off - np.sign(off) * MOST_DB
    assert heard(recording, needed + off, -30.0) == pytest.approx(expected, abs=0.2)


def test_what_the_limiter_takes_is_made_good_for_as_far_as_peaks_allow() -> None:
    """A sound with a few high peaks is as loud as one without, and its peaks keep to the ceiling."""
    recording = speech_like(4.0, 400)
    steps = np.frombuffer(recording.samples, dtype="<i2").copy()
    time = np.arange(240) / RATE
    for at in range(2_000, len(steps) - 400, 12_000):
        steps[at : at + 240] = 3_000 * np.sin(2 * np.pi * 400 * time) * np.hanning(240)
    samples = steps / 32_768
    needed = -19.0 - loudness_between_silences(samples, RATE)
    made = to_samples(levelled(Recording(steps.tobytes(), RATE), needed, -19.0))
    assert 20 * np.log10(np.abs(samples).max()) + needed > CEILING_DBTP + 1
    assert true_peak(made, SAMPLE_RATE) <= CEILING_DBTP + 0.05
    assert loudness_between_silences(made, SAMPLE_RATE) == pytest.approx(-19.0, abs=0.3)


def test_a_sound_too_soft_to_measure_takes_its_voices_gain() -> None:
    soft = Recording((speech_steps() // 4_000).astype("<i2").tobytes(), RATE)
    made = to_samples(levelled(soft, 12.0, -19.0))
    assert np.abs(made).max() == pytest.approx(
        np.abs(np.frombuffer(soft.samples, "<i2")).max() / 32_768 * 10 ** (12 / 20), rel=0.3
    )


def speech_steps() -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return np.frombuffer(speech_like(1.0, 3_000).samples, dtype="<i2")


def test_an_empty_recording_is_an_error() -> None:
    with pytest.raises(VoiceError, match="no sound"):
        levelled(Recording(b"\0", RATE), 0.0, -19.0)


@settings(max_examples=30, deadline=None)
@given(st.floats(0.2, 2.5), st.lists(st.floats(0.45, 4.0), min_size=20, max_size=20))
def test_a_short_sound_counts_as_it_does_in_a_lesson(seconds: float, pauses: list[float]) -> None:
    """Said twenty times with pauses of any length between, wherever the gating blocks then begin."""
    sound = np.frombuffer(speech_like(seconds, 3_000).samples, dtype="<i2").astype(np.float32) / 32_768
    parts = [part for pause in pauses for part in (sound, np.zeros(round(pause * RATE), dtype=np.float32))]
    alone = loudness_between_silences(sound, RATE)
    assert loudness(np.concatenate(parts), RATE) == pytest.approx(alone, abs=0.35)

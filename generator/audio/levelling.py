"""Making each cue as loud as the lesson: by its own loudness, and never far from its voice's gain.

No clip depends on another, so that an edit leaves all others as loud as they were.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from pydub import AudioSegment

from generator.audio.clip import CEILING_DBTP
from generator.audio.edges import Samples
from generator.audio.level import loudness_between_silences
from generator.audio.limiter import limited
from generator.audio.recording import Recording
from generator.audio.segment import at_lesson_rate, from_samples
from generator.core.clock import SAMPLE_RATE

MOST_DB: Final = 2.0
"""How far a cue's gain may differ from its voice's. Of 220 cues none needed more than 1.6 dB."""

MOST_LIMITED_DB: Final = 6.0
"""How far a cue's highest peak may be brought down for the sake of its loudness."""

LEAST_LOST_DB: Final = 0.05
"""A limiter that took less than this from a cue is not made good for."""


def levelled(recording: Recording, voice_gain_db: float, wanted_lufs: float) -> AudioSegment:
    """What an engine returned, at the lesson's rate, as loud as it should be, its peaks limited.

    Args:
        recording: of one cue.
        voice_gain_db: what brings its voice to the lesson's loudness.
        wanted_lufs: how loud the cue should be where it stands, between silences.

    Raises:
        VoiceError: the recording holds no whole sample, or names no rate.
    """
    samples = at_lesson_rate(recording)
    step, band = (2, 1 / 4) if recording.narrow else (1, 1 / 3)
    heard = loudness_between_silences(samples[::step], SAMPLE_RATE // step)
    own = wanted_lufs - heard if math.isfinite(heard) else voice_gain_db
    highest = max(float(samples.max()), -float(samples.min()))
    most = CEILING_DBTP + MOST_LIMITED_DB - 20 * math.log10(highest) if highest else 0.0

    def gain(lost: float) -> np.float32:
        near = min(max(own + lost, voice_gain_db - MOST_DB), voice_gain_db + MOST_DB)
        return np.float32(10 ** (round(min(near, most), 2) / 20))

    louder = samples * gain(0)
    held = limited(louder, band=band)
    lost = _lost_db(louder, held)
    if lost >= LEAST_LOST_DB:
        held = limited(samples * gain(lost), band=band)
    return from_samples(held)


def _lost_db(before: Samples, after: Samples) -> float:
    """What limiting took of a sound's energy."""
    if after is before:
        return 0.0
    # Not `dot`: OpenBLAS's threads spin while they wait for each other.
    energies = [float(np.einsum("i,i->", each, each)) for each in (before, after)]
    return 10 * math.log10(energies[0] / energies[1])

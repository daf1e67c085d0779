"""The sound of `[chime]`: a soft bell made here, or an audio file that lies beside the script."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydub import AudioSegment

from generator.audio.chime_file import SoundFileError, chime_bytes
from generator.audio.decoded import decoded
from generator.audio.edges import SOUND_DBFS, Samples, span
from generator.audio.level import loudest
from generator.audio.segment import from_samples
from generator.core.clock import SAMPLE_RATE

SPEECH_LUFS = -19.0
BELOW_SPEECH_LU = 6.0
"""How much softer than speech the loudest 400 ms of a chime are."""
PEAK_ABOVE_SPEECH_DB = 5.0
"""A chime's highest sample against the loudness of speech: −14 dBFS in a lesson of −19 LUFS."""

HERTZ = 264.0
PARTIALS = (
    # ratio, amplitude, seconds until it is 60 dB lower, beats a second
    (1.000, 1.00, 14.0, 0.60),
    (2.003, 0.16, 7.0, 0.85),
    (2.710, 0.42, 5.5, 1.10),
    (5.050, 0.13, 3.0, 1.60),
    (8.100, 0.035, 1.5, 0.0),
)
"""A small singing bowl: the ratios of a struck shell, the octave faintly added for warmth."""

BEAT_SHARE = 0.14
"""No bowl is quite round, so each partial is two, close by. Equal ones would fall silent in between."""
ATTACK_SECONDS = 0.03
SECONDS = 4.6
FADE_SECONDS = 0.7
"""Steep where it passes `SOUND_DBFS`, so that an MP3's small error in level moves its end 10 ms, not 100."""

FAINTEST_DBFS = -70.0
"""A file whose highest sample lies below is silence with noise in it, which nobody wants to hear louder."""

LONGEST_SECONDS = 30


def bell(speech_lufs: float = SPEECH_LUFS) -> AudioSegment:
    """The built-in bell, the same every time, softer than speech of `speech_lufs`."""
    time = np.arange(round(SECONDS * SAMPLE_RATE)) / SAMPLE_RATE
    tone = np.zeros_like(time)
    for ratio, amplitude, decay_seconds, beats in PARTIALS:
        envelope = amplitude * 10 ** (-3 * time / decay_seconds)
        for share, hertz in ((1 - BEAT_SHARE, HERTZ * ratio), (BEAT_SHARE, HERTZ * ratio + beats)):
            tone += share * envelope * np.sin(2 * np.pi * hertz * time)
    # Rises and ends as half a cosine: nothing to be startled by, and no edge where it leaves.
    attack = np.sin(np.pi / 2 * (time / ATTACK_SECONDS).clip(0, 1)) ** 2
    fade = np.sin(np.pi / 2 * ((SECONDS - time) / FADE_SECONDS).clip(0, 1)) ** 2
    return from_samples(levelled(tone * attack * fade, speech_lufs))


def read_sound(path: Path, speech_lufs: float = SPEECH_LUFS) -> AudioSegment:
    """An audio file (WAV, FLAC, Ogg, MP3, AIFF) as a chime: mono, 48 kHz, softer than `speech_lufs`.

    A constant offset is taken away; of channels that cancel each other, the loudest is kept.

    Raises:
        SoundFileError: it is missing, unreadable, not audio, silent, too long or too large.
    """
    return decoded_sound(chime_bytes(path), path.name, speech_lufs)


def decoded_sound(data: bytes, name: str, speech_lufs: float) -> AudioSegment:
    """As `read_sound`, from the bytes of an audio file that is called `name`."""
    samples = decoded(data, name, LONGEST_SECONDS, "cut it to the sound of one stroke").samples
    if np.abs(samples).max(initial=0.0) < 10 ** (FAINTEST_DBFS / 20):
        raise SoundFileError(f"{name} is silent", "name a file that holds the sound of a bell")
    samples = levelled(samples, speech_lufs)
    if span(samples, SOUND_DBFS) is None:
        raise SoundFileError(f"{name} is all but silent", "name a file that holds the sound of a bell")
    return from_samples(samples)


def levelled(samples: npt.NDArray[np.floating], speech_lufs: float) -> Samples:
    """The same sound, as loud as a chime may be beside speech of `speech_lufs`."""
    loudness_db = speech_lufs - BELOW_SPEECH_LU - loudest(samples, SAMPLE_RATE)
    peak_db = speech_lufs + PEAK_ABOVE_SPEECH_DB - 20 * float(np.log10(np.abs(samples).max()))
    return np.asarray(samples * 10 ** (min(loudness_db, peak_db) / 20), dtype=np.float32)

"""The sound of `[chime]`: a soft bell made here, or an audio file that lies beside the script."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr
from pydub import AudioSegment

from generator.audio.chime_file import SoundFileError, chime_bytes
from generator.audio.edges import SOUND_DBFS, Samples, span
from generator.audio.level import loudest
from generator.audio.quiet_decoder import decoder_kept_quiet
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

CANCELLED = 0.25
"""A mix with less than this share of the power that unrelated channels would have: they cancel each other."""
FAINTEST_DBFS = -70.0
"""A file whose highest sample lies below is silence with noise in it, which nobody wants to hear louder."""

LONGEST_SECONDS = 30
MOST_CHANNELS = 8
RATES = range(4_000, 192_001)
READ_FRAMES = 1 << 16


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
    try:
        with decoder_kept_quiet(), soundfile.SoundFile(io.BytesIO(data)) as file:
            if file.channels > MOST_CHANNELS or file.samplerate not in RATES:
                raise SoundFileError(f"{name} has an unusual audio format", "save it as WAV, 48 kHz, mono")
            samples = _mono(_channels(file, name))
            rate = int(file.samplerate)
    except (soundfile.SoundFileError, OSError) as error:
        raise SoundFileError(
            f"{name} is not an audio file", "WAV, FLAC, Ogg, MP3 or AIFF can be read"
        ) from error
    if rate != SAMPLE_RATE and len(samples):
        samples = soxr.resample(samples, rate, SAMPLE_RATE)
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


def _mono(channels: Samples) -> Samples:
    """One channel of several, freed of a constant offset; nothing of what holds no numbers.

    It is their mean, or the loudest of them where the mean cancels them.
    """
    if not len(channels) or not np.isfinite(channels).all():
        return np.zeros(0, dtype=np.float32)
    centred = np.asarray(channels - channels.mean(axis=0, dtype=np.float64), dtype=np.float32)
    mix = centred.mean(axis=1, dtype=np.float32, keepdims=True)
    powers, mixed = (np.einsum("ij,ij->j", each, each, dtype=np.float64) for each in (centred, mix))
    cancelled = mixed[0] < CANCELLED * powers.sum() / len(powers) ** 2
    return np.ascontiguousarray(centred[:, powers.argmax()] if cancelled else mix[:, 0])


def _channels(file: soundfile.SoundFile, name: str) -> Samples:
    """All of it, never more than may be: what a file says about its own length is not believed."""
    limit = LONGEST_SECONDS * int(file.samplerate)
    pieces: list[Samples] = []
    count = 0
    while count <= limit:
        piece = file.read(READ_FRAMES, dtype="float32", always_2d=True)
        if not len(piece):
            return np.concatenate(pieces) if pieces else np.zeros((0, 1), dtype=np.float32)
        pieces.append(piece)
        count += len(piece)
    raise SoundFileError(f"{name} is longer than {LONGEST_SECONDS} s", "cut it to the sound of one stroke")

"""Audio files that a script names, decoded: its chime, and its own recordings."""

from __future__ import annotations

import io
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
import soundfile
import soxr

from generator.audio.chime_file import SoundFileError
from generator.audio.edges import Samples
from generator.audio.quiet_decoder import decoder_kept_quiet
from generator.core.clock import SAMPLE_RATE

CANCELLED: Final = 0.25
"""A mix with less than this share of the power that unrelated channels would have: they cancel each other."""

FULL: Final = 0.98
CLIPPED_RUN: Final = 3
"""So many samples at full scale, one after the other, are a peak that was cut off."""

MOST_CHANNELS: Final = 8
RATES: Final = range(4_000, 192_001)
LOCKED: Final = {"drms", "enca"}
"""What an MP4 calls sound that is encrypted."""

READ_FRAMES: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class DecodedSound:
    """The sound of an audio file."""

    samples: Samples
    """Mono at 48 kHz; none where the file holds no numbers."""
    clipped: int
    """Peaks that were cut off at full scale, in the channel that has most of them."""


def decoded(data: bytes, name: str, longest: int, advice: str) -> DecodedSound:
    """The sound of an audio file: WAV, FLAC, Ogg, MP3, AIFF, and as phones and browsers make them: M4A, WebM.

    A constant offset is taken away; of channels that cancel each other, the loudest is kept.

    Args:
        data: all of the file.
        name: of the file, for messages.
        longest: seconds that it may last.
        advice: what to do with a longer one.

    Raises:
        SoundFileError: it is not audio, too long, or of an unusual kind.
    """
    container = _container(data)
    pieces: list[Samples] = []
    count = rate = 0
    try:
        with closing(_by_ffmpeg(data, container) if container else _by_libsndfile(data)) as decoding:
            for piece_rate, piece in decoding:
                rate = piece_rate
                if piece.shape[1] > MOST_CHANNELS or rate not in RATES:
                    raise SoundFileError(
                        f"{name} has an unusual audio format", "save it as WAV, 48 kHz, mono"
                    )
                count += len(piece)
                if count > longest * rate:  # what a file says about its own length is not believed
                    raise SoundFileError(f"{name} is longer than {longest} s", advice)
                pieces.append(piece)
    except (soundfile.SoundFileError, OSError, ValueError) as error:
        raise SoundFileError(
            f"{name} is not an audio file",
            "WAV, FLAC, Ogg, MP3, AIFF, M4A and WebM can be read, and nothing that a shop has locked",
        ) from error
    channels = np.concatenate(pieces) if pieces else np.zeros((0, 1), dtype=np.float32)
    samples = _mono(channels)
    if rate != SAMPLE_RATE and len(samples):
        samples = np.asarray(soxr.resample(samples, rate, SAMPLE_RATE), dtype=np.float32)
    return DecodedSound(samples, max(map(_clipped_peaks, channels.T), default=0))


def _container(data: bytes) -> str:
    """FFmpeg's name for the kind of file that libsndfile does not know; empty for any other kind.

    FFmpeg is never left to guess: some kinds are lists of other files and addresses, which it would open.
    """
    if data[4:8] == b"ftyp":
        return "mp4"
    return "matroska" if data[:4] == b"\x1a\x45\xdf\xa3" else ""


def _by_libsndfile(data: bytes) -> Generator[tuple[int, Samples], None, None]:
    """Rate and channels, a piece at a time."""
    with decoder_kept_quiet(), soundfile.SoundFile(io.BytesIO(data)) as file:
        while len(piece := file.read(READ_FRAMES, dtype="float32", always_2d=True)):
            yield int(file.samplerate), piece


def _by_ffmpeg(data: bytes, container: str) -> Generator[tuple[int, Samples], None, None]:
    """Rate and channels, a frame at a time.

    Raises:
        ValueError: there is no sound in it that can be read.
    """
    import av  # takes 0.1 s, and few lessons need it

    try:
        with av.open(io.BytesIO(data), "r", container) as file:
            if not file.streams.audio or file.streams.audio[0].codec_context.codec_tag in LOCKED:
                raise ValueError("no sound that can be read")
            floats = av.AudioResampler(format="fltp")
            for frame in chain(file.decode(file.streams.audio[0]), (None,)):
                for part in floats.resample(frame):
                    yield part.sample_rate, np.asarray(part.to_ndarray().T, dtype=np.float32)
    except av.FFmpegError as error:
        raise ValueError("not decodable") from error


def _clipped_peaks(samples: Samples) -> int:
    """How often several samples in a row stand at full scale. To be counted before any resampling."""
    full = np.concatenate(([False], np.abs(samples) >= FULL, [False]))
    edges = np.flatnonzero(full[1:] != full[:-1])
    return int(np.count_nonzero(edges[1::2] - edges[::2] >= CLIPPED_RUN))


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

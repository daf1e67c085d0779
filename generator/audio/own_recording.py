"""A cue as a person recorded it: what was measured of it, and its sound as it stands in a lesson.

A room is never silent: where somebody speaks is found by what lies well above its own noise, not by a level
that holds for every recording.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import soundfile
from pydub import AudioSegment

from generator.audio.chime_file import SoundFileError
from generator.audio.decoded import DecodedSound, decoded
from generator.audio.edges import SOUND_DBFS, Samples, span
from generator.audio.level import loudness_between_silences
from generator.audio.levelling import levelled
from generator.audio.recording import Recording
from generator.audio.segment import FULL_SCALE, to_steps
from generator.core.clock import MILLISECOND, SAMPLE_RATE, seconds

LONGEST_SECONDS: Final = 30 * 60

FRAME: Final = 20 * MILLISECOND
"""Samples over which a level is measured."""

QUIET_SHARE: Final = 0.05
"""One frame in twenty of a recording is as soft as its room: even between words, where nothing else is."""
LOUD_SHARE: Final = 0.9
BELOW_LOUD_DB: Final = 40.0
ABOVE_ROOM_DB: Final = 8.0
"""A frame is speech where it lies less than that below the loud ones, and more than that above the room."""
LEAST_FRAMES: Final = 3
"""So many frames in a row: a click of the mouse is shorter."""

LEAST_GAP: Final = 15
"""Frames: a shorter silence is inside a sentence."""

BEFORE: Final = 60 * MILLISECOND
AFTER: Final = 160 * MILLISECOND
"""Samples kept around it: breath, soft consonants, and the room's own end. They fade."""

LEAST_ROOM_DB: Final = 3.0
"""What is no louder than its own softest part is a noise."""

FAINTEST_DBFS: Final = -70.0

MICROPHONE: Final = "record it again: was the right microphone chosen?"

HUMS: Final = (50, 60)
"""Hertz of the mains."""
HARMONICS: Final = 4
LEAST_ROOM: Final = SAMPLE_RATE // 4
"""Samples of nothing but room: of less, 50 Hz and 60 Hz look alike."""
HUM_SHARE: Final = 0.5
"""Of the power of what is recorded of the room below 1 kHz."""


@dataclass(frozen=True, slots=True)
class RecordingFacts:
    """What was measured of a recording as it came."""

    seconds: float
    """Of speech: what lies between its first sound and its last."""
    loudness: float
    """LUFS."""
    room_db: float
    """How far the noise of its room lies below its speech, in dB."""
    clipped: int
    """Peaks that were cut off."""
    hum: int
    """50 or 60 (Hz) where the mains is heard in it, else 0."""


def measured(data: bytes, name: str) -> RecordingFacts:
    """The facts of an audio file.

    Raises:
        SoundFileError: it is not audio, holds no speech, or is too long.
    """
    sound = _sound(data, name)
    samples, powers = sound.samples, _powers(sound.samples)
    first, last = _speech(powers, name)
    speech = samples[first * FRAME : last * FRAME]
    loud = _db(float(np.mean(powers[first:last])))
    return RecordingFacts(
        round(seconds(len(speech)), 2),
        round(loudness_between_silences(speech, SAMPLE_RATE), 1),
        round(loud - _db(_room(powers)), 1),
        sound.clipped,
        _hum(samples, powers),
    )


def own_recording(data: bytes, name: str, wanted_lufs: float) -> AudioSegment:
    """The speech in an audio file, as loud as the lesson, its room faded in and out around it.

    Args:
        data: all of the file.
        name: of the file, for messages.
        wanted_lufs: how loud it should be where it stands.

    Raises:
        SoundFileError: as `measured`.
    """
    samples = _sound(data, name).samples
    first, last = _speech(_powers(samples), name)
    begin, end = max(first * FRAME - BEFORE, 0), min(last * FRAME + AFTER, len(samples))
    heard = samples[begin:end].copy()
    heard *= 0.9 / float(np.abs(heard).max())  # 16 bits hold the softest microphone
    rise, fall = (np.linspace(0, 1, min(each, len(heard)), dtype=np.float32) for each in (BEFORE, AFTER))
    heard[: len(rise)] *= rise**2
    heard[len(heard) - len(fall) :] *= fall[::-1] ** 2
    own = loudness_between_silences(heard, SAMPLE_RATE)
    gain = wanted_lufs - own if math.isfinite(own) else 0.0
    recording = Recording(to_steps(heard * FULL_SCALE).tobytes(), SAMPLE_RATE)
    segment = levelled(recording, gain, wanted_lufs)
    if span(np.frombuffer(segment.raw_data, dtype="<i2"), SOUND_DBFS) is None:
        raise SoundFileError(f"{name} is all but silent", "record it again, nearer to the microphone")
    return segment


def spoken_stretches(data: bytes, name: str) -> tuple[Samples, tuple[tuple[int, int], ...]]:
    """A long recording, and its stretches of speech: silences of more than `LEAST_GAP` frames part them.

    Returns:
        Samples at 48 kHz; from where to where in them each stretch lasts.

    Raises:
        SoundFileError: as `measured`.
    """
    samples = _sound(data, name).samples
    powers = _powers(samples)
    first, last = _speech(powers, name)
    heard = np.flatnonzero(powers[first:last] >= _least(powers)) + first
    cuts = np.flatnonzero(np.diff(heard) > LEAST_GAP)
    begins = heard[np.concatenate(([0], cuts + 1))].tolist()
    ends = (heard[np.concatenate((cuts, [len(heard) - 1]))] + 1).tolist()
    stretches = zip(begins, ends, strict=True)
    return samples, tuple((a * FRAME, b * FRAME) for a, b in stretches if b - a >= LEAST_FRAMES)


def part_as_wav(samples: Samples, begin: int, end: int) -> bytes:
    """From one sample to another, and a little of the room around them, as a WAV file of 24 bit."""
    part = samples[max(begin - 2 * BEFORE, 0) : end + 2 * AFTER]
    file = io.BytesIO()
    soundfile.write(file, part, SAMPLE_RATE, format="WAV", subtype="PCM_24")
    return file.getvalue()


def _sound(data: bytes, name: str) -> DecodedSound:
    sound = decoded(data, name, LONGEST_SECONDS, "record each cue by itself")
    if np.abs(sound.samples).max(initial=0.0) < 10 ** (FAINTEST_DBFS / 20):
        raise SoundFileError(f"{name} is silent", MICROPHONE)
    return sound


def _powers(samples: Samples) -> Samples:
    """Mean square of each frame; the last one may be filled up with silence."""
    frames = np.pad(samples, (0, -len(samples) % FRAME)).reshape(-1, FRAME)
    return np.asarray(np.einsum("ij,ij->i", frames, frames) / FRAME, dtype=np.float32)


def _speech(powers: Samples, name: str) -> tuple[int, int]:
    """The first frame of speech, and the one after the last."""
    run = np.ones(LEAST_FRAMES)
    full = np.convolve(powers >= _least(powers), run, mode="valid") >= LEAST_FRAMES
    found = np.flatnonzero(full)
    if not len(found) or _db(float(powers.max())) - _db(_room(powers)) < LEAST_ROOM_DB:
        raise SoundFileError(f"{name} holds no speech", MICROPHONE)
    return int(found[0]), int(found[-1]) + LEAST_FRAMES


def _least(powers: Samples) -> float:
    """From which mean square on a frame is speech."""
    return max(
        float(np.quantile(powers, LOUD_SHARE)) * 10 ** (-BELOW_LOUD_DB / 10),
        min(_room(powers) * 10 ** (ABOVE_ROOM_DB / 10), float(powers.max()) / 10),
    )


def _room(powers: Samples) -> float:
    """Mean square of the room's noise; where all of it is speech, of the softest speech."""
    return float(np.quantile(powers, QUIET_SHARE))


def _db(power: float) -> float:
    return 10 * math.log10(max(power, 1e-12))


def _hum(samples: Samples, powers: Samples) -> int:
    """The mains frequency of which most of the room's low noise consists, or 0."""
    begin, end = _longest_run(powers <= 4 * _room(powers))
    room = samples[begin * FRAME : end * FRAME]
    if len(room) < LEAST_ROOM or _db(_room(powers)) < FAINTEST_DBFS:
        return 0
    spectrum = np.abs(np.fft.rfft(room * np.hanning(len(room)), n=SAMPLE_RATE)) ** 2  # 1 Hz a step
    low = float(spectrum[30:1000].sum())
    for hertz in HUMS:
        around = (spectrum[hertz * n - 4 : hertz * n + 5].sum() for n in range(1, HARMONICS + 1))
        if sum(around) > HUM_SHARE * low:
            return hertz
    return 0


def _longest_run(marks: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """Where the longest run of true ones begins, and where it has ended."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], marks.view(np.int8), [0]))))
    runs = edges.reshape(-1, 2)
    begin, end = runs[np.argmax(runs[:, 1] - runs[:, 0])] if len(runs) else (0, 0)
    return int(begin), int(end)

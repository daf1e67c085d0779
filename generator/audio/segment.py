"""Cues as pydub segments: 48 kHz, mono, 16 bit. Nothing changes a segment; everything returns a new one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import soxr
from pydub import AudioSegment

from generator.audio.clip import CEILING_DBTP
from generator.audio.edges import HEAD_START, MARGIN, SOUND_DBFS, TRIM_DBFS, Samples, Steps, span
from generator.audio.limiter import limited
from generator.audio.recording import Recording
from generator.core.clock import MILLISECOND, SAMPLE_RATE
from generator.core.errors import VoiceError

FULL_SCALE = 32_768

SILENT = "the voice returned nothing but silence"


@dataclass(frozen=True, slots=True)
class Trimmed:
    """A cue without the silence that its engine left around it."""

    segment: AudioSegment
    """48 kHz, mono, 16 bit."""
    onset: int
    """Samples from the segment's beginning to where its sound starts (`sound.SOUND_DBFS`)."""
    end: int
    """Samples from the segment's beginning to where its sound ends."""
    narrow: bool = False
    """Whether it was recorded at half of our rate or less: every second sample then says all of it."""


def from_samples(samples: npt.NDArray[np.floating]) -> AudioSegment:
    """A segment of mono samples at 48 kHz; what lies beyond full scale is clipped."""
    return from_steps(to_steps(samples * FULL_SCALE))


def from_steps(steps: Steps) -> AudioSegment:
    """A segment of mono samples at 48 kHz."""
    return AudioSegment(data=steps.tobytes(), sample_width=2, frame_rate=SAMPLE_RATE, channels=1)


def to_steps(scaled: npt.NDArray[np.floating]) -> Steps:
    """The nearest whole numbers that fit into 16 bits; `scaled` is used up."""
    np.rint(scaled, out=scaled)
    np.clip(scaled, -FULL_SCALE, FULL_SCALE - 1, out=scaled)
    return scaled.astype("<i2")


def steps_of(segment: AudioSegment) -> Steps:
    """The 16-bit steps of a segment."""
    return np.frombuffer(segment.raw_data, dtype="<i2")


def to_samples(segment: AudioSegment) -> Samples:
    """The samples of a segment, 1.0 is full scale."""
    samples = steps_of(segment).astype(np.float32)
    samples /= FULL_SCALE
    return samples


def silence(count: int) -> AudioSegment:
    """`count` samples of silence, cut from a little more.

    pydub counts in milliseconds, and loses a sample where those are no exact float: of 9 ms it makes 431.
    """
    more = count // MILLISECOND + 1
    return AudioSegment.silent(more, frame_rate=SAMPLE_RATE).get_sample_slice(0, count)


def joined(*segments: AudioSegment) -> AudioSegment:
    """Segments of this format one after another: in linear time, to the sample, without a cross-fade.

    (`segment += segment` copies all that came before each time; `append` cross-fades unless told not to.)
    """
    data = b"".join(segment.raw_data for segment in segments)
    return AudioSegment(data=data, sample_width=2, frame_rate=SAMPLE_RATE, channels=1)


def from_recording(recording: Recording, gain_db: float, ceiling_dbtp: float = CEILING_DBTP) -> AudioSegment:
    """What an engine returned, at the lesson's rate and with a gain, its highest peaks limited.

    Raises:
        VoiceError: the recording holds no whole sample, or names no rate.
    """
    samples = at_lesson_rate(recording) * np.float32(10 ** (gain_db / 20))
    return from_samples(limited(samples, ceiling_dbtp, band=1 / 4 if recording.narrow else 1 / 3))


def at_lesson_rate(recording: Recording) -> Samples:
    """What an engine returned at 48 kHz, 1.0 is full scale.

    It is resampled once, as float32: with int16, soxr's last samples depended on uninitialised memory.

    Raises:
        VoiceError: the recording holds no whole sample, or names no rate.
    """
    steps = np.frombuffer(recording.samples[: len(recording.samples) // 2 * 2], dtype="<i2")
    if not len(steps) or recording.rate <= 0:
        raise VoiceError("the voice returned no sound")
    samples = steps.astype(np.float32)
    samples /= FULL_SCALE
    if recording.rate == SAMPLE_RATE:
        return samples
    return np.asarray(soxr.resample(samples, recording.rate, SAMPLE_RATE), dtype=np.float32)


def trim(segment: AudioSegment, *, narrow: bool = False) -> Trimmed:
    """Cut the silence at both edges to `MARGIN` samples, fade within them, and put `HEAD_START` before them.

    All that reaches `TRIM_DBFS` stays as it is, to the sample, however soft the consonant. Where a recording
    begins or ends with sound at once, silence is put there, so that the margins are always whole.

    Args:
        segment: of any length.
        narrow: as in `Trimmed`.

    Raises:
        VoiceError: nothing in it reaches the level of sound.
    """
    steps = steps_of(segment)
    kept = span(steps, TRIM_DBFS)
    if kept is None:
        raise VoiceError(SILENT)
    start, stop = kept[0] - MARGIN, kept[1] + MARGIN
    whole = np.zeros(HEAD_START + stop - start, dtype="<i2")
    cue = whole[HEAD_START:]
    inside = slice(max(start, 0), min(stop, len(steps)))
    cue[inside.start - start : inside.stop - start] = steps[inside]
    rise = np.arange(MARGIN, dtype=np.float32) / MARGIN
    cue[:MARGIN] = np.rint(cue[:MARGIN] * rise)
    cue[-MARGIN:] = np.rint(cue[-MARGIN:] * rise[::-1])
    sound = span(whole, SOUND_DBFS)
    if sound is None:
        raise VoiceError(SILENT)
    return Trimmed(from_steps(whole), *sound, narrow)

"""Clips: cues encoded by themselves, as frames that can stand anywhere in a lesson."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace

import lameenc
import numpy as np
import soundfile
import soxr
from pydub import AudioSegment

from generator.audio.clip import Clip, ClipFacts
from generator.audio.edges import Samples
from generator.audio.frames import HEADER_BYTES, frame_header
from generator.audio.layer3 import SIDE_INFO_BYTES, Mp3Error
from generator.audio.level import frame_levels, loudness_between_silences, true_peak
from generator.audio.limiter import limited
from generator.audio.mp3 import DELAY
from generator.audio.profile import PROFILES, Profile
from generator.audio.segment import (
    FULL_SCALE,
    Trimmed,
    from_samples,
    steps_of,
    to_samples,
    to_steps,
    trim,
)
from generator.core.clock import FRAME, SAMPLE_RATE

QUALITY = 5
"""LAME's 2 takes half as long again, and came out no closer to the source at these rates."""

LAME_SCALE = 0.95
"""What LAME multiplies every sample by before it encodes it, unless told otherwise, which lameenc cannot do.
Measured with sines at both rates: 0.950. Undone here, or a lesson would be 0.45 dB softer than its clips."""

PADDING = max(DELAY * profile.divisor for profile in PROFILES)
"""Samples of silence behind each cue, so that all of its energy lies within its own frames.

The larger one for both profiles, because a clip has the same number of frames in each.
"""

MOST_DBTP = -1.05
"""What a decoded clip's true peak may reach: the finished lesson keeps to −1."""

CHECKED_DBTP = -4.0
"""A clip whose peak is below this is not decoded to look: an encoder added 2.0 dB at most."""

MARGIN_DB = 0.3
MOST_ATTEMPTS = 4

AT_ONCE = 1 << 16
"""Samples given to LAME at once: it makes the same of them, and needs less memory."""

FLUSH_FRAMES = 2
"""Silence fed after the last frame that is kept, so that LAME has looked ahead as far as it wants to."""


def render_segment(trimmed: Trimmed, profiles: Iterable[Profile]) -> dict[Profile, Clip]:
    """Measure a trimmed cue (or chime), and encode it for each profile: equal frames, same places.

    Where an encoder's own noise lifts a peak over `MOST_DBTP` (2 of 290 cues), the cue is limited a little
    more, and encoded again.
    """
    profiles = tuple(profiles)
    for _ in range(MOST_ATTEMPTS):
        samples = padded(trimmed.segment)
        facts = _measure(samples, trimmed)
        clips = {profile: Clip(facts, encode(resampled(samples, profile), profile)) for profile in profiles}
        over = max(map(decoded_peak, clips.values())) - MOST_DBTP if facts.peak > CHECKED_DBTP else 0.0
        if over <= 0:
            break
        softer = limited(to_samples(trimmed.segment), facts.peak - over - MARGIN_DB)
        trimmed = replace(trimmed, segment=from_samples(softer))
    return clips


def decoded_peak(clip: Clip) -> float:
    """The true peak of a clip as it will be heard, dBTP."""
    with soundfile.SoundFile(io.BytesIO(clip.data)) as file:
        return true_peak(file.read(dtype="float32"), file.samplerate)


def encode_clip(segment: AudioSegment, profile: Profile) -> Clip:
    """One segment, already at its level, as a clip of one profile.

    Raises:
        VoiceError: there is no sound in it.
    """
    return render_segment(trim(segment), (profile,))[profile]


def padded(segment: AudioSegment) -> Samples:
    """The samples of a segment and the silence behind it, in whole frames."""
    steps = steps_of(segment)
    frames = -(-(len(steps) + PADDING) // FRAME)
    whole = np.zeros(frames * FRAME, dtype=np.float32)
    whole[: len(steps)] = steps
    whole /= FULL_SCALE
    return whole


def resampled(samples: Samples, profile: Profile) -> Samples:
    """Samples at a profile's rate, every sound where it was."""
    if profile.divisor == 1:
        return samples
    resampled = soxr.resample(samples, SAMPLE_RATE, profile.sample_rate)
    return np.asarray(resampled[: len(samples) // profile.divisor], dtype=np.float32)


def encode(samples: Samples, profile: Profile) -> bytes:
    """Exactly the frames that `samples` (whole frames, at the profile's rate) fill.

    Raises:
        Mp3Error: LAME did something else than it was asked for.
    """
    frames, rest = divmod(len(samples), profile.frame_samples)
    assert not rest, "clips are of whole frames"
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(profile.sample_rate)
    encoder.set_out_sample_rate(profile.sample_rate)
    encoder.set_bit_rate(profile.bit_rate_kbps)
    encoder.set_quality(QUALITY)
    parts = [
        encoder.encode(to_steps(samples[begin : begin + AT_ONCE] * (FULL_SCALE / LAME_SCALE)).tobytes())
        for begin in range(0, len(samples), AT_ONCE)
    ]
    parts += (encoder.encode(bytes(2 * FLUSH_FRAMES * profile.frame_samples)), encoder.flush())
    data = b"".join(parts)[: frames * profile.frame_bytes]
    _check(data, frames, profile)
    return data


def _check(data: bytes, frames: int, profile: Profile) -> None:
    """Whatever LAME may change one day, no frame of another shape ever gets into a lesson."""
    if len(data) != frames * profile.frame_bytes:
        raise Mp3Error(f"the encoder made {len(data)} bytes of {frames} frames")
    if not frames:
        return
    first = frame_header(data)
    side_info = first.info_offset - HEADER_BYTES
    shape = (first.size, first.sample_rate, first.channels, side_info)
    if shape != (profile.frame_bytes, profile.sample_rate, 1, SIDE_INFO_BYTES[profile.divisor, 1]):
        raise Mp3Error("the encoder made frames of another kind", 0)
    if data[first.info_offset :][:4] in {b"Info", b"Xing"}:
        raise Mp3Error("the encoder began with an Info frame", 0)
    rows = np.frombuffer(data, dtype=np.uint8).reshape(frames, -1)
    others = (rows[:, :HEADER_BYTES] != rows[0, :HEADER_BYTES]).any(axis=1)
    # How far back each frame's data begin: nine bits in MPEG-1, eight in MPEG-2. Never before the clip.
    bits = rows[:, HEADER_BYTES : HEADER_BYTES + 2].astype(np.int32)
    begins = bits[:, 0] << 1 | bits[:, 1] >> 7 if profile.divisor == 1 else bits[:, 0]
    reach = np.arange(frames) * (profile.frame_bytes - first.info_offset)
    wrong = np.flatnonzero(others | (begins > reach))
    if len(wrong):
        raise Mp3Error("the encoder made a frame that cannot stand by itself", int(wrong[0]) * first.size)


def _measure(samples: Samples, trimmed: Trimmed) -> ClipFacts:
    """All facts but the key, rounded so that they read the same on every machine."""
    sound = samples[trimmed.onset : trimmed.end]
    step = 2 if trimmed.narrow else 1
    return ClipFacts(
        key="",
        frames=len(samples) // FRAME,
        onset=trimmed.onset,
        end=trimmed.end,
        loudness=round(loudness_between_silences(sound[::step], SAMPLE_RATE // step), 2),
        peak=round(true_peak(sound, SAMPLE_RATE, band=1 / 4 if trimmed.narrow else 1 / 3), 2),
        levels=frame_levels(samples, SAMPLE_RATE, FRAME),
    )

"""The PCM master: the same clips at the same samples, stitched by pydub instead of joined as MP3 frames."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from pydub import AudioSegment

from generator.audio.segment import joined, silence
from generator.core.clock import SAMPLE_RATE

SHAPE = (SAMPLE_RATE, 1, 2)
"""Samples a second, channels, bytes a sample."""


def stitch(total_samples: int, placements: Iterable[tuple[int, AudioSegment]]) -> AudioSegment:
    """One segment of the whole lesson, in time linear in its length.

    Args:
        total_samples: length at 48 kHz.
        placements: for each segment (48 kHz, mono, 16 bit) the sample where it begins, in order of time.

    Raises:
        ValueError: a segment is of another format, begins before the last one has ended, or ends after the
            lesson does.
    """
    pieces: list[AudioSegment] = []
    at = 0
    for start, segment in placements:
        length = int(segment.frame_count())
        shape = (segment.frame_rate, segment.channels, segment.sample_width)
        if shape != SHAPE or start < at or start + length > total_samples:
            raise ValueError(
                f"a segment of {length} samples {shape} cannot stand at {start} of {total_samples}"
            )
        pieces += (silence(start - at), segment)
        at = start + length
    return joined(*pieces, silence(total_samples - at))


def export_wav(segment: AudioSegment, stream: BinaryIO) -> None:
    """Write a segment as a WAV file."""
    segment.export(stream, format="wav")

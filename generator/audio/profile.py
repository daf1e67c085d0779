"""The two ways in which a lesson is encoded. In both of them an MP3 frame lasts exactly 24 ms."""

from __future__ import annotations

from dataclasses import dataclass

from generator.core.clock import FRAME, SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Profile:
    """Constant bit rate, mono, no padding bit ever: every frame has the same number of bytes."""

    name: str
    sample_rate: int
    """Samples a second in the MP3."""
    bit_rate_kbps: int
    frame_bytes: int
    """Bytes in each audio frame. (The Info frame may be larger.)"""
    suffix: str
    """What stands between a lesson's name and `.mp3`."""

    @property
    def frame_samples(self) -> int:
        """Samples in one frame, at this profile's rate."""
        return FRAME // self.divisor

    @property
    def divisor(self) -> int:
        """Samples of the lesson's clock in one of this profile's."""
        return SAMPLE_RATE // self.sample_rate

    def samples(self, count: int) -> int:
        """Samples at this profile's rate that hold `count` samples of the lesson's clock."""
        return -(-count // self.divisor)


STANDARD = Profile("standard", sample_rate=48_000, bit_rate_kbps=64, frame_bytes=192, suffix="")
SMALL = Profile("small", sample_rate=24_000, bit_rate_kbps=32, frame_bytes=96, suffix=".small")

PROFILES = (STANDARD, SMALL)

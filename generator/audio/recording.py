"""A recording: what a speech engine returned."""

from __future__ import annotations

from dataclasses import dataclass

from generator.core.clock import SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Recording:
    """Mono PCM at the engine's own rate."""

    samples: bytes
    """Signed 16-bit little-endian."""
    rate: int
    """Samples a second."""

    @property
    def narrow(self) -> bool:
        """Whether it was recorded at half of our rate or less: every second sample then says all of it."""
        return self.rate <= SAMPLE_RATE // 2

"""A recording: what a speech engine returned."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recording:
    """Mono PCM at the engine's own rate."""

    samples: bytes
    """Signed 16-bit little-endian."""
    rate: int
    """Samples a second."""

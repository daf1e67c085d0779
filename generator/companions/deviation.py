"""Where a file beside an MP3 differs from the lesson's timeline: what the readers that verify it return."""

from __future__ import annotations

from dataclasses import dataclass

from generator.core.errors import Span


@dataclass(frozen=True, slots=True)
class Deviation:
    """One thing that was held against the timeline: wrong, unless an error in time stays within its limit."""

    message: str
    span: Span | None = None
    """Where in the script it is written."""
    at: int | None = None
    """Samples from the lesson's beginning."""
    error_ms: float | None = None
    """How far a time is off, signed; None where it is no matter of time."""
    within_ms: float = 0.0
    """How far it may be off."""

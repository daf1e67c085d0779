"""How loud a lesson will be, by what was measured of its clips; told where that is not what was asked for."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterator, Sequence
from typing import Final

from generator.audio.clip import ClipFacts
from generator.core.clock import seconds
from generator.core.errors import Diagnostic, Severity
from generator.timeline.edition import Edition
from generator.timeline.timeline import SoundKind

TOLERATED_LU: Final = 0.4
"""A tenth less than `verify` tolerates: so much may the two ways of measuring differ."""

LEAST_SECONDS: Final = 30.0
"""Of speech. Of less, how loud a lesson measures depends on where its pauses fall."""

BLOCK_SECONDS: Final = 0.2
"""How much longer a sound counts than it lasts, because gating blocks reach over its ends."""


def check_loudness(edition: Edition) -> Iterator[Diagnostic]:
    """A warning where a lesson will be softer or louder than its header says."""
    cues = (sound for sound in edition.timeline.sounds if sound.kind is SoundKind.CUE)
    spoken = [edition.clips[cue.clip] for cue in cues]
    header = edition.header
    if header.volume != 1.0 or sum(map(_lasts, spoken)) < LEAST_SECONDS:
        return
    expected = expected_lufs(spoken)
    if abs(expected - header.loudness) <= TOLERATED_LU:
        return
    message = f"the lesson is {expected:.1f} LUFS loud instead of {header.loudness:g}"
    hint = "choose another voice"
    if expected < header.loudness:
        message += ": its voice's peaks are too high for more"
        # One LU lower still: where peaks are in the way, a lesson follows its header only half of the way.
        hint = f"write loudness: {math.floor(expected) - 1}, or {hint}"
    span = header.spans.get("voice") or header.spans.get("loudness") or header.spans.get("language")
    yield Diagnostic(Severity.WARNING, "W070", span, message, hint)


def expected_lufs(clips: Sequence[ClipFacts]) -> float:
    """Gated loudness (LUFS) of sounds with silence between them, from each one's own."""
    weights = [_lasts(clip) + BLOCK_SECONDS for clip in clips]
    powers = [10 ** (clip.loudness / 10) for clip in clips]
    return 10 * math.log10(sum(map(operator.mul, powers, weights)) / sum(weights))


def _lasts(clip: ClipFacts) -> float:
    return seconds(clip.end - clip.onset)

"""Bringing down the few peaks of a voice that are too high, so that all of it can be loud enough."""

from __future__ import annotations

import math

import numpy as np

from generator.audio.clip import CEILING_DBTP
from generator.audio.edges import Samples
from generator.audio.level import crests
from generator.core.clock import MILLISECOND

BLOCK = MILLISECOND
"""Samples for which one gain is computed; between their middles it moves in straight lines."""

REACH = 10
"""Blocks before and after a peak over which the gain comes down and goes up again: longer than a period of
any voice, so that the gain does not follow the wave itself, and too short to be heard as pumping."""


def limited(samples: Samples, ceiling_dbtp: float = CEILING_DBTP, *, band: float = 1 / 3) -> Samples:
    """The same sound with no true peak above `ceiling_dbtp`; itself where there was none.

    The gain at each moment is the least that any peak within `REACH` blocks asks for, smoothed by a window of
    the same width: it has come down before the peak, and nothing but the neighbourhood of peaks is changed.

    Args:
        samples: mono at 48 kHz, 1.0 is full scale.
        ceiling_dbtp: the highest true peak that may stay.
        band: up to this share of the rate there is anything to speak of.
    """
    ceiling = 10 ** (ceiling_dbtp / 20)
    least = ceiling * math.cos(math.pi * band)
    if not len(samples) or max(float(samples.max()), -float(samples.min())) < least:
        return samples
    where, heights = crests(samples, least)
    heights = np.maximum(heights, np.abs(samples.take(where, mode="clip")))
    if not len(heights) or heights.max() <= ceiling:
        return samples
    blocks = -(-len(samples) // BLOCK) + 1
    wanted = np.ones(blocks, dtype=np.float32)
    np.minimum.at(wanted, where.clip(0) // BLOCK, np.float32(ceiling) / heights)
    gain = _smoothed(np.minimum(wanted, 1))
    limited = samples.copy()
    changed = np.flatnonzero(gain < 1)
    for group in np.split(changed, np.flatnonzero(np.diff(changed) > 1) + 1):
        middles = (np.arange(group[0] - 1, group[-1] + 2) + 0.5) * BLOCK
        begin, end = max(int(middles[0]), 0), min(int(middles[-1]), len(samples))
        # Beside a group the gain is 1; before the first sample and behind the last one there is nothing.
        before = 1 if group[0] else gain[0]
        after = 1 if group[-1] < blocks - 1 else gain[-1]
        moving = np.interp(np.arange(begin, end), middles, [before, *gain[group], after])
        limited[begin:end] *= moving.astype(np.float32)
    return limited


def _smoothed(wanted: Samples) -> Samples:
    """A gain for each block that is nowhere above what any block beside it wants, and moves gently."""
    width = 2 * REACH + 1
    # One block more to each side, because between two middles the gain is a mean of both.
    padded = np.pad(wanted, 2 * REACH + 1, constant_values=1)
    least = np.lib.stride_tricks.sliding_window_view(padded, width + 2).min(axis=1)
    window = np.hanning(width + 2)[1:-1]
    windows = np.lib.stride_tricks.sliding_window_view(least, width)
    return np.asarray(np.einsum("ij,j->i", windows, window / window.sum()), dtype=np.float32)

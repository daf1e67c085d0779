"""How long the voice is silent inside a cue: at a comma, and between sentences.

At 110 to 125 words a minute the model rests 0.47 to 0.53 s at a comma and 1.1 to 1.2 s between sentences,
however short these are (measured at −50 dBFS). So long a rest at a full stop sounds like the end of a cue.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

SAMPLE_RATE = 24_000

BLOCK = SAMPLE_RATE // 200
"""Samples over which a level is measured: 5 ms."""

QUIET_DBFS = -50.0
"""What is softer belongs to a rest."""

COMMA = 0.20 * SAMPLE_RATE
FULL_STOP = 0.25 * SAMPLE_RATE
"""The longest rests inside a cue, in samples at the model's own speed: at a comma, and between sentences. At
110 to 125 words a minute they last 0.36 to 0.40 s and 0.45 to 0.50 s."""

Signal = npt.NDArray[np.float32]


def join_sentences(sentences: Sequence[Signal], longer: float) -> Signal:
    """Sentences one after the other, no rest between or inside them longer than it should be.

    Args:
        sentences: samples at `SAMPLE_RATE`, each with the silence that the model left around it.
        longer: how much longer than at the model's own speed its rests are to be.
    """
    spoken = [each for each in sentences if len(each)]
    if not spoken:
        return np.zeros(0, dtype=np.float32)
    whole = np.concatenate(spoken)
    ends = np.cumsum([len(each) for each in spoken])[:-1]
    kept: list[Signal] = []
    begin = 0
    for start, stop in _rests(whole):
        most = round((FULL_STOP if np.any((start <= ends) & (ends <= stop)) else COMMA) * longer)
        if stop - start > most:
            middle = start + most // 2
            resume = stop - (most - most // 2)
            kept.append(whole[begin : middle + BLOCK])
            kept[-1] = _faded(kept[-1], whole[resume : resume + BLOCK])
            begin = resume + BLOCK
    return np.concatenate((*kept, whole[begin:]))


def _rests(samples: Signal) -> list[tuple[int, int]]:
    """Where it is quiet between two sounds: first sample, and the first one that is not."""
    blocks = samples[: len(samples) // BLOCK * BLOCK].reshape(-1, BLOCK)
    power = np.einsum("ij,ij->i", blocks, blocks) / BLOCK
    sounds = np.flatnonzero(power >= 10 ** (QUIET_DBFS / 10))
    return [((one + 1) * BLOCK, other * BLOCK) for one, other in pairwise(sounds.tolist()) if other - one > 1]


def _faded(before: Signal, after: Signal) -> Signal:
    """`before`, its last `BLOCK` samples turning into `after`."""
    rise = np.arange(BLOCK, dtype=np.float32) / BLOCK
    turned = before.copy()
    turned[-BLOCK:] = before[-BLOCK:] * (1 - rise) + after * rise
    return turned

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

FADED_DBFS = -57.5
"""What is softer before the first and behind the last sound is below −50 dBFS once it is as loud as a lesson:
the voice's breath, which lasts up to a quarter of a second."""

EDGE = round(0.06 * SAMPLE_RATE)
"""Samples over which it fades there."""

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
    return _without_edges(np.concatenate((*kept, whole[begin:])))


def _without_edges(samples: Signal) -> Signal:
    """From where the sound begins to where it ends, and `EDGE` samples of what fades at either side."""
    heard = _sounds(samples, FADED_DBFS)
    if not len(heard):
        return samples
    padded = np.pad(samples, EDGE)
    part = padded[int(heard[0]) * BLOCK : (int(heard[-1]) + 1) * BLOCK + 2 * EDGE].copy()
    rise = 0.5 - 0.5 * np.cos(np.pi * np.arange(EDGE, dtype=np.float32) / EDGE)
    part[:EDGE] *= rise
    part[-EDGE:] *= rise[::-1]
    return part


def _sounds(samples: Signal, dbfs: float) -> npt.NDArray[np.intp]:
    """The blocks that are at least so loud."""
    blocks = samples[: len(samples) // BLOCK * BLOCK].reshape(-1, BLOCK)
    power = np.einsum("ij,ij->i", blocks, blocks) / BLOCK
    return np.flatnonzero(power >= 10 ** (dbfs / 10))


def _rests(samples: Signal) -> list[tuple[int, int]]:
    """Where it is quiet between two sounds: first sample, and the first one that is not."""
    sounds = _sounds(samples, QUIET_DBFS)
    return [((one + 1) * BLOCK, other * BLOCK) for one, other in pairwise(sounds.tolist()) if other - one > 1]


def _faded(before: Signal, after: Signal) -> Signal:
    """`before`, its last `BLOCK` samples turning into `after`."""
    rise = np.arange(BLOCK, dtype=np.float32) / BLOCK
    turned = before.copy()
    turned[-BLOCK:] = before[-BLOCK:] * (1 - rise) + after * rise
    return turned

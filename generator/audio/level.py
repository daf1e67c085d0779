"""How loud a sound is: gated loudness and true peak after ITU-R BS.1770-4, with numpy alone.

(The tests hold this against pyloudnorm, whose import takes longer than a whole rebuild.)
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import numpy.typing as npt

from generator.audio.edges import Samples
from generator.core.clock import SAMPLE_RATE

ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0
OFFSET_LUFS = -0.691
"""BS.1770-4, annex 1: a full-scale 997 Hz sine in one channel is −3.01 LUFS."""

FINE_RATE = 96_000
"""Samples a second from which on a signal's own samples show its true peak (BS.1770-4, annex 2)."""

STEPS_A_SECOND = 10
STEPS_A_BLOCK = 4
"""Gating blocks of 400 ms, one every 100 ms."""

STEPS_A_CHUNK = 6
CHUNKS_AT_ONCE = 6
"""Half the time of one by one."""
SHORT_SECONDS = 3.0
SHIFTS = 4
"""A shorter sound is measured that often, a quarter of a step later each time."""

MEMORY_SECONDS = 0.08
"""How long the weighting remembers: after 80 ms its impulse response is below 1e-8."""

LATE = 32
"""Samples: with as many, a sentence at half the rate measures the same within 0.01 LU, and a word of half a
second, where one gating block more or less tells, within 0.05."""

LOW_BAND_RATE = 24_000
LEVEL_STEP_DB = 0.5
QUIETEST = 255


def loudness(samples: npt.NDArray[np.floating], rate: int) -> float:
    """Gated loudness in LUFS; `-inf` for what is shorter than 400 ms, or below the absolute gate.

    Args:
        samples: mono, 1.0 is full scale.
        rate: samples a second.
    """
    return gated(block_power(samples, rate))


def gated(power: npt.NDArray[np.float64]) -> float:
    """Gated loudness in LUFS of what `block_power` measured; `-inf` where all is below the absolute gate."""
    power = power[power > _power(ABSOLUTE_GATE_LUFS)]
    if not len(power):
        return -np.inf
    power = power[power > np.mean(power) * 10 ** (RELATIVE_GATE_LU / 10)]
    return lufs(float(np.mean(power)))


def loudness_between_silences(samples: npt.NDArray[np.floating], rate: int) -> float:
    """Gated loudness in LUFS of a sound as it counts in a lesson; `-inf` below the absolute gate.

    The gating blocks that only touch it count, too. Of what is short they matter, and where they begin: it is
    measured in several places.

    Args:
        samples: mono, 1.0 is full scale.
        rate: samples a second.
    """
    step = _step(rate)
    shifts = range(0, step, step // SHIFTS) if len(samples) < SHORT_SECONDS * rate else (0,)
    around = STEPS_A_BLOCK * step
    return gated(
        np.concatenate([block_power(np.pad(samples, (around + each, around)), rate) for each in shifts])
    )


def loudest(samples: npt.NDArray[np.floating], rate: int) -> float:
    """Loudness of the loudest 400 ms in LUFS. What is shorter is measured with silence after it."""
    missing = STEPS_A_BLOCK * _step(rate) - len(samples)
    power = block_power(np.pad(samples, (0, max(missing, 0))), rate)
    return lufs(float(np.max(power)))


def lufs(power: float) -> float:
    """Loudness (LUFS) of a K-weighted mean square."""
    return float(OFFSET_LUFS + 10 * np.log10(power)) if power > 0 else -np.inf


def block_power(samples: npt.NDArray[np.floating], rate: int) -> npt.NDArray[np.float64]:
    """K-weighted mean square of each gating block: 400 ms long, one every 100 ms."""
    step, chunk = _step(rate), _step(rate) * STEPS_A_CHUNK
    response = _weighting(rate)
    size = 2 * (len(response) - 1)
    steps = len(samples) // step
    if steps < STEPS_A_BLOCK:
        return np.zeros(0)
    chunks = -(-steps // STEPS_A_CHUNK)
    # Overlap-save: what comes before a chunk fills the weighting's memory, and is not counted.
    whole = np.zeros(size + (chunks - 1) * chunk, dtype=np.float32)
    used = samples[: chunks * chunk]
    whole[size - chunk : size - chunk + len(used)] = used
    windows = np.lib.stride_tricks.sliding_window_view(whole, size)[::chunk]
    energy = np.zeros((chunks, STEPS_A_CHUNK))
    for first in range(0, chunks, CHUNKS_AT_ONCE):
        heard = windows[first : first + CHUNKS_AT_ONCE]
        if not heard.any():
            continue
        # norm="ortho": with the usual one, numpy transforms float32 by way of float64.
        spectrum = np.fft.rfft(heard, norm="ortho")
        spectrum *= response
        weighted = np.fft.irfft(spectrum, size, norm="ortho")[:, -chunk:].reshape(-1, STEPS_A_CHUNK, step)
        energy[first : first + CHUNKS_AT_ONCE] = np.einsum("ijk,ijk->ij", weighted, weighted)
    blocks = np.lib.stride_tricks.sliding_window_view(energy.ravel()[:steps], STEPS_A_BLOCK)
    return np.asarray(blocks.sum(axis=1) / (STEPS_A_BLOCK * step), dtype=np.float64)


def frame_levels(samples: npt.NDArray[np.floating], rate: int, frame: int) -> bytes:
    """Level of each whole `frame` samples in steps of −0.5 dBFS: 0 is full scale, 255 is −127.5 or less."""
    power = frame_powers(samples[: len(samples) // frame * frame], rate, frame)
    steps = np.rint(10 * np.log10(np.maximum(power, 1e-20)) / -LEVEL_STEP_DB)
    return bytes(steps.clip(0, QUIETEST).astype(np.uint8))


def frame_powers(samples: npt.NDArray[np.floating], rate: int, frame: int) -> npt.NDArray[np.float64]:
    """Mean square of each frame below 6 kHz: what both profiles keep of a sound.

    (LAME leaves out what is above 8.5 kHz at 32 kbit/s, and half of an s lies there.) A half-band filter of
    seven taps at 24 kHz does it: −6 dB at 6 kHz, −20 dB at 8.5.

    Args:
        samples: mono, 1.0 is full scale; the last frame may be shorter.
        rate: samples a second; of 48 kHz every second sample is taken.
        frame: samples.
    """
    step = max(1, round(rate / LOW_BAND_RATE))
    missing = -len(samples) % frame
    padded = np.pad(samples, (0, missing))[::step].astype(np.float32, copy=False)
    near = np.pad(padded, 3)
    low = padded * np.float32(1 / 2)
    low += (near[2:-4] + near[4:-2]) * np.float32(9 / 32)
    low -= (near[:-6] + near[6:]) * np.float32(1 / 32)
    frames = low.reshape(-1, frame // step)
    return np.asarray(np.einsum("ij,ij->i", frames, frames) / (frame // step), dtype=np.float64)


OVERSAMPLING = 4
REACH = 12
"""Samples to either side that an oversampled value is computed from."""
SLICE = 1 << 12
"""Places at once, to spare memory."""


def true_peak(samples: npt.NDArray[np.floating], rate: int, around: int = 0, *, band: float = 1 / 3) -> float:
    """True peak in dBTP by fourfold oversampling; `-inf` for silence.

    Only the neighbourhood of samples that are higher than those beside them, and not much less high than the
    highest, is oversampled: the crest of a tone lies next to such a sample, at most half a sample away.

    Args:
        samples: mono, 1.0 is full scale.
        rate: samples a second. From 96 kHz on, the samples themselves are close enough.
        around: how many samples at each end only stand beside what is measured (`REACH` is enough).
        band: up to this share of the rate there is anything to speak of.
    """
    highest = _highest(samples[around : len(samples) - around])
    if not highest:
        return -np.inf
    if rate >= FINE_RATE:
        return float(20 * np.log10(highest))
    where, heights = crests(samples, highest * math.cos(math.pi * band))
    inside = heights[(where >= around) & (where < len(samples) - around)]
    return float(20 * np.log10(max(highest, _highest(inside))))


def crests(samples: npt.NDArray[np.floating], least: float) -> tuple[npt.NDArray[np.intp], Samples]:
    """Where samples are no lower than their neighbours, and the highest oversampled value beside each.

    Args:
        samples: mono, 1.0 is full scale.
        least: samples below this are left out.
    """
    where = _high_places(samples, least)
    heights = np.zeros(len(where), dtype=np.float32)
    window = np.arange(1 - REACH, REACH + 1)
    for begin in range(0, len(where), SLICE):
        at = where[begin : begin + SLICE, None] + window
        near = samples.take(at, mode="clip").astype(np.float32)
        near[(at < 0) | (at >= len(samples))] = 0
        # Not `@`: OpenBLAS's threads spin while they wait for each other, and took half of a cold build.
        between = np.einsum("ij,jk->ik", near, _interpolation())
        heights[begin : begin + SLICE] = np.abs(between).max(axis=1)
    return where, heights


def _high_places(samples: npt.NDArray[np.floating], least: float) -> npt.NDArray[np.intp]:
    """Samples of at least that height that are no lower than their neighbours, and those before them."""
    high = np.flatnonzero((samples >= least) | (samples <= -least))
    heights = [np.abs(samples.take(high + aside, mode="clip")) for aside in (-1, 0, 1)]
    crests = high[heights[1] >= np.maximum(heights[0], heights[2])]
    return np.concatenate((crests, crests - 1))


def _highest(samples: npt.NDArray[np.floating]) -> float:
    return max(float(samples.max()), -float(samples.min())) if samples.size else 0.0


def _power(loudness_lufs: float) -> float:
    return float(10 ** ((loudness_lufs - OFFSET_LUFS) / 10))


def _step(rate: int) -> int:
    return round(rate / STEPS_A_SECOND)


@cache
def _interpolation() -> Samples:
    """Windowed sinc: columns for ¼, ½ and ¾ of the way between the two samples in the middle."""
    offsets = np.arange(1 - REACH, REACH + 1)[:, None] - np.arange(1, OVERSAMPLING)[None, :] / OVERSAMPLING
    window = np.i0(8 * np.sqrt(1 - (offsets / REACH).clip(-1, 1) ** 2)) / np.i0(8)
    return np.asarray(np.sinc(offsets) * window, dtype=np.float32)


@cache
def _weighting(rate: int) -> npt.NDArray[np.complex64]:
    """The K-weighting's frequency response, its memory cut at `MEMORY_SECONDS`.

    BS.1770-4 gives coefficients at 48 kHz only. These are the analogue shelf and high pass behind them (as in
    libebur128, and in De Man, "Evaluation of Implementations of the EBU R128 Loudness Measurement"):
    they give the same coefficients at 48 kHz, and the right ones above. Below, those of 48 kHz are taken at
    the frequencies that there are, so that a sound is as loud at half the rate.
    """
    design = max(rate, SAMPLE_RATE)
    shelf = _shelf(design, hertz=1681.974450955533, gain_db=3.999843853973347, q=0.7071752369554196)
    high_pass = _high_pass(design, hertz=38.13547087602444, q=0.5003270373238773)
    needed = _step(rate) * STEPS_A_CHUNK + round(MEMORY_SECONDS * rate)
    size = 1 << (needed - 1).bit_length()
    delay = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size * (rate / design))
    # Cut off at half of a lower rate, it begins a little early, and has to be late for that.
    late = LATE if rate < design else 0
    response = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size * late)
    for numerator, denominator in (shelf, high_pass):
        response *= np.polyval(numerator[::-1], delay) / np.polyval(denominator[::-1], delay)
    memory = np.fft.irfft(response, size)
    memory[size - _step(rate) * STEPS_A_CHUNK :] = 0
    return np.asarray(np.fft.rfft(memory), dtype=np.complex64)


Biquad = tuple[tuple[float, float, float], tuple[float, float, float]]


def _shelf(rate: int, hertz: float, gain_db: float, q: float) -> Biquad:
    k = float(np.tan(np.pi * hertz / rate))
    high = 10 ** (gain_db / 20)
    middle = high**0.4996667741545416
    unit = 1 + k / q + k * k
    numerator = (
        (high + middle * k / q + k * k) / unit,
        2 * (k * k - high) / unit,
        (high - middle * k / q + k * k) / unit,
    )
    return numerator, (1.0, 2 * (k * k - 1) / unit, (1 - k / q + k * k) / unit)


def _high_pass(rate: int, hertz: float, q: float) -> Biquad:
    k = float(np.tan(np.pi * hertz / rate))
    unit = 1 + k / q + k * k
    return (1.0, -2.0, 1.0), (1.0, 2 * (k * k - 1) / unit, (1 - k / q + k * k) / unit)

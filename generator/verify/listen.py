"""Listening to a finished MP3: decoded by libmpg123 (through libsndfile), a window at a time.

All that is kept is where sound begins and ends, the power of each 24 ms, and what loudness is computed from:
a lesson of ten hours needs little more memory than one of ten minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import soundfile

from generator.audio.edges import SOUND_DBFS, WINDOW, Samples, span
from generator.audio.level import REACH, block_power, frame_powers, true_peak
from generator.audio.quiet_decoder import decoder_kept_quiet
from generator.core.clock import FRAME, SAMPLE_RATE
from generator.core.regular_files import MOST_SOUND_BYTES, open_regular
from generator.verify.findings import MeasuredAudio, Powers

FRAMES_A_WINDOW: Final = 1000
FRAMES_KEPT: Final = 25
"""600 ms of the window before: more than a loudness block and the weighting's memory reach back."""
BLOCKS_A_FRAME: Final = 8
STEPS_KEPT: Final = 6
"""As much in steps of 100 ms."""
BLOCKS_COUNTED: Final = 3
"""Blocks of 400 ms that begin in the window before, and end in this one."""

LEVEL_ERROR_DB: Final = 1.0
"""How much softer or louder than its source a sound may come out of an MP3. Where it swells or fades
slowly, its edges are found as far away as such an error moves them."""

TAIL_ERROR_DB: Final = 2.0
"""The same for a sound's last softness, on top of which lies what an MP3 spreads of what came before."""

ACTIVE: Final = 10 ** ((SOUND_DBFS - TAIL_ERROR_DB) / 10) * (WINDOW / 3) / (FRAME / BLOCKS_A_FRAME)
"""Mean square of a block of 3 ms. A window of 5 ms touches three of them, so that wherever it is sound,
one of them reaches this."""
APART_BLOCKS: Final = 10
APART: Final = FRAME // BLOCKS_A_FRAME * APART_BLOCKS
"""Samples of silence that part two runs (30 ms): no two clips stand closer together."""
RISE: Final = 2**0.5
"""How far the sound between two samples may rise above them: 3 dB, for tones below a quarter of the rate."""


class NotMp3Error(Exception):
    """A file that libsndfile cannot decode, or that is something else than an MP3."""


@dataclass(frozen=True, slots=True)
class _Window:
    """A piece of the lesson, with what lies around it."""

    start: int
    """Samples from the file's beginning to this window."""
    samples: Samples
    past: int
    """How many of them come before the window."""
    future: int
    """How many come after it."""

    @property
    def inner(self) -> Samples:
        """The measures without those of the windows around."""
        return self.samples[self.past : len(self.samples) - self.future]


def measure_audio(path: Path) -> MeasuredAudio:
    """Decode an MP3 and measure it.

    Raises:
        NotMp3Error: it cannot be decoded, or is no MP3.
        OSError: it cannot be read.
    """
    with open_regular(path, most=MOST_SOUND_BYTES):
        pass  # what the system says of a file is clearer than what libsndfile does
    try:
        with decoder_kept_quiet(), soundfile.SoundFile(path) as file:
            if file.format != "MP3":
                raise NotMp3Error(f"it is a {file.format} file")
            return _measure(file)
    except soundfile.SoundFileError as error:
        raise NotMp3Error("it cannot be decoded") from error


def _measure(file: soundfile.SoundFile) -> MeasuredAudio:
    frame = round(file.samplerate * FRAME / SAMPLE_RATE / BLOCKS_A_FRAME) * BLOCKS_A_FRAME
    reader = _WindowReader(file, frame)
    meter = _Meter(int(file.samplerate), frame)
    for window in reader.windows():
        meter.add(window)
    return meter.heard(reader.count, reader.complaint)


class _WindowReader:
    """Windows of a file; the next one is decoded while this one is measured."""

    def __init__(self, file: soundfile.SoundFile, frame: int) -> None:
        self.count = 0
        self.complaint = ""
        self._file = file
        self._frame = frame
        # After each read, soundfile seeks to where it already is. libmpg123 then forgets the bit
        # reservoir, and a frame that points back comes out broken (seen at 24 kHz).
        file.seekable = lambda: False

    def windows(self) -> Iterator[_Window]:
        past = np.zeros(0, dtype=np.float32)
        start = 0
        with ThreadPoolExecutor(1) as thread:
            current, following = self._read(), self._read()
            while len(current):
                ahead = thread.submit(self._read)
                future = following[: self._frame]
                yield _Window(start, np.concatenate((past, current, future)), len(past), len(future))
                start += len(current)
                past = current[-FRAMES_KEPT * self._frame :]
                current, following = following, ahead.result()

    def _read(self) -> Samples:
        try:
            found = self._file.read(FRAMES_A_WINDOW * self._frame, dtype="float32", always_2d=True)
        except soundfile.SoundFileError as error:
            self.complaint = str(error)
            return np.zeros(0, dtype=np.float32)
        self.count += len(found)
        return np.asarray(found[:, 0] if found.shape[1] == 1 else found.mean(axis=1), dtype=np.float32)


@dataclass(slots=True)
class _SoundRun:
    """The edges of one sound: early, measured, late."""

    onset: tuple[int, int, int]
    end: tuple[int, int, int]


class _Meter:
    """Adds up what is measured of each window."""

    def __init__(self, rate: int, frame: int) -> None:
        self._rate = rate
        self._frame = frame
        self._block = frame // BLOCKS_A_FRAME
        self._finer = max(SAMPLE_RATE // rate, 1)
        self._runs: list[_SoundRun] = []
        self._powers: list[Powers] = []
        self._blocks: list[Powers] = []
        self._peaks: list[Samples] = []
        self._highest = 0.0
        self._peak = (-np.inf, 0)

    def add(self, window: _Window) -> None:
        """Measure one more window."""
        energy = self._energy(window.inner)
        self._powers.append(frame_powers(window.inner, self._rate, self._frame))
        self._find_runs(window, energy / self._block)
        blocks = block_power(window.samples[: len(window.samples) - window.future], self._rate)
        self._blocks.append(blocks[STEPS_KEPT - BLOCKS_COUNTED if window.past else 0 :])
        self._find_peak(window)

    def heard(self, count: int, complaint: str) -> MeasuredAudio:
        """All that was measured."""
        return MeasuredAudio(
            rate=self._rate,
            count=count,
            onsets=np.array([run.onset for run in self._runs], dtype=np.int64).reshape(-1, 3),
            ends=np.array([run.end for run in self._runs], dtype=np.int64).reshape(-1, 3),
            powers=np.concatenate([*self._powers, np.zeros(0)]),
            blocks=np.concatenate([*self._blocks, np.zeros(0)]),
            peaks=np.concatenate([*self._peaks, np.zeros(0, dtype=np.float32)]),
            peak=self._peak[0],
            peak_at=self._clock(self._peak[1] * self._finer),
            complaint=complaint,
        )

    def _energy(self, samples: Samples) -> Powers:
        """Of each block of 3 ms; the last frame is filled up with silence."""
        missing = -len(samples) % self._frame
        whole = (np.pad(samples, (0, missing)) if missing else samples).reshape(-1, self._block)
        return np.asarray(np.einsum("ij,ij->i", whole, whole, dtype=np.float64))

    def _find_runs(self, window: _Window, powers: Powers) -> None:
        active = np.flatnonzero(powers >= ACTIVE)
        if not len(active):
            return
        for group in np.split(active, np.flatnonzero(np.diff(active) > APART_BLOCKS) + 1):
            # Two blocks to either side: what a window of 5 ms around a sound can reach.
            begin = max(window.past + (int(group[0]) - 2) * self._block, 0)
            end = window.past + (int(group[-1]) + 3) * self._block
            # A level over 5 ms is the same at twice the rate, and so is its place.
            samples = np.repeat(window.samples[begin:end], self._finer)
            self._add_run(samples, (window.start - window.past + begin) * self._finer)

    def _add_run(self, samples: Samples, base: int) -> None:
        faint = self._edges(samples, base, -TAIL_ERROR_DB)
        if faint is None:
            return
        soft = self._edges(samples, base, -LEVEL_ERROR_DB) or faint
        sound = self._edges(samples, base, 0.0)
        before = self._runs[-1] if self._runs else None
        touches = before is not None and soft[0] - before.end[2] < APART // 2
        if sound is None:
            if before and touches:  # the fading end of a sound that lies across the border of two windows
                before.end = (*before.end[:2], faint[1])
            return
        loud = self._edges(samples, base, LEVEL_ERROR_DB) or sound
        louder = self._edges(samples, base, TAIL_ERROR_DB) or loud
        end = (louder[1], sound[1], faint[1])
        if before and touches:
            before.end = end
        else:
            self._runs.append(_SoundRun((soft[0], sound[0], loud[0]), end))

    def _edges(self, samples: Samples, base: int, above_db: float) -> tuple[int, int] | None:
        found = span(samples, SOUND_DBFS + above_db)
        return (self._clock(base + found[0]), self._clock(base + found[1])) if found else None

    def _clock(self, position: int) -> int:
        return position * SAMPLE_RATE // (self._rate * self._finer)

    def _find_peak(self, window: _Window) -> None:
        """Look between the samples only where they come near the highest one."""
        inner = window.inner
        whole = np.abs(np.pad(inner, (0, -len(inner) % self._frame))).reshape(-1, self._frame).max(axis=1)
        self._peaks.append(whole)
        self._highest = max(self._highest, float(whole.max()))
        if not self._highest:
            return
        samples = np.pad(window.samples, REACH)
        for index in np.flatnonzero(whole >= self._highest / RISE):
            begin = window.past + int(index) * self._frame
            near = samples[begin : begin + self._frame + 2 * REACH]
            at = window.start + int(index) * self._frame
            self._peak = max(self._peak, (true_peak(near, self._rate, REACH), at))

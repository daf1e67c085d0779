"""Is every silence digital silence: zeros, and nothing else?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from generator.audio.mp3 import DELAY
from generator.audio.profile import PROFILES
from generator.core.clock import FRAME, SAMPLE_RATE, duration_text
from generator.timeline.edition import Edition
from generator.timeline.timeline import Silence
from generator.verify.findings import Finding, Found, Grade, MeasuredAudio, place, wrong

MISPLACED: Final = frozenset({"onset", "end"})


def check_silence(
    heard: MeasuredAudio, edition: Edition, found: Sequence[Found | None], findings: Sequence[Finding]
) -> Iterator[Finding]:
    """Every frame that belongs to no clip has to be zeros: one finding for each silence that is not.

    Args:
        heard: what was heard.
        edition: what the lesson should be.
        found: the answer of `timing.find_sounds`.
        findings: of the sounds' places. What a misplaced sound spills into a silence is not blamed twice.
    """
    if all(heard.rate != each.sample_rate for each in PROFILES):
        return  # its frames are of another kind, which is told already
    free = _free(heard, edition, found, findings)
    loud = np.flatnonzero(free & (heard.peaks[: len(free)] > 0))
    silent = [silence for run in edition.timeline.silences for silence in run]
    ends = np.array([event.end for event in silent], dtype=np.int64)
    numbers = np.searchsorted(ends, loud * FRAME + FRAME // 2, side="right").clip(max=len(silent) - 1)
    for number in np.unique(numbers):
        frames = loud[numbers == number]
        yield _heard_in(silent[number], frames, heard, edition)
    if not len(loud):
        text = f"{duration_text(int(free.sum()) * FRAME)} of silence, and every sample of it is zero"
        yield Finding("silence", Grade.FINE, text)


def _free(
    heard: MeasuredAudio, edition: Edition, found: Sequence[Found | None], findings: Sequence[Finding]
) -> npt.NDArray[np.bool_]:
    """Which frames belong to no clip.

    A clip is heard in its own frames, and up to `DELAY` samples of the file before them. Behind them it is
    not: the overlap of a granule and the filterbank's memory reach 576 + 480 samples on, which is less than
    the delay that a decoder leaves out (measured: to the sample, in both profiles).
    """
    free = np.ones(min(-(-edition.timeline.length // FRAME), len(heard.peaks)), dtype=np.bool_)
    reach = -(-DELAY * (SAMPLE_RATE // heard.rate) // FRAME)
    moved = {each.at for each in findings if each.check in MISPLACED and each.severity is Grade.WRONG}
    for event, where in zip(edition.timeline.sounds, found, strict=True):
        facts = edition.clips[event.clip]
        free[max(event.frame - reach, 0) : event.frame + facts.frames] = False
        if where and moved & {event.start, event.end}:
            begin = (where.onset[1] - facts.onset) // FRAME - reach
            free[max(begin, 0) : -(-(where.end[1] + facts.length - facts.end) // FRAME) + 1] = False
    return free


def _heard_in(
    event: Silence, frames: npt.NDArray[np.intp], heard: MeasuredAudio, edition: Edition
) -> Finding:
    level = f"{20 * math.log10(float(heard.peaks[frames].max())):.0f}".replace("-", "−")
    long = f"{len(frames) * FRAME / SAMPLE_RATE:.3f} s"
    text = f"{long} of sound within the {event.kind.name}, up to {level} dBFS, where it should be silent"
    return wrong(
        "silence",
        text,
        where=place(event.span) or _before(edition, event),
        at=int(frames[0]) * FRAME,
    )


def _before(edition: Edition, silence: Silence) -> str:
    """The place of the sound before a silence that is written nowhere, or of the first sound."""
    events = edition.timeline.sounds
    earlier = [event for event in events if event.end <= silence.start]
    return place((earlier[-1] if earlier else events[0]).span)

"""Is the lesson as loud as it should be, and every cue as loud as the others?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from generator.audio.level import STEPS_A_BLOCK, STEPS_A_SECOND, gated, lufs
from generator.core.clock import SAMPLE_RATE
from generator.timeline.edition import Edition
from generator.timeline.timeline import Sound, SoundKind
from generator.verify.findings import Finding, Grade, MeasuredAudio, Powers, held, named, place

LOUDNESS_LU: Final = 0.5
PEAK_DBTP: Final = -1.0
PEAK_ERROR_DB: Final = 0.05
"""How exactly a true peak can be measured by fourfold oversampling, at speech's frequencies."""
CUE_LU: Final = 3.0
FEWEST_WORDS: Final = 3
STEP: Final = SAMPLE_RATE // STEPS_A_SECOND


@dataclass(frozen=True, slots=True)
class Levels:
    """How loud a lesson is."""

    integrated: float
    """LUFS, of all that is heard."""
    speech: float
    """LUFS, of all but the chimes: what the header's `loudness` speaks of, and what a cue is held against."""
    cues: tuple[tuple[Sound, float], ...]
    """LUFS of each cue of three words or more, and of each chime its loudest 400 ms."""

    @property
    def spoken(self) -> tuple[tuple[Sound, float], ...]:
        """Loudness of the cues alone, without chimes."""
        return tuple(each for each in self.cues if each[0].kind is SoundKind.CUE)


def measure(heard: MeasuredAudio, edition: Edition | None) -> Levels:
    """Loudness of all, and of each cue."""
    events = edition.timeline.sounds if edition else ()
    cues = [(event, _loudness(heard, event)) for event in events if _counts(event)]
    measured = tuple(each for each in cues if math.isfinite(each[1]))
    return Levels(gated(heard.blocks), gated(_without_chimes(heard, events)), measured)


def check_level(heard: MeasuredAudio, edition: Edition, levels: Levels) -> Iterator[Finding]:
    """Hold loudness and true peak against what the header asks for."""
    yield from _integrated(edition, levels)
    yield peak(heard, edition)
    for event, loudness in levels.cues:
        where = place(event.span)
        if event.kind is SoundKind.CHIME:
            above = max(0.0, loudness - levels.speech)
            text = f"the chime is {abs(loudness - levels.speech):.1f} LU {_than(loudness, levels)} speech"
            yield held("chime", text, above, "LU", 0.0, where=where, at=event.start)
        else:
            error = loudness - levels.speech
            text = f"{named(event)} is {abs(error):.1f} LU {_than(loudness, levels)} the mean"
            yield held("loudness of a cue", text, error, "LU", CUE_LU, where=where, at=event.start)


def peak(heard: MeasuredAudio, edition: Edition | None) -> Finding:
    """The true peak, and the cue that it is in."""
    events = edition.timeline.sounds if edition else ()
    there = next((event for event in events if event.start <= heard.peak_at < event.end), None)
    above = max(0.0, heard.peak - PEAK_DBTP)
    text = f"the true peak is {heard.peak:.2f} dBTP; at most {PEAK_DBTP:g} is safe from distortion"
    where = place(there.span) if there else ""
    return held("true peak", text, above, "dB", PEAK_ERROR_DB, where=where, at=heard.peak_at)


def _than(loudness: float, levels: Levels) -> str:
    return "softer than" if loudness < levels.speech else "louder than"


def _integrated(edition: Edition, levels: Levels) -> Iterator[Finding]:
    wanted = edition.header.loudness
    if not math.isfinite(levels.speech):
        return
    error = levels.speech - wanted
    text = f"its speech is {levels.speech:.1f} LUFS loud, and should be {wanted:g}"
    # A cue may be CUE_LU off, and the mean of n of them by the root of n less.
    spoken = max(len(levels.spoken), 1)
    finding = held("loudness", text, error, "LU", max(LOUDNESS_LU, CUE_LU / math.sqrt(spoken)))
    excuse = _excuse(edition, error)
    if finding.severity is Grade.WRONG and error < 0 and excuse:
        finding = Finding("loudness", Grade.NOTE, f"{text}: {excuse}", error=finding.error, unit="LU")
    yield finding


def _excuse(edition: Edition, error: float) -> str:
    """Why a lesson may be softer than its header says."""
    if edition.header.volume != 1.0:
        return f"the header asks for volume: {edition.header.volume:g}"
    if max((clip.peak for clip in edition.clips), default=-math.inf) - error > PEAK_DBTP:
        return "if it were, its peaks would be too high"
    return ""


def _counts(event: Sound) -> bool:
    return event.kind is SoundKind.CHIME or len(event.text.split()) >= FEWEST_WORDS


def _without_chimes(heard: MeasuredAudio, events: Sequence[Sound]) -> Powers:
    """All blocks in which no part of a chime lies: a long soft one would bring the mean of a lesson down."""
    kept = np.ones(len(heard.blocks), dtype=np.bool_)
    for event in events:
        if event.kind is SoundKind.CHIME:
            kept[max(event.start // STEP - STEPS_A_BLOCK + 1, 0) : -(-event.end // STEP)] = False
    return heard.blocks[kept]


def _loudness(heard: MeasuredAudio, event: Sound) -> float:
    """LUFS of the blocks that lie within a sound, to a tenth of a second at its edges."""
    first = max((event.start + STEP // 2) // STEP - 1, 0)
    last = max((event.end + STEP // 2) // STEP - STEPS_A_BLOCK + 1, first)
    blocks = heard.blocks[first : last + 1]
    if event.kind is SoundKind.CHIME:
        return lufs(float(np.max(blocks, initial=0.0)))
    return gated(blocks)

"""Is every cue what it was before it was encoded? Its level in each 24 ms tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from generator.audio.level import LEVEL_STEP_DB
from generator.core.clock import FRAME, SAMPLE_RATE
from generator.timeline.edition import Edition
from generator.timeline.timeline import Sound
from generator.verify.findings import (
    Finding,
    Found,
    MeasuredAudio,
    Powers,
    held,
    named,
    place,
    tolerance,
)

FLOOR_DBFS: Final = -45.0
"""What is softer counts as this: what an MP3 adds to a sound lies below (measured: −46.5 dBFS at most)."""
SPREAD_DB: Final = -14.0
"""How far below a loud frame what an MP3 spreads of it over the next one may lie: −14.1 dB was seen where the
natural voice ends a word within a frame."""
HALF: Final = 0.5
MOST_SEARCHED: Final = 40
"""Cues that are looked for elsewhere. Where more are wrong, it is another lesson."""


def check_envelope(
    heard: MeasuredAudio, edition: Edition, found: Sequence[Found | None]
) -> Iterator[Finding]:
    """Hold the level of every cue and chime that was heard against what was measured before encoding."""
    events = edition.timeline.sounds
    limits = tolerance(heard.rate)
    levels = 10 * np.log10(np.maximum(heard.powers, 1e-20))
    expected = [_expected(edition, event) for event in events]
    off = [_off(_heard(levels, event, each), each) for event, each in zip(events, expected, strict=True)]
    worst = [float(each[np.abs(each).argmax()]) if len(each) else 0.0 for each in off]
    search = sum(abs(each) > limits.frame_level for each in worst) <= MOST_SEARCHED
    for index, event in enumerate(events):
        if found[index] is None:
            continue
        where, wanted = place(event.span), expected[index]
        sounding = (_heard(levels, event, wanted) - wanted)[wanted > FLOOR_DBFS]
        middle = float(np.median(sounding)) if len(sounding) else 0.0
        text = (
            f"{named(event)} is {abs(middle):.1f} dB {'softer' if middle < 0 else 'louder'} than it was made"
        )
        yield held("level", text, middle, "dB", limits.level, where=where, at=event.start)
        text = "sounds as it was made"
        if abs(worst[index]) > limits.frame_level:
            other = _other(levels, event, events, expected, limits.frame_level) if search else None
            text = _told(event, off[index], limits.frame_level, other)
        yield held(
            "envelope",
            f"{named(event)} {text}",
            worst[index],
            "dB",
            limits.frame_level,
            where=where,
            at=event.start,
        )


def _expected(edition: Edition, event: Sound) -> Powers:
    """What each frame of a sound's clip should be, in dBFS."""
    steps = np.frombuffer(edition.clips[event.clip].levels, dtype=np.uint8)
    return np.asarray(np.maximum(-LEVEL_STEP_DB * steps, FLOOR_DBFS), dtype=np.float64)


def _heard(levels: Powers, event: Sound, wanted: Powers) -> Powers:
    """What is heard in as many frames where its clip should be, in dBFS; what is not there is silent."""
    found = levels[event.frame : event.frame + len(wanted)]
    return np.maximum(np.pad(found, (0, len(wanted) - len(found)), constant_values=FLOOR_DBFS), FLOOR_DBFS)


def _off(found: Powers, wanted: Powers) -> Powers:
    """How much louder or softer each frame is than it may be, in dB."""
    before = np.pad(wanted, (1, 0), constant_values=FLOOR_DBFS)[:-1]
    most = 10 * np.log10(10 ** (wanted / 10) + 10 ** ((before + SPREAD_DB) / 10))
    return np.where(found > wanted, np.maximum(found - most, 0), found - wanted)


def _other(
    levels: Powers, event: Sound, events: Sequence[Sound], expected: Sequence[Powers], within: float
) -> Sound | None:
    """The cue that is heard in the place of `event`, if it is one of this lesson."""
    for other, wanted in zip(events, expected, strict=True):
        if np.abs(_off(_heard(levels, event, wanted), wanted)).max(initial=0.0) <= within:
            return other
    return None


def _told(event: Sound, off: Powers, within: float, other: Sound | None) -> str:
    if other:
        return f"is not heard here, but {named(other)} ({place(other.span)})"
    frames = np.flatnonzero(np.abs(off) > within)
    begin, end = int(frames[0]) * FRAME / SAMPLE_RATE, (int(frames[-1]) + 1) * FRAME / SAMPLE_RATE
    stretch = f"from {begin:.2f} s to {end:.2f} s after its beginning"
    if len(frames) > HALF * len(off):
        return "sounds different from how it was made"
    change = (
        "is softer than it was made, or missing"
        if np.median(off[frames]) < 0
        else "is louder than it was made"
    )
    return f"{change}{_near(event, frames[0] / len(off), frames[-1] / len(off))}, {stretch}"


def _near(event: Sound, begin: float, end: float) -> str:
    """The words that are spoken about there, if words take time as their letters do."""
    words = event.text.split()
    if not words:
        return ""
    places = np.cumsum([len(word) + 1 for word in words]) / (len(event.text) + 1)
    first, last = (int(np.searchsorted(places, share)) for share in (begin, end))
    return f" about “{' '.join(words[first : min(last, len(words) - 1) + 1])}”"

"""Is every sound where the timeline says, and every silence as long as it was written?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from generator.audio.clip import ClipFacts
from generator.audio.profile import SMALL, STANDARD
from generator.core.clock import FRAME, MILLISECOND, SAMPLE_RATE, duration_text
from generator.timeline.edition import Edition
from generator.timeline.timeline import Silence, Sound
from generator.verify.findings import (
    Finding,
    Found,
    MeasuredAudio,
    Tolerance,
    held,
    named,
    place,
    tolerance,
    wrong,
)

REACH: Final = 250 * MILLISECOND
"""How far from its place a sound is looked for."""


def find_sounds(heard: MeasuredAudio, edition: Edition) -> tuple[Found | None, ...]:
    """Where each cue and chime was heard; None where it was not."""
    return tuple(_find(heard, begin, end) for begin, end in _rooms(edition))


def check_timing(heard: MeasuredAudio, edition: Edition, found: Sequence[Found | None]) -> Iterator[Finding]:
    """Hold sounds, the lengths of silences, and the length of all against the timeline.

    Args:
        heard: what was heard.
        edition: what the lesson should be.
        found: the answer of `find_sounds`.
    """
    yield _length(heard, edition)
    yield from _sounds(edition.timeline.sounds, found, tolerance(heard.rate))
    yield from _pauses(heard, edition, found)


def _rooms(edition: Edition) -> Iterator[tuple[int, int]]:
    """From where to where each sound is looked for: at most to the middle of the silences beside it."""
    events = edition.timeline.sounds
    borders = [0, *((a.end + b.start) // 2 for a, b in pairwise(events)), edition.timeline.length]
    for event, (begin, end) in zip(events, pairwise(borders), strict=True):
        yield max(begin, event.start - REACH), min(end, event.end + REACH)


def _find(heard: MeasuredAudio, begin: int, end: int) -> Found | None:
    first = int(np.searchsorted(heard.ends[:, 1], begin, side="right"))
    last = int(np.searchsorted(heard.onsets[:, 1], end, side="left")) - 1
    if first > last:
        return None
    return Found(_three(heard.onsets[first]), _three(heard.ends[last]))


def _three(row: Sequence[int]) -> tuple[int, int, int]:
    early, at, late = (int(value) for value in row)
    return early, at, late


def _length(heard: MeasuredAudio, edition: Edition) -> Finding:
    wanted = edition.timeline.length
    profile = STANDARD if heard.rate == STANDARD.sample_rate else SMALL
    # In the small profile one sample of the file is two of the lesson's.
    error = (
        heard.count - profile.samples(wanted) if heard.rate == profile.sample_rate else heard.length - wanted
    )
    text = f"the lesson lasts {duration_text(heard.length)}, and should last {duration_text(wanted)}"
    if heard.complaint:
        text += "; the decoder gave up there"
    return held("length", text, error, "samples", 1)


def _sounds(events: Sequence[Sound], found: Sequence[Found | None], limits: Tolerance) -> Iterator[Finding]:
    yield from (
        wrong("missing", f"nothing is heard of {named(event)}", where=place(event.span), at=event.start)
        for event, each in zip(events, found, strict=True)
        if each is None
    )
    pairs = [(event, each) for event, each in zip(events, found, strict=True) if each]
    yield from _told([_onset(event, each, limits) for event, each in pairs], pairs, limits, _begins)
    yield from _told([_end(event, each, limits) for event, each in pairs], pairs, limits, _ends)


def _onset(event: Sound, found: Found, limits: Tolerance) -> tuple[float, float]:
    """How late it begins and how far it may be off, in milliseconds."""
    early, at, late = found.onset
    slack = at - early if at > event.start else late - at
    return (at - event.start) / MILLISECOND, limits.onset + slack / MILLISECOND


def _end(event: Sound, found: Found, limits: Tolerance) -> tuple[float, float]:
    early, at, late = found.end
    if at > event.end:
        return (at - event.end) / MILLISECOND, limits.end_late + (at - early) / MILLISECOND
    return (at - event.end) / MILLISECOND, limits.end_early + (late - at) / MILLISECOND


def _begins(event: Sound) -> tuple[str, str, int]:
    return "onset", "begins", event.start


def _ends(event: Sound) -> tuple[str, str, int]:
    return "end", "ends", event.end


def _told(
    measured: Sequence[tuple[float, float]],
    pairs: Sequence[tuple[Sound, Found]],
    limits: Tolerance,
    words: Callable[[Sound], tuple[str, str, int]],
) -> Iterator[Finding]:
    """One finding for each. Neighbours that are off alike have one cause: the first says how many."""
    for index, ((error, within), (event, _)) in enumerate(zip(measured, pairs, strict=True)):
        check_name, verb, at = words(event)
        text = f"{named(event)} {verb} {abs(error):.1f} ms {'late' if error > 0 else 'early'}"
        first = index == 0 or abs(measured[index - 1][0] - error) >= limits.onset
        if abs(error) > within and first:
            others = _alike(measured[index:], limits.onset)
            text += f", and so {'does' if others == 1 else 'do'} the {others} after it" if others else ""
        yield held(check_name, text, error, "ms", within, where=place(event.span), at=at)


def _alike(measured: Sequence[tuple[float, float]], within: float) -> int:
    count = 0
    for error, _ in measured[1:]:
        if abs(error - measured[0][0]) >= within:
            break
        count += 1
    return count


def _pauses(heard: MeasuredAudio, edition: Edition, found: Sequence[Found | None]) -> Iterator[Finding]:
    """Each silence between two sounds, and the one after the last."""
    limits = tolerance(heard.rate)
    runs = edition.timeline.silences
    facts = [edition.clips[event.clip] for event in edition.timeline.sounds]
    for number, (before, after) in enumerate(pairwise(found)):
        if before and after:
            wanted = max(_written(runs[number + 1]), _nearest(facts[number], facts[number + 1]))
            slack = (before.end[2] - before.end[0] + after.onset[2] - after.onset[0]) / MILLISECOND
            measured = after.onset[1] - before.end[1]
            yield _pause(runs[number + 1], measured, wanted, limits.pause + slack)
    if found and found[-1]:
        end = found[-1].end
        slack = (end[2] - end[0]) / MILLISECOND
        yield _pause(runs[-1], heard.length - end[1], _written(runs[-1]), limits.pause + slack)


def _written(run: Sequence[Silence]) -> int:
    return sum(event.wanted for event in run)


def _nearest(before: ClipFacts, after: ClipFacts) -> int:
    """How close two clips can stand: what is written shorter means "as close as possible"."""
    return before.frames * FRAME - before.end + after.onset


def _pause(run: Sequence[Silence], measured: int, wanted: int, within: float) -> Finding:
    shown = next((event for event in run if event.span), run[0] if run else None)
    what = " and ".join(dict.fromkeys(event.kind.name for event in run if not event.kind.margin))
    error = (measured - wanted) / MILLISECOND
    text = f"{what or 'the silence at the end'}: {_ms(measured)} are heard, {_ms(wanted)} are written"
    where = place(shown.span) if shown else ""
    return held("pause", text, error, "ms", within, where=where, at=shown.start if shown else None)


def _ms(count: int) -> str:
    return f"{count / SAMPLE_RATE:.3f} s"

"""Lay out: a lesson and the measured length of every sound become a timeline.

Boundaries are rounded, never durations. Where the written pauses put a sound is kept as an exact position;
its frames then begin on the frame border that brings it nearest, so that every onset is within half a frame
(±12 ms) of where it belongs, in the last minute as in the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from generator.audio.clip import ClipFacts
from generator.core.clock import FRAME, SAMPLE_RATE, duration_text
from generator.core.errors import Diagnostic, ScriptError, Severity
from generator.script import kinds
from generator.script.durations import MAX_LENGTH
from generator.script.kinds import SilenceKind
from generator.script.lesson import Cue, Item, Lesson, Pause
from generator.timeline.elastic import MIDDLE, Clock, Stretch, fit, rounded, total_silence
from generator.timeline.timeline import Chapter, Event, Silence, Sound, SoundKind, Timeline

LEAD = SAMPLE_RATE // 2
"""Samples of silence before the first sound: players clip beginnings."""

TAIL = 2 * SAMPLE_RATE
"""Samples of silence after the last sound: players clip endings."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A timeline, and how the lesson's wanted length was reached or missed."""

    timeline: Timeline
    share: float | None
    """Where elastic pauses stand between low (0) and high (1); None where the header asks for no length."""
    warnings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """One written silence, or the lead, or the tail."""

    kind: SilenceKind
    low: int
    high: int
    section: int
    pause: Pause | None = None


@dataclass(frozen=True, slots=True)
class _SilenceRun:
    """All silence between two sounds."""

    parts: tuple[_Part, ...]
    stretch: Stretch


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cue or chime, and its sound."""

    item: Item
    section: int
    sound: ClipFacts


def lay_out(lesson: Lesson, sounds: Sequence[ClipFacts], *, draft: bool = False) -> Layout:
    """Place every sound and silence of `lesson`.

    Args:
        lesson: the expanded script.
        sounds: one for each of its cues and chimes, in their order.
        draft: take the nearest possible length, with a warning, where the wanted one is out of reach.

    Raises:
        ScriptError: the elastic pauses cannot make the lesson as long as its header says, or it is over
            24 hours.
    """
    heard, silences = _read(lesson, sounds)
    stretches = [silence.stretch for silence in silences]
    spoken = sum(each.sound.end - each.sound.onset for each in heard)
    share, problem = _share(lesson, silences, spoken)
    if problem and not draft:
        raise ScriptError((problem,))
    events = tuple(_events(heard, silences, share))
    _check_length(events)
    timeline = Timeline(events[-1].end, events, _chapters(lesson, events))
    fitted = lesson.length is not None and any(stretch.room for stretch in stretches)
    return Layout(timeline, float(share) if fitted else None, (_as_warning(problem),) if problem else ())


def _read(lesson: Lesson, sounds: Sequence[ClipFacts]) -> tuple[list[_Placed], list[_SilenceRun]]:
    """Every sound, and the silence before each and after the last."""
    heard: list[_Placed] = []
    runs: list[list[_Part]] = [[_Part(kinds.LEAD, LEAD, LEAD, 0)]]
    for index, section in enumerate(lesson.sections):
        for item in section.items:
            if isinstance(item, Pause):
                runs[-1].append(_Part(item.kind, item.low, item.high, index, item))
            else:
                heard.append(_Placed(item, index, sounds[len(heard)]))
                runs.append([])
    assert len(heard) == len(sounds) > 0
    last = runs[-1][-1].section if runs[-1] else heard[-1].section
    runs[-1].append(_Part(kinds.TAIL, TAIL, TAIL, last))
    between = [a.frames * FRAME - a.end + b.onset for a, b in pairwise(sounds)]
    nearest = [sounds[0].onset, *between, 0]
    return heard, [_silence(run, near) for run, near in zip(runs, nearest, strict=True)]


def _silence(parts: list[_Part], nearest: int) -> _SilenceRun:
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)
    return _SilenceRun(tuple(parts), Stretch(low, high, nearest))


def _share(
    lesson: Lesson, silences: Sequence[_SilenceRun], spoken: int
) -> tuple[Fraction, Diagnostic | None]:
    """The share that gives the wanted length, or the nearest bound and what is wrong."""
    if lesson.length is None:
        return MIDDLE, None
    stretches = [silence.stretch for silence in silences]
    wanted = lesson.length - spoken
    shortest, longest = (int(total_silence(stretches, Fraction(bound))) for bound in (0, 1))
    if wanted < shortest:
        return Fraction(0), _misfit(lesson, silences, spoken + shortest)
    if wanted > longest:
        return Fraction(1), _misfit(lesson, silences, spoken + longest)
    return fit(stretches, wanted), None


def _misfit(lesson: Lesson, silences: Sequence[_SilenceRun], possible: int) -> Diagnostic:
    """What to tell when `possible` samples is as near as the elastic pauses come."""
    assert lesson.length is not None
    off = abs(possible - lesson.length)
    long = possible > lesson.length
    message = (
        f"the lesson cannot be {duration_text(lesson.length)} long: with every elastic pause at its "
        f"{'shortest' if long else 'longest'} it lasts {duration_text(possible)}, "
        f"{duration_text(off)} too {'long' if long else 'short'}"
    )
    change = "shorten pauses or leave out words" if long else "lengthen pauses or widen ranges"
    elastic = _by_section(lesson, silences, "ranges give", ranges=True)
    told = (
        change,
        _by_section(lesson, silences, "pauses take") if long else elastic,
        "" if elastic else "no pause is elastic: write one as [rest 20-40s]",
    )
    hint = "; ".join(filter(None, told))
    span = lesson.header.spans.get("length") or lesson.header.spans.get("lengths")
    return Diagnostic(Severity.ERROR, "E065", span, message, hint)


def _by_section(lesson: Lesson, silences: Sequence[_SilenceRun], what: str, *, ranges: bool = False) -> str:
    """What each section's pauses take at their shortest, or how much longer its `ranges` can be."""
    sums: dict[int, int] = {}
    for part in (part for silence in silences for part in silence.parts if part.pause):
        sums[part.section] = sums.get(part.section, 0) + (part.high - part.low if ranges else part.low)
    listed = [
        f"{lesson.sections[index].title or 'the beginning'} {duration_text(samples)}"
        for index, samples in sums.items()
        if samples
    ]
    return f"the sections' {what}: {', '.join(listed)}" if listed else ""


def _check_length(events: Sequence[Event]) -> None:
    if events[-1].end <= MAX_LENGTH:
        return
    over = next((event.span for event in events if event.end > MAX_LENGTH and event.span), None)
    message = f"here the lesson grows over {duration_text(MAX_LENGTH)}"
    problem = Diagnostic(Severity.ERROR, "E025", over, message, "repeat less, or make two lessons")
    raise ScriptError((problem,))


def _as_warning(problem: Diagnostic) -> Diagnostic:
    return Diagnostic(Severity.WARNING, "W065", problem.span, problem.message, problem.hint)


def _events(heard: Sequence[_Placed], silences: Sequence[_SilenceRun], share: Fraction) -> Iterator[Event]:
    """Every event in order; the clock is exact, `at` is what is heard."""
    clock = Clock(share)
    at = 0
    for clip, each in enumerate(heard):
        written = clock.position
        clock.silence(silences[clip].stretch)
        frame = max(0, (2 * (clock.position - each.sound.onset) + FRAME) // (2 * FRAME))
        onset = frame * FRAME + each.sound.onset
        yield from _silent_events(silences[clip], share, written, at, onset)
        length = each.sound.end - each.sound.onset
        clock.sound(length)
        at = onset + length
        kind, text = (SoundKind.CUE, each.item.text) if isinstance(each.item, Cue) else (SoundKind.CHIME, "")
        yield Sound(kind, onset, at, each.section, text, frame, clip, each.item.span)
    written = clock.position
    clock.silence(silences[-1].stretch)
    yield from _silent_events(silences[-1], share, written, at, clock.position)


def _silent_events(
    silence: _SilenceRun, share: Fraction, written: int, at: int, end: int
) -> Iterator[Silence]:
    """The parts of a silence that is heard from `at` to `end`; inner borders stand where they are written."""
    for number, part in enumerate(silence.parts, start=1):
        wanted = part.low + rounded(share, part.high - part.low)
        written += wanted
        border = end if number == len(silence.parts) else max(at, min(written, end))
        elastic = part.high > part.low
        yield Silence(
            part.kind,
            at,
            border,
            part.section,
            wanted=wanted,
            low=part.low if elastic else None,
            high=part.high if elastic else None,
            repetitions=part.pause.repetitions if part.pause else None,
            span=part.pause.span if part.pause else None,
        )
        at = border


def _chapters(lesson: Lesson, events: Sequence[Event]) -> tuple[Chapter, ...]:
    """Sections in time: each begins with its first event; one without events has no length."""
    starts: dict[int, int] = {}
    for event in events:
        starts.setdefault(event.section, event.start)
    borders = [events[-1].end]
    for index in reversed(range(len(lesson.sections))):
        borders.append(starts.get(index, borders[-1]) if index else 0)
    borders.reverse()
    return tuple(
        Chapter(section.title, start, end, section.span, section.mirrors)
        for section, (start, end) in zip(lesson.sections, pairwise(borders), strict=True)
    )

"""Comparing two editions of a lesson. Pure: what was built last and what is built now go in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import pairwise

from generator.changes.align import Alignment, ComparedSound, Pair, align
from generator.changes.changes import (
    NOTICEABLE,
    Change,
    Changes,
    CueChange,
    Elastic,
    PauseChange,
    Shift,
)
from generator.changes.sections import section_changes
from generator.core.clock import duration_text
from generator.script.lesson import Header
from generator.timeline.edition import Edition
from generator.timeline.timeline import Silence, Sound


def compare_editions(before: Edition | None, after: Edition) -> Changes:
    """What became of a lesson; `before` is None where it has never been built."""
    if before is None:
        return Changes(after.name, after.script, after.script_hash, None, after.timeline.length, 0)
    old, new = compared_sounds(before), compared_sounds(after)
    aligned = align(old, new)
    linked = sorted((*aligned.same, *aligned.changed))
    kept = [(old[i].event.section, new[j].event.section) for i, j in (*aligned.same, *aligned.moved)]
    runs = tuple(_between(before, after, len(old), len(new), linked))
    taken = _taken(runs)
    by_section = Counter[int]()
    for section, difference in taken:
        by_section[section] += difference
    return Changes(
        after.name,
        after.script,
        after.script_hash,
        before.timeline.length,
        after.timeline.length,
        reused=len(aligned.same) + len(aligned.moved),
        cues=tuple(_cues(aligned, old, new, after.timeline.length)),
        pauses=tuple(change for was, now in runs if (change := _pause(was, now))),
        shifts=tuple(_shifts(old, new, linked)),
        elastic=_elastic(taken),
        sections=tuple(section_changes(_titled(before), _titled(after), kept, by_section)),
        header=_header(before.header, after.header),
    )


def compared_sounds(edition: Edition) -> tuple[ComparedSound, ...]:
    """Every sound of an edition, with what it is compared by.

    Two are heard as the same where their words and all that was measured of them agree: that holds in every
    profile, while the key in the cache differs from one to the next.
    """
    sections, clips = edition.timeline.sections, edition.clips
    return tuple(
        ComparedSound(
            event,
            sections[event.section].title,
            (event.kind, event.text, _measured(edition, event.clip if clips else None)),
        )
        for event in edition.timeline.sounds
    )


def _measured(edition: Edition, clip: int | None) -> tuple[object, ...]:
    if clip is None:
        return ()
    facts = edition.clips[clip]
    return facts.onset, facts.end, facts.loudness, facts.peak, facts.levels


def _cues(
    aligned: Alignment, old: Sequence[ComparedSound], new: Sequence[ComparedSound], length: int
) -> tuple[CueChange, ...]:
    """In the order of the new version; what is gone stands where it was."""
    found = [_change(Change.MOVED, old[i], new[j]) for i, j in aligned.moved]
    for i, j in aligned.changed:
        same_words = old[i].event.text == new[j].event.text and old[i].event.kind is new[j].event.kind
        found.append(_change(Change.RESAID if same_words else Change.CHANGED, old[i], new[j]))
    found += [_change(Change.NEW, None, new[j]) for j in aligned.new]
    places = {i: new[j].event.start for i, j in (*aligned.same, *aligned.changed)}
    following = length
    for i in reversed(range(len(old))):
        following = places.get(i, following)
        places[i] = following
    found += [_change(Change.GONE, old[i], None, places[i]) for i in aligned.gone]
    return tuple(sorted(found, key=lambda change: change.start or 0))


def _change(
    kind: Change, old: ComparedSound | None, new: ComparedSound | None, place: int | None = None
) -> CueChange:
    one = new or old
    assert one is not None
    span = one.event.span
    return CueChange(
        kind,
        old.event.text if old else "",
        new.event.text if new else "",
        old.event.start if old else None,
        new.event.start if new else place,
        span.path if span else "",
        span.line if span else None,
    )


Runs = tuple[tuple[Silence, ...], tuple[Silence, ...]]
"""The silences of one place: in the old version, and in the new one."""


def _between(before: Edition, after: Edition, old: int, new: int, linked: Sequence[Pair]) -> Iterator[Runs]:
    """Silences between the same two sounds in both versions, before the first, and after the last."""
    was, now = before.timeline.silences, after.timeline.silences
    borders = ((-1, -1), *linked, (old, new))
    for (i, j), (i_next, j_next) in pairwise(borders):
        if i_next == i + 1 and j_next == j + 1:
            yield was[i + 1], now[j + 1]


def _pause(was: Sequence[Silence], now: Sequence[Silence]) -> PauseChange | None:
    before, after = _written(was), _written(now)
    if before == after:
        return None
    written = [event for event in now if not event.kind.margin]
    span = next((event.span for event in (*written, *was) if event.span), None)
    return PauseChange(
        " + ".join(before),
        " + ".join(after),
        written[0].start if written else now[0].start if now else 0,
        span.path if span else "",
        span.line if span else None,
    )


def _written(run: Sequence[Silence]) -> list[str]:
    return [silence_text(event) for event in run if not event.kind.margin]


def silence_text(event: Silence) -> str:
    """A silence as it is written: `rest 20 s–40 s`, `move 6 × 8 s`."""
    if event.low is not None and event.high is not None:
        return f"{event.kind.name} {duration_text(event.low)}–{duration_text(event.high)}"
    if event.repetitions:
        return f"{event.kind.name} {event.repetitions} × {duration_text(event.wanted // event.repetitions)}"
    return f"{event.kind.name} {duration_text(event.wanted)}"


def _shifts(
    old: Sequence[ComparedSound], new: Sequence[ComparedSound], linked: Sequence[Pair]
) -> Iterator[Shift]:
    present = 0
    for i, j in linked:
        by = new[j].event.start - old[i].event.start
        if abs(by - present) >= NOTICEABLE:
            present = by if abs(by) >= NOTICEABLE else 0
            yield Shift(old[i - 1].event.end if i else 0, new[j - 1].event.end if j else 0, present)


def _taken(runs: Sequence[Runs]) -> list[tuple[int, int]]:
    """For each elastic pause with another length its section in the new version, and the difference.

    Of silences that are written as before only: what an edit gave to a pause is not taken up.
    """
    return [
        (b.section, b.wanted - a.wanted)
        for was, now in runs
        if _written(was) == _written(now)
        for a, b in zip(was, now, strict=True)
        if a.low is not None and a.wanted != b.wanted
    ]


def _elastic(taken: Sequence[tuple[int, int]]) -> Elastic:
    differences = [difference for _, difference in taken]
    return Elastic(len(differences), sum(differences), max(map(abs, differences), default=0))


def _titled(edition: Edition) -> list[tuple[str, int]]:
    lengths = Counter[int]()
    for event in edition.timeline.events:
        if isinstance(event, Sound) or not event.kind.margin:
            lengths[event.section] += event.length
    return [(section.title, lengths[index]) for index, section in enumerate(edition.timeline.sections)]


def _header(before: Header, after: Header) -> tuple[str, ...]:
    keys = (field.name for field in fields(Header) if field.compare)
    return tuple(key for key in keys if getattr(before, key) != getattr(after, key))

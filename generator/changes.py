"""The edit report: what a rebuild changed against the last built version. Pure: two editions go in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from generator.clock import FRAME, SAMPLE_RATE
from generator.edition import Edition
from generator.timeline import SOUNDS, Event

NOTICEABLE = SAMPLE_RATE // 20
"""Samples. What moves by less than 50 ms did not move: frames alone shift an onset by up to 24 ms."""


@dataclass(frozen=True, slots=True)
class CueChange:
    """One cue that is not what or where it was."""

    kind: str
    """`new`, `changed`, `gone`, `moved` (elsewhere now) or `resaid` (the same words, another sound)."""
    before: str
    """The words; empty where the cue is new."""
    after: str
    """The words; empty where it is gone."""
    start: int | None
    """Samples in the new version; None where it is gone."""
    line: int | None
    """In the script, of the new version where there is one."""


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section that lasts longer or shorter, is new (`before` is None), or gone (`after` is None)."""

    title: str
    before: int | None
    """Samples."""
    after: int | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of a lesson."""

    name: str
    before: int
    """Its length in samples."""
    after: int
    cues: tuple[CueChange, ...]
    reused: int
    """Cues that sound as they did, wherever they stand now."""
    shifted_from: int | None
    """Samples in the old version: from there on everything moved by `shift`. None where that is not so."""
    shift: int
    """Samples."""
    elastic: int
    """Samples that elastic pauses took up (negative) or gave (positive)."""
    silences: int
    """How many written silences between the same cues have another length in the script."""
    sections: tuple[SectionChange, ...]

    @property
    def any(self) -> bool:
        """Whether a listener could tell the versions apart."""
        return bool(self.cues or self.silences or self.sections or self.shifted_from is not None)


@dataclass(frozen=True, slots=True)
class _Cue:
    event: Event
    key: str


def compare(before: Edition, after: Edition) -> Changes:
    """What changed from one edition to the next of the same lesson."""
    old, new = _cues(before), _cues(after)
    matcher = SequenceMatcher(None, [cue.key for cue in old], [cue.key for cue in new], autojunk=False)
    same = [(i + k, j + k) for i, j, size in matcher.get_matching_blocks() for k in range(size)]
    cues = _cue_changes(matcher.get_opcodes(), old, new)
    start, shift = _shift([(old[i].event.start, new[j].event.start) for i, j in same])
    moved = sum(1 for change in cues if change.kind == "moved")
    return Changes(
        after.name,
        before.timeline.length,
        after.timeline.length,
        cues,
        len(same) + moved,
        start,
        shift,
        _elastic(after) - _elastic(before),
        _silences(before, after, old, new, same),
        _sections(before, after),
    )


def _cues(edition: Edition) -> list[_Cue]:
    """Every sound with what tells it from others: its clip's key."""
    sounds = [event for event in edition.timeline.events if event.kind in SOUNDS]
    keys = [edition.clips[event.clip].key for event in sounds if event.clip is not None and edition.clips]
    return [_Cue(event, key) for event, key in zip(sounds, keys or [e.text for e in sounds], strict=True)]


def _cue_changes(
    steps: Sequence[tuple[str, int, int, int, int]], old: Sequence[_Cue], new: Sequence[_Cue]
) -> tuple[CueChange, ...]:
    """Pairs of what stood and what stands in the same place; what only changed its place is found again."""
    left = Counter(old[i].key for tag, i, end, _, _ in steps if tag != "equal" for i in range(i, end))
    came = Counter(new[j].key for tag, _, _, j, end in steps if tag != "equal" for j in range(j, end))
    moved = left & came
    taken, landed = Counter(moved), Counter(moved)
    changes: list[CueChange] = []
    for tag, i1, i2, j1, j2 in steps:
        if tag == "equal":
            continue
        gone = [cue for cue in old[i1:i2] if not _take(taken, cue.key)]
        come: list[_Cue] = []
        for cue in new[j1:j2]:
            if _take(landed, cue.key):
                changes.append(_change("moved", cue, cue))
            else:
                come.append(cue)
        changes += _pairs(gone, come)
    return tuple(changes)


def _take(counter: Counter[str], key: str) -> bool:
    if not counter[key]:
        return False
    counter[key] -= 1
    return True


def _pairs(gone: Sequence[_Cue], come: Sequence[_Cue]) -> list[CueChange]:
    """Old and new cues of one place: paired in order, the rest new or gone."""
    count = min(len(gone), len(come))
    changed = [
        _change("resaid" if a.event.text == b.event.text else "changed", a, b)
        for a, b in zip(gone[:count], come[:count], strict=True)
    ]
    return [
        *changed,
        *(_change("gone", cue, None) for cue in gone[count:]),
        *(_change("new", None, cue) for cue in come[count:]),
    ]


def _change(kind: str, old: _Cue | None, new: _Cue | None) -> CueChange:
    cue = new or old
    assert cue is not None
    place = cue.event
    return CueChange(
        kind,
        old.event.text if old else "",
        new.event.text if new else "",
        new.event.start if new else None,
        place.span.line if place.span else None,
    )


def _shift(pairs: Sequence[tuple[int, int]]) -> tuple[int | None, int]:
    """From where on all cues that are still there moved alike; (None, 0) where there is no such place."""
    if not pairs:
        return None, 0
    shift = pairs[-1][1] - pairs[-1][0]
    if abs(shift) < NOTICEABLE:
        return None, 0
    first = len(pairs)
    while first and abs(pairs[first - 1][1] - pairs[first - 1][0] - shift) <= FRAME:
        first -= 1
    if any(abs(b - a) >= NOTICEABLE for a, b in pairs[:first]):
        return None, shift
    return pairs[first][0], shift


def _elastic(edition: Edition) -> int:
    return sum(event.wanted or 0 for event in edition.timeline.events if event.low is not None)


def _silences(
    before: Edition, after: Edition, old: Sequence[_Cue], new: Sequence[_Cue], same: Sequence[tuple[int, int]]
) -> int:
    """Silences that are written differently, after cues that are the same in both."""
    was, now = _after_sounds(before), _after_sounds(after)
    return sum(1 for i, j in same if was[i] != now[j] and i + 1 < len(old) and j + 1 < len(new))


def _after_sounds(edition: Edition) -> list[tuple[tuple[object, ...], ...]]:
    """What is written between each sound and the next: its kind and length, or range."""
    runs: list[list[tuple[object, ...]]] = []
    for event in edition.timeline.events:
        if event.kind in SOUNDS:
            runs.append([])
        elif runs:
            runs[-1].append(
                (event.kind, event.low, event.high) if event.low is not None else (event.kind, event.wanted)
            )
    return [tuple(run) for run in runs]


def _sections(before: Edition, after: Edition) -> tuple[SectionChange, ...]:
    """Sections by title, and by their order among equal titles."""
    was, now = _lengths(before), _lengths(after)
    changes = [
        SectionChange(title, was.get((title, number)), length)
        for (title, number), length in now.items()
        if abs(length - was.get((title, number), -NOTICEABLE)) >= NOTICEABLE
    ]
    gone = [
        SectionChange(title, was[title, number], None) for title, number in was if (title, number) not in now
    ]
    return (*changes, *gone)


def _lengths(edition: Edition) -> dict[tuple[str, int], int]:
    seen: Counter[str] = Counter()
    lengths: dict[tuple[str, int], int] = {}
    for section in edition.timeline.sections:
        lengths[section.title, seen[section.title]] = section.end - section.start
        seen[section.title] += 1
    return lengths

"""Which sound of the new version is which of the old one."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from generator.timeline.timeline import Sound

Pair: TypeAlias = tuple[int, int]
"""Index in the old version, index in the new one."""

Place: TypeAlias = tuple[int, int, int, int]
"""First index in the old version, first in the new one, end in the old, end in the new."""

ALIKE = 0.4
"""From this share of common words on, two cues are taken for one that was edited."""

MOST_LIKENESSES = 10_000
"""Pairs of cues that are looked at for likeness in one place; where there are more, they pair in order."""

MOST_STEPS = 5_000_000
"""Beyond this many comparisons, sounds that stand in many places are not looked for any more."""


@dataclass(frozen=True, slots=True)
class ComparedSound:
    """A sound of a lesson, with what it is compared by."""

    event: Sound
    section: str
    """The title that it stands under."""
    sound: Hashable
    """Equal where two are heard as the same."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which sounds of two versions belong together: indices into both, in order."""

    same: tuple[Pair, ...]
    """Heard as before, in the same order."""
    changed: tuple[Pair, ...]
    """In the same place, but with other words or another sound."""
    moved: tuple[Pair, ...]
    """Heard as before, in another order."""
    gone: tuple[int, ...]
    new: tuple[int, ...]


def align(old: Sequence[ComparedSound], new: Sequence[ComparedSound]) -> Alignment:
    """Match the sounds of two versions.

    Those of the same section first, so that of two that sound alike the one is gone that was taken out.
    """
    in_place = refined([], [(each.section, each.sound) for each in old], [(e.section, e.sound) for e in new])
    same = refined(in_place, [each.sound for each in old], [each.sound for each in new])
    moved = _moved(old, new, same)
    left = _without(len(old), (i for i, _ in (*same, *moved)))
    came = _without(len(new), (j for _, j in (*same, *moved)))
    changed = [
        pair for place in _gaps(same, len(old), len(new)) for pair in _edited(old, new, place, left, came)
    ]
    return Alignment(
        tuple(same),
        tuple(changed),
        tuple(moved),
        tuple(sorted(left.difference(i for i, _ in changed))),
        tuple(sorted(came.difference(j for _, j in changed))),
    )


def refined(pairs: Sequence[Pair], old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """`pairs`, and between them what else is equal in the same order."""
    found = list(pairs)
    for first, start, last, end in _gaps(pairs, len(old), len(new)):
        found += [(first + i, start + j) for i, j in _common(old[first:last], new[start:end])]
    return sorted(found)


def _common(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Pair]:
    """Equal items in order: what both begin with, what both end with, and the longest runs between."""
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    yield from ((k, k) for k in range(head))
    middle, other = old[head : len(old) - tail], new[head : len(new) - tail]
    if middle and other:
        from difflib import SequenceMatcher

        times = Counter(other)
        often = sum(times[item] for item in middle) > MOST_STEPS
        for i, j, size in SequenceMatcher(None, middle, other, autojunk=often).get_matching_blocks():
            yield from ((head + i + k, head + j + k) for k in range(size))
    yield from ((len(old) - tail + k, len(new) - tail + k) for k in range(tail))


def _gaps(pairs: Sequence[Pair], old: int, new: int) -> Iterator[Place]:
    """The places between pairs where anything is left."""
    first, start = 0, 0
    for last, end in (*pairs, (old, new)):
        if last > first or end > start:
            yield first, start, last, end
        first, start = last + 1, end + 1


def _moved(old: Sequence[ComparedSound], new: Sequence[ComparedSound], same: Sequence[Pair]) -> list[Pair]:
    places: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for i in sorted(_without(len(old), (i for i, _ in same))):
        places[old[i].sound].append(i)
    came = sorted(_without(len(new), (j for _, j in same)))
    return [(places[new[j].sound].popleft(), j) for j in came if places[new[j].sound]]


def _without(count: int, taken: Iterable[int]) -> set[int]:
    return set(range(count)).difference(taken)


def _edited(
    old: Sequence[ComparedSound],
    new: Sequence[ComparedSound],
    place: Place,
    left: set[int],
    came: set[int],
) -> Iterator[Pair]:
    """Old and new cues of one place: equal words first, then the most alike, then in order."""
    first, start, last, end = place
    gone = [i for i in range(first, last) if i in left]
    come = [j for j in range(start, end) if j in came]
    if not gone or not come:
        return
    was, now = [old[i].event.text for i in gone], [new[j].event.text for j in come]
    equal = refined([], was, now)
    alike = [pair for place in _gaps(equal, len(was), len(now)) for pair in _most_alike(was, now, place)]
    anchors = sorted((*equal, *alike))
    yield from ((gone[a], come[b]) for a, b in anchors)
    for a, b, a_end, b_end in _gaps(anchors, len(was), len(now)):
        yield from zip(gone[a:a_end], come[b:b_end], strict=False)


def _most_alike(was: Sequence[str], now: Sequence[str], place: Place) -> list[Pair]:
    """The pairs, in the same order in both, whose likenesses add up to the most."""
    first, start, last, end = place
    rows, columns = last - first, end - start
    if rows * columns > MOST_LIKENESSES or rows == columns == 1:
        return []
    likeness = [[_likeness(was[first + i], now[start + j]) for j in range(columns)] for i in range(rows)]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], likeness[i][j] + best[i + 1][j + 1])
    pairs: list[Pair] = []
    i = j = 0
    while i < rows and j < columns:
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((first + i, start + j))
            i, j = i + 1, j + 1
    return pairs


def _likeness(one: str, other: str) -> float:
    """Share of words that two texts have in common; 0 below `ALIKE`."""
    words, others = Counter(one.casefold().split()), Counter(other.casefold().split())
    count = words.total() + others.total()
    share = 2 * (words & others).total() / count if count else 0.0
    return share if share >= ALIKE else 0.0

"""What became of a lesson's sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from generator.changes.align import Pair, refined
from generator.changes.changes import NOTICEABLE, SectionChange

Titled: TypeAlias = tuple[str, int]
"""A section's title, and its length in samples without the lesson's own lead and tail."""


def section_changes(
    was: Sequence[Titled], now: Sequence[Titled], kept: Iterable[Pair], elastic: Mapping[int, int]
) -> Iterator[SectionChange]:
    """Sections that are new, gone, moved, renamed, or of another length.

    Args:
        was: sections of the old version.
        now: sections of the new version.
        kept: for each sound that both have, the indices of its sections.
        elastic: by section of the new version, what elastic pauses took up, in samples.
    """
    matched = _matched(was, now, kept)
    order = sorted(matched)
    before = sorted(matched, key=lambda j: matched[j])
    stay = {order[b] for _, b in refined([], before, order)}
    for j, (title, length) in enumerate(now):
        if j not in matched:
            yield SectionChange(title, None, length)
            continue
        was_title, was_length = was[matched[j]]
        renamed = was_title != title
        if renamed or j not in stay or abs(was_length - length) >= NOTICEABLE:
            yield SectionChange(
                title,
                was_length,
                length,
                was_title if renamed else "",
                moved=j not in stay,
                elastic=elastic.get(j, 0),
            )
    for i in sorted(set(range(len(was))).difference(matched.values())):
        yield SectionChange(*was[i], None)


def _matched(was: Sequence[Titled], now: Sequence[Titled], kept: Iterable[Pair]) -> dict[int, int]:
    """For sections of the new version, which of the old one they are: by title, then by common sounds."""
    votes = Counter(kept)
    for pair in _equal_titles([title for title, _ in was], [title for title, _ in now]):
        votes[pair] += 0
    ranked = sorted(votes, key=lambda pair: (was[pair[0]][0] != now[pair[1]][0], -votes[pair], pair))
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for i, j in ranked:
        if i not in taken and j not in matched:
            matched[j] = i
            taken.add(i)
    return matched


def _equal_titles(was: Sequence[str], now: Sequence[str]) -> Iterator[Pair]:
    """Sections of equal title, the first to the first, the second to the second."""
    places: dict[tuple[str, int], int] = {}
    seen: Counter[str] = Counter()
    for i, title in enumerate(was):
        places[title, seen[title]] = i
        seen[title] += 1
    seen.clear()
    for j, title in enumerate(now):
        if (title, seen[title]) in places:
            yield places[title, seen[title]], j
        seen[title] += 1

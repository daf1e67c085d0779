"""`[mirror: Title]`: another section's content, with the sides exchanged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.core.errors import Span
from generator.script.body import MAX_DEPTH
from generator.script.flatten import FlatSection, Op
from generator.script.lesson import Mirror, Pause, Words
from generator.script.measure import Size, spoken_fast, total_size
from generator.script.problems import Problems, did_you_mean, quoted
from generator.script.rules import title_key


@dataclass(frozen=True, slots=True)
class _Grown:
    size: Size
    height: int
    """How many mirrors reflect each other: 0 for a section without one."""


class Mirrors:
    """The sections of a lesson, by their titles."""

    def __init__(self, parts: tuple[FlatSection, ...], left_out: frozenset[str], problems: Problems) -> None:
        self._parts = parts
        self._left_out = {title_key(title) for title in left_out}
        self._problems = problems
        self._by_title: dict[str, list[int]] = {}
        for index, part in enumerate(parts):
            if part.title:
                self._by_title.setdefault(title_key(part.title), []).append(index)
        self._grown: dict[int, _Grown] = {}
        self._resolved: dict[int, tuple[Op, ...]] = {}

    def check(self) -> None:
        """Report mirrors that cannot be made, and count what the others grow to, before any is made.

        Raises:
            ScriptError: when the lesson grows over a limit.
        """
        total_size((self._grow(index, ()).size, part.span) for index, part in enumerate(self._parts))

    def title_of(self, mirror: Mirror) -> str:
        """The title of the section that is mirrored, as its heading has it. Only after `check`."""
        return self._parts[self._by_title[title_key(mirror.title)][0]].title

    def resolved(self, index: int) -> tuple[Op, ...]:
        """What is heard in a section, its mirrors carried out. Only after a `check` without problems."""
        if index not in self._resolved:
            self._resolved[index] = tuple(self._ops(self._parts[index]))
        return self._resolved[index]

    def _ops(self, part: FlatSection) -> Iterator[Op]:
        for op in part.ops:
            if not isinstance(op.node, Mirror):
                yield op
                continue
            for seen in self.resolved(self._by_title[title_key(op.node.title)][0]):
                yield replace(
                    seen,
                    voice=op.voice if seen.voice is None else seen.voice,
                    rate=op.rate if seen.rate is None else seen.rate,
                    swapped=not seen.swapped,
                    uses=(*op.uses, *seen.uses),
                )

    def _grow(self, index: int, path: tuple[int, ...]) -> _Grown:
        if index not in self._grown:
            self._grown[index] = _Grown(Size(), 0)
            part, height, path = self._parts[index], 0, (*path, index)
            sizes: list[tuple[Size, Span]] = []
            for op in part.ops:
                if not isinstance(op.node, Mirror):
                    sizes.append((_size(op), op.node.span))
                elif (target := self._target(op.node, path)) is not None:
                    grown = self._grow(target, path)
                    height = max(height, grown.height + 1)
                    sizes.append((grown.size, op.node.span))
                    if height == MAX_DEPTH + 1:
                        self._too_deep(op.node)
            self._grown[index] = _Grown(total_size(sizes), height)
        return self._grown[index]

    def _target(self, mirror: Mirror, path: tuple[int, ...]) -> int | None:
        """The section that `mirror` shows, or None where that is reported as a problem."""
        found = self._by_title.get(title_key(mirror.title), [])
        name = quoted(mirror.title)
        if not found:
            titles = [part.title for part in self._parts if part.title]
            hint = did_you_mean(mirror.title, titles, "write a section's title as it stands behind its #")
            message = f"there is no section {name}"
            if title_key(mirror.title) in self._left_out:
                message = f"the section {name} is left out at this length"
                hint = "put the mirror into an [only …] block too"
            self._problems.error("E050", mirror.span, message, hint)
        elif len(found) > 1:
            lines = ", ".join(str(self._parts[index].span.line) for index in found[:5])
            hint = f"lines {lines}: give each a title of its own"
            self._problems.error("E052", mirror.span, f"{len(found)} sections are called {name}", hint)
        elif found[0] in path:
            hint = "name the section of the other side"
            message = "a section cannot mirror itself"
            if found[0] != path[-1]:
                message = "these sections mirror each other in a circle"
            self._problems.error("E051", mirror.span, message, hint)
        elif len(path) > MAX_DEPTH:
            self._too_deep(mirror)
        else:
            return found[0]
        return None

    def _too_deep(self, mirror: Mirror) -> None:
        message = f"over {MAX_DEPTH} mirrors reflect each other"
        self._problems.error("E024", mirror.span, message, "mirror the first section itself")


def _size(op: Op) -> Size:
    if isinstance(op.node, Words):
        return Size(cues=1, samples=spoken_fast(op.node.text))
    return Size(events=1, samples=op.node.low if isinstance(op.node, Pause) else 0)

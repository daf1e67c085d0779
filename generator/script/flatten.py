"""Blocks carried out: repeats unrolled, includes in their place, `only` chosen. Mirrors are still to come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from generator.core.errors import Span
from generator.script.lesson import (
    Chime,
    GivenRecording,
    Heading,
    Include,
    Mirror,
    Node,
    Only,
    ParagraphEnd,
    Pause,
    RateChange,
    Repeat,
    VoiceChange,
    Words,
)
from generator.script.measure import Measure

Heard: TypeAlias = Words | Pause | Chime | Mirror


@dataclass(frozen=True, slots=True)
class MarkerUse:
    """One time that an `[include …]` or `[mirror: …]` is carried out."""

    span: Span
    """The marker."""
    number: int
    """Which one of all it is: a marker in a repeat is carried out several times."""


@dataclass(frozen=True, slots=True)
class Op:
    """One thing to be heard, and what was said about its delivery."""

    node: Heard
    voice: str | None
    """None where nothing was said: the header's, or the mirroring section's."""
    rate: int | None
    swapped: bool = False
    recording: GivenRecording | None = None
    """What is heard of its words, where the script names it."""
    uses: tuple[MarkerUse, ...] = ()
    """What brought it to its place, from the outermost marker to the innermost."""


@dataclass(slots=True)
class FlatSection:
    """A section whose events are still being collected."""

    title: str
    span: Span
    ops: list[Op] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Flat:
    """A script whose repeats, mirrors and includes have been written out."""

    parts: tuple[FlatSection, ...]
    """The first one has no title: what stands before the first heading."""
    left_out: tuple[Span, ...]
    left_out_titles: frozenset[str]


def flatten(body: tuple[Node, ...], length: int | None, first_line: Span) -> Flat:
    """Carry out every block but mirrors. `body` has been measured, so that it fits the memory."""
    work = _Flattener(length, first_line)
    work.walk(body)
    return Flat(tuple(work.parts), tuple(work.left_out), frozenset(work.left_out_titles))


class _Flattener:
    def __init__(self, length: int | None, first_line: Span) -> None:
        self.parts = [FlatSection("", first_line)]
        self.left_out: list[Span] = []
        self.left_out_titles: set[str] = set()
        self._length = length
        self._measure = Measure(length)
        self._voice: str | None = None
        self._rate: int | None = None
        self._uses: tuple[MarkerUse, ...] = ()
        self._used = 0
        self._recording: GivenRecording | None = None

    def walk(self, body: tuple[Node, ...]) -> None:
        """Carry out one body; what it says about voice and rate ends with it."""
        voice, rate, section = self._voice, self._rate, len(self.parts)
        for node in body:
            self._node(node)
        if len(self.parts) == section:
            self._voice, self._rate = voice, rate
        else:
            self._voice = self._rate = None

    def _node(self, node: Node) -> None:
        if isinstance(node, ParagraphEnd):
            return
        if isinstance(node, Heading):
            self.parts.append(FlatSection(node.title, node.span))
            self._voice = self._rate = None
        elif isinstance(node, RateChange | VoiceChange | GivenRecording):
            self._deliver(node)
        elif isinstance(node, Include):
            outer, self._uses = self._uses, self._with_use(node.span)
            self.walk(node.body)
            self._uses = outer
        elif isinstance(node, Repeat):
            times = 0 if self._measure.body(node.body).empty else node.count
            for _ in range(times):
                self.walk(node.body)
        elif isinstance(node, Only):
            self._only(node)
        else:
            if not self.parts[-1].ops and not self.parts[-1].title:
                self.parts[-1].span = node.span
            uses = self._with_use(node.span) if isinstance(node, Mirror) else self._uses
            recording, self._recording = self._recording, None
            self.parts[-1].ops.append(Op(node, self._voice, self._rate, recording=recording, uses=uses))

    def _deliver(self, node: RateChange | VoiceChange | GivenRecording) -> None:
        """Note how the words that follow are to be heard."""
        if isinstance(node, RateChange):
            self._rate = node.rate
        elif isinstance(node, VoiceChange):
            self._voice = node.voice
        else:
            self._recording = node

    def _with_use(self, marker: Span) -> tuple[MarkerUse, ...]:
        self._used += 1
        return (*self._uses, MarkerUse(marker, self._used))

    def _only(self, node: Only) -> None:
        if self._length in node.lengths:
            self.walk(node.body)
            return
        self.left_out.append(node.span)
        self.left_out_titles |= {inner.title for inner in node.body if isinstance(inner, Heading)}

"""How large a lesson will be, counted before it is built: a bomb is refused while it is still small."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from generator.core.clock import SAMPLE_RATE
from generator.core.errors import Diagnostic, ScriptError, Severity, Span
from generator.script.durations import MAX_LENGTH
from generator.script.lesson import Include, Node, Only, ParagraphEnd, Pause, Repeat, Words

MAX_CUES: Final = 100_000
MAX_EVENTS: Final = 4 * MAX_CUES
"""Pauses, chimes, headings and changes of rate or voice."""
MAX_CUE: Final = 20_000
"""Characters: half an hour without a pause. An engine's work grows with the square of a cue's words."""
FAST: Final = 250
"""Words a minute: over 24 hours at this pace is over 24 hours for every listener."""
LONG_WORD: Final = 12
"""Letters. Not every language writes blanks between its words."""


@dataclass(frozen=True, slots=True)
class Size:
    """What a stretch of script grows to."""

    cues: int = 0
    events: int = 0
    samples: int = 0
    """Of its shortest pauses, and of its words when they are spoken fast."""

    def __add__(self, other: Size) -> Size:
        return Size(self.cues + other.cues, self.events + other.events, self.samples + other.samples)

    def times(self, count: int) -> Size:
        """The size of so many repetitions, one after the other."""
        return Size(self.cues * count, self.events * count, self.samples * count)

    @property
    def empty(self) -> bool:
        """Whether nothing is in it."""
        return not self.cues and not self.events


def total_size(sizes: Iterable[tuple[Size, Span]]) -> Size:
    """The sum of sizes, each with the place that it comes from.

    Raises:
        ScriptError: at the first place where the lesson grows over a limit.
    """
    cues = events = samples = 0
    for size, span in sizes:
        cues, events, samples = cues + size.cues, events + size.events, samples + size.samples
        if cues > MAX_CUES:
            raise _over(span, f"{MAX_CUES:,} cues")
        if events > MAX_EVENTS:
            raise _over(span, f"{MAX_EVENTS:,} pauses and other events")
        if samples > MAX_LENGTH:
            raise _over(span, "24 hours")
    return Size(cues, events, samples)


def _over(span: Span, limit: str) -> ScriptError:
    message = f"here the lesson grows over {limit}"
    return ScriptError(
        (Diagnostic(Severity.ERROR, "E025", span, message, "repeat less, or make two lessons"),)
    )


def _cue(words: Words) -> Size:
    if len(words.text) > MAX_CUE:
        message = f"these {len(words.text):,} characters stand together without a pause"
        hint = f"part them by empty lines or pauses: {MAX_CUE:,} are the most"
        raise ScriptError((Diagnostic(Severity.ERROR, "E025", words.span, message, hint),))
    return Size(cues=1, samples=spoken_fast(words.text))


def spoken_fast(text: str) -> int:
    """Samples that speaking takes at least."""
    words = max(len(text.split()), len(text) // LONG_WORD)
    return words * 60 * SAMPLE_RATE // FAST


class Measure:
    """Sizes of bodies at one length, each counted once however often it is included or repeated."""

    def __init__(self, length: int | None) -> None:
        self._length = length
        self._known: dict[int, Size] = {}

    def body(self, nodes: tuple[Node, ...]) -> Size:
        """The size of `nodes`, a mirror counted as one event.

        Raises:
            ScriptError: when it is over a limit.
        """
        if id(nodes) not in self._known:
            self._known[id(nodes)] = total_size(
                (self._node(node), node.span) for node in nodes if not isinstance(node, ParagraphEnd)
            )
        return self._known[id(nodes)]

    def _node(self, node: Node) -> Size:
        if isinstance(node, Words):
            return _cue(node)
        if isinstance(node, Pause):
            return Size(events=1, samples=node.low)
        if isinstance(node, Include):
            return self.body(node.body)
        if isinstance(node, Repeat):
            return self.body(node.body).times(node.count)
        if isinstance(node, Only):
            return self.body(node.body) if self._length in node.lengths else Size()
        return Size(events=1)

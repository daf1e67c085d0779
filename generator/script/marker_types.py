"""The markers of the language, in one table: a new one is one row here, and perhaps a reader of its argument.

The kinds of silence are markers too; they stand in a table of their own, `kinds`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from generator.core.errors import Span
from generator.script.durations import MAX_REPETITIONS, Length
from generator.script.kinds import SILENCES, SilenceKind, written_kinds
from generator.script.lesson import (
    Chime,
    GivenRecording,
    Header,
    Mirror,
    Node,
    Pause,
    RateChange,
    VoiceChange,
)
from generator.script.marker_arguments import (
    ArgumentReader,
    Value,
    ended_block,
    length_of_silence,
    lengths_of_lesson,
    name,
    nothing,
    number_in,
)
from generator.script.prose import Fragment, joined_text

RATE_LIMITS: Final = (40, 400)
"""Words a minute."""

NodeMaker: TypeAlias = Callable[[Value, Span, Header], Node]
"""What a marker with this value, at this place, in a script with this header becomes."""


@dataclass(frozen=True, slots=True, eq=False)  # one of a table: it is itself
class MarkerType:
    """One marker of the language."""

    read: ArgumentReader
    node: NodeMaker | None = None
    """None for what `body` carries out itself: blocks that begin and end, and included files."""
    alone: bool = True
    """Whether it must stand alone on its line; else it may stand within text."""
    colon: bool = False
    """Whether `lesson fmt` writes a colon behind its word, because a title follows."""
    numbered: bool = False
    """Whether a number follows: `[repeat3]` is then answered with `[repeat 3]`."""


def _rate(value: Value, span: Span, _header: Header) -> Node:
    assert isinstance(value, int)
    return RateChange(value, span)


MARKERS: Final = {
    "chime": MarkerType(nothing, lambda _value, span, _header: Chime(span), alone=False),
    "include": MarkerType(name("[include common/guidelines.txt]")),
    "repeat": MarkerType(number_in(1, MAX_REPETITIONS, "[repeat 3]"), numbered=True),
    "only": MarkerType(lengths_of_lesson),
    "end": MarkerType(ended_block),
    "mirror": MarkerType(
        name("[mirror: Right knee]"),
        lambda value, span, _header: Mirror(joined_text([Fragment(span.line, 1, str(value))])[0], span),
        colon=True,
    ),
    "rate": MarkerType(number_in(*RATE_LIMITS, "[rate 105]"), _rate, numbered=True),
    "recording": MarkerType(
        name("[recording welcome.wav]"),
        lambda value, span, _header: GivenRecording(str(value), span),
        alone=False,
    ),
    "voice": MarkerType(name("[voice en-gb]"), lambda value, span, _header: VoiceChange(str(value), span)),
}
"""Every marker that is no silence, by its word."""


def marker_type(word: str) -> MarkerType | None:
    """The marker of that word, if there is one."""
    if word in MARKERS:
        return MARKERS[word]
    kind = SILENCES.get(word)
    return _silence(kind) if kind and kind.written else None


def marker_words() -> tuple[str, ...]:
    """The word of every marker, silences first."""
    return (*(kind.name for kind in written_kinds()), *MARKERS)


def _silence(kind: SilenceKind) -> MarkerType:
    def pause(value: Value, span: Span, header: Header) -> Node:
        if not isinstance(value, Length):
            return Pause(kind, header.pause, header.pause, span)
        return Pause(kind, *value.samples(header.breath), span, value.repetitions)

    reader = length_of_silence(kind.example, bare=kind.bare)
    return MarkerType(reader, pause, alone=False, numbered=True)

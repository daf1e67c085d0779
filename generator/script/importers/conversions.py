"""Carry lengths and speeds over, with a note wherever something had to be decided."""

from __future__ import annotations

from collections.abc import Mapping

from generator.core.errors import Span
from generator.script.importers.emit import BASE_RATE
from generator.script.importers.lengths import length, speed
from generator.script.importers.pieces import ImportSource, Wait
from generator.script.marker_types import RATE_LIMITS

STRENGTHS = {"x-weak": 250, "weak": 500, "medium": 750, "strong": 1000, "x-strong": 1250}
"""Milliseconds, as Parloa's documentation gives them; SSML leaves them open."""

SLOWEST = 101
"""Words a minute that the default voice can still speak. (A build tells where another one cannot.)"""


def wait(
    source: ImportSource, span: Span, text: str, otherwise: str = "write the pause by hand"
) -> Wait | None:
    """The silence that `text` asks for, in whole milliseconds; None, and a note, where it asks for none."""
    found = length(text)
    if found is None:
        source.note(span, f"the length “{text.strip()}” is not understood", otherwise)
        return None
    low, high = found
    whole = Wait(round(low), None if high == low else round(high))
    if whole.low != low or (whole.high is not None and whole.high != high):
        source.note(span, f"the length “{text.strip()}” is rounded to a whole millisecond")
    return whole


def break_wait(source: ImportSource, span: Span, attributes: Mapping[str, str]) -> Wait | None:
    """The silence of SSML's `<break>`: its time counts before its strength; an empty one is `medium`."""
    strength = attributes.get("strength", "medium")
    if "time" in attributes:
        return wait(source, span, attributes["time"])
    if strength in STRENGTHS:
        source.note_once(span, f"a break of strength “{strength}” is written as {STRENGTHS[strength]} ms")
        return Wait(STRENGTHS[strength])
    if strength == "none":
        source.note(span, 'break strength="none" is not carried over: the words stay together')
    else:
        source.note(span, f"the break strength “{strength}” is not known", "write the pause by hand")
    return None


def rate(source: ImportSource, span: Span, text: str, current: float = 1.0) -> float:
    """The speed that `text` asks for, as a share of the lesson's own; `current`, and a note, where none."""
    share = speed(text, current)
    if share is None:
        source.note(span, f"the speed “{text.strip()}” is not understood", "write [rate …] in words a minute")
        return current
    words = round(share * BASE_RATE)
    nearest = max(SLOWEST, min(RATE_LIMITS[1], words))
    if words != nearest:
        source.note(
            span, f"the speed “{text.strip()}” would be {words} words a minute", f"{nearest} is written"
        )
        return nearest / BASE_RATE
    if share != 1:
        source.note_once(
            span,
            f"speeds are written in words a minute, “{text.strip()}” as [rate {words}]",
            f"normal speed is taken as {BASE_RATE}: change `rate:` and each [rate …] to taste",
        )
    return share

"""Where in a script the parts of a cue stand that its voice cannot read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.core.errors import Span
from generator.script.lesson import Cue, Header
from generator.spoken.lexicon import composed
from generator.voices.engine import Misreading


def by_place(wrong: Misreading, cue: Cue, header: Header) -> Iterator[tuple[Span, Misreading]]:
    """What a voice cannot read of a cue, line by line: the first place in each, and the parts there."""
    if not wrong.parts:
        yield cue.span, wrong
    lines: dict[tuple[str, int], tuple[Span, list[str]]] = {}
    for part in wrong.parts:
        span = _in_say(part, cue, header) or _in_cue(part, cue) or cue.span
        first, parts = lines.setdefault((span.path, span.line), (span, []))
        parts.append(part)
        if span.column < first.column:
            lines[span.path, span.line] = (span, parts)
    for span, parts in lines.values():
        yield span, replace(wrong, parts=tuple(parts))


def say_span(written: str, header: Header) -> Span | None:
    """Where the header says how a word is spoken."""
    return header.spans.get(f"say: {written}") or header.spans.get("say")


def _in_cue(part: str, cue: Cue) -> Span | None:
    for line in (cue.span, *cue.further):
        at = line.source.find(part, line.column - 1, line.column - 1 + line.width)
        if at >= 0:
            return replace(line, column=at + 1, width=len(part))
    return None


def _in_say(part: str, cue: Cue, header: Header) -> Span | None:
    text = composed(cue.text).casefold()
    spoken_so = (
        written
        for written, spoken in (*header.say, *header.words)
        if part in composed(spoken) and composed(written).casefold() in text
    )
    return next((say_span(written, header) for written in spoken_so), None)

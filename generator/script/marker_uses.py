"""Which `[include …]` or `[mirror: …]` brought what is heard to its place."""

from __future__ import annotations

from generator.script.expand import first_line
from generator.script.flatten import MarkerUse, flatten
from generator.script.lesson import Script
from generator.script.mirrors import Mirrors
from generator.script.problems import Problems


def marker_uses(script: Script, length: int | None) -> tuple[tuple[MarkerUse, ...], ...]:
    """For every cue, chime and written silence of a lesson, in order, what brought it there.

    Args:
        script: one that `expand` made a lesson of.
        length: that lesson's.
    """
    flat = flatten(script.body, length, first_line(script))
    mirrors = Mirrors(flat.parts, flat.left_out_titles, Problems())
    mirrors.check()
    return tuple(op.uses for index in range(len(flat.parts)) for op in mirrors.resolved(index))

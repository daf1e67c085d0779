"""A header without its `---` lines, which would be read aloud."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from generator.core.errors import Correction
from generator.script.problems import Problems
from generator.script.scan import FENCE
from generator.script.source import Source

_ENTRY: Final = re.compile(r"([A-Za-z]+)\s*:(?:\s|$)")
_PAIR: Final = re.compile(r"\s+\S.*:")
"""A line below `say:` or `mirror:`."""

_SURELY_KEYS: Final = frozenset({"title", "language", "lengths", "loudness"})
"""One of these is enough: no sentence begins with it and a colon."""


def check_unfenced(source: Source, keys: Collection[str], problems: Problems) -> None:
    """Report lines at the beginning that look like a header."""
    first = next((number for number, line in enumerate(source.lines, 1) if line.strip()), 0)
    found: list[str] = []
    last = first
    for number, line in enumerate(source.lines[first - 1 :] if first else (), first):
        entry = _ENTRY.match(line)
        if entry and entry[1].lower() in keys:
            found.append(entry[1].lower())
        elif not (found and _PAIR.match(line)):
            break
        last = number
    if len(found) < 2 and not _SURELY_KEYS.intersection(found):  # noqa: PLR2004  # two are no accident
        return
    _report(source, first, last, problems)


def _report(source: Source, first: int, last: int, problems: Problems) -> None:
    above, below = source.whole_line(first), source.whole_line(last)
    closed = source.lines[last : last + 1] == (FENCE,)
    message = "this looks like a header, and would be read aloud"
    hint = f"write {FENCE} on a line of its own above it{'' if closed else ', and another one below'}"
    line = source.lines[first - 1].strip()
    ends_here = first == last and not closed
    text = f"{FENCE}\n{line}\n{FENCE}" if ends_here else f"{FENCE}\n{line}"
    problems.error("E040", above, message, hint, Correction(above, text))
    if first != last and not closed:
        text = f"{source.lines[last - 1].strip()}\n{FENCE}"
        hint = f"write {FENCE} on a line of its own below"
        problems.error("E040", below, "the header has no end", hint, Correction(below, text))

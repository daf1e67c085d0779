"""How other tools write lengths and speeds."""

from __future__ import annotations

import re
from decimal import Decimal

from generator.core.clock import MILLISECOND
from generator.script.durations import DAY_MS, parse_duration

LONGEST = 40
"""Characters: no length or speed is longer, and no longer text is tried."""
NUMBER = r"(?:[0-9]{1,9}(?:[.,][0-9]{0,9})?|[.,][0-9]{1,9})"
UNIT = r"(?:ms|milliseconds?|msec|s|secs?|seconds?|m|mins?|minutes?)"
LENGTH = re.compile(rf"\s*\+?({NUMBER})\s*({UNIT})?\s*", re.IGNORECASE)
RANGE = re.compile(rf"(.*?[0-9.])\s*({UNIT})?\s*(?:-|–|to)\s*([0-9.].*)", re.IGNORECASE)
MULTIPLIER = re.compile(rf"\s*({NUMBER})\s*")
PERCENT = re.compile(rf"\s*([+-]?)({NUMBER})\s*%\s*")

SPEEDS = {
    "x-slow": 0.6,
    "slow": 0.8,
    "medium": 1.0,
    "normal": 1.0,
    "default": 1.0,
    "fast": 1.25,
    "x-fast": 1.6,
}
"""Named speeds as a share of the voice's own: eSpeak NG's (in its ssml.c), since SSML leaves them open."""


def decimal(text: str) -> Decimal:
    """A number as people write it: `2.5` and `2,5`."""
    return Decimal(text.replace(",", "."))


def milliseconds(text: str) -> Decimal | None:
    """A length in milliseconds, not yet rounded: `5`, `2.5`, `12500ms`, `1 min`, `1:30`; else None."""
    match = LENGTH.fullmatch(text) if len(text) <= LONGEST else None
    if match is None:
        samples = parse_duration(text) if len(text) <= LONGEST else None
        return None if samples is None else Decimal(samples) / MILLISECOND
    unit = (match[2] or "s").lower()
    if unit.startswith(("ms", "mil")):
        return decimal(match[1])
    return decimal(match[1]) * (60_000 if unit.startswith("m") else 1000)


def length(text: str) -> tuple[Decimal, Decimal] | None:
    """Shortest and longest of a length or a range, in milliseconds; else None, and over 24 hours too."""
    low = high = milliseconds(text)
    if low is None and len(text) <= LONGEST and (match := RANGE.fullmatch(text)):
        unit = match[2] or "".join(re.findall(r"[a-zA-Z]+", match[3]))
        low, high = milliseconds(match[1] + unit), milliseconds(match[3])
    if low is None or high is None or max(low, high) > DAY_MS:
        return None
    return min(low, high), max(low, high)


def speed(text: str, current: float = 1.0) -> float | None:
    """A speed as a share of the voice's own: `slow`, `80%`, `-20%` (of `current`), `0.9`; else None.

    SSML 1.1 takes a percentage as a share of the voice's default rate, and SSML 1.0 a signed one as a change.
    """
    name = text.strip().lower()
    if len(name) > LONGEST:
        return None
    if name in SPEEDS:
        return SPEEDS[name]
    if match := PERCENT.fullmatch(name):
        share = float(decimal(match[2])) / 100
        changed = {"": share, "+": current * (1 + share), "-": current * (1 - share)}[match[1]]
        return changed if changed > 0 else None
    if match := MULTIPLIER.fullmatch(name):
        share = float(decimal(match[1]))
        return share if share > 0 else None
    return None

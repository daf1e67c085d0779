"""The canonical spelling of lengths. The teacher's choice of unit stays: `90s` is not turned into `1m30s`."""

from __future__ import annotations

import re

from generator.script.durations import LengthError, read_length

UNITS = {
    **dict.fromkeys(("ms", "msec", "millisecond", "milliseconds"), "ms"),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "m"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "h"),
    "breath": "breaths",
}
TIMES = re.compile(r"\s*([0-9]+)\s*[x×]\s*", re.IGNORECASE)
DASH = re.compile(r"\s*[-‐‑‒–—−]\s*")
PART = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?\s*([^\W\d_]*)\s*")


def spell_lengths(argument: str) -> str:
    """One length of a pause, or several with commas (as `only` has them)."""
    if "," in argument and length_or_none(argument) is None:
        return ", ".join(map(spell_length, argument.split(",")))
    return spell_length(argument)


def spell_length(written: str) -> str:
    """`6 × 8 sec` as `6 x 8s`, `20 – 40` as `20-40s`, `2,50 s` as `2.5s`; else unchanged."""
    plain = " ".join(written.split())
    meaning = length_or_none(plain)
    if meaning is None:
        return plain
    times = TIMES.match(written)
    count = f"{int(times[1])} x " if times else ""
    rest = written[times.end() :] if times else written
    ends = [amount(end) for end in DASH.split(rest.strip(), maxsplit=1)]
    spelt = count + joined_parts(ends)
    return spelt if length_or_none(spelt) == meaning else plain


def length_or_none(written: str) -> object:
    """What a length means, to compare two spellings by; None where it cannot be read."""
    try:
        length = read_length(written)
    except LengthError:
        return None
    amounts = ((end.value, end.breaths) for end in (length.low, length.high))
    return length.repetitions, *amounts


def amount(written: str) -> list[tuple[str, str]]:
    """Numbers and units of one amount; a clock time is one number with the unit `:`."""
    if ":" in written:
        first, *others = written.strip().split(":")
        return [(":".join([first.lstrip("0") or "0", *others]), ":")]
    return [(spelled_number(part[1], part[2] or ""), part[3].lower()) for part in PART.finditer(written)]


def spelled_number(whole: str, fraction: str) -> str:
    """`2.50` as `2.5`, `007` as `7`."""
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")


def joined_parts(ends: list[list[tuple[str, str]]]) -> str:
    """An amount, or a range: the unit once where both ends have the same."""
    last = [(digits, UNITS.get(unit, unit) or "s") for digits, unit in ends[-1]]
    if len(ends) == 1:
        return one(last)
    default = last[0][1] if last else "s"
    low = [(digits, UNITS.get(unit, unit) or default) for digits, unit in ends[0]]
    if len(low) == len(last) == 1 and low[0][1] == last[0][1] != ":":
        return f"{low[0][0]}-{one(last)}"
    return f"{one(low)}-{one(last)}"


def one(parts: list[tuple[str, str]]) -> str:
    """One length as the formatter writes it: `1m30s`, `1:30`, `3 breaths`."""
    if len(parts) == 1 and parts[0][1].startswith("breath"):
        digits = parts[0][0]
        return f"{digits} {'breath' if digits == '1' else 'breaths'}"
    return "".join(digits + ("" if unit == ":" else unit) for digits, unit in parts)

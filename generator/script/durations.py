"""Lengths of time as a teacher writes them: `10s`, `2,5s`, `1m30s`, `1:30`, `20-40s`, `6 x 8s`, `3 breaths`.

Everything is exact: a length is a whole number of milliseconds, and a millisecond is 48 samples.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.core.clock import MILLISECOND, SAMPLE_RATE, clock_text

SECOND_MS = 1000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
MAX_LENGTH = DAY_MS * MILLISECOND
"""Samples in 24 hours: no length is longer."""
MAX_REPETITIONS = 1000

_UNITS_MS = {
    **dict.fromkeys(("ms", "msec", "millisecond", "milliseconds"), 1),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), SECOND_MS),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), MINUTE_MS),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), HOUR_MS),
}
_BREATHS = frozenset({"breath", "breaths"})
_SIXTY = 60
_DIGITS = 12
"""A longer number is over every limit: refused before it is computed with."""

_LONGEST_TEXT = 100
"""Characters: longer text in brackets is no length."""
_SHOWN = 40
"""Characters of an unreadable length that a message repeats."""

_CLOCK = re.compile(r"(?:([0-9]+):)?([0-9]+):([0-9]+)")
_PART = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?\s*([^\W\d_]*)\s*")
_DASH = re.compile("[-‐‑‒–—−]")
_BARE = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_TIMES = re.compile(r"([0-9]+)\s*([x×*])\s*", re.IGNORECASE)


class MisreadError(ValueError):
    """Text that cannot be understood: what is wrong, and where in it."""

    def __init__(self, code: str, start: int, width: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.start = start
        """Characters from the text's beginning."""
        self.width = width
        self.message = message
        self.hint = hint


class LengthError(MisreadError):
    """A length that cannot be read."""


@dataclass(frozen=True, slots=True)
class Amount:
    """One written quantity."""

    value: int
    """Milliseconds; thousandths of a breath where `breaths`."""
    breaths: bool = False
    bare: bool = False
    """Whether no unit was written: seconds, or what stands at the range's other end."""


@dataclass(frozen=True, slots=True)
class Length:
    """A length as written: one amount, or a range of two, perhaps several times."""

    low: Amount
    high: Amount
    repetitions: int | None = None

    def samples(self, breath: int) -> tuple[int, int]:
        """Shortest and longest, in samples, where one breath lasts `breath` samples."""
        times = self.repetitions or 1
        return times * _samples(self.low, breath), times * _samples(self.high, breath)


def parse_duration(text: str) -> int | None:
    """Samples of one fixed length (`10s`, `1:30`, `90`), or None where `text` is something else."""
    try:
        amount = read_amount(text)
    except LengthError:
        return None
    return None if amount.breaths else amount.value * MILLISECOND


def format_duration(samples: int) -> str:
    """The canonical spelling, rounded to a millisecond: `500ms`, `2.5s`, `10s`, `1m30s`, `90m`."""
    total = (samples + MILLISECOND // 2) // MILLISECOND
    if 0 < total < SECOND_MS:
        return f"{total}ms"
    minutes, rest = divmod(total, MINUTE_MS)
    seconds, milliseconds = divmod(rest, SECOND_MS)
    fraction = f".{milliseconds:03}".rstrip("0") if milliseconds else ""
    written = f"{seconds}{fraction}s"
    if not minutes:
        return written
    return f"{minutes}m{written}" if rest else f"{minutes}m"


def format_clock(samples: int) -> str:
    """A lesson's length as a header has it: `20:00`; `20m0.5s` where it is no whole number of seconds."""
    return format_duration(samples) if samples % SAMPLE_RATE else clock_text(samples)


def read_length(text: str) -> Length:
    """Read any length of the language.

    Raises:
        LengthError: with the place in `text`.
    """
    repetitions, start = None, len(text) - len(text.lstrip())
    text = text.rstrip()
    if len(text) - start > _LONGEST_TEXT:
        raise _unreadable(text, start, len(text))
    times = _TIMES.match(text, start)
    if times:
        repetitions = _count(times)
        _check_times(times, text, start)
        start = times.end()
    dash = _DASH.search(text, start)
    if dash is None:
        amount = read_amount(text, start)
        return Length(amount, amount, repetitions)
    low, high = _read_range(text, start, dash)
    return Length(low, high, repetitions)


def read_amount(text: str, start: int = 0, end: int | None = None) -> Amount:
    """Read one amount without a range: the part of `text` from `start` to `end`.

    Raises:
        LengthError: with the place in `text`.
    """
    end = len(text) if end is None else end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        raise LengthError("E002", max(start - 1, 0), 1, "a length is missing here", "write for example 10s")
    clock = _CLOCK.fullmatch(text, start, end)
    amount = _read_clock(clock) if clock else _read_parts(text, start, end)
    if not amount.breaths and amount.value > DAY_MS:
        raise _too_long(start, end)
    return amount


def _samples(amount: Amount, breath: int) -> int:
    if amount.breaths:
        return (amount.value * breath + SECOND_MS // 2) // SECOND_MS
    return amount.value * MILLISECOND


def _too_long(start: int, end: int) -> LengthError:
    return LengthError("E007", start, end - start, "this length is over 24 hours", "write a shorter one")


def _count(times: re.Match[str]) -> int:
    digits = times[1]
    if len(digits) > _DIGITS or not 0 < int(digits) <= MAX_REPETITIONS:
        message = f"the number of repetitions must be 1 to {MAX_REPETITIONS:,}"
        raise LengthError("E007", times.start(1), len(digits), message, "write for example 6 x 8s")
    return int(digits)


def _check_times(times: re.Match[str], text: str, start: int) -> None:
    """Refuse `5x` and `6 * 8s`, each with what was probably meant."""
    number, each = times[1], text[times.end() :]
    if each and times[2] != "*":
        return
    message = "repetitions are written with an x" if each else f"{number} times what?"
    hint = f"write {number} x {each}" if each else f"write for example {number} x 8s, or {number}s"
    raise LengthError("E002", start, len(text) - start, message, hint)


def _read_range(text: str, start: int, dash: re.Match[str]) -> tuple[Amount, Amount]:
    """In `20-40s` the 20 are seconds too, in `2-3 breaths` they would be breaths."""
    first, last = text[start : dash.start()].rstrip(), text[dash.end() :].lstrip()
    if not first:
        raise LengthError(
            "E002", start, len(text) - start, "a length cannot be negative", "leave out the minus"
        )
    high = read_amount(text, dash.end())
    unit = ""
    if _BARE.fullmatch(first) and ":" not in last:
        parts = _PART.findall(last)
        unit = parts[0][2]
        if len(parts) > 1:
            message, hint = "the unit of this length is not clear", "write the unit on both sides of the dash"
            raise LengthError("E002", start, len(first), message, hint)
    low = read_amount(" " * start + first + unit, start)
    if low.breaths != high.breaths:
        message, hint = "a range cannot mix breaths and time", "write for example 2-3 breaths or 10-15s"
        raise LengthError("E002", start, len(text) - start, message, hint)
    if low.value > high.value:
        shorter = last.removesuffix(unit)
        hint = f"write {shorter.rstrip()}-{first}{last[len(shorter.rstrip()) :]}, the shorter length first"
        raise LengthError("E005", start, len(text) - start, "this range is upside down", hint)
    return low, high


def _read_clock(clock: re.Match[str]) -> Amount:
    start, width = clock.start(), clock.end() - clock.start()
    hours, minutes, seconds = clock.groups()
    if max(len(part or "") for part in clock.groups()) > _DIGITS:
        raise _too_long(clock.start(), clock.end())
    if len(seconds) != len("00") or int(seconds) >= _SIXTY or (hours is not None and int(minutes) >= _SIXTY):
        hint = "write minutes and seconds as in 1:30, or 90s"
        raise LengthError("E002", start, width, f'"{clock[0]}" is no time', hint)
    total = int(hours or 0) * HOUR_MS + int(minutes) * MINUTE_MS + int(seconds) * SECOND_MS
    return Amount(total)


def _read_parts(text: str, start: int, end: int) -> Amount:
    total, position, smallest = 0, start, None
    while position < end:
        part = _PART.match(text, position, end)
        if part is None:
            raise _unreadable(text, start, end)
        whole, fraction, unit = part[1], part[2] or "", part[3].lower()
        written = part[0].rstrip()
        if len(whole) + len(fraction) > 2 * _DIGITS or len(whole) > _DIGITS:
            raise _too_long(position, position + len(written))
        alone = position == start and part.end() == end
        if unit in _BREATHS and alone:
            breaths = _thousandths(whole, fraction, SECOND_MS, position, len(written))
            return Amount(breaths, breaths=True)
        factor = _unit_ms(unit, whole, position, len(written), bare_allowed=alone)
        if smallest is not None and factor >= smallest:
            raise _unreadable(text, start, end)
        smallest = factor
        total += _thousandths(whole, fraction, factor, position, len(written))
        if alone and not unit:
            return Amount(total, bare=True)
        position = part.end()
    return Amount(total)


def _unit_ms(unit: str, number: str, start: int, width: int, *, bare_allowed: bool) -> int:
    if not unit and bare_allowed:
        return SECOND_MS
    if unit in _UNITS_MS:
        return _UNITS_MS[unit]
    message = f'unknown pause unit "{unit}"' if unit else f"{number} of what?"
    raise LengthError("E003", start, width, message, f"write {number}s, {number}m or {number}:00")


def _thousandths(whole: str, fraction: str, factor: int, start: int, width: int) -> int:
    """`whole.fraction` times `factor`, as a whole number."""
    scale: int = 10 ** len(fraction)
    value, remainder = divmod(int(whole + fraction) * factor, scale)
    if remainder:
        rounded = format_duration((value + (2 * remainder >= scale)) * MILLISECOND)
        raise LengthError(
            "E004", start, width, "this length is finer than a millisecond", f"round it: {rounded}"
        )
    return value


def _unreadable(text: str, start: int, end: int) -> LengthError:
    written = " ".join(text[start:end][: _SHOWN + 1].split())
    written = written if len(written) <= _SHOWN else written[:_SHOWN] + "…"
    hint = "write for example 10s, 1m30s, 20-40s, 6 x 8s or 3 breaths"
    return LengthError("E002", start, end - start, f'cannot read the length "{written}"', hint)

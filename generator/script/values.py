"""The kinds of value that a header's keys can have, each with its reader.

A reader returns the value, or reports the problem and returns None.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from generator.core.clock import MILLISECOND
from generator.core.errors import Span
from generator.script.durations import LengthError, format_duration, parse_duration, read_amount
from generator.script.marker_types import RATE_LIMITS
from generator.script.problems import Problems, quoted
from generator.script.prose import speaks


@dataclass(frozen=True, slots=True)
class Scalar:
    """One text of the header, quotes and comments taken off."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Listing:
    """`[10:00, 20:00]`, or a list with a dash before each entry."""

    items: tuple[Scalar, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Pairs:
    """`word: other`, one a line."""

    items: tuple[tuple[Scalar, Scalar], ...]
    span: Span


Node: TypeAlias = Scalar | Listing | Pairs
Read: TypeAlias = Callable[[Node, Problems], object]


def _scalar(node: Node, problems: Problems, example: str) -> Scalar | None:
    if isinstance(node, Scalar) and node.text.strip():
        return node
    wrong = "no value stands here" if isinstance(node, Scalar) else "one value is wanted here, not several"
    problems.error("E044", node.span, wrong, f"write for example {example}")
    return None


def text(example: str, *, lines: bool = False) -> Read:
    """Any text; blanks and line ends become single blanks unless `lines` are kept."""

    def read(node: Node, problems: Problems) -> str | None:
        scalar = _scalar(node, problems, example)
        if scalar is None:
            return None
        kept = scalar.text.splitlines() if lines else [scalar.text]
        return "\n".join(" ".join(line.split()) for line in kept).strip()

    return read


_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def is_language(text: str) -> bool:
    """Whether `text` has the form of a language tag."""
    return bool(_LANGUAGE.fullmatch(text))


def language(node: Node, problems: Problems) -> str | None:
    """A language tag such as `en`, `de` or `pt-BR`."""
    scalar = _scalar(node, problems, "language: en")
    if scalar is None:
        return None
    if not is_language(scalar.text):
        tag = scalar.text.replace("_", "-")
        hint = f"write {tag}" if is_language(tag) else "write its short code, such as en, de or pt-BR"
        problems.error("E044", scalar.span, f"{quoted(scalar.text)} is no language code", hint)
        return None
    return scalar.text


_NUMBER = re.compile(r"([+−-]?)([0-9]{1,9})(?:[.,]([0-9]{1,6}))?")


def number(example: str, low: float, high: float, *, whole: bool = True, unit: str = "") -> Read:
    """A number from `low` to `high`; `unit` may follow it."""

    def read(node: Node, problems: Problems) -> float | int | None:
        scalar = _scalar(node, problems, example)
        if scalar is None:
            return None
        written = scalar.text.strip()
        if unit and written.lower().endswith(unit.lower()):
            written = written[: -len(unit)].rstrip()
        match = _NUMBER.fullmatch(written)
        if match is None or (whole and match[3]):
            kind = "whole number" if whole else "number"
            message = f"{quoted(scalar.text)} is no {kind}"
            problems.error("E044", scalar.span, message, f"write for example {example}")
            return None
        value = float(f"{match[2]}.{match[3] or 0}") * (-1 if match[1] in {"-", "−"} else 1)
        if not low <= value <= high:
            problems.error(
                "E007", scalar.span, f"this must be {low:g} to {high:g}", f"write for example {example}"
            )
            return None
        return int(value) if whole else value

    return read


def _length(scalar: Scalar, problems: Problems, shortest: int) -> int | None:
    samples = parse_duration(scalar.text)
    if samples is None:
        hint = "write for example 20:00, 10s or 1m30s"
        message, code = f"{quoted(scalar.text)} is no length", "E044"
        try:
            read_amount(scalar.text)
        except LengthError as error:
            if error.code in {"E003", "E004", "E007"}:
                code, message, hint = error.code, error.message, error.hint
        problems.error(code, scalar.span, message, hint)
        return None
    if samples < shortest:
        message = f"this must be at least {format_duration(shortest)}"
        problems.error("E007", scalar.span, message, "write a longer one")
        return None
    return samples


def length(example: str, shortest_ms: int = 0) -> Read:
    """A fixed length, in samples."""

    def read(node: Node, problems: Problems) -> int | None:
        scalar = _scalar(node, problems, example)
        return None if scalar is None else _length(scalar, problems, shortest_ms * MILLISECOND)

    return read


MOST_LENGTHS: Final = 20
"""Each is an MP3 of its own."""


def lengths(node: Node, problems: Problems) -> tuple[int, ...] | None:
    """Several fixed lengths, in samples; a single one, or `10:00, 20:00` without brackets, will do."""
    if isinstance(node, Scalar) and node.text.strip():
        items = tuple(Scalar(part.strip(), node.span) for part in node.text.split(","))
    elif isinstance(node, Listing) and node.items:
        items = node.items
    else:
        problems.error(
            "E044", node.span, "no lengths stand here", "write for example lengths: [10:00, 20:00]"
        )
        return None
    if len(items) > MOST_LENGTHS:
        problems.error("E007", node.span, f"these are over {MOST_LENGTHS} lengths", "leave some out")
        return None
    found: list[int] = []
    for item in items:
        samples = _length(item, problems, 1000 * MILLISECOND)
        if samples is None:
            continue
        if samples in found:
            problems.error("E043", item.span, f"the length {item.text} stands here twice", "delete one")
        found.append(samples)
    return tuple(found) if len(found) == len(items) else None


_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def is_date(text: str) -> bool:
    """Whether `text` is a day of the calendar, or only its month or year."""
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    try:
        dt.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True


def date(node: Node, problems: Problems) -> str | None:
    """`2026`, `2026-11` or `2026-11-22`."""
    scalar = _scalar(node, problems, "date: 2026-11-22")
    if scalar is None:
        return None
    if not is_date(scalar.text):
        hint = "write year-month-day as in 2026-11-22, or only the year"
        problems.error("E044", scalar.span, f"{quoted(scalar.text)} is no date", hint)
        return None
    return scalar.text


def file_beside(example: str) -> Read:
    """The path of a file in the script's folder or below it."""

    def read(node: Node, problems: Problems) -> str | None:
        scalar = _scalar(node, problems, example)
        if scalar is None:
            return None
        inside = path_inside("", scalar.text)
        if inside is None:
            hint = "put the file beside the script, and write its name"
            problems.error("E031", scalar.span, "this names a file outside the script's folder", hint)
        return inside

    return read


def path_inside(folder: str, name: str) -> str | None:
    """`name`, relative to `folder`, as a path below the script's folder; None where it leads out of it."""
    if name.startswith(("/", "\\", "~")) or re.match(r"[A-Za-z]:", name) or "\0" in name:
        return None
    path = posixpath.normpath(posixpath.join(folder, name.replace("\\", "/")))
    return None if path == ".." or path.startswith("../") else path


MOST_PAIRS: Final = 1000


def pairs(example: str, *, spoken: bool) -> Read:
    """Words and what stands for them, each once on the left; what is not `spoken` is turned back as well."""

    def read(node: Node, problems: Problems) -> tuple[tuple[str, str], ...] | None:
        if not isinstance(node, Pairs) or not node.items:
            hint = f"write below it, moved in by two blanks, for example {example}"
            problems.error(
                "E044", node.span, "a word and its other word are wanted here, one pair a line", hint
            )
            return None
        if len(node.items) > MOST_PAIRS:
            problems.error("E007", node.span, f"these are over {MOST_PAIRS:,} pairs", "leave some out")
            return None
        found: list[tuple[str, str]] = []
        for one, other in node.items:
            for scalar in (one, other):
                if not speaks(scalar.text) or not (spoken or scalar.text.lstrip()[0].isalnum()):
                    message = "a word that begins with a letter is wanted here"
                    problems.error("E044", scalar.span, message, f"write for example {example}")
            found.append((" ".join(one.text.split()), " ".join(other.text.split())))
        _once((one for one, _ in node.items), problems)
        if not spoken:
            _turned_back(node, problems)
        return tuple(found)

    return read


def _once(written: Iterable[Scalar], problems: Problems) -> None:
    """Report each word that stands there a second time."""
    seen: set[str] = set()
    for scalar in written:
        if _word(scalar) in seen:
            message = f"the word {quoted(' '.join(scalar.text.split()))} stands here twice"
            problems.error("E043", scalar.span, message, "delete one")
        seen.add(_word(scalar))


def _turned_back(node: Pairs, problems: Problems) -> None:
    """Report a word that two others become, where no pair says which of them it becomes itself.

    `droit: gauche` with `gauche: droite` is one pair: what stands on the left has its own answer.
    """
    told = {_word(one) for one, _ in node.items}
    back: dict[str, str] = {}
    for one, other in node.items:
        word, left = _word(other), " ".join(one.text.split())
        if word == _word(one):
            problems.error("E043", other.span, f"{quoted(left)} stands on both sides", "write the other side")
        elif word not in told and back.get(word, left).casefold() != left.casefold():
            message = f"{quoted(back[word])} and {quoted(left)} both become {quoted(word)}"
            hint = f"write on the next line what it becomes: {word}: {left}"
            problems.error("E043", other.span, message, hint)
        back[word] = left


def _word(scalar: Scalar) -> str:
    return " ".join(scalar.text.split()).casefold()


RATE: Final = number("rate: 118", *RATE_LIMITS)

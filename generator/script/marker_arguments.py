"""What may follow a marker's word between `[` and `]`: one reader for each kind of argument."""

from __future__ import annotations

import re
from typing import Final, Protocol, TypeAlias

from generator.script.durations import Length, LengthError, MisreadError, parse_duration, read_length
from generator.script.problems import quoted

Value: TypeAlias = Length | int | str | tuple[int, ...] | None
"""A length (None: the header's), a number, a name, lengths in samples, or nothing."""

_NUMBER: Final = re.compile(r"[0-9]{1,9}")


class MarkerError(MisreadError):
    """A marker that was not understood; its place counts from the `[`."""

    instead: str = ""
    """What is to stand in its place, where that is certain."""


class ArgumentReader(Protocol):
    """Understands one kind of argument."""

    def __call__(self, word: str, argument: str, start: int, /) -> Value:
        """The value of `argument`, which begins `start` characters after the `[` of the marker `word`.

        Raises:
            MarkerError: it is none.
        """


def length_of_silence(example: str, *, bare: bool) -> ArgumentReader:
    """A length, a range or repetitions; nothing at all where it may stand `bare`."""

    def read_length_argument(word: str, argument: str, start: int) -> Value:
        if not argument:
            if bare:
                return None
            raise MarkerError("E006", 0, start + 1, f"{word} has no length", f"write for example {example}")
        try:
            return read_length(argument)
        except LengthError as error:
            raise MarkerError(
                error.code, start + error.start, error.width, error.message, error.hint
            ) from None

    return read_length_argument


def nothing(word: str, argument: str, start: int) -> Value:
    """Accept no argument."""
    if argument:
        hint = f"write [{word}]; header `{word}:` names a sound of your own"
        raise MarkerError("E001", start, len(argument), f"{word} takes nothing more", hint)
    return None


def number_in(low: int, high: int, example: str) -> ArgumentReader:
    """A reader of whole numbers from `low` to `high`."""

    def read_number(word: str, argument: str, start: int) -> Value:
        if not argument:
            raise MarkerError("E006", 0, start + 1, f"{word} has no number", f"write for example {example}")
        if not _NUMBER.fullmatch(argument):
            message = f"{word} needs a whole number, not {quoted(argument)}"
            raise MarkerError("E002", start, len(argument), message, f"write for example {example}")
        if not low <= int(argument) <= high:
            message = f"{word} must be {low:,} to {high:,}"
            raise MarkerError("E007", start, len(argument), message, f"write for example {example}")
        return int(argument)

    return read_number


def lengths_of_lesson(word: str, argument: str, start: int) -> Value:
    """Accept lengths of the whole lesson, parted by commas."""
    example = "write for example [only 20:00, 40:00]"
    if not argument:
        raise MarkerError("E006", 0, start + 1, f"{word} has no length", example)
    lengths: list[int] = []
    for part in argument.split(","):
        length = parse_duration(part)
        if length is None:
            message = f"{quoted(part.strip())} is no length"
            raise MarkerError("E002", start, len(part), message, example)
        lengths.append(length)
        start += len(part) + 1
    return tuple(dict.fromkeys(lengths))


def ended_block(_word: str, argument: str, start: int) -> Value:
    """The word of the block that ends."""
    block = argument.lower()
    if block not in {"repeat", "only"}:
        raise MarkerError(
            "E001", 0, start + len(argument) + 1, "end of what?", "write [end repeat] or [end only]"
        )
    return block


def name(example: str) -> ArgumentReader:
    """Accept the name of a file, a section or a voice."""

    def read_name(word: str, argument: str, start: int) -> Value:
        joined = " ".join(argument.split())
        if not joined:
            raise MarkerError("E006", 0, start + 1, f"{word} has no name", f"write for example {example}")
        return joined

    return read_name

"""Reading JSON that may be damaged: every value is checked, every complaint has a place."""

from __future__ import annotations

import json
import sys
from typing import Final

from generator.core.errors import Exit, GeneratorError

_MOST: Final = 2**53
"""Whole numbers beyond this are read differently by other people's JSON readers, so none is accepted."""


class JsonError(GeneratorError):
    """A JSON file that is not what it should be."""

    exit_code = Exit.CHECK_FAILED


class JsonObject:
    """One JSON object, and where it stands (`events[12]`)."""

    __slots__ = ("_place", "_values")

    def __init__(self, values: object, place: str) -> None:
        if not isinstance(values, dict):
            raise JsonError(f"{place or 'the file'} is not a JSON object")
        self._values: dict[str, object] = values
        self._place = place

    def has(self, key: str) -> bool:
        """Whether it says anything under `key`."""
        return key in self._values

    def keys(self) -> tuple[str, ...]:
        """All that it says something under, in order."""
        return tuple(self._values)

    def text(self, key: str) -> str:
        """A string; empty where it is left out."""
        value = self._values.get(key, "")
        if not isinstance(value, str):
            raise self.wrong(key, "is not text")
        if not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
            raise self.wrong(key, "holds half a character")
        return value

    def whole(self, key: str, least: int = 0, most: int = _MOST) -> int:
        """A whole number from `least` to `most`."""
        if key not in self._values:
            raise self.wrong(key, "is missing")
        return self._whole(key, self._values[key], least, most)

    def maybe(self, key: str, least: int = 0) -> int | None:
        """A whole number, or None where it is left out."""
        return self.whole(key, least) if key in self._values else None

    def number(self, key: str, otherwise: float | None = None, most: float = sys.float_info.max) -> float:
        """A number from -`most` to `most`; `otherwise` where it is left out and may be."""
        if key not in self._values:
            if otherwise is None:
                raise self.wrong(key, "is missing")
            return otherwise
        value = self._values[key]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(key, "is not a number")
        if not abs(value) <= most:  # nor is what is no number at all
            raise self.wrong(key, "is too large a number")
        return float(value)

    def records(self, key: str) -> tuple[JsonObject, ...]:
        """A list of objects; empty where it is left out."""
        return tuple(JsonObject(value, f"{self._path(key)}[{n}]") for n, value in enumerate(self._list(key)))

    def record(self, key: str) -> JsonObject:
        """An object; empty where it is left out."""
        return JsonObject(self._values.get(key, {}), self._path(key))

    def wholes(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers; empty where it is left out."""
        return tuple(self._whole(key, value, 0, _MOST) for value in self._list(key))

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A list of pairs of texts; empty where it is left out."""
        pairs: list[tuple[str, str]] = []
        for value in self._list(key):
            match value:
                case [str(first), str(second)]:
                    pairs.append((first, second))
                case _:
                    raise self.wrong(key, "is not a list of pairs of texts")
        return tuple(pairs)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where it is left out."""
        values = tuple(value for value in self._list(key) if isinstance(value, str))
        if len(values) != len(self._list(key)):
            raise self.wrong(key, "is not a list of texts")
        return values

    def flag(self, key: str) -> bool:
        """True or false; false where it is left out."""
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key, "is neither true nor false")
        return value

    def wrong(self, key: str, what: str) -> JsonError:
        """The complaint that the value under `key` `what`."""
        return JsonError(f"{self._path(key)} {what}")

    def _path(self, key: str) -> str:
        return f"{self._place}.{key}" if self._place else key

    def _list(self, key: str) -> list[object]:
        value = self._values.get(key, [])
        if not isinstance(value, list):
            raise self.wrong(key, "is not a list")
        return value

    def _whole(self, key: str, value: object, least: int, most: int) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.wrong(key, "is not a whole number")
        if not least <= value <= most:
            raise self.wrong(key, f"is not between {least} and {most}")
        return value


def read_json(text: str) -> JsonObject:
    """The JSON object that `text` is.

    Raises:
        JsonError: it is something else.
    """
    try:
        values = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as problem:
        raise JsonError("this is not a JSON file", str(problem)) from None
    return JsonObject(values, "")


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not a number in JSON")

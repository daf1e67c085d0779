"""What the rules for spoken forms have to know of a language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Final, TypeAlias

LANGUAGES: Final = ("de", "en", "es", "fr", "it", "nl", "pt")
"""Those that have a table; in others a text goes to the voice as it is written."""

Counted: TypeAlias = tuple[str, str]
"""What one and several of a thing are called; the first with its number: `one minute`, `minutes`."""


def as_counted(words: str, _following: str) -> str:
    """The number as it is: for languages that do not inflect theirs."""
    return words


@dataclass(frozen=True, slots=True)
class Fractions:
    """How parts of a whole are said."""

    words: Mapping[str, str]
    """`1/2`: `half`."""
    mixed: Callable[[str, str], str]
    """A whole number in words, and the fraction as it is written: `one and a half`."""
    half: Callable[[str], str]
    """Half of a unit, from its `one minute`: `half a minute`."""
    of: str
    """Between another fraction and a unit: `of a`."""
    other: Callable[[str, str], str] | None = None
    """Any other fraction, from its upper number in words and the ordinal of its lower one."""


@dataclass(frozen=True, slots=True)
class LanguageTable:
    """One language."""

    code: str
    """As num2words names it."""
    decimal: str
    """The decimal sign; the other one of `.` and `,` parts thousands, as a narrow blank may."""
    to: str
    """Between the ends of a range: `to`."""
    either: str
    """For a slash between two words: `or`."""
    multiplied: str
    """Between two numbers: `times`."""
    minus: str
    about: str
    """Before a number with `~`: `about`."""
    times: Counted
    """How often: `once`, `times`."""
    units: Mapping[str, Counted]
    """Units of measurement, money too, as they are written."""
    fractions: Fractions
    abbreviations: Mapping[str, str]
    """Without blanks; a full stop at the end is one that must be there."""
    before_numbers: Mapping[str, str]
    """Abbreviations that are only read before a number: `p.`: `page`."""
    signs: Mapping[str, str]
    """Signs between words, and what they are called."""
    sections: tuple[str, ...]
    """Words after which a roman number is one: `part`."""
    clock: Callable[[int, int, Callable[[int], str]], str]
    """A time of day, from hours, minutes, and what says a number."""
    nth_pattern: str
    """A regular expression for ordinal numbers: its group `nth` is the number."""
    nth: Callable[[str, str], str]
    """An ordinal: from the one that num2words knows, and all that the pattern found."""
    stressed: str = ""
    """Words of two or three letters, parted by blanks, that are written in capitals for stress: `NOT`."""
    counted: Callable[[str, str], str] = as_counted
    """A number in words, before the word that follows it in the text (which may be empty)."""
    joined_times: bool = False
    """Whether how often is one word with its number: `dreimal`."""
    hundreds: bool = False
    """Whether 1949 is said as nineteen forty-nine."""


@cache
def table_for(language: str) -> LanguageTable | None:
    """The table of a language's tag, such as `en-gb`; None where there is none."""
    code = language.partition("-")[0].lower()
    if code not in LANGUAGES:
        return None
    table: LanguageTable = import_module(f"generator.spoken.tables.{code}").TABLE
    return table

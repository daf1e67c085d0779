"""Numbers, units, abbreviations and signs in words: one pass over a text, in one language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

from generator.spoken.expected import VOWELS
from generator.spoken.number_words import number_words
from generator.spoken.patterns import LOUD_WORD, VULGAR, pattern_of, units_of
from generator.spoken.table import LanguageTable, table_for

_ROMAN: Final = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10}

_ONCE_A_SENTENCE: Final = frozenset({"etc", "usw", "usf", "ecc", "enz", "u.ä", "o.ä", "o.Ä"})
"""Abbreviations with which a sentence ends where a capital letter follows."""

_MONEY: Final = frozenset("$€£")
_MEASURED: Final = re.compile(r"\ban? $", re.IGNORECASE)

_LOUD_WORD: Final = re.compile(LOUD_WORD)
_SURELY_A_WORD: Final = 4
"""Letters: a shorter word in capitals, alone, is an abbreviation that voices know (TV, FM)."""
_ABBREVIATIONS: Final = "ABM AIS AIDS ATM EMG FAI FI ISG LED MRI NASA SI SIG TIA UNESCO USA"

Replace: TypeAlias = Callable[[re.Match[str]], str | None]
"""What is said for a match; None where nothing is known."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one language."""

    pattern: re.Pattern[str]
    table: LanguageTable

    def replaced(self, text: str) -> Iterator[tuple[int, int, str]]:
        """What is said otherwise than it is written: begin, end, and in words."""
        for found in self.pattern.finditer(text):
            said = _RULES[str(found.lastgroup)](self.table, found)
            if said is not None and said != found[0]:
                yield found.start(), found.end(), said


@cache
def rules_for(language: str) -> Rules | None:
    """The rules of a language's tag; None where there are none."""
    table = table_for(language)
    return Rules(pattern_of(table), table) if table else None


def _say(table: LanguageTable, number: str, following: str = "") -> str:
    return table.counted(number_words(number, table.code), following)


def _following(found: re.Match[str]) -> str:
    """The word that follows, if it follows at once."""
    word = re.match(r"\s+([^\W\d_]+)", found.string[found.end() :])
    return word[1] if word else ""


def _list(table: LanguageTable, found: re.Match[str]) -> str:
    return ", ".join(_say(table, each) for each in re.split("[-,]", found[0]))


def _clock(table: LanguageTable, found: re.Match[str]) -> str:
    return table.clock(
        int(found["hours"]), int(found["minutes"]), lambda value: number_words(str(value), table.code)
    )


def _nth(table: LanguageTable, found: re.Match[str]) -> str:
    words = table.nth(number_words(found["nth"], table.code, "ordinal"), found[0])
    return found.string[found.start() : found.start("nth")] + words


def _abbreviation(table: LanguageTable, found: re.Match[str]) -> str | None:
    key = re.sub(r"\s", "", found[0])
    bare = key.rstrip(".")
    for known in (key, bare, f"{bare}."):
        if known in table.before_numbers and re.match(r"\s?\d", found.string[found.end() :]):
            return f"{table.before_numbers[known]} "
        if known in table.abbreviations:
            said = table.abbreviations[known]
            rest = found.string[found.end() :]
            ends = not rest.strip() or (bare in _ONCE_A_SENTENCE and re.match(r"\s+[^\W\d_a-zäöüß]", rest))
            return f"{said}." if key.endswith(".") and ends else said
    return None


def _quantity(table: LanguageTable, found: re.Match[str]) -> str | None:
    unit = found["unit"] or (found["money"] or "").strip()
    one, many = units_of(table.code)[unit] if unit else ("", "")
    minus = f"{table.minus} " if found["sign"] else ""
    if found["fraction"] or found["part"]:
        said = _fraction(table, found, unit)
        return None if said is None else minus + said
    number = _plain_number(found["number"], table)
    if found["often"]:
        return _often(table, number)
    if unit and number == "1":
        return minus + one
    whole, _, cents = number.partition(".")
    if unit in _MONEY and len(cents) == 2:  # noqa: PLR2004  # of two digits
        named = one if whole == "1" else f"{_say(table, whole, many)} {many}"
        return f"{named} {_say(table, str(int(cents)))}" if int(cents) else named
    if table.hundreds and not unit and re.fullmatch(r"1[1-9]\d\d|20[1-9]\d", found["number"]):
        return number_words(number, table.code, "year")
    words = _say(table, number, many or _following(found))
    if unit and table.code == "en" and _MEASURED.search(found.string[: found.start()]) and _following(found):
        many = one.partition(" ")[2]  # a ninety degree angle
    return f"{minus}{words} {many}".rstrip()


def _often(table: LanguageTable, number: str) -> str:
    if number == "1":
        return table.times[0]
    words = _say(table, number, table.times[1])
    return words + ("" if table.joined_times else " ") + table.times[1]


def _fraction(table: LanguageTable, found: re.Match[str], unit: str) -> str | None:
    written = found["fraction"] or found["part"]
    fraction = VULGAR.get(written, written)
    parts = table.fractions
    if found["whole"]:
        try:
            said = parts.mixed(_say(table, found["whole"]), fraction)
        except KeyError:
            return None
        return f"{said} {units_of(table.code)[unit][1]}" if unit else said
    said_part = parts.words.get(fraction) or _other_fraction(table, fraction)
    if said_part is None or not unit:
        return said_part
    one = units_of(table.code)[unit][0]
    if fraction == "1/2":
        return parts.half(one)
    return " ".join(filter(None, (said_part, parts.of, one.partition(" ")[2])))


def _other_fraction(table: LanguageTable, fraction: str) -> str | None:
    upper, lower = fraction.split("/")
    if table.fractions.other is None or not 0 < int(upper) < int(lower):
        return None
    return table.fractions.other(number_words(upper, table.code), number_words(lower, table.code, "ordinal"))


def _plain_number(written: str, table: LanguageTable) -> str:
    """Digits with a full stop as the decimal sign."""
    thousands = "," if table.decimal == "." else ".\u202f\u00a0 "
    if re.match(rf"\d{{1,3}}(?:[{thousands}]\d{{3}})+(?!\d)", written):
        written = written.translate(str.maketrans("", "", thousands))
    return written.replace(",", ".")


def _range(table: LanguageTable, _: re.Match[str]) -> str:
    return f" {table.to} "


def _by(table: LanguageTable, _: re.Match[str]) -> str:
    return f" {table.multiplied} "


def _spine(table: LanguageTable, found: re.Match[str]) -> str:
    return f"{found['spine'][0]} {number_words(found['spine'][1:], table.code)}"


def _decade(table: LanguageTable, found: re.Match[str]) -> str | None:
    """`in their sixties`: English only."""
    if table.code != "en":
        return None
    words = number_words(found[0][:-1], table.code, "year")
    return f"{words.removesuffix('y')}ies"


def _roman(table: LanguageTable, found: re.Match[str]) -> str | None:
    written = found["roman"] or found[0]
    if not _ROMAN.fullmatch(written):
        return None
    values = [_ROMAN_VALUES[letter] for letter in written]
    signed = (-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
    before = found.string[found.start() : found.start("roman")] if found["roman"] else ""
    return before + number_words(str(sum(signed)), table.code)


def _loud(table: LanguageTable, found: re.Match[str]) -> str | None:
    """Words in capitals as words: a voice might take them for abbreviations."""
    words = _LOUD_WORD.findall(found[0])
    if any(len(word) >= _SURELY_A_WORD or _in(word, table.stressed) for word in words if _speakable(word)):
        return _LOUD_WORD.sub(lambda word: word[0].lower() if _speakable(word[0]) else word[0], found[0])
    return None


def _speakable(word: str) -> bool:
    return bool(VOWELS.search(word)) and not _in(word, _ABBREVIATIONS) and not _ROMAN.fullmatch(word)


def _in(word: str, words: str) -> bool:
    return f" {word} " in f" {words} "


def _about(table: LanguageTable, _: re.Match[str]) -> str:
    return f"{table.about} "


def _slash(table: LanguageTable, found: re.Match[str]) -> str:
    return f" {table.either} ".join(part.strip() for part in found[0].split("/"))


def _sign(table: LanguageTable, found: re.Match[str]) -> str:
    before = " " if found.start() else ""
    return f"{before}{table.signs[found[0].strip()]} "


def _rest(_: LanguageTable, found: re.Match[str]) -> str:
    """A small breath where somebody wrote an ellipsis or a dash."""
    text = found.string
    before, after = text[: found.start()].rstrip(), text[found.end() :].lstrip()
    if not before:
        return ""
    stopped = before[-1] in ",.;:!?"
    if not after:
        return "" if stopped else "."
    if stopped:
        return " "
    if after[0] in ",.;:!?":
        return ""
    return ". " if found["ellipsis"] and after[0].isupper() else ", "


_RULES: Final[Mapping[str, Callable[[LanguageTable, re.Match[str]], str | None]]] = {
    "LIST": _list,
    "CLOCK": _clock,
    "NTH": _nth,
    "SHORT": _abbreviation,
    "RANGE": _range,
    "BETWEEN": lambda _table, _found: ", ",
    "BY": _by,
    "QUANTITY": _quantity,
    "SPINE": _spine,
    "DECADE": _decade,
    "ROMAN": _roman,
    "SLASH": _slash,
    "SIGN": _sign,
    "LOUD": _loud,
    "ABOUT": _about,
    "REST": _rest,
}

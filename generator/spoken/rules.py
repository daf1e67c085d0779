"""Numbers, units, abbreviations and signs in words: one pass over a text, in one language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

from generator.spoken.number_words import number_words
from generator.spoken.table import Counted, LanguageTable, table_for

VULGAR: Final = {
    "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5",
    "⅘": "4/5", "⅙": "1/6", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8",
}  # fmt: skip

_DIGITS: Final = r"(?:\d{1,3}(?:THOUSANDS\d{3})+(?!\d)(?:DECIMAL\d+)?|\d+(?:[.,]\d+)?)(?![.,/]\d)"
_FRACTION: Final = rf"(?:\d{{1,2}}/\d{{1,3}}(?![\d/])|[{''.join(VULGAR)}])"

_CLOCK: Final = (
    r"(?P<hours>[01]?\d|2[0-4])(?::|\s?h\s?(?=\d\d)|\.(?=\d\d\s?(?:Uhr|uur)\b))"
    r"(?P<minutes>[0-5]\d)(?![\d:])(?:\s?(?:Uhr|uur)\b)?"
)
_SPINE: Final = r"\b(?P<spine>C[1-8]|T(?:1[0-2]|[1-9])|L[1-5]|S[1-5])\b"
_ROMAN: Final = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10}

_SPAN_LEFT: Final = rf"\d{''.join(VULGAR)}%°$€£"
_REST: Final = (
    r"(?P<ellipsis>\s*(?:\.{3,}|…)[.…]*\s*)"
    r"|^\s*[-–—]+\s+|\s*[–—-]+\s*$|\s+(?:-{1,3}|–|—)\s+|\s*(?:—|--+)\s*"
)

_ONCE_A_SENTENCE: Final = frozenset({"etc", "usw", "usf", "ecc", "enz", "u.ä", "o.ä", "o.Ä"})
"""Abbreviations with which a sentence ends where a capital letter follows."""

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
    if table is None:
        return None
    thousands = "," if table.decimal == "." else r"[.\u202f\u00a0]"
    digits = _DIGITS.replace("THOUSANDS", thousands).replace("DECIMAL", re.escape(table.decimal))
    units = "|".join(re.escape(unit) for unit in sorted(_units(table), key=len, reverse=True))
    money = "[$€£]"
    quantity = (
        rf"(?P<sign>(?<![\w\d])[-−](?={digits}\s?°))?(?P<money>{money}\s?)?"
        rf"(?:(?P<whole>\d+)(?:\s(?=\d{{1,2}}/)|(?=[{''.join(VULGAR)}]))(?P<part>{_FRACTION})"
        rf"|(?P<fraction>{_FRACTION})|(?P<number>{digits}))"
        rf"(?:\s?(?P<unit>{units})(?![\w°%'’])(?:(?<=[^\W\d_])\.(?=\s+[^\W\d_A-Z]))?"
        r"|\s?(?P<often>[x×X])(?![\w’'])(?!\s?\d))?"
    )
    alternatives = (
        r"(?P<LIST>(?<![\w.,/-])\d{1,2}(?:(?:-\d{1,2}){2,}|(?:,\d{1,2}){2,})(?![\w,-]))",
        rf"(?P<CLOCK>(?<![\d:.,]){_CLOCK})",
        rf"(?P<NTH>(?<![\w.,]){table.nth_pattern})"
        if table.nth_pattern[0] == "("
        else rf"(?P<NTH>{table.nth_pattern})",
        rf"(?P<SHORT>{_short(table)})",
        rf"(?P<RANGE>(?<=[{_SPAN_LEFT}])\s?[-–—−]\s?(?=[\d{''.join(VULGAR)}$€£]|[CTLS]\d))",
        r"(?P<BETWEEN>(?<=\d)/(?=[CTLS]\d))",
        r"(?P<BY>(?<=\d)\s?[x×]\s?(?=\d))",
        r"(?P<DECADE>(?:(?<=the )|(?<=their )|(?<=your )|(?<=his )|(?<=her )|(?<=mid-))(?:\d\d)?[2-9]0s\b)",
        rf"(?P<QUANTITY>(?:(?<![\w.,/])|(?<=\d[x×])){quantity})",
        rf"(?P<SPINE>{_SPINE})",
        rf"(?P<ROMAN>\b(?P<section>(?i:{'|'.join(table.sections)}))\s+(?P<roman>[IVX]+)\b|\b(?:II|III|VII|VIII|XII)\b)",
        r"(?P<SLASH>(?<![\w/])[^\W\d_]{2,}(?:\s?/\s?[^\W\d_]{2,})+(?![\w/]))",
        r"(?P<SIGN>\s*(?:&|(?<=\s)[+=@](?=\s)|#(?=\d))\s*)",
        rf"(?P<REST>{_REST})",
    )
    return Rules(re.compile("|".join(alternatives)), table)


def _short(table: LanguageTable) -> str:
    """Abbreviations: with or without blanks inside, and with the full stop where there has to be one."""
    keys = sorted({*table.abbreviations}, key=len, reverse=True)
    plain = "|".join(_spelled(key) for key in keys)
    numbered = "|".join(_spelled(key) for key in sorted(table.before_numbers, key=len, reverse=True))
    return rf"(?<![\w./])(?:(?:{plain})(?![\w/])|(?:{numbered})(?=\s?\d)\s?)"


def _spelled(key: str) -> str:
    dotted = key.endswith(".")
    inside = r"\.\s?".join(re.escape(part) for part in key.rstrip(".").split("."))
    letters = key.rstrip(".")[-1:].isalnum()
    return inside + (r"\." if dotted else r"\.?" if letters else "")


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
    one, many = _units(table)[unit] if unit else ("", "")
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
    if found["money"] and len(cents) == 2:  # noqa: PLR2004  # of two digits
        named = one if whole == "1" else f"{_say(table, whole, many)} {many}"
        return f"{named} {_say(table, str(int(cents)))}" if int(cents) else named
    if table.hundreds and not unit and re.fullmatch(r"1[1-9]\d\d|20[1-9]\d", found["number"]):
        return number_words(number, table.code, "year")
    words = _say(table, number, many or _following(found))
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
        return f"{said} {_units(table)[unit][1]}" if unit else said
    said_part = parts.words.get(fraction) or _other_fraction(table, fraction)
    if said_part is None or not unit:
        return said_part
    one = _units(table)[unit][0]
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
    thousands = "," if table.decimal == "." else ".\u202f\u00a0"
    if re.match(rf"\d{{1,3}}(?:[{thousands}]\d{{3}})+(?!\d)", written):
        written = written.translate(str.maketrans("", "", thousands))
    return written.replace(",", ".")


@cache
def _units_of(code: str) -> Mapping[str, Counted]:
    table = table_for(code)
    assert table
    written = {
        noun: counted
        for counted in table.units.values()
        for noun in (re.split("[ ']", counted[0], maxsplit=1)[1], counted[1])
        if " " not in noun
    }
    return {**written, **table.units}


def _units(table: LanguageTable) -> Mapping[str, Counted]:
    """Units as they are abbreviated and as they are written out: these have a gender, too."""
    return _units_of(table.code)


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
    "REST": _rest,
}

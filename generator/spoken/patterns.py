"""What the rules for spoken forms look for, as one pattern for each language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

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

CAPITALS: Final = "A-ZÀ-ÖØ-ÞŒ"
"""Those of the languages that have a table, as a class of a regular expression."""
LOUD_WORD: Final = rf"[{CAPITALS}]+(?:['’-][{CAPITALS}]+)*"
_LOUD: Final = (
    rf"(?<![\w/.'’-])(?=[{CAPITALS}]['’-]?[{CAPITALS}]){LOUD_WORD}(?:[,;:]?\s+{LOUD_WORD})*"
    r"(?![\w/]|['’-]\w|\.\w)"
)
"""Words in capitals, one after the other; the first has two at least."""

_SPAN_LEFT: Final = rf"\d{''.join(VULGAR)}%°$€£"
_REST: Final = (
    r"(?P<ellipsis>\s*(?:\.{3,}|…)[.…]*\s*)"
    r"|^\s*[-–—]+\s+|\s*[–—-]+\s*$|\s+(?:-{1,3}|–|—)\s+|\s*(?:—|--+)\s*"
)


def pattern_of(table: LanguageTable) -> re.Pattern[str]:
    """All that its rules look for; the groups in capitals are the rules' names."""
    thousands = "," if table.decimal == "." else r"[.\u202f\u00a0 ]"
    digits = _DIGITS.replace("THOUSANDS", thousands).replace("DECIMAL", re.escape(table.decimal))
    units = "|".join(re.escape(unit) for unit in sorted(units_of(table.code), key=len, reverse=True))
    money = "[$€£]"
    quantity = (
        rf"(?P<sign>(?<![\w\d])[-−](?={digits}\s?°))?(?P<money>{money}\s?)?"
        rf"(?:(?P<whole>\d+)(?:\s(?=\d{{1,2}}/)|(?=[{''.join(VULGAR)}]))(?P<part>{_FRACTION})"
        rf"|(?P<fraction>{_FRACTION})|(?P<number>{digits}))(?![′″]|['’](?!\w))"
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
        rf"(?P<ROMAN>\b(?P<section>(?i:{'|'.join(table.sections)}))\s+(?P<roman>[IVX]+)\b|\b(?:II|III)\b)",
        r"(?P<SLASH>(?<![\w/])[^\W\d_]{2,}(?:\s?/\s?[^\W\d_]{2,})+(?![\w/]))",
        r"(?P<SIGN>\s*(?:&|(?<=\s)[+=@](?=\s)|#(?=\d))\s*)",
        rf"(?P<LOUD>{_LOUD})",
        r"(?P<ABOUT>[~≈]\s?(?=\d))",
        rf"(?P<REST>{_REST})",
    )
    return re.compile("|".join(alternatives))


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


@cache
def units_of(code: str) -> Mapping[str, Counted]:
    """Units as they are abbreviated and as they are written out: these have a gender, too."""
    table = table_for(code)
    assert table
    written = {
        noun: counted
        for counted in table.units.values()
        for noun in (re.split("[ ']", counted[0], maxsplit=1)[1], counted[1])
        if " " not in noun
    }
    return {**written, **table.units}

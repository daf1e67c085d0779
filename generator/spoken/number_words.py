"""Numbers in words, as num2words knows them."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

MOST_DIGITS: Final = 9
"""A longer number is read digit by digit, as one that begins with a nought."""

_COMMA: Final = re.compile(r",(?=\s)")


@cache
def number_words(number: str, code: str, kind: Literal["cardinal", "ordinal", "year"] = "cardinal") -> str:
    """A number in words: `3.5` is `three point five`.

    Args:
        number: digits, with at most one full stop as the decimal sign.
        code: of the language, as num2words names it.
        kind: of number.
    """
    from num2words import num2words

    whole, point, _ = number.partition(".")
    if (
        kind == "cardinal"
        and not point
        and (len(whole) > MOST_DIGITS or (len(whole) > 1 and whole[0] == "0"))
    ):
        return " ".join(number_words(digit, code) for digit in whole)
    value = float(number) if point else int(whole)
    # A comma inside a number would be a rest; Spanish says a comma where it writes one.
    said = _COMMA.sub("", num2words(value, lang=code, to=kind))
    return said.replace(" punto ", " coma ") if code == "es" else said

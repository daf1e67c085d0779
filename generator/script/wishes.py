"""Markers in a teacher's own words: `[5 second pause]`, `[rest 20 to 40s]`, `[repeat three times]`, `[bell]`.

What is certain is read as the marker that it means. For the rest there is a question, or a line to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from generator.script.kinds import PAUSE, written_kinds
from generator.script.spelling import UNITS

LONGEST: Final = 80
"""Characters: longer text in brackets is no wish."""

MOST_STROKES: Final = 5
"""Of a bell, in a line that is to be copied."""

_TOKEN: Final = re.compile(
    r"[0-9]+(?::[0-9]+)+|[0-9]+(?:[.,][0-9]+)?|[^\W\d_]+|[-‐‑‒–—−×*½]|(?P<other>[^\s.,:;='’()])"
)

_HYPHEN: Final = re.compile(r"(?<=[^\W_])[-‐‑](?=[^\W\d_])")
"""The one of `30-second`."""

_KIND, _NUMBER, _UNIT, _TO, _TIMES, _REPEAT, _CHIME, _BREATHE, _WAIT, _VAGUE = "KNUTXRCBWV"
"""What a word of a wish is; the meaning of a wish is read from the row of its words."""

_COUNTED: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
    "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn",
    "once twice",
    "einmal zweimal dreimal viermal fünfmal sechsmal siebenmal achtmal neunmal zehnmal",
)
"""Each counts from one."""

_NUMBERS: Final = {
    **{word: str(number) for words in _COUNTED for number, word in enumerate(words.split(), 1)},
    "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "ninety": "90",
    "zwanzig": "20", "dreißig": "30", "vierzig": "40", "fünfzig": "50", "sechzig": "60", "neunzig": "90",
    "half": "0.5", "halbe": "0.5", "½": "0.5",
}  # fmt: skip

_ONE: Final = frozenset({"a", "an", "eine", "einen", "einer"})
"""One, unless half of it is meant."""

_WORDS: Final = {
    **{word: (_KIND, kind.name) for kind in written_kinds() for word in (kind.name, *kind.also)},
    **dict.fromkeys(("repeat", "repeats", "wiederhole", "wiederholen"), (_REPEAT, "")),
    **dict.fromkeys(("chime", "chimes", "bell", "bells", "gong", "ding", "klang", "glocke"), (_CHIME, "")),
    **dict.fromkeys(("breathe", "atme", "atmen"), (_BREATHE, "")),
    **dict.fromkeys(("to", "bis", "or", "oder", *"-‐‑‒–—−"), (_TO, "")),
    **dict.fromkeys(("times", "time", "mal", "x", "×", "*"), (_TIMES, "")),
    **dict.fromkeys(
        ("wait", "hold", "stop", "break", "silence", "quiet", "delay", "stille", "warte"), (_WAIT, "")
    ),
    **dict.fromkeys(
        ("few", "several", "some", "couple", "moment", "while", "bit", "paar", "weile"), (_VAGUE, "")
    ),
    **dict.fromkeys(("atemzug", "atemzüge", "atemzügen"), (_UNIT, "breaths")),
    **dict.fromkeys(("sek", "sekunde", "sekunden"), (_UNIT, "s")),
    **dict.fromkeys(("minuten",), (_UNIT, "m")),
    **{unit: (_UNIT, short) for unit, short in UNITS.items()},
    "breaths": (_UNIT, "breaths"),
}

_FILLERS: Final = frozenset(
    {"for", "of", "about", "around", "approximately", "approx", "ca", "circa", "etwa", "rund", "each", "with",
     "lang", "für", "von", "je", "jeweils", "the", "ring", "again", "take", "now", "here", "die", "der"}
)  # fmt: skip
_SIZES: Final = frozenset(
    {"long", "short", "brief", "little", "longer", "shorter", "lange", "kurze", "kleine"}
)

_LENGTH: Final = "NU|NTNU|NUTNU"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a teacher may have meant."""

    marker: str
    """As it is to be written; empty where that cannot be known."""
    certain: bool = False
    """Whether nothing else can be meant."""
    hint: str = ""
    """What to write instead, where it is not certain."""


def read_wish(inside: str) -> Wish | None:
    """What was meant by the text between `[` and `]`; None where nobody can tell."""
    words = _words(inside)
    if not words:
        return None
    row = "".join(kind for kind, _ in words)
    marker = _certain(row, words)
    return Wish(marker, certain=True) if marker else _uncertain(row, [word for _, word in words])


def _certain(row: str, words: list[tuple[str, str]]) -> str:
    """The one marker that can be meant; empty where there are several, or none."""
    number = next((word for kind, word in words if kind == _NUMBER), "")
    if re.fullmatch(f"K(?:N|NTN|{_LENGTH})|(?:{_LENGTH})K|{_LENGTH}", row):
        kind = next((word for kind, word in words if kind == _KIND), PAUSE.name)
        return f"[{kind} {_length(words)}]"
    if re.fullmatch("KNXNU", row):
        return f"[{words[0][1]} {number} x {_length(words[3:])}]"
    if re.fullmatch("RNX?|NXR", row):
        return f"[repeat {number}]"
    if words == [(_KIND, PAUSE.name)]:
        return f"[{PAUSE.name}]"
    return "[chime]" if row == _CHIME else ""


def _uncertain(row: str, said: list[str]) -> Wish | None:
    if re.fullmatch(f"W(?:{_LENGTH})|(?:{_LENGTH})W", row):
        marker = f"[pause {_length(list(zip(row, said, strict=True)))}]"
        return Wish(marker, hint=f"did you mean {marker}?")
    whole = next((word for word in said if word.isdecimal()), "")
    if whole and re.fullmatch("CNX?|NX?C", row):
        strokes = " ".join(["[chime]"] * min(int(whole) or 1, MOST_STROKES))
        return Wish(strokes, hint=f"[chime] is one stroke: write {strokes}")
    if whole and re.fullmatch("BNX?|NX?B", row):
        marker = f"[pause {whole} breaths]"
        return Wish(
            marker, hint=f"for so much quiet write {marker}; to have it said, write it without brackets"
        )
    if row == _NUMBER + _TIMES:
        return Wish(
            "", hint=f"write [repeat {said[0]}] on a line before what is repeated, and [end repeat] behind"
        )
    if re.fullmatch("V*U?V*[KBW]V*U?V*|U", row):
        named = {kind.name for kind in written_kinds()}
        kind = next((word for word in said if word in named), PAUSE.name)
        bare = "; [pause] alone takes the length that the header gives" if kind == PAUSE.name else ""
        return Wish("", hint=f"write how long, as in [{kind} 10s]{bare}")
    return None


def _words(inside: str) -> list[tuple[str, str]]:
    """What each word of a wish is, and how it is written; nothing where one of them is strange."""
    if len(inside) > LONGEST:
        return []
    found: list[tuple[str, str]] = []
    parted = _HYPHEN.sub(" ", inside.lower())
    tokens = [(each[0], bool(each["other"])) for each in _TOKEN.finditer(parted)]
    for word, strange in tokens:
        known = _word(word)
        if strange or (known is None and word not in _FILLERS | _SIZES | _ONE):
            return []
        if known:
            found.append(known)
        elif word in _SIZES:
            found.append((_VAGUE, word))
        elif word in _ONE:
            found.append((_NUMBER, "1"))
    return list(_plain(found))


def _word(word: str) -> tuple[str, str] | None:
    if word[0].isdigit():
        return _NUMBER, word
    return (_NUMBER, _NUMBERS[word]) if word in _NUMBERS else _WORDS.get(word)


def _plain(found: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Without the `a` of `half a minute` and `a few`, and without `long` where a number says how long."""
    counted = any(kind == _NUMBER for kind, _ in found)
    before = ("", "")
    for each, after in pairwise([*found, ("", "")]):
        half = (_NUMBER, "0.5")
        one = each == (_NUMBER, "1") and (half in {before, after} or after[0] in {_VAGUE, _KIND})
        size = counted and each[0] == _VAGUE and each[1] in _SIZES
        if not one and not size:
            yield each
        before = each


def _length(words: list[tuple[str, str]]) -> str:
    """The length that they say, in the language's own spelling."""
    amounts: list[str] = []
    unit = ""
    for kind, word in reversed(words):
        if kind == _UNIT:
            unit = word
        elif kind == _NUMBER:
            amounts.append(_amount(word, unit))
    return "-".join(reversed(amounts))


def _amount(number: str, unit: str) -> str:
    if ":" in number:
        return number
    if (number, unit) == ("0.5", "m"):
        return "30s"
    return f"{number} breaths" if unit == "breaths" else f"{number}{unit or 's'}"

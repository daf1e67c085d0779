"""Which characters each voice of eSpeak reads, and which it only names ("Chinese letter") or leaves out.

`python -m generator.voices.espeak.measure_letters` writes the table by asking eSpeak itself.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from generator.spoken.phonetic import converted
from generator.spoken.signs import says_nothing
from generator.voices.engine import Misreading

PATH: Final = Path(__file__).with_name("letters.json")

SYLLABLES: Final = (0xAC00, 0xD7A3)
"""Korea's syllables from the first to the last: eSpeak composes each of its letters."""

WITHOUT_BLANKS: Final = frozenset({"CJK", "HIRAGANA", "KATAKANA"})
"""Scripts that do not part words: of a clause only the letters themselves are told."""


@dataclass(frozen=True, slots=True)
class Letters:
    """What one voice reads."""

    read: frozenset[str]
    """Characters that it reads in a word, or has a name for that is their meaning: `%`, `½`."""
    named: frozenset[str]
    """Letters that it knows by name only: a word of them is spelled. Punctuation that should say nothing."""
    after: Mapping[str, str] = field(default_factory=dict)
    """Accents that it reads behind these letters, and names elsewhere."""
    scripts: tuple[str, ...] = ()
    """The scripts that it reads, by their names in Unicode; in the table only those that few voices read."""


def letters_misread(text: str, known: Letters) -> tuple[Misreading, ...]:
    """What of a text of `spoken.phonetic` a voice would spell, name or leave out."""
    text = converted(text, lambda *_: " ", lambda rest: rest)
    strange = {each for each in set(text) - known.read if each in known.named or not says_nothing(each)}
    if not strange:
        return ()
    parts = dict.fromkeys(_strange_parts(text, strange, known.after))
    nameless = strange - known.named
    words = tuple(part for part in parts if _is_word(part[0]) and not _named_by_design(part, nameless))
    signs = tuple(part for part in parts if not _is_word(part[0]))
    found = (
        Misreading("it would spell or name, not read,", words, _instead(known)),
        Misreading("it would leave out or misname", signs, "write how it is spoken"),
    )
    return tuple(each for each in found if each.parts)


def _strange_parts(text: str, strange: set[str], after: Mapping[str, str]) -> Iterator[str]:
    """Words with a strange letter in them, and strange signs, in order."""
    at = 0
    while at < len(text):
        if text[at] not in strange or (at and text[at - 1] in after.get(text[at], "")):
            at += 1
            continue
        first, last = at, at + 1
        if _is_word(text[at]):
            goes_on = _continues(text[at], strange)
            while first and goes_on(text[first - 1]):
                first -= 1
            while last < len(text) and goes_on(text[last]):
                last += 1
        yield text[first:last]
        at = last


def _continues(letter: str, strange: set[str]) -> Callable[[str], bool]:
    script = script_of(letter)
    if script in WITHOUT_BLANKS:
        return lambda other: other in strange and script_of(other) == script
    return lambda other: _is_word(other) and script_of(other) in {script, "COMBINING"}


def _named_by_design(word: str, nameless: set[str]) -> bool:
    """Whether a name is what was meant: one letter alone (`α`), or an abbreviation (`MRI`)."""
    if any(each in nameless for each in word):
        return False
    letters = [each for each in word if unicodedata.category(each)[0] == "L"]
    return len(letters) == 1 or (word.isupper() and script_of(word[0]) == "LATIN")


def _is_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"


def _instead(known: Letters) -> str:
    scripts = [script.capitalize() for script in known.scripts] or ["Latin"]
    return f"write how it is spoken, in {' or '.join(scripts)} letters"


@cache
def script_of(character: str) -> str:
    """The script that a letter belongs to: the first word of its name in Unicode, such as `CYRILLIC`."""
    return unicodedata.name(character, "").partition(" ")[0].partition("-")[0]


@cache
def letters_of(voice: str) -> Letters | None:
    """What a voice reads, by the engine's own name for it, in any variant; None where that is unknown."""
    table = _table()
    plain = voice.partition("+")[0]
    if plain not in table["voices"]:
        return None
    bit = 1 << table["voices"].index(plain)

    def chosen(sets: Mapping[str, str]) -> frozenset[str]:
        return frozenset(
            character
            for voices, ranges in sets.items()
            if int(voices, 16) & bit
            for character in _characters(ranges)
        )

    after = {
        accent: letters
        for voices, pairs in table["after"].items()
        if int(voices, 16) & bit
        for accent, letters in pairs.items()
    }
    return Letters(
        chosen(table["read"]), chosen(table["named"]), after, tuple(table["scripts"].get(plain, ()))
    )


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(PATH.read_bytes())
    return table


def _characters(ranges: str) -> Iterator[str]:
    for part in ranges.split():
        first, _, last = part.partition("-")
        yield from map(chr, range(int(first, 16), int(last or first, 16) + 1))


def as_json(measured: Mapping[str, Letters]) -> str:
    """The table's text: a line for each set of characters that the same voices read or name.

    Voices are a number in hexadecimal digits, a bit for each of the list. Of the scripts of a voice those
    are told that less than half of all voices read.
    """
    often = [script for letters in measured.values() for script in letters.scripts]
    own = {
        voice: [script for script in letters.scripts if often.count(script) < len(measured) / 2]
        for voice, letters in measured.items()
    }
    scripts = {voice: found for voice, found in own.items() if found}
    read = _by_voices([letters.read for letters in measured.values()])
    named = _by_voices([letters.named for letters in measured.values()])
    after: dict[tuple[str, str], int] = {}
    for index, letters in enumerate(measured.values()):
        for pair in letters.after.items():
            after[pair] = after.get(pair, 0) | 1 << index
    pairs: dict[str, dict[str, str]] = {}
    for (accent, before), voices in sorted(after.items()):
        pairs.setdefault(f"{voices:x}", {})[accent] = before
    parts = {"voices": list(measured), "scripts": scripts, "after": pairs}
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in parts.items()]
    lines += [f"{json.dumps(key)}: {{\n{sets}\n}}" for key, sets in (("read", read), ("named", named))]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _by_voices(sets: list[frozenset[str]]) -> str:
    voices: dict[str, int] = {}
    for index, characters in enumerate(sets):
        for each in characters:
            voices[each] = voices.get(each, 0) | 1 << index
    alike: dict[int, list[int]] = {}
    for each in sorted(voices):
        alike.setdefault(voices[each], []).append(ord(each))
    return ",\n".join(f'"{those:x}": "{_ranges(codes)}"' for those, codes in alike.items())


def _ranges(codes: list[int]) -> str:
    """Sorted codes as `41-5a 61`; a set that has the first and the last syllable has them all."""
    breaks = [
        index + 1
        for index, pair in enumerate(pairwise(codes))
        if pair[1] != pair[0] + 1 and pair != SYLLABLES
    ]
    pieces = (codes[first:last] for first, last in pairwise((0, *breaks, len(codes))))
    return " ".join(f"{each[0]:x}-{each[-1]:x}" if len(each) > 1 else f"{each[0]:x}" for each in pieces)

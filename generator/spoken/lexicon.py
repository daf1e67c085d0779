"""`say:` — how a word is to be spoken that the voice would get wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from generator.spoken.phonetic import is_phonetic, with_sounds
from generator.spoken.unspaced import CHARACTERS_A_WORD

APOSTROPHES = "'\u2019"

_LETTER = rf"[^\W{''.join(CHARACTERS_A_WORD)}]"
"""A letter or digit of a script that parts words by blanks."""

_WIDE = {
    code: code - 0xFEE0
    for code in range(0xFF01, 0xFF5F)
    if chr(code - 0xFEE0).isalnum() or chr(code - 0xFEE0) in "#$%&+=@"
}
"""Full-width letters, digits and signs as the usual ones. Full-width commas and full stops stay."""


def composed(text: str) -> str:
    """The text with each letter and its accents as one character, and wide letters as usual ones.

    The engines know no others: eSpeak says "e" for an `é` of two characters, and nothing for `５`.
    """
    if text.isascii():
        return text
    import unicodedata

    usual = unicodedata.normalize("NFC", text).translate(_WIDE)
    return re.sub("(?<=[0-9])．(?=[0-9])", ".", usual)


def said_words(text: str, say: Iterable[tuple[str, str]]) -> Iterator[tuple[int, int, str]]:
    """Where each written word of `say` begins and ends in a composed text, and its spoken form or sounds.

    Whole words only (anywhere in a script without blanks), in any case, the longest first. `psoas's` keeps
    its ending, and an entry `can` leaves `can't` alone. Of two entries for a word the last one counts.
    """
    table = _by_key(tuple(say))
    key = _key(text)
    there = tuple(each for each in table if each in key)
    for found in _pattern_of(there).finditer(text) if there else ():
        spoken = _spoken(found, table)
        if spoken is not None:
            yield found.start(), found.end(), spoken


@lru_cache(maxsize=16)
def _by_key(say: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Spoken forms by the keys of their words, the longest first."""
    table = {_key(written): composed(replacement) for written, replacement in say if written.strip()}
    return {key: table[key] for key in sorted(table, key=len, reverse=True)}


@lru_cache(maxsize=256)
def _pattern_of(keys: tuple[str, ...]) -> re.Pattern[str]:
    """What finds these keys; compiling it takes long, so it is done for those alone that are in a text."""
    return re.compile("|".join(map(_pattern, keys)), re.IGNORECASE)


def _key(written: str) -> str:
    """One spelling for every way of writing an entry: case, blanks and apostrophes do not count."""
    return " ".join(composed(written).replace(APOSTROPHES[1], APOSTROPHES[0]).lower().split())


def _pattern(key: str) -> str:
    """A key that may be parted by any blanks, and is no part of a longer word where blanks part words."""
    inside = r"\s+".join(re.escape(word).replace("'", f"[{APOSTROPHES}]") for word in key.split(" "))
    before = rf"(?<!{_LETTER})(?<!{_LETTER}[{APOSTROPHES}])" if re.match(_LETTER, key) else ""
    after = rf"(?!{_LETTER})(?![{APOSTROPHES}](?!s\b){_LETTER})" if re.match(_LETTER, key[-1]) else ""
    return before + inside + after


def _spoken(found: re.Match[str], table: dict[str, str]) -> str | None:
    import unicodedata

    following = found.string[found.end() : found.end() + 1]
    if following and unicodedata.category(following).startswith("M"):
        return None  # a vowel sign: the word goes on, though `re` does not count the sign as a letter
    spoken = table.get(_key(found[0]))
    if spoken is None:
        return None
    return with_sounds(found[0], spoken) if is_phonetic(spoken) else spoken

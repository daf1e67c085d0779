"""`say:` — how a word is to be spoken that the voice would get wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.spoken.phonetic import is_phonetic, with_sounds

APOSTROPHES = "'\u2019"


def said_words(text: str, say: Iterable[tuple[str, str]]) -> Iterator[tuple[int, int, str]]:
    """Where every written word of `say` begins and ends in `text`, and its spoken form or marked sounds.

    Whole words only, in any case, the longest first. `psoas's` keeps its ending, and an entry `can` leaves
    `can't` alone.
    """
    table = {_key(written): replacement for written, replacement in say if written.strip()}
    if not table:
        return
    alternatives = "|".join(_pattern(written) for written in sorted(table, key=len, reverse=True))
    for found in re.finditer(alternatives, text, flags=re.IGNORECASE):
        spoken = _spoken(found, table)
        if spoken is not None:
            yield found.start(), found.end(), spoken


def _key(written: str) -> str:
    """One spelling for every way of writing an entry: case, blanks and apostrophes do not count."""
    return " ".join(written.replace(APOSTROPHES[1], APOSTROPHES[0]).casefold().split())


def _pattern(key: str) -> str:
    """A key that may be parted by any blanks, and is no part of a longer word."""
    inside = r"\s+".join(re.escape(word).replace("'", f"[{APOSTROPHES}]") for word in key.split(" "))
    before = rf"(?<!\w)(?<!\w[{APOSTROPHES}])" if re.match(r"\w", key) else ""
    after = rf"(?!\w)(?![{APOSTROPHES}](?!s\b)\w)" if re.search(r"\w$", key) else ""
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

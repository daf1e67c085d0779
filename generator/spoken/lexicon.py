"""`say:` — how a word is to be spoken that the voice would get wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.spoken.phonetic import is_phonetic, with_sounds

APOSTROPHES = "'\u2019"


def spoken_form(text: str, say: Iterable[tuple[str, str]]) -> str:
    """`text` with every written word of `say` replaced by its spoken form, or marked with its sounds.

    Whole words only, in any case, the longest first; a replacement is not looked at again. `psoas's` keeps
    its ending, and an entry `can` leaves `can't` alone.
    """
    table = {_key(written): replacement for written, replacement in say if written.strip()}
    if not table:
        return text
    alternatives = "|".join(_pattern(written) for written in sorted(table, key=len, reverse=True))
    return re.sub(alternatives, lambda found: _replacement(found, table), text, flags=re.IGNORECASE)


def _key(written: str) -> str:
    """One spelling for every way of writing an entry: case, blanks and apostrophes do not count."""
    return " ".join(written.replace(APOSTROPHES[1], APOSTROPHES[0]).casefold().split())


def _pattern(key: str) -> str:
    """A key that may be parted by any blanks, and is no part of a longer word."""
    inside = r"\s+".join(re.escape(word).replace("'", f"[{APOSTROPHES}]") for word in key.split(" "))
    before = rf"(?<!\w)(?<!\w[{APOSTROPHES}])" if re.match(r"\w", key) else ""
    after = rf"(?!\w)(?![{APOSTROPHES}](?!s\b)\w)" if re.search(r"\w$", key) else ""
    return before + inside + after


def _replacement(found: re.Match[str], table: dict[str, str]) -> str:
    import unicodedata

    following = found.string[found.end() : found.end() + 1]
    if following and unicodedata.category(following).startswith("M"):
        return found[0]  # a vowel sign: the word goes on, though `re` does not count the sign as a letter
    spoken = table.get(_key(found[0]), found[0])
    return with_sounds(found[0], spoken) if is_phonetic(spoken) else spoken

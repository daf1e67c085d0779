"""Exchanging the sides: left for right, and what the header's `mirror:` names."""

from __future__ import annotations

import re

from generator.script.model import Header

_BY_LANGUAGE = {"en": (("left", "right"), ("leftward", "rightward"), ("leftwards", "rightwards"))}


class Sides:
    """The words that a mirror exchanges, both ways."""

    def __init__(self, header: Header) -> None:
        built_in = _BY_LANGUAGE.get(header.language.split("-", maxsplit=1)[0].lower(), ())
        self._other: dict[str, str] = {}
        for one, other in (*header.mirror, *built_in):
            if one.casefold() not in self._other and other.casefold() not in self._other:
                self._other |= {one.casefold(): other, other.casefold(): one}
        longest_first = sorted(self._other, key=len, reverse=True)
        words = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None
        self._first_words = {match[0] for word in self._other if (match := re.match(r"[^\W\d_]+", word))}

    def keepable(self, word: str) -> bool:
        r"""Whether a backslash before `word` has a meaning: `\right`."""
        return word.casefold() in self._first_words

    def has_any(self, text: str) -> bool:
        """Whether there is anything to exchange in `text`."""
        return self._pattern is not None and self._pattern.search(text) is not None

    def exchange(self, text: str, kept: tuple[int, ...]) -> str:
        """`text` with every side exchanged, but for words that begin at a place in `kept`."""
        if self._pattern is None:
            return text
        stay = frozenset(kept)

        def other(match: re.Match[str]) -> str:
            found = match[0]
            new = None if match.start() in stay else self._other.get(" ".join(found.split()).casefold())
            return found if new is None else _in_case_of(found, new)

        return self._pattern.sub(other, text)


def _in_case_of(found: str, new: str) -> str:
    """`new` in capitals, or with a capital first, where `found` is."""
    if len(found) > 1 and found.isupper():
        return new.upper()
    if found[:1].isupper():
        return new[:1].upper() + new[1:]
    return new[:1].lower() + new[1:] if found.islower() else new

"""Exchanging the sides: left for right, and what the header's `mirror:` names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.script.lesson import Header

_BY_LANGUAGE = {"en": (("left", "right"), ("leftward", "rightward"), ("leftwards", "rightwards"))}


_WORD = re.compile(r"\w+")


class Sides:
    """The words that a mirror exchanges, both ways."""

    def __init__(self, header: Header) -> None:
        built_in = _BY_LANGUAGE.get(header.language.split("-", maxsplit=1)[0].lower(), ())
        # What stands on the left says what it becomes; only a word that never stands there is turned back.
        self._other = {one.casefold(): other for one, other in header.mirror}
        for one, other in header.mirror:
            self._other.setdefault(other.casefold(), one)
        for one, other in built_in:
            if one not in self._other and other not in self._other:
                self._other |= {one: other, other: one}
        self._by_first_word: dict[str, list[re.Pattern[str]]] = {}
        self._exchanged: dict[tuple[str, tuple[int, ...]], str] = {}
        """What is mirrored often is exchanged once."""
        for phrase in sorted(self._other, key=len, reverse=True):
            pattern = r"\s+".join(map(re.escape, phrase.split())) + r"(?!\w)"
            first = _WORD.match(phrase)
            if first:
                compiled = re.compile(pattern, re.IGNORECASE)
                self._by_first_word.setdefault(first[0], []).append(compiled)

    def keepable(self, word: str) -> bool:
        r"""Whether a backslash before `word` has a meaning: `\right`."""
        first = _WORD.match(word.casefold())
        return first is not None and first[0] in self._by_first_word

    def has_any(self, text: str) -> bool:
        """Whether there is anything to exchange in `text`."""
        return any(True for _ in self._found(text))

    def exchange(self, text: str, kept: tuple[int, ...]) -> str:
        """`text` with every side exchanged, but for words that begin at a place in `kept`."""
        if (text, kept) not in self._exchanged:
            self._exchanged[text, kept] = self._exchange(text, frozenset(kept))
        return self._exchanged[text, kept]

    def _exchange(self, text: str, stay: frozenset[int]) -> str:
        out: list[str] = []
        position = 0
        for found in self._found(text):
            new = self._other.get(" ".join(found[0].split()).casefold())
            if found.start() in stay or new is None:
                continue
            out += (text[position : found.start()], _in_case_of(found[0], new))
            position = found.end()
        return "".join((*out, text[position:]))

    def _found(self, text: str) -> Iterator[re.Match[str]]:
        """The longest word or phrase at each place; by its first word, so many pairs cost little."""
        end = 0
        for word in _WORD.finditer(text):
            if word.start() < end:
                continue
            for pattern in self._by_first_word.get(word[0].casefold(), ()):
                found = pattern.match(text, word.start())
                if found:
                    end = found.end()
                    yield found
                    break


def _in_case_of(found: str, new: str) -> str:
    """`new` in capitals, or with a capital first, where `found` is."""
    if len(found) > 1 and found.isupper():
        return new.upper()
    if found[:1].isupper():
        return new[:1].upper() + new[1:]
    return new[:1].lower() + new[1:] if found.islower() else new

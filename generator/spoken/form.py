"""The spoken form of a cue: what every voice is given, and where it differs from what is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from generator.spoken.lexicon import said_words

RULES: Final = "1"
"""Raised whenever a rule or a table gives another spoken form."""

_SUSPECT: Final = re.compile(
    r"""[^\w\s,;:!?'’"“”„«»()\[\]\x02\x03.\-]|[\d½⅓⅔¼¾]|\.\.|--|\s-|-\s|^-|\.[^\W\d_]|\bII|\bX?VI{2,}|\b[IVX]+\b
    |(?:^|[\s(])(?:[A-ZÄÖÜ]?[^\W\d_]{1,6}\.(?=\s+[^\W\d_A-ZÄÖÜ]|\s*$|,)|(?:eg|ie|vs|etc|usw|bzw|ca|Dr|Mr|Mrs|Ms|Prof
    |Hr|Fr|Mme|Sr|Sra|Sig|Dott|reps|ecc|enz|bijv|bv|max|approx|inkl|evtl|env|aprox)\b)""",
    re.VERBOSE,
)
"""What any rule may have to do with: most cues have nothing of it, and need no rules."""


@dataclass(frozen=True, slots=True)
class SpokenPart:
    """A stretch of a cue that is said otherwise than it is written."""

    begin: int
    end: int
    """Characters of the cue's text."""
    spoken: str


@dataclass(frozen=True, slots=True)
class SpokenForm:
    """What is said for a cue."""

    written: str
    parts: tuple[SpokenPart, ...]
    """In order; all else is said as it is written."""

    @property
    def text(self) -> str:
        """What a voice is given."""
        out: list[str] = []
        at = 0
        for part in self.parts:
            out += (self.written[at : part.begin], part.spoken)
            at = part.end
        return "".join((*out, self.written[at:]))


def spoken_form(text: str, language: str, say: Iterable[tuple[str, str]] = ()) -> SpokenForm:
    """What is said for a cue: the words of `say` first, then the rules of its language for all between them.

    Args:
        text: as it is written.
        language: its tag; where it has no table, all but `say` is left to the voice.
        say: written words, and their spoken forms.
    """
    parts: list[SpokenPart] = []
    at = 0
    for begin, end, spoken in (*said_words(text, say), (len(text), len(text), "")):
        parts += (
            SpokenPart(at + part.begin, at + part.end, part.spoken)
            for part in _by_rules(text[at:begin], language)
        )
        if begin < end:
            parts.append(SpokenPart(begin, end, spoken))
        at = end
    return SpokenForm(text, tuple(parts))


def _by_rules(text: str, language: str) -> Iterator[SpokenPart]:
    if not _SUSPECT.search(text):
        return
    from generator.spoken.rules import rules_for

    rules = rules_for(language)
    for begin, end, spoken in rules.replaced(text) if rules else ():
        yield SpokenPart(begin, end, spoken)

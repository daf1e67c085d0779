"""The spoken form of a cue: what every voice is given, and where it differs from what is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Final, TypeAlias

from generator.spoken.lexicon import composed, said_words
from generator.spoken.phonetic import converted

RULES: Final = "2"
"""Raised whenever a rule or a table gives another spoken form."""

_SUSPECT: Final = re.compile(
    r"""[^\w\s,;:!?'’"“”„«»()\[\]\x02\x03.\-]|[\d½⅓⅔¼¾]|\.\.|\.-|(?<![^\W\d_])-|-(?![^\W\d_])|\.[^\W\d_]
    |\b[IVX]+\b|[A-ZÀ-ÖØ-ÞŒ]['’-]?[A-ZÀ-ÖØ-ÞŒ]|(?<!\w)(?:[A-ZÄÖÜ]?[^\W\d_]{1,6}\.(?=\s+[^\W\d_A-ZÄÖÜ]|\s*$|,)|(?:eg|ie|vs|etc|usw|bzw|ca|Dr|Mr|Mrs|Ms|Prof
    |Hr|Fr|Mme|Sr|Sra|Sig|Dott|reps|ecc|enz|bijv|bv|max|dr|dhr|mevr|approx|inkl|evtl|env|aprox)\b)""",
    re.VERBOSE,
)
"""What any rule may have to do with: most cues have nothing of it, and need no rules."""


@dataclass(frozen=True, slots=True)
class SpokenPart:
    """A stretch of a cue that is said otherwise than it is written."""

    begin: int
    end: int
    """Characters of the cue's text, composed."""
    spoken: str


@dataclass(frozen=True, slots=True)
class SpokenForm:
    """What is said for a cue."""

    written: str
    """The cue's text, composed."""
    parts: tuple[SpokenPart, ...]
    """In order; all else is said as it is written."""

    @property
    def text(self) -> str:
        """What a voice is given."""
        return "".join(said for said, _ in self._stretches())

    @property
    def marked(self) -> str:
        """The same for people: what differs stands in braces, and given sounds stand behind their word."""
        marked = []
        for differs, run in groupby(self._stretches(), key=itemgetter(1)):
            said = "".join(each for each, _ in run)
            marked.append(_in_braces(said) if differs else said)
        return "".join(marked)

    def _stretches(self) -> Iterator[tuple[str, bool]]:
        """What is said, in order, and whether it differs from what is written."""
        at = 0
        for part in self.parts:
            if at < part.begin:
                yield self.written[at : part.begin], False
            yield part.spoken, True
            at = part.end
        yield self.written[at:], False


def _in_braces(spoken: str) -> str:
    told = converted(spoken, lambda written, sounds: f"{written} {sounds}", lambda rest: rest)
    bare = told.strip()
    before, _, after = told.partition(bare) if bare else ("", "", told)
    return f"{before}{{{bare}}}{after}"


ByRules: TypeAlias = Callable[[str, str], Sequence[SpokenPart]]
"""What the rules of a language say of a text."""


def needs_rules(text: str, language: str) -> bool:
    """Whether any rule could have to do with a text."""
    if not _SUSPECT.search(text):
        return False
    from generator.spoken.table import LANGUAGES

    return language.partition("-")[0].lower() in LANGUAGES


def by_rules(text: str, language: str) -> Sequence[SpokenPart]:
    """What of a text is said otherwise than it is written, by the rules of its language alone."""
    if not needs_rules(text, language):
        return ()
    from generator.spoken.rules import rules_for

    rules = rules_for(language)
    return [SpokenPart(*each) for each in rules.replaced(text)] if rules else ()


def spoken_form(
    text: str, language: str, say: Iterable[tuple[str, str]] = (), rules: ByRules = by_rules
) -> SpokenForm:
    """What is said for a cue: the words of `say` first, then the rules of its language for all between them.

    Args:
        text: as it is written.
        language: its tag; where it has no table, all but `say` is left to the voice.
        say: written words, and their spoken forms.
        rules: as `by_rules`, or something that remembers what it said.
    """
    text = composed(text)
    parts: list[SpokenPart] = []
    at = 0
    for begin, end, spoken in (*said_words(text, say), (len(text), len(text), "")):
        between = rules(text[at:begin], language)
        parts += (SpokenPart(at + each.begin, at + each.end, each.spoken) for each in between)
        if begin < end:
            parts.append(SpokenPart(begin, end, spoken))
        at = end
    return SpokenForm(text, tuple(parts))

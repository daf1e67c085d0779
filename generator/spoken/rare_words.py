"""Words that a voice may say otherwise than people do: of anatomy and movement, of Latin and Greek, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from generator.spoken.known_words import KNOWN_WORDS
from generator.spoken.text import sentences

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LEARNED: Final = re.compile(
    r"(?:[bcdfghlmnprstv]us|ium|[lrt]um|oid|eus|itis|algia|ae|asana|yama|opsie?|iasis|phys[ei]s?|ceps)$"
    r"|^(?:ps|pn|pt|mn|rh|gn)|(?<=.)(?:ph(?!an|or)|rrh|chth)",
    re.IGNORECASE,
)
"""How words of Latin, Greek and Sanskrit begin, end, or are written."""

_CAPITAL_NOUNS: Final = frozenset({"de", "lb"})
"""Languages that write every noun with a capital."""

_LISTED: Final = {
    language: frozenset(word.casefold() for word, _ in words) for language, words in KNOWN_WORDS.items()
}


def rare_words(text: str, language: str) -> Iterator[str]:
    """The words of a cue that are worth hearing, in order, as they are written."""
    code = language.partition("-")[0].lower()
    listed = _LISTED.get(code, frozenset())
    for sentence in sentences(text):
        for found in _WORD.finditer(sentence):
            word = found[0]
            name = (
                bool(found.start())
                and word[0].isupper()
                and word[1:].islower()
                and code not in _CAPITAL_NOUNS
            )
            learned = code != "en" and len(word) > len("pneu") and _LEARNED.search(word)
            if word.casefold() in listed or name or learned:
                yield word

"""A lexicon: how words are spoken in all lessons of a folder, or of a series.

It is YAML, one `word: spoken form` a line, as below `say:` in a header; or a pronunciation lexicon of the W3C
(`pls`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from generator.core.errors import Span
from generator.script.entries import entries, quoted_where_needed
from generator.script.header import clean, compose
from generator.script.lesson import Header
from generator.script.problems import Problems, quoted
from generator.script.prose import has_control, speaks
from generator.script.source import Source
from generator.script.values import Scalar

LEXICON: Final = "lexicon.yaml"
"""The name of the lexicon that counts for every script of its folder."""

MOST_WORDS: Final = 5000


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """One word, and how it is spoken."""

    written: str
    spoken: str
    """In letters, or its sounds as `say:` has them."""
    span: Span


def read_lexicon(source: Source, language: str, problems: Problems) -> tuple[LexiconEntry, ...]:
    """The words of a lexicon, each once; what cannot be read is reported.

    Args:
        source: its text.
        language: of the script; a pronunciation lexicon for another one is not used, which is reported. Empty
            is any.
        problems: told of everything.
    """
    if source.path.lower().endswith((".pls", ".xml")):
        from generator.script.pls import read_pls  # few lessons have one

        found = read_pls(source, language, problems)
    else:
        found = tuple(_pairs(source, problems))
    if len(found) > MOST_WORDS:
        problems.error(
            "E007", found[MOST_WORDS].span, f"these are over {MOST_WORDS:,} words", "leave some out"
        )
    return found[:MOST_WORDS]


def _pairs(source: Source, problems: Problems) -> Iterator[LexiconEntry]:
    lines: dict[str, int] = {}
    for entry in entries(source, 0, len(source.lines), problems):
        if any(map(has_control, entry.lines)) or not quoted_where_needed(entry, "text", problems):
            continue
        node = compose(entry, problems)
        if node is None or not clean(node, problems):
            continue
        if not isinstance(node, Scalar) or not (speaks(node.text) and speaks(entry.name)):
            hint = "write a word, a colon, a blank and how it is spoken, as in psoas: so-az"
            problems.error(
                "E044", entry.span, "a word and its spoken form are wanted here, one pair a line", hint
            )
            continue
        key = word_key(entry.name)
        if key in lines:
            message = f"the word {quoted(entry.name)} stands here a second time"
            problems.error("E043", entry.span, message, f"it is on line {lines[key]} already: delete one")
            continue
        lines[key] = entry.first + 1
        yield LexiconEntry(" ".join(entry.name.split()), " ".join(node.text.split()), node.span)


def word_key(word: str) -> str:
    """A word whatever its blanks and capitals."""
    return " ".join(word.split()).casefold()


def with_words(header: Header, found: Iterable[LexiconEntry]) -> Header:
    """A header that knows the words of its lexicons. Its own `say` counts first, then the first entry."""
    said = {word_key(written) for written, _ in header.say}
    words: dict[str, LexiconEntry] = {}
    for entry in found:
        key = word_key(entry.written)
        if key not in said:
            words.setdefault(key, entry)
    spans = {f"say: {entry.written}": entry.span for entry in words.values()}
    return replace(
        header,
        words=tuple((entry.written, entry.spoken) for entry in words.values()),
        spans=MappingProxyType({**header.spans, **spans}),
    )

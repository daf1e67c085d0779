"""Pronunciation lexicons of the W3C, read and written (PLS 1.0, https://www.w3.org/TR/pronunciation-lexicon/)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from generator.script.problems import Problems, quoted
from generator.script.prose import speaks
from generator.script.source import Source

if TYPE_CHECKING:
    from generator.script.lexicon import LexiconEntry

NAMESPACE: Final = "http://www.w3.org/2005/01/pronunciation-lexicon"
_LANGUAGE: Final = "http://www.w3.org/XML/1998/namespace lang"
_TEXTS: Final = frozenset({"grapheme", "alias", "phoneme"})


_WRITTEN: Final = {"": "{}", "ipa": "/{}/", "x-espeak": "[[{}]]"}
"""How `say:` has sounds of each alphabet; of the empty one are letters."""


class RefusedError(ValueError):
    """Something in a file that is not read at all, such as a declaration of entities."""


@dataclass(slots=True)
class _Lexeme:
    """One entry while it is read."""

    line: int
    graphemes: list[str] = field(default_factory=list)
    said: list[tuple[bool, str, str]] = field(default_factory=list)
    """Aliases and phonemes: whether it is the preferred one, its alphabet (empty: letters), and itself."""


class _PlsReader:
    """Gathers lexemes from the events of a parser."""

    def __init__(self) -> None:
        from xml.parsers import expat

        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.lexemes: list[_Lexeme] = []
        self.language = ""
        self.root = ""
        self._alphabet = ""
        self._own_alphabet = ""
        self._preferred = False
        self._text: list[str] = []

    def _refuse(self, *_: object) -> None:
        raise RefusedError

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self.root:
            self.root = name
            self._alphabet = attributes.get("alphabet", "")
            self.language = attributes.get(_LANGUAGE, "")
        element = name.rpartition(" ")[2]
        if element == "lexeme":
            self.lexemes.append(_Lexeme(self.parser.CurrentLineNumber))
        self._text = []
        self._own_alphabet = attributes.get("alphabet", self._alphabet)
        self._preferred = attributes.get("prefer", "").strip() == "true"

    def _characters(self, text: str) -> None:
        self._text.append(text)

    def _end(self, name: str) -> None:
        element = name.rpartition(" ")[2]
        text = " ".join("".join(self._text).split())
        self._text = []
        if element not in _TEXTS or not self.lexemes or not text:
            return
        if element == "grapheme":
            self.lexemes[-1].graphemes.append(text)
        else:
            alphabet = self._own_alphabet or "ipa" if element == "phoneme" else ""
            self.lexemes[-1].said.append((self._preferred, alphabet, text))


def read_pls(source: Source, language: str, problems: Problems) -> tuple[LexiconEntry, ...]:
    """The words of a pronunciation lexicon: each grapheme with its alias, or its sounds in IPA.

    Of several, the preferred one counts, else the first. Sounds in another alphabet cannot be used, which is
    reported once, as is a lexicon for another language than the script's.
    """
    reader = _parsed(source, problems)
    if reader is None:
        return ()
    spoken = reader.language.partition("-")[0].lower()
    if spoken and language and spoken != language.partition("-")[0].lower():
        message = f'this lexicon is for the language "{reader.language}", and is not used'
        hint = f'the script is in "{language}": name a lexicon for it'
        problems.warn("W011", source.whole_line(1), message, hint)
        return ()
    return tuple(_entries(reader.lexemes, source, problems))


def _parsed(source: Source, problems: Problems) -> _PlsReader | None:
    from xml.parsers.expat import ExpatError

    text = "\n".join(source.lines)
    if not text.strip():
        return None
    reader = _PlsReader()
    try:
        reader.parser.Parse(text.encode(), True)
    except RefusedError:
        line = reader.parser.CurrentLineNumber
        message = "this file declares a document type or entities, which are not read here"
        problems.error("E041", source.whole_line(line), message, "delete what stands in <!DOCTYPE …>")
        return None
    except ExpatError as error:
        line = min(max(error.lineno, 1), len(source.lines))
        message = f"this is no XML: {str(error).partition(':')[0]}"
        problems.error("E041", source.whole_line(line), message, "is it really a pronunciation lexicon?")
        return None
    if reader.root != f"{NAMESPACE} lexicon":
        message = f"this is no pronunciation lexicon: it begins with {quoted(reader.root.rpartition(' ')[2])}"
        problems.error(
            "E041", source.whole_line(1), message, f'write <lexicon version="1.0" xmlns="{NAMESPACE}" …>'
        )
        return None
    return reader


def _entries(lexemes: Iterable[_Lexeme], source: Source, problems: Problems) -> Iterable[LexiconEntry]:
    from generator.script.lexicon import LexiconEntry, word_key

    seen: set[str] = set()
    strange: set[str] = set()
    for lexeme in lexemes:
        span = source.whole_line(lexeme.line)
        usable = [each for each in lexeme.said if each[1] in _WRITTEN]
        for _, alphabet, _ in lexeme.said:
            if not usable and alphabet not in strange:
                strange.add(alphabet)
                message = f"sounds in the alphabet {quoted(alphabet)} are not used"
                problems.warn("W011", span, message, "write them in IPA, or an <alias> in letters")
        chosen = next((each for each in usable if each[0]), usable[0] if usable else None)
        for written in lexeme.graphemes if chosen else ():
            assert chosen
            spoken = _WRITTEN[chosen[1]].format(chosen[2])
            if speaks(written) and speaks(spoken) and word_key(written) not in seen:
                seen.add(word_key(written))
                yield LexiconEntry(written, spoken, span)


def pls_text(words: Iterable[tuple[str, str]], language: str) -> str:
    """A pronunciation lexicon of words and their spoken forms, which `read_pls` reads back.

    Args:
        words: written and spoken, as `say:` has them; sounds in eSpeak's own notation are of the alphabet
            `x-espeak`.
        language: its tag.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<lexicon version="1.0" xmlns="{NAMESPACE}" alphabet="ipa" xml:lang={quoteattr(language)}>',
    ]
    for written, spoken in words:
        lines += [
            "  <lexeme>",
            f"    <grapheme>{escape(written)}</grapheme>",
            f"    {_said(spoken)}",
            "  </lexeme>",
        ]
    return "\n".join((*lines, "</lexicon>", ""))


def _said(spoken: str) -> str:
    for alphabet, begin, end in (("ipa", "/", "/"), ("x-espeak", "[[", "]]")):
        if spoken.startswith(begin) and spoken.endswith(end) and len(spoken) > len(begin + end):
            sounds = escape(spoken[len(begin) : -len(end)])
            named = "" if alphabet == "ipa" else f" alphabet={quoteattr(alphabet)}"
            return f"<phoneme{named}>{sounds}</phoneme>"
    return f"<alias>{escape(spoken)}</alias>"

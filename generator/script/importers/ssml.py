"""SSML, the markup of speech engines (W3C Speech Synthesis Markup Language 1.1, and its dialects).

`sub` speaks its alias: that is what is written, because a movement script's own `say:` would change the word
everywhere, and `sub` means one place. Nothing is ever fetched, and no entity is ever expanded: a document
type declaration, where such things are declared, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

from generator.core.errors import Span
from generator.script.importers.conversions import break_wait, rate
from generator.script.importers.markup import (
    APART,
    BLOCKS,
    SEAM,
    SENTENCES,
    SILENT,
    WRAP,
    character_data,
    local,
    wrapped,
)
from generator.script.importers.pieces import (
    ImportedText,
    ImportSource,
    Note,
    ParagraphBreak,
    Piece,
    Say,
    first_lines,
)

KNOWN = BLOCKS | SENTENCES | {"speak", "break", "prosody", "sub", "w", "token"}
WHY = {
    "emphasis": "emphasis is not carried over; its words are",
    "mark": "a mark has no place in a movement script",
    "audio": "a sound file is not carried over, nor opened",
    "lexicon": "a lexicon is not carried over, nor opened: write `say:` in the header",
    "voice": "the voice is not carried over: write [voice …] with one of `lesson voices`",
    "phoneme": "phonemes are not carried over: write `say:` in the header",
}
SENTENCE_END = re.compile(r"[.!?…:;。！？][”’\"')\]»]*\s*$")
CLOSED = re.compile(SEAM + r"+(?=[.,;:!?…)\]”’»]+(?:\s|$))")
"""A seam before signs that end what stands before them."""
TAG = re.compile(r"<(?:ssml:)?(?:break|prosody|emphasis|say-as|p|s)\b[^<>]*>", re.IGNORECASE)


def recognise_ssml(text: str) -> float:
    """Sure where it begins like XML and speaks; likely where one of its tags stands."""
    lines = first_lines(text)
    if any("<speak" in line for line in lines):
        return 1.0 if lines[0].startswith("<") else 0.7
    return 0.8 if any(TAG.search(line) for line in lines) else 0.0


def read_ssml(source: ImportSource) -> ImportedText:
    """The whole file."""
    reader = SsmlReader(source)
    pieces = reader.read(source.text)
    return ImportedText(pieces, (("language", reader.language),) if reader.language else ())


def spoken_of_ssml(source: ImportSource) -> str:
    """Every character that is spoken."""
    return character_data(source, source.text)


class SsmlReader:
    """One pass of Python's expat over the text."""

    def __init__(self, source: ImportSource, speed: float = 1.0) -> None:
        self.source = source
        self.rate = speed
        self.language = ""
        self.pieces: list[Piece] = []
        self.text: list[str] = []
        """Words not yet in a piece."""
        self.notes: list[Note] = []
        """Comments among those words: they must not part them."""
        self.open: list[float] = []
        """For each open tag: the rate outside it."""
        self.mute: list[str] | None = None
        """What stands inside a tag that is not spoken."""
        self.muted = 0
        """How many open tags are inside it, itself included."""
        self.xml = ""
        self.parser = expat.ParserCreate("utf-8")

    def read(self, text: str) -> list[Piece]:
        """The pieces of `text`; raises ScriptError where it is no XML, or has a document type."""
        self.xml = text
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.CommentHandler = self.comment
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.StartDoctypeDeclHandler = self.doctype
        try:
            self.parser.Parse(wrapped(text), True)
        except expat.ExpatError as error:
            hint = "close every <tag> with its </tag>, and write &amp; for & and &lt; for <"
            if expat.ErrorString(error.code) == expat.errors.XML_ERROR_UNDEFINED_ENTITY:
                hint = "write the character itself"
            span = self.source.span(error.lineno, self.column(error.lineno, error.offset), 1)
            raise self.source.refuse(
                span, f"this is not valid SSML: {expat.ErrorString(error.code)}", hint
            ) from error
        self.flush()
        return self.pieces

    def column(self, line: int, offset: int) -> int:
        """A column, from 1, in the source."""
        return max(1, offset + 1 - (len(WRAP) if line == 1 else 0))

    def here(self, width: int | None = 1) -> Span:
        """Where the parser is."""
        line = self.parser.CurrentLineNumber
        return self.source.span(line, self.column(line, self.parser.CurrentColumnNumber), width)

    def doctype(self, *_: object) -> None:
        """Entities that explode, and files from elsewhere, are declared there: none is read."""
        before = self.xml[: self.xml.find("<!DOCTYPE")]
        raise self.source.refuse(
            self.source.span(before.count("\n") + 1, len(before) - before.rfind("\n")),
            "a document type declaration (<!DOCTYPE …>) is not read: it can pull in other files",
            "delete it, and everything up to its closing >",
        )

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Handle an opening tag."""
        name = local(name)
        self.open.append(self.rate)
        if self.mute is not None:
            self.muted += 1
            return
        if name in APART:
            self.text.append(SEAM)
        span = self.here(len(name) + 1)
        if name in BLOCKS | SENTENCES:
            self.border(name)
        elif name == "break":
            self.silence(span, attributes)
        elif name == "prosody":
            self.prosody(span, attributes)
        elif name == "sub":
            self.substitute(span, attributes)
        elif name == "speak":
            self.language = self.language or attributes.get("xml:lang", "")
        elif name in SILENT:
            self.mute, self.muted = [], 1
        elif name not in KNOWN and name != "x":
            why = WHY.get(name, "it is not carried over; its words are")
            self.source.note(span, f"<{name}>: {why}")

    def end(self, name: str) -> None:
        """Handle a closing tag."""
        name = local(name)
        outside = self.open.pop()
        if self.mute is not None:
            self.muted -= 1
            if not self.muted:
                self.unmute(name)
            return
        if name in APART:
            self.text.append(SEAM)
        if outside != self.rate:
            self.flush()
            self.rate = outside
        self.border(name)

    def characters(self, data: str) -> None:
        """Handle text between tags."""
        if self.mute is not None:
            self.mute.append(data)
            return
        self.text.append(data)

    def comment(self, data: str) -> None:
        """Keep a comment as the author's note."""
        self.notes.append(Note(data))

    def instruction(self, target: str, _: str) -> None:
        """Tell of a processing instruction, `<?…?>`, which has no sound."""
        self.source.note(self.here(), f"<?{target} …?> is not carried over")

    def flush(self) -> None:
        """Make a piece of the words so far; a blank at their end waits for the words after it."""
        text = "".join(self.text)
        self.text.clear()
        self.pieces += self.notes
        self.notes.clear()
        if text.strip():
            self.pieces.append(Say(CLOSED.sub("", text).replace(SEAM, " "), self.rate))
        if text and text[-1].isspace():
            self.text.append(text[-1])

    def border(self, name: str) -> None:
        """Where a paragraph, a document or a sentence begins or ends."""
        if name in BLOCKS or name == "speak":
            self.paragraph()
        elif name in SENTENCES:
            self.sentence()

    def paragraph(self) -> None:
        """The words before and after are apart."""
        self.flush()
        self.pieces.append(ParagraphBreak())

    def sentence(self) -> None:
        """A sentence that ends without a sign must not run into the next one."""
        before = "".join(self.text)
        self.flush()
        last = before if before.strip() else self.last_words()
        if last and not SENTENCE_END.search(last):
            self.pieces.append(ParagraphBreak())

    def last_words(self) -> str:
        """The words that the next ones would continue."""
        last = self.pieces[-1] if self.pieces else None
        return last.text if isinstance(last, Say) else ""

    def silence(self, span: Span, attributes: Mapping[str, str]) -> None:
        """Turn a `<break>` into a silence."""
        if silence := break_wait(self.source, span, attributes):
            self.flush()
            self.pieces.append(silence)

    def prosody(self, span: Span, attributes: Mapping[str, str]) -> None:
        """`<prosody>`: the rate is carried over, the rest is told."""
        for name in attributes:
            if name != "rate":
                self.source.note(span, f"prosody {name}= is not carried over; its words are")
        if "rate" in attributes:
            inside = rate(self.source, span, attributes["rate"], self.rate)
            if inside != self.rate:
                self.flush()
                self.rate = inside

    def substitute(self, span: Span, attributes: Mapping[str, str]) -> None:
        """`<sub alias="…">`: the alias is what is spoken."""
        if "alias" not in attributes:
            self.source.note(span, "<sub> has no alias: its own words are kept")
            return
        self.mute, self.muted = [], 1
        if alias := attributes["alias"]:
            mute, self.mute = self.mute, None
            self.characters(alias)
            self.mute = mute

    def unmute(self, name: str) -> None:
        """The end of what is not spoken: say what it was."""
        text = " ".join("".join(self.mute or ()).split())
        self.mute = None
        if name == "sub":
            self.source.note(self.here(), f"“{text}” is written as it is spoken, by its alias")
        else:
            self.source.note(self.here(), f"<{name}> is not spoken and not carried over: “{text}”")

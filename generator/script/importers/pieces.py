"""The nouns of an import: what a reader finds in another tool's text, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from generator.core.errors import Diagnostic, ScriptError, Severity, Span


@dataclass(frozen=True, slots=True)
class Imported:
    """A movement script made of another tool's text."""

    script: str
    """The whole movement script, ending with a line end."""
    format: str
    """The name in `table.FORMATS` that it was read as."""
    notes: tuple[Diagnostic, ...]
    """What could not be carried over, or was carried over with a decision, at its line in the source."""


@dataclass(frozen=True, slots=True)
class Say:
    """Spoken words. Two in a row are one sentence, unless the rate changes between them."""

    text: str
    rate: float = 1.0
    """A share of the lesson's own rate."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A silence of `low` to `high` milliseconds; `low` is None for one of the header's length."""

    low: int | None
    high: int | None = None
    """None where it is not a range."""


@dataclass(frozen=True, slots=True)
class ParagraphBreak:
    """The words before and after it are two cues, even with no silence written between them."""


@dataclass(frozen=True, slots=True)
class Title:
    """A section begins."""

    text: str
    line: int
    """Where it stands in the source."""


@dataclass(frozen=True, slots=True)
class Note:
    """A comment of the author: kept, never spoken."""

    text: str


Piece: TypeAlias = Say | Wait | ParagraphBreak | Title | Note


@dataclass(slots=True)
class ImportSource:
    """The text to import, its lines, and the notes that a reader makes on its way."""

    text: str
    path: str
    lines: list[str] = field(init=False)
    """Without line ends."""
    notes: list[Diagnostic] = field(default_factory=list)
    told: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        # Not splitlines(): a form feed or U+2028 in a line must not shift the numbers of those after it.
        self.lines = self.text.split("\n")

    def span(self, line: int, column: int = 1, width: int | None = None) -> Span:
        """The place at `line` and `column` (from 1); without a width, to the end of the line."""
        source = self.lines[line - 1].rstrip("\r") if 0 < line <= len(self.lines) else ""
        length = max(1, len(source) - column + 1) if width is None else max(1, width)
        return Span(self.path, line, column, length, source)

    def note(self, span: Span, message: str, hint: str = "") -> None:
        """Tell the teacher about something at `span`."""
        self.notes.append(Diagnostic(Severity.WARNING, "I001", span, message, hint))

    def note_once(self, span: Span, message: str, hint: str = "") -> None:
        """Tell it the first time only: for a decision that holds for the whole file."""
        if message not in self.told:
            self.told.add(message)
            self.note(span, message, hint)

    def refuse(self, span: Span, message: str, hint: str = "") -> ScriptError:
        """The error that ends an import."""
        return ScriptError((Diagnostic(Severity.ERROR, "I000", span, message, hint),))


@dataclass(frozen=True, slots=True)
class ImportedText:
    """What a reader found."""

    pieces: Iterable[Piece]
    header: tuple[tuple[str, str], ...] = ()
    """Keys of a movement script's header, with their values as plain text."""


@dataclass(frozen=True, slots=True)
class Format:
    """One line of the table of formats."""

    name: str
    help: str
    recognise: Callable[[str], float]
    """How sure it is, 0–1, that a text is of this format. Looks at no more than the first 200 lines."""
    read: Callable[[ImportSource], ImportedText]
    """Raises ScriptError where the text cannot be read at all."""
    spoken: Callable[[ImportSource], str]
    """A second, much simpler reading: all that is spoken, titles included. What `read` is held against."""


def first_lines(text: str, count: int = 200) -> list[str]:
    """The first lines that are not blank: enough to recognise a format by."""
    lines: list[str] = []
    start = 0
    while len(lines) < count and start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end].strip()
        if line:
            lines.append(line)
        start = end + 1
    return lines

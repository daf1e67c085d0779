"""The import itself: recognise, read, write, and hold the result against the source, word by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from generator.errors import Diagnostic
from generator.script.importers.check import compare, script_words, words
from generator.script.importers.emit import write_script
from generator.script.importers.model import (
    Format,
    Imported,
    ParagraphBreak,
    Piece,
    Reading,
    Say,
    Source,
    Title,
    Wait,
)
from generator.script.importers.table import FORMATS
from generator.script.source import normalise


def import_text(text: str, path: str, format: str | None = None) -> Imported:  # noqa: A002 -- as on the command line
    """Make a movement script of another tool's text.

    `path` is what messages call the file, and its name is the title where the text has none. `format` is a
    name in `FORMATS`; None guesses.

    Raises:
        ScriptError: when the text cannot be read as that format, is empty, or is no text.
        LostWordsError: when a word would be lost: never seen, always checked.
        ValueError: for an unknown format.
    """
    source = Source(normalise(text), path)
    refuse_unreadable(source)
    chosen = chosen_format(source.text, format)
    reading = chosen.read(source)
    pieces = list(settled(source, reading.pieces))
    script, lost = write_script(pieces, header(source, reading))
    if lost:
        signs = " ".join(dict.fromkeys(lost))
        source.note_once(
            source.span(1, 1, 1), f"signs that stood alone between two pauses are left out: {signs}"
        )
    if not any(isinstance(piece, Say) for piece in pieces):
        raise source.refuse(source.span(1), "there is nothing to speak in this file", "")
    if not any(isinstance(piece, Wait) for piece in pieces):
        hint = (
            'write [pause 10s] where you want silence; if the file has pauses, name its format with "--from"'
        )
        source.note(source.span(1, 1, 1), f"no pause was found (the file was read as “{chosen.name}”)", hint)
    compare(path, words(chosen.spoken(source)), script_words(script))
    return Imported(script, chosen.name, in_order(source.notes))


def chosen_format(text: str, name: str | None) -> Format:
    """The named format, or the one that is most sure of itself."""
    if name is None:
        return max(FORMATS, key=lambda known: known.recognise(text))
    for known in FORMATS:
        if known.name == name:
            return known
    raise ValueError(f"unknown format {name}: one of {', '.join(known.name for known in FORMATS)}")


def refuse_unreadable(source: Source) -> None:
    """An empty file, and one that is no text."""
    if not source.text.strip():
        raise source.refuse(source.span(1, 1, 1), "this file is empty", "")
    zero = source.text.find("\0")
    if zero >= 0:
        line = source.text.count("\n", 0, zero) + 1
        column = zero - source.text.rfind("\n", 0, zero)
        raise source.refuse(
            source.span(line, column, 1),
            "this file holds a NUL byte: it is no plain text",
            "save it as plain text, encoding UTF-8",
        )


def header(source: Source, reading: Reading) -> Iterator[tuple[str, str]]:
    """The source's own title, or the file's name."""
    keys = dict(reading.header)
    stem = PurePath(source.path.replace("\\", "/")).stem.replace("-", " ").replace("_", " ").strip()
    yield "title", keys.pop("title", "") or stem[:1].upper() + stem[1:] or "Lesson"
    yield from keys.items()


def settled(source: Source, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """A section without content is no section: its title joins the next one's; the last is spoken."""
    titles: list[str] = []
    for piece in pieces:
        if isinstance(piece, Title):
            titles.append(piece.text)
        elif titles and isinstance(piece, Say | Wait):
            yield joined(source, titles)
            titles = []
            yield piece
        elif not (titles and isinstance(piece, ParagraphBreak)):
            yield piece
    if titles:
        name = " – ".join(titles)
        source.note_once(
            source.span(len(source.lines), 1, 1), f"nothing follows the title “{name}”: it is spoken"
        )
        yield ParagraphBreak()
        yield Say(name)


def joined(source: Source, titles: list[str]) -> Title:
    """One title of several that follow each other."""
    name = " – ".join(titles)
    if len(titles) > 1:
        line = next((at for at, text in enumerate(source.lines, 1) if titles[0] in text), 1)
        source.note_once(source.span(line), f"titles with nothing between them are one title: “{name}”")
    return Title(name)


def in_order(notes: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By place in the file."""
    return tuple(sorted(notes, key=lambda note: (note.span.line, note.span.column) if note.span else (0, 0)))

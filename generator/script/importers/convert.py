"""The import itself: recognise, read, write, and hold the result against the source, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from generator.core.errors import Diagnostic
from generator.script.importers.emit import has_word, write_script
from generator.script.importers.lost_words import check_words, script_words, words_of
from generator.script.importers.pieces import (
    Format,
    Imported,
    ImportedText,
    ImportSource,
    Note,
    ParagraphBreak,
    Piece,
    Say,
    Title,
    Wait,
)
from generator.script.importers.table import FORMATS
from generator.script.prose import has_control
from generator.script.source import normalise

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")

OWN = re.compile(r"\[\s*+(?:(?:rest|move)\s+[0-9]|repeat\s+[0-9]|mirror\s*:|include\s+[^\]]*\.txt\s*\])")
"""Markers that no other tool has."""


def import_text(text: str, path: str, format: str | None = None) -> Imported:  # noqa: A002  # as on the command line
    """Make a movement script of another tool's text.

    `path` is what messages call the file, and its name is the title where the text has none. `format` is a
    name in `FORMATS`; None guesses.

    Raises:
        ScriptError: when the text cannot be read as that format, is empty, or is no text.
        LostWordsError: when a word would be lost: never seen, always checked.
        ValueError: for an unknown format.
    """
    source = ImportSource(normalise(text), path)
    refuse_unreadable(source)
    source = without_controls(source)
    if format is None:
        refuse_own(source)
    chosen = chosen_format(source.text, format)
    reading = chosen.read(source)
    pieces = list(settled(source, reading.pieces))
    script, lost = write_script(pieces, header(source, reading))
    if lost:
        signs = " ".join(dict.fromkeys(lost))
        source.note_once(
            source.span(1, 1, 1), f"signs that stood alone between two pauses are left out: {signs}"
        )
    if not any(isinstance(piece, Say) and has_word(piece.text) for piece in pieces):
        raise source.refuse(source.span(1), "there is nothing to speak in this file", "")
    if not any(isinstance(piece, Wait) for piece in pieces):
        hint = (
            'write [pause 10s] where you want silence; if the file has pauses, name its format with "--from"'
        )
        source.note(source.span(1, 1, 1), f"no pause was found (the file was read as “{chosen.name}”)", hint)
    check_words(path, words_of(chosen.spoken(source)), script_words(script, path))
    return Imported(script, chosen.name, in_order(source.notes))


def chosen_format(text: str, name: str | None) -> Format:
    """The named format, or the one that is most sure of itself."""
    if name is None:
        return max(FORMATS, key=lambda known: known.recognise(text))
    for known in FORMATS:
        if known.name == name:
            return known
    raise ValueError(f"unknown format {name}: one of {', '.join(known.name for known in FORMATS)}")


def refuse_unreadable(source: ImportSource) -> None:
    """Refuse an empty file, and one that is no text."""
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


def refuse_own(source: ImportSource) -> None:
    """A movement script, whose rests and moves another format would speak."""
    for number, line in enumerate(source.lines[:1000], 1):
        if OWN.search(line):
            raise source.refuse(
                source.span(number),
                "this is a movement script already",
                'build it as it is; with "--from" it is imported all the same',
            )


def without_controls(source: ImportSource) -> ImportSource:
    """The text with blanks in the place of control characters."""
    if not has_control(source.text):
        return source
    clean = ImportSource("".join(" " if has_control(one) else one for one in source.text), source.path)
    for number, line in enumerate(source.lines, 1):
        if has_control(line):
            clean.note(clean.span(number), "an invisible control character is left out")
    return clean


def header(source: ImportSource, reading: ImportedText) -> Iterator[tuple[str, str]]:
    """The source's own title, or the file's name."""
    keys = dict(reading.header)
    stem = PurePath(source.path.replace("\\", "/")).stem.replace("-", " ").replace("_", " ").strip()
    yield "title", keys.pop("title", "") or stem[:1].upper() + stem[1:] or "Lesson"
    tag = keys.pop("language", "").replace("_", "-")
    if LANGUAGE.fullmatch(tag):
        yield "language", tag
    elif tag:
        source.note_once(
            source.span(1, 1, 1), f"the language “{tag}” is not carried over", "write language: en"
        )
    yield from keys.items()


def settled(source: ImportSource, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """A section without content is no section: its title joins the next one's; the last is spoken."""
    titles: list[Title] = []
    for piece in pieces:
        if isinstance(piece, Title):
            titles.append(piece)
        elif not titles or isinstance(piece, Note):
            yield piece
        elif isinstance(piece, Wait) or (isinstance(piece, Say) and has_word(piece.text)):
            yield joined(source, titles)
            titles = []
            yield piece
    if titles:
        last = joined(source, titles)
        source.note(source.span(last.line), f"nothing follows the title “{last.text}”: it is spoken")
        yield ParagraphBreak()
        yield Say(last.text)


def joined(source: ImportSource, titles: list[Title]) -> Title:
    """One title of several that follow each other."""
    first, *others = titles
    if not others:
        return first
    name = " – ".join(title.text for title in titles)
    source.note(source.span(first.line), f"titles with nothing between them are one title: “{name}”")
    return Title(name, first.line)


def in_order(notes: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort diagnostics by their place in the file."""
    return tuple(sorted(notes, key=lambda note: (note.span.line, note.span.column) if note.span else (0, 0)))

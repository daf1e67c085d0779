"""The sheet of a lesson's own recordings: which file says which text. A CSV file that a teacher may print.

    number,file,seconds,text,content
    1,01-welcome-to-knee.wav,4,"Welcome to knee and elbow.",b2-9f2c…

`content` is empty until a recording is there, and then says which one was there when `text` was noted: who
records anew changes it, who edits the script does not.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

COLUMNS: Final = ("number", "file", "seconds", "text", "content")

NAME_WORDS: Final = 4
"""Words of a cue in the name of its file."""

_NO_FORMULA: Final = "\u200b"
"""Stands in front of a text that a spreadsheet would calculate: a blank without a width."""

ALIKE: Final = 0.5
"""Texts that have as much in common (`difflib`) may be one before and after an edit."""


class SheetError(ValueError):
    """A sheet that cannot be read."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One recording, made or to be made."""

    file: str
    """Its name in the folder of recordings."""
    text: str
    """What it says, or is to say."""
    seconds: int
    """How long that is likely to take."""
    content: str = ""
    """Hash of the recording that said so; empty where there was none yet."""
    notes: tuple[tuple[str, str], ...] = ()
    """Columns that somebody has added, and what stands in them."""


def read_sheet(text: str) -> tuple[SheetRow, ...]:
    """The rows of a sheet, however a spreadsheet has parted its columns.

    Raises:
        SheetError: it has no columns `file` and `text`, or a file's name is none.
    """
    lines = text.removeprefix("\ufeff")
    head = lines.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    rows = csv.DictReader(io.StringIO(lines, newline=""), delimiter=delimiter)
    if not {"file", "text"} <= {*(rows.fieldnames or ())}:
        raise SheetError("its first line must name the columns file and text")
    found = []
    try:
        for row in rows:
            name = (row["file"] or "").strip()
            if not name or name != re.split(r"[/\\]", name)[-1] or name in {".", ".."}:
                raise SheetError(f"line {rows.line_num} has no file name in the column file")
            seconds = re.match(r"\d{1,6}", (row.get("seconds") or "").strip())
            spoken = " ".join((row["text"] or "").removeprefix(_NO_FORMULA).split())
            content = (row.get("content") or "").strip()
            notes = tuple((key, row[key] or "") for key in rows.fieldnames or () if key not in COLUMNS)
            found.append(SheetRow(name, spoken, int(seconds[0]) if seconds else 0, content, notes))
    except csv.Error as error:
        raise SheetError(f"line {rows.line_num} cannot be read: {error}") from error
    return tuple(found)


def sheet_text(rows: Sequence[SheetRow]) -> str:
    """A sheet as it is written: with a mark of its encoding, without which spreadsheets guess."""
    text = io.StringIO(newline="")
    added = dict.fromkeys(key for row in rows for key, _ in row.notes)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow((*COLUMNS, *added))
    for number, row in enumerate(rows, start=1):
        notes = dict(row.notes)
        writer.writerow(
            (
                number,
                row.file,
                row.seconds,
                _harmless(row.text),
                row.content,
                *(notes.get(key, "") for key in added),
            )
        )
    return "\ufeff" + text.getvalue()


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"{_NO_FORMULA}{text}" if text.startswith(("=", "+", "-", "@")) else text


def renewed(
    rows: Sequence[SheetRow],
    cues: Mapping[str, int],
    contents: Mapping[str, str],
    fitting: Container[str] = (),
) -> tuple[SheetRow, ...]:
    """A sheet for what the script says now, in its order; recordings that no cue needs stand last.

    A recording says what it said, however the script was edited, until another one is in its place.

    Args:
        rows: as the sheet was.
        cues: each text of the script, and the seconds that it is likely to take, in order.
        contents: the hash of each recording that is there, by its row's file.
        fitting: files of recordings that say what the script says now, though they are the same as before.
    """
    became = dict(edited((row.text for row in rows), cues))
    now: dict[str, SheetRow] = {}
    needless = []
    names = {row.file.casefold() for row in rows}
    for row in rows:
        content = contents.get(row.file, "")
        text = became.get(row.text, row.text)
        recorded_anew = row.file in fitting or bool(content and row.content and content != row.content)
        says = row.text if content and not recorded_anew else text
        renewed_row = replace(row, text=says, seconds=cues.get(text, row.seconds), content=content)
        if text in cues and text not in now:
            now[text] = renewed_row
        elif content:
            needless.append(renewed_row)
    for number, (text, length) in enumerate(cues.items(), start=1):
        if text not in now:
            now[text] = SheetRow(_file_name(number, text, names), text, length)
            names.add(now[text].file.casefold())
    return (*(now[text] for text in cues), *needless)


def edited(before: Iterable[str], now: Iterable[str]) -> list[tuple[str, str]]:
    """Texts that are no longer there, each with the new one that it most likely became, in order."""
    before, now = dict.fromkeys(before), dict.fromkeys(now)
    gone = [text for text in before if text not in now]
    new = [text for text in now if text not in before]
    pairs = []
    for text in gone:
        near = difflib.get_close_matches(text, new, n=1, cutoff=ALIKE)
        if near:
            new.remove(near[0])
            pairs.append((text, near[0]))
    return pairs


def _file_name(number: int, text: str, taken: set[str]) -> str:
    """`07-let-the-right-knee.wav`: what sorts in the lesson's order, and can be a name on any disk."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    stem = "-".join(re.findall(r"[a-z0-9]+", plain)[:NAME_WORDS]) or "cue"
    name = f"{number:02}-{stem}.wav"
    while name.casefold() in taken:
        stem += "-b"
        name = f"{number:02}-{stem}.wav"
    return name

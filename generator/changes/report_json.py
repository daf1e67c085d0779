"""An edit report as JSON (`NAME.changes.json`), and back.

It is a documented, versioned format:

    format       "movement-lesson-changes"
    version      1
    name, script, script_hash
                 of the new version, as in its timeline
    sample_rate  48000: every position and length below is in these samples
    before       length of the old version; left out where there was none
    after        length of the new version
    reused       cues that sound as they did
    elastic      {pauses, total, most}: elastic pauses that took the edit up, how many, by how much in all
                 (negative: they got shorter), and the most that one gave; left out where none did
    header       [key]: what has another value in the script's header
    cues         [{kind, before, after, was, start, path, line}]; kind is new, changed, resaid, moved or gone;
                 `was` and `start` are its positions in the old and in the new version
    pauses       [{before, after, start, path, line}]: as they are written
    shifts       [{was, start, by}]: after this place, up to the next, everything moved by so much
    sections     [{title, before, after, was, moved, elastic}]: lengths, without the lesson's lead and tail;
                 `was` is the title before, `elastic` the part of the difference that elastic pauses took up

A key that has nothing to say is left out; one change stands on each line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Final

from generator.changes.changes import Change, Changes, CueChange, Elastic, PauseChange, SectionChange, Shift
from generator.core.clock import SAMPLE_RATE
from generator.core.json_reader import JsonError, JsonObject, read_json

FORMAT: Final = "movement-lesson-changes"
VERSION: Final = 1
ROWS: Final = ("cues", "pauses", "shifts", "sections")
_LEAST: Final = -(2**53)
_KINDS: Final = {kind.value: kind for kind in Change}
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def changes_facts(changes: Changes) -> dict[str, object]:
    """What `changes_to_json` writes, for printing it together with other facts."""
    values: dict[str, object] = {"format": FORMAT, "version": VERSION, "sample_rate": SAMPLE_RATE}
    values |= {key: value for key, value in _said(asdict(changes)).items() if key not in ROWS}
    if not changes.elastic.pauses:
        values.pop("elastic", None)
    return values | {key: [_said(asdict(row)) for row in getattr(changes, key)] for key in ROWS}


def changes_to_json(changes: Changes) -> str:
    """`changes` in the format above: always the same text for the same changes."""
    values = changes_facts(changes)
    lines = [f"{_encode(key)}: {_encode(value)}" for key, value in values.items() if key not in ROWS]
    lines += [f"{_encode(key)}: [" + _rows(getattr(changes, key)) + "]" for key in ROWS]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def changes_from_json(text: str) -> Changes:
    """The report that `changes_to_json` wrote.

    Raises:
        JsonError: `text` is not JSON, no edit report, of another version, or damaged.
    """
    record = read_json(text)
    if record.text("format") != FORMAT:
        raise JsonError("this is not an edit report", f'its "format" is not "{FORMAT}"')
    if record.whole("version") != VERSION:
        raise JsonError(f"this program reads edit reports of version {VERSION}", "build the lesson again")
    elastic = record.record("elastic")
    return Changes(
        name=record.text("name"),
        script=record.text("script"),
        script_hash=record.text("script_hash"),
        before=record.maybe("before"),
        after=record.whole("after"),
        reused=record.whole("reused"),
        cues=tuple(map(_cue, record.records("cues"))),
        pauses=tuple(map(_pause, record.records("pauses"))),
        shifts=tuple(map(_shift, record.records("shifts"))),
        elastic=_elastic(elastic) if elastic.has("pauses") else Elastic(),
        sections=tuple(map(_section, record.records("sections"))),
        header=record.texts("header"),
    )


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value
        for key, value in values.items()
        if value is not None and value is not False and value not in ("", ())
    }


def _rows(rows: Iterable[Any]) -> str:
    return ",".join("\n" + _encode(_said(asdict(row))) for row in rows)


def _cue(record: JsonObject) -> CueChange:
    kind = record.text("kind")
    if kind not in _KINDS:
        raise record.wrong("kind", f"is none of {', '.join(_KINDS)}")
    return CueChange(
        _KINDS[kind],
        record.text("before"),
        record.text("after"),
        record.maybe("was"),
        record.maybe("start"),
        record.text("path"),
        record.maybe("line", 1),
    )


def _pause(record: JsonObject) -> PauseChange:
    return PauseChange(
        record.text("before"),
        record.text("after"),
        record.whole("start"),
        record.text("path"),
        record.maybe("line", 1),
    )


def _shift(record: JsonObject) -> Shift:
    return Shift(record.whole("was"), record.whole("start"), record.whole("by", _LEAST))


def _elastic(record: JsonObject) -> Elastic:
    return Elastic(record.whole("pauses"), record.whole("total", _LEAST), record.whole("most"))


def _section(record: JsonObject) -> SectionChange:
    return SectionChange(
        record.text("title"),
        record.maybe("before"),
        record.maybe("after"),
        record.text("was"),
        moved=record.flag("moved"),
        elastic=record.whole("elastic", _LEAST) if record.has("elastic") else 0,
    )

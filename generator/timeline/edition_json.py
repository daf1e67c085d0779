"""An edition as JSON, and back. The format is described in `edition`."""

from __future__ import annotations

import base64
import binascii
import itertools
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import generator
from generator.audio.clip import ClipFacts
from generator.core.clock import SAMPLE_RATE
from generator.core.errors import Span
from generator.core.json_reader import JsonError, JsonObject, read_json
from generator.core.made_files import MadeFile, files_as_json, files_from_json
from generator.script.kinds import SILENCES
from generator.script.lesson import Header
from generator.script.values import is_date, is_language
from generator.timeline.edition import FORMAT, VERSION, Edition
from generator.timeline.timeline import Chapter, Event, Silence, Sound, SoundKind, Timeline

GENERATOR: Final = f"lesson-generator {generator.__version__}"

NAMED: Final = ("title", "author", "language", "description", "series", "track", "date", "loudness")
"""Keys of the header that stand at the file's top level, because other programs may want to show them."""

SETTINGS: Final[Mapping[str, Callable[[JsonObject, str], object]]] = {
    "voice": JsonObject.text,
    "rate": JsonObject.whole,
    "pitch": JsonObject.whole,
    "volume": lambda record, key: record.number(key, 1.0),
    "length": JsonObject.whole,
    "lengths": JsonObject.wholes,
    "pause": JsonObject.whole,
    "breath": JsonObject.whole,
    "gap": JsonObject.whole,
    "say": JsonObject.pairs,
    "lexicon": JsonObject.text,
    "words": JsonObject.pairs,
    "mirror": JsonObject.pairs,
    "cover": JsonObject.text,
    "chime": JsonObject.text,
}
"""The rest of the header, and how each value is read back."""

_FILES: Final = "files"
_SECTIONS: Final = '"sections": ['

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False).encode


def edition_to_json(edition: Edition) -> str:
    """`edition` in the format that `edition` describes: always the same text, one event a line."""
    timeline = edition.timeline
    values: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "generator": GENERATOR,
        "name": edition.name,
        "script": edition.script,
        "script_hash": edition.script_hash,
    }
    values |= _said([("cover_hash", edition.cover_hash)])
    if edition.files:
        values[_FILES] = files_as_json(edition.files)
    values["sample_rate"] = SAMPLE_RATE
    values |= _said((key, getattr(edition.header, key)) for key in NAMED)
    values |= {"settings": _settings(edition.header), "length": timeline.length}
    lines = [f"{_encode(key)}: {_encode(value)}" for key, value in values.items()]
    lines += [
        _rows("sections", map(_section, timeline.sections)),
        _rows("events", map(event_facts, timeline.events)),
        _rows("clips", map(_clip, edition.clips)),
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def edition_from_json(text: str) -> Edition:
    """The edition that `edition_to_json` wrote. Spans come back without their source line.

    Raises:
        JsonError: `text` is not JSON, not a timeline, of another version, damaged, or contradicts itself.
    """
    record = read_json(text)
    if record.text("format") != FORMAT:
        raise JsonError("this is not a lesson's timeline", f'its "format" is not "{FORMAT}"')
    version = record.whole("version")
    if version != VERSION:
        raise JsonError(
            f"this timeline has version {version}, and this program reads version {VERSION}",
            "build the lesson again",
        )
    if record.whole("sample_rate") != SAMPLE_RATE:
        raise record.wrong("sample_rate", f"is not {SAMPLE_RATE}")
    timeline = Timeline(
        length=record.whole("length"),
        events=tuple(map(_read_event, record.records("events"))),
        sections=tuple(map(_read_section, record.records("sections"))),
    )
    clips = tuple(map(_read_clip, record.records("clips")))
    _check(timeline, clips)
    return Edition(
        name=record.text("name"),
        script=record.text("script"),
        script_hash=record.text("script_hash"),
        header=_read_header(record),
        timeline=timeline,
        clips=clips,
        cover_hash=record.text("cover_hash"),
        files=files_from_json(record, _FILES),
    )


def head_from_lines(lines: Iterable[str]) -> JsonObject:
    """What stands before a timeline's sections: of which script it is, and which files were built.

    Raises:
        JsonError: they are no lines that `edition_to_json` wrote.
    """
    head = "".join(itertools.takewhile(lambda line: not line.startswith(_SECTIONS), lines))
    record = read_json(head.rstrip().removesuffix(",") + "}")
    if record.text("format") != FORMAT:
        raise record.wrong("format", f'is not "{FORMAT}"')
    return record


def with_files(text: str, files: Iterable[MadeFile]) -> str:
    """A timeline as `edition_to_json` wrote it, with another list of files in the place of its own."""
    start = f'"{_FILES}": '
    line = f"{start}{_encode(files_as_json(files))},"
    return "\n".join(line if each.startswith(start) else each for each in text.split("\n"))


def _rows(key: str, rows: Iterable[Mapping[str, object]]) -> str:
    return f'"{key}": [' + ",".join("\n" + _encode(row) for row in rows) + "]"


def _said(values: Iterable[tuple[str, object]]) -> dict[str, object]:
    return {key: value for key, value in values if value is not None and value != ""}


def _settings(header: Header) -> dict[str, object]:
    usual = Header()
    values = ((key, getattr(header, key)) for key in SETTINGS)
    return {key: value for key, value in values if value != getattr(usual, key)}


def _place(span: Span | None) -> tuple[tuple[str, object], ...]:
    if span is None:
        return ()
    return (("path", span.path), ("line", span.line), ("column", span.column), ("width", span.width))


def _section(chapter: Chapter) -> dict[str, object]:
    values: dict[str, object] = {"title": chapter.title, "start": chapter.start, "end": chapter.end}
    return values | dict(_place(chapter.span)) | _said([("mirrors", chapter.mirrors)])


_OF_A_SOUND: Final[tuple[str, ...]] = ("text", "frame", "clip")
_OF_A_SILENCE: Final[tuple[str, ...]] = ("wanted", "low", "high", "repetitions")


def event_facts(event: Event) -> dict[str, object]:
    """One event as it stands in a timeline, for printing it together with other facts."""
    if isinstance(event, Sound):
        kind, rest = event.kind.value, _OF_A_SOUND
    else:
        kind, rest = event.kind.name, _OF_A_SILENCE
    values: dict[str, object] = {
        "kind": kind,
        "start": event.start,
        "end": event.end,
        "section": event.section,
    }
    return values | dict(_place(event.span)) | _said((key, getattr(event, key)) for key in rest)


def _clip(clip: ClipFacts) -> dict[str, object]:
    levels = base64.b64encode(clip.levels).decode("ascii")
    values: dict[str, object] = {"key": clip.key, "frames": clip.frames, "onset": clip.onset, "end": clip.end}
    loudness = [(key, getattr(clip, key)) for key in ("loudness", "peak")]
    values |= {key: value for key, value in loudness if value != -math.inf}
    return values | _said([("voice", clip.voice)]) | {"levels": levels}


def _read_header(record: JsonObject) -> Header:
    for key, fits in (("language", is_language), ("date", is_date)):
        if (text := record.text(key)) and not fits(text):
            raise record.wrong(key, f"is no {key}")
    settings = record.record("settings")
    rest = {key: read(settings, key) for key, read in SETTINGS.items() if settings.has(key)}
    return Header(
        title=record.text("title"),
        author=record.text("author"),
        language=record.text("language"),
        description=record.text("description"),
        series=record.text("series"),
        track=record.maybe("track"),
        date=record.text("date"),
        loudness=record.number("loudness", Header().loudness),
        **rest,  # type: ignore[arg-type]  # each is read by the reader of its own type
    )


def _read_span(record: JsonObject) -> Span:
    return Span(
        record.text("path"), record.whole("line", 1), record.whole("column", 1), record.whole("width", 1), ""
    )


def _read_section(record: JsonObject) -> Chapter:
    return Chapter(
        title=record.text("title"),
        start=record.whole("start"),
        end=record.whole("end"),
        span=_read_span(record),
        mirrors=record.text("mirrors"),
    )


def _read_event(record: JsonObject) -> Event:
    name = record.text("kind")
    start, end, section = record.whole("start"), record.whole("end"), record.whole("section")
    if name in SILENCES:
        return Silence(
            SILENCES[name],
            start,
            end,
            section,
            record.whole("wanted"),
            record.maybe("low"),
            record.maybe("high"),
            record.maybe("repetitions"),
            _read_span(record) if record.has("line") else None,
        )
    if name not in tuple(SoundKind):
        raise record.wrong("kind", f"is none of {', '.join([*SoundKind, *SILENCES])}")
    return Sound(
        SoundKind(name),
        start,
        end,
        section,
        record.text("text"),
        record.whole("frame"),
        record.whole("clip"),
        _read_span(record),
    )


def _read_clip(record: JsonObject) -> ClipFacts:
    try:
        levels = base64.b64decode(record.text("levels"), validate=True)
    except (binascii.Error, ValueError):
        raise record.wrong("levels", "is not base64") from None
    return ClipFacts(
        key=record.text("key"),
        frames=record.whole("frames"),
        onset=record.whole("onset"),
        end=record.whole("end"),
        loudness=record.number("loudness", -math.inf),
        peak=record.number("peak", -math.inf),
        levels=levels,
        voice=record.text("voice"),
    )


def _check(timeline: Timeline, clips: tuple[ClipFacts, ...]) -> None:
    _check_contiguous("events", timeline.events, timeline.length)
    _check_contiguous("sections", timeline.sections, timeline.length)
    for n, event in enumerate(timeline.events):
        if event.section >= len(timeline.sections):
            raise JsonError(f"events[{n}].section names a section that is not there")
        if clips and isinstance(event, Sound) and event.clip >= len(clips):
            raise JsonError(f"events[{n}].clip names a clip that is not there")


def _check_contiguous(key: str, parts: Sequence[Event | Chapter], length: int) -> None:
    reached = 0
    for n, part in enumerate(parts):
        if part.start != reached:
            raise JsonError(f"{key}[{n}] does not start where the one before it ends")
        if part.end < part.start:
            raise JsonError(f"{key}[{n}] ends before it starts")
        reached = part.end
    if reached != length:
        raise JsonError(f"{key} end at sample {reached}, and the lesson at {length}")

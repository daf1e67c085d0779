"""The header: YAML between `---` lines, read key by key, so that one mistake hides no other.

YAML's own guesses (`20:00` as 1200, `no` as False) are never used: every value is its text, and the key says
what that text means. Anchors, aliases and tags are refused, so nothing in a header can grow.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from generator.core.errors import Correction, Span
from generator.script import values
from generator.script.entries import Entry, entries, quoted_where_needed
from generator.script.lesson import Header
from generator.script.problems import Problems, did_you_mean, quoted
from generator.script.prose import has_control
from generator.script.scan import header_end
from generator.script.source import Source
from generator.script.unfenced import check_unfenced
from generator.script.values import Listing, Node, Pairs, Read, Scalar

SOFTEST_LUFS: Final = -40.0
"""The softest speech that may be asked for."""

MOST_CHARACTERS = 100_000
"""A longer header is refused before it is read."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the header."""

    kind: str
    """What a teacher writes after it."""
    default: str
    """What counts where it is not written."""
    help: str
    """One line."""
    read: Read
    quote: bool = False
    """Whether its value is free text, which must be quoted where YAML would cut or change it."""


def _text(kind: str, default: str, line: str, example: str, *, lines: bool = False) -> Key:
    return Key(kind, default, line, values.text(example, lines=lines), quote=True)


def _file(default: str, line: str, example: str) -> Key:
    return Key("file", default, line, values.file_beside(example), quote=True)


HEADER_KEYS: Final = MappingProxyType(
    {
        "title": _text("text", "the file's name", "the lesson's name", "title: Knee and elbow"),
        "author": _text("text", "none", "who wrote it", "author: A. Teacher"),
        "language": Key("code", "en", "the language it is spoken in: en, de, pt-BR …", values.language),
        "description": _text("text", "none", "what it is about", "description: A slow lesson", lines=True),
        "series": _text("text", "none", "the series that it belongs to", "series: Lying lessons"),
        "track": Key("number", "none", "its place in the series", values.number("track: 1", 1, 9999)),
        "date": Key("date", "none", "2026-11-22, or only the year", values.date),
        "voice": _text(
            "text", "the language's", "as `lesson voices` lists it, or `female`, `male`", "voice: en-gb"
        ),
        "rate": Key("number", "the default rate", "words a minute, as measured in the speech", values.RATE),
        "pitch": Key("number", "50", "0 to 100; 50 is the voice's own", values.number("pitch: 50", 0, 100)),
        "volume": Key("number", "1", "0.1 to 1", values.number("volume: 0.8", 0.1, 1, whole=False)),
        "length": Key(
            "length", "as it comes out", "the lesson's exact length", values.length("length: 20:00", 1000)
        ),
        "lengths": Key("lengths", "none", "several lengths from one script", values.lengths),
        "pause": Key("length", "4s", "what a bare `[pause]` means", values.length("pause: 4s")),
        "breath": Key("length", "5s", "how long a breath is", values.length("breath: 5s", 100)),
        "gap": Key("length", "1.2s", "the silence where none is written", values.length("gap: 1.2s")),
        "say": Key(
            "pairs",
            "none",
            "written word: spoken word, or its sounds as `/ˈsoʊæs/`",
            values.pairs("psoas: so-az", spoken=True),
        ),
        "lexicon": _file("`lexicon.yaml`, if there", "a file of more such words", "lexicon: words.pls"),
        "mirror": Key(
            "pairs",
            "left: right",
            "more words that `[mirror: …]` exchanges",
            values.pairs("links: rechts", spoken=False),
        ),
        "loudness": Key(
            "number",
            "-19",
            "of the whole lesson, in LUFS",
            values.number("loudness: -19", SOFTEST_LUFS, -8, whole=False, unit="LUFS"),
        ),
        "cover": _file("drawn", "a picture beside the script", "cover: cover.jpg"),
        "chime": _file("a soft bell", "a sound beside the script", "chime: bell.wav"),
    }
)


def edition_lengths(header: Header) -> tuple[int | None, ...]:
    """Which lengths to build, in samples: `length`, then the others of `lengths`; None: as it comes out."""
    first = () if header.length is None else (header.length,)
    return tuple(dict.fromkeys((*first, *header.lengths))) or (None,)


def read_header(source: Source, problems: Problems) -> Header:
    """The header of `source`, with defaults where nothing or nothing readable stands."""
    fences = header_end(source.lines)
    if fences is None:
        check_unfenced(source, HEADER_KEYS, problems)
        return Header()
    first, last = fences
    if last is None:
        hint = "write --- on a line of its own behind the header's last line"
        problems.error("E040", source.span(first + 1, 1, 3), "the header is never closed", hint)
        return Header()
    if sum(map(len, source.lines[first:last])) > MOST_CHARACTERS:
        span = source.span(first + 1, 1, 3)
        message = f"the header has over {MOST_CHARACTERS:,} characters"
        problems.error("E007", span, message, "is a --- line missing?")
        return Header()
    found, spans = read_entries(entries(source, first + 1, last, problems), HEADER_KEYS, problems)
    settings: dict[str, Any] = found  # each reader returns what its field holds
    header = Header(**settings, spans=MappingProxyType(spans))
    _check_volume(header, problems)
    return header


def _check_volume(header: Header, problems: Problems) -> None:
    """Speech that both of them together make too soft would be taken for silence."""
    least = 10 ** ((SOFTEST_LUFS - header.loudness) / 20)
    if header.volume < least and "volume" in header.spans:
        soft = header.loudness + 20 * math.log10(header.volume)
        asked = f"with loudness: {header.loudness:g} this makes speech of {soft:.0f} LUFS"
        message = f"{asked}, and {SOFTEST_LUFS:g} is the softest"
        hint = f"write volume: {math.ceil(least * 10) / 10:g}, or a higher loudness"
        problems.error("E007", header.spans["volume"], message, hint)


def read_entries(
    listed: Iterable[Entry], keys: Mapping[str, Key], problems: Problems
) -> tuple[dict[str, object], dict[str, Span]]:
    """The values under `keys`, and where each stands; an entry that cannot be read is reported."""
    found: dict[str, object] = {}
    spans: dict[str, Span] = {}
    seen: dict[str, int] = {}
    for entry in listed:
        if _known_once(entry, keys, seen, problems):
            _read_entry(entry, keys[entry.name], found, spans, problems)
    return found, spans


def _known_once(entry: Entry, keys: Mapping[str, Key], seen: dict[str, int], problems: Problems) -> bool:
    if entry.name not in keys:
        hint = did_you_mean(entry.name, keys, "the keys are " + " ".join(keys))
        small = entry.name.lower()
        correction = Correction(entry.span, small) if small in keys else None
        problems.error("E042", entry.span, f"unknown key {quoted(entry.name)}", hint, correction)
        return False
    if entry.name in seen:
        message = f"{entry.name} stands here a second time"
        problems.error("E043", entry.span, message, f"it is on line {seen[entry.name]} already: delete one")
        return False
    seen[entry.name] = entry.first + 1
    return True


def _read_entry(
    entry: Entry, key: Key, found: dict[str, object], spans: dict[str, Span], problems: Problems
) -> None:
    if any(map(has_control, entry.lines)) or not quoted_where_needed(entry, key.kind, problems):
        return
    node = compose(entry, problems)
    if node is None or not clean(node, problems):
        return
    value = key.read(node, problems)
    if value is not None:
        found[entry.name] = value
        spans[entry.name] = node.span
        if isinstance(node, Pairs):
            spans |= {f"{entry.name}: {' '.join(one.text.split())}": other.span for one, other in node.items}


def clean(node: Node, problems: Problems) -> bool:
    r"""Refuse control characters that an escape has brought in (`"\e[31m"`)."""
    for scalar in _scalars(node):
        if has_control(scalar.text):
            message = "this value holds an invisible control character"
            problems.error("E017", scalar.span, message, r"write it without \x, \u, \e and \0")
            return False
    return True


def _scalars(node: Node) -> tuple[Scalar, ...]:
    if isinstance(node, Scalar):
        return (node,)
    if isinstance(node, Listing):
        return node.items
    return tuple(scalar for pair in node.items for scalar in pair)


def compose(entry: Entry, problems: Problems) -> Node | None:
    """The value of one key, from YAML's events: they carry every place, anchor and tag, and nest nothing."""
    import yaml  # 17 ms that a script without a header need not spend

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _node(
            yaml.parse(_OTHER_BLANK.sub(" ", "\n".join(entry.lines)), Loader=loader), entry, problems
        )
    except yaml.YAMLError as error:
        said = str(getattr(error, "problem", None) or error)
        message, hint = next((rest for part, *rest in _YAML_SAYS if part in said), _YAML_SAYS[-1][1:])
        opened = getattr(error, "context_mark", None) if message.startswith("a quote") else None
        mark = opened or getattr(error, "problem_mark", None)
        line, column = (mark.line, mark.column) if mark else (0, entry.column - 1)
        problems.error("E041", entry.place(line, column), message, hint)
        return None


_OTHER_BLANK: Final = re.compile(r"[^\S\n\t]")
"""YAML knows two blanks only, and takes some others for line ends."""

_YAML_SAYS: Final = (
    ("end of stream", "a quote or bracket is opened here and never closed", "close it"),
    ("expected ',' or", "a bracket is opened and never closed", "write for example [10:00, 20:00]"),
    ("tab char", "a tab cannot move a line in", "use blanks"),
    ("'\\t'", "a tab cannot move a line in", "use blanks"),
    ("escape", "a backslash between double quotes has a meaning of its own", "use single quotes"),
    ("", "this value cannot be read", "put it between quotes; move lines in by blanks, never by tabs"),
)


def _node(events: Iterator[Any], entry: Entry, problems: Problems) -> Node | None:
    stack: list[str] = []
    scalars: list[Scalar] = []
    shape = "Scalar"
    for event in events:
        kind = type(event).__name__.removesuffix("Event")
        if kind == "Alias" or getattr(event, "anchor", None) or getattr(event, "tag", None):
            span = entry.place(event.start_mark.line, event.start_mark.column)
            hint = "write the value itself; put quotes around a text that begins with &, * or !"
            problems.error("E046", span, "anchors (&), aliases (*) and tags (!) are not used here", hint)
            return None
        if kind in {"MappingStart", "SequenceStart"}:
            stack.append(kind)
            if len(stack) == len(("the key's", "its value's")):
                shape = kind
            elif len(stack) > 1:
                span = entry.place(event.start_mark.line, event.start_mark.column)
                problems.error("E044", span, "lists and pairs cannot be nested", "write plain values")
                return None
        elif kind in {"MappingEnd", "SequenceEnd"}:
            stack.pop()
        elif kind == "Scalar":
            start, end = event.start_mark, event.end_mark
            width = end.column - start.column if end.line == start.line else 0
            scalars.append(Scalar(event.value, entry.place(start.line, start.column, width)))
    return _shaped(shape, scalars, entry, problems)


def _shaped(shape: str, scalars: list[Scalar], entry: Entry, problems: Problems) -> Node | None:
    if len(scalars) < len(("the key", "its value")) and shape == "Scalar":
        problems.error("E041", entry.span, "this line of the header cannot be read", _YAML_SAYS[-1][2])
        return None
    del scalars[0]
    if shape == "SequenceStart":
        return Listing(tuple(scalars), entry.span)
    if shape == "MappingStart":
        return Pairs(tuple(zip(scalars[::2], scalars[1::2], strict=True)), entry.span)
    return scalars[0]

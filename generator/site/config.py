"""Reading site.yaml, as strictly as a script's header: every problem at once, each at its own place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from generator.core.errors import Span
from generator.script import values
from generator.script.entries import Entry, entries
from generator.script.files import read_bounded
from generator.script.header import MOST_CHARACTERS, Key, read_entries
from generator.script.problems import Problems
from generator.script.source import Source, split
from generator.script.values import Node
from generator.site.addresses import mail_address, podcast_guid, web_address
from generator.site.site_lesson import Listed, SiteConfig

FILE: Final = "site.yaml"


def _text(line: str, example: str) -> Key:
    return Key("text", "none", line, values.text(example))


def _nothing(node: Node, problems: Problems) -> None:
    """A reader for `lessons` that is never called: it is read item by item."""
    del node, problems


SITE_KEYS: Final = MappingProxyType(
    {
        "title": Key(
            "text", "Movement lessons", "the site's name", values.text("title: Lessons on the floor")
        ),
        "teacher": _text("who gives the lessons", "teacher: A. Teacher"),
        "description": _text("one sentence about the site", "description: Slow lessons to listen to"),
        "base": Key("address", "none", "where the site will be: the feed needs it", web_address),
        "contact": Key("mail address", "none", "for questions", mail_address),
        "language": Key("code", "en", "the language that you write in", values.language),
        "cover": Key("file", "drawn", "a picture beside site.yaml", values.file_beside("cover: cover.jpg")),
        "guid": Key("identifier", "made of the address", "the feed's own, after a move", podcast_guid),
        "lessons": Key("list", "every script", "the suggested order", _nothing),
    }
)
LESSON_KEYS: Final = MappingProxyType(
    {
        "name": _text("the script's name, without .txt", "name: knee-and-elbow"),
        "note": _text("what stands beside it in the catalogue", "note: Begin here."),
        "reviewed": _text("who has read the lesson", "reviewed: B. Reader, physiotherapist"),
    }
)


def read_config(path: Path) -> SiteConfig:
    """What the site.yaml at `path` says; all defaults where there is none.

    Raises:
        ScriptError: with every problem found.
    """
    return parse_config(read_bounded(path, MOST_CHARACTERS, "the site's") or "", path.as_posix())


def parse_config(text: str, path: str) -> SiteConfig:
    """As `read_config`, from the file's text.

    Raises:
        ScriptError: with every problem found.
    """
    source = split(text, path)
    problems = Problems()
    found: dict[str, Any] = {}
    listed = [_without_end(each) for each in entries(source, 0, len(source.lines), problems)]
    plain = [each for each in listed if each.name != "lessons"]
    lists = [each for each in listed if each.name == "lessons"]
    values_found, spans = read_entries(plain, SITE_KEYS, problems)
    found |= values_found
    if lists:
        found["lessons"] = _lessons(lists[0], problems)
    for again in lists[1:]:
        hint = f"it is on line {lists[0].first + 1} already: delete one"
        problems.error("E043", again.span, "lessons stands here a second time", hint)
    problems.raise_errors()
    return SiteConfig(**found, spans=MappingProxyType(spans))


def _without_end(entry: Entry) -> Entry:
    """Without the blank lines and comments that belong to the next key."""
    last = entry.last
    while last > entry.first + 1 and _is_blank(entry.source.lines[last - 1]):
        last -= 1
    return replace(entry, last=last)


def _is_blank(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


_ITEM: Final = re.compile(r"(?P<dash>\s*-(?=\s|$))?\s*(?:(?P<name>[^\s:#\"'\[{-][^:]*?)\s*:(?:\s+|$))?")
_HOW: Final = "write below it, moved in by two blanks: - name: knee-and-elbow"


@dataclass(frozen=True, slots=True)
class _Undashed(Source):
    """Lines whose list dashes are blanks, so that each key in them reads like one of its own."""

    written: tuple[str, ...]
    """The lines, as they stand in the file."""

    def span(self, line: int, column: int, width: int = 1) -> Span:
        return Span(self.path, line, column, max(width, 1), self.written[line - 1])


def _lessons(entry: Entry, problems: Problems) -> tuple[Listed, ...]:
    found: list[Listed] = []
    rest = entry.lines[0][entry.value :].split("#")[0].strip() if entry.value < len(entry.lines[0]) else ""
    items = list(_items(entry, problems))
    if rest or not items:
        problems.error("E044", entry.span, "a list of lessons is wanted here", _HOW)
        return ()
    for place, item in items:
        texts, spans = read_entries(item, LESSON_KEYS, problems)
        if "name" not in texts:
            if not any(each.name == "name" for each in item):
                problems.error("E044", place, "this lesson has no name", "write - name: knee-and-elbow")
            continue
        lesson = Listed(span=spans["name"], **_strings(texts))
        if any(lesson.name == other.name for other in found):
            message = f'the lesson "{lesson.name}" stands here twice'
            problems.error("E043", lesson.span, message, "delete one")
        found.append(lesson)
    return tuple(found)


def _strings(texts: Mapping[str, object]) -> dict[str, str]:
    return {key: value for key, value in texts.items() if isinstance(value, str)}


def _items(entry: Entry, problems: Problems) -> Iterator[tuple[Span, list[Entry]]]:
    """Each item of the list, with the place where it begins and its keys."""
    source = entry.source
    undashed = _Undashed(source.path, tuple(map(_undashed, source.lines)), source.lines)
    items: list[tuple[Span, list[Entry]]] = []
    for index in range(entry.first + 1, entry.last):
        line, place = source.lines[index], source.whole_line(index + 1)
        match = _ITEM.match(line)
        if _is_blank(line) or match is None:
            continue
        if match["dash"]:
            items.append((place, []))
        keys = items[-1][1] if items else []
        rest = line[match.end() :].strip()
        if not items:
            problems.error("E044", place, "a lesson begins with a dash", _HOW)
        elif match["name"]:
            column = match.start("name") + 1
            keys.append(Entry(undashed, match["name"], index, index + 1, column, match.end()))
        elif keys and not match["dash"]:
            # The value goes on.
            keys[-1] = replace(keys[-1], last=index + 1)
        elif rest:
            problems.error("E044", place, "this lesson has no key", f"write - name: {rest}")
            items.pop()
    yield from items


def _undashed(line: str) -> str:
    return re.sub(r"^(\s*)-(?=\s|$)", r"\1 ", line)

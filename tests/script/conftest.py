"""What the tests of the script language share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from generator.core.diagnostics import render
from generator.script.durations import format_duration
from generator.script.expand import expand
from generator.script.lesson import Chime, Header, Item, Lesson, Pause, Script
from generator.script.parse import IncludeError, parse


def _range(low: int, high: int) -> str:
    return format_duration(low) + ("" if low == high else f"-{format_duration(high)}")


def _item(item: Item, header: Header) -> str:
    if isinstance(item, Chime):
        return f"chime @{item.span.line}"
    if isinstance(item, Pause):
        times = f" x{item.repetitions}" if item.repetitions else ""
        return f"{item.kind.name} {_range(item.low, item.high)}{times}"
    how = ""
    if item.delivery.rate != header.rate:
        how += f" rate {item.delivery.rate}"
    if item.delivery.voice != header.voice:
        how += f" voice {item.delivery.voice}"
    if item.recording:
        how += f" from {item.recording.name}"
    place = f"{item.span.path.removeprefix('case.txt')}:{item.span.line}:{item.span.column}"
    return f"cue {place.removeprefix(':')}{how} | {item.text}"


def _dump(lesson: Lesson) -> Iterator[str]:
    if lesson.length is not None:
        yield f"length {format_duration(lesson.length)}"
    for section in lesson.sections:
        mirrors = f"  (mirrors {section.mirrors})" if section.mirrors else ""
        yield f"# {section.title}{mirrors}"
        yield from (_item(item, lesson.header) for item in section.items)
    for span in lesson.left_out:
        yield f"left out @{span.line}"


@pytest.fixture
def dump() -> Callable[[Lesson], str]:
    """A lesson as text, one line for each thing that is heard."""
    return lambda lesson: "\n".join(_dump(lesson))


@pytest.fixture
def read_text() -> Callable[..., Script]:
    """Parse a text, with included files given as texts."""

    def read(text: str, **files: str) -> Script:
        return read_files(text, files)

    return read


def read_files(text: str, files: dict[str, str], path: str = "case.txt") -> Script:
    def include(name: str) -> str:
        if name not in files:
            raise IncludeError("E030", "this file is not there", "is its name right?")
        return files[name]

    return parse(text, path, include)


@pytest.fixture
def read_with_files() -> Callable[[str, dict[str, str]], Script]:
    return read_files


@pytest.fixture
def lesson_of() -> Callable[[str], Lesson]:
    """The lesson that a text without includes makes."""
    return lambda text: expand(parse(text, "case.txt"))


@pytest.fixture
def render_plain() -> Callable[..., str]:
    return render

"""What an imported script says when it is read by the project's own parser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.core.clock import MILLISECOND
from generator.script.expand import expand
from generator.script.importers import Imported
from generator.script.lesson import Chime, Cue, Pause
from generator.script.parse import parse

Heard = list[str | tuple[str, int]]


def listen(imported: Imported) -> Heard:
    """Cues as text, silences as (kind, milliseconds), sections as `# Title`."""
    lesson = expand(parse(imported.script, "imported.txt"))
    heard: Heard = []
    for section in lesson.sections:
        if section.title:
            heard.append(f"# {section.title}")
        for item in section.items:
            match item:
                case Cue():
                    heard.append(item.text)
                case Pause():
                    heard.append((item.kind.name, item.middle // MILLISECOND))
                case Chime():
                    heard.append("chime")
    return heard


@pytest.fixture(scope="session")
def heard() -> Callable[[Imported], Heard]:
    return listen


@pytest.fixture(scope="session")
def told() -> Callable[[Imported], list[tuple[int, str]]]:
    """The notes as (line, message)."""

    def tell(imported: Imported) -> list[tuple[int, str]]:
        return [(note.span.line, note.message) for note in imported.notes if note.span]

    return tell

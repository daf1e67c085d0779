"""What every companion says in the same way: titles, chapters, and the notes that stand for silence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from generator.core.clock import SAMPLE_RATE
from generator.script.lesson import Header
from generator.timeline.edition import Edition
from generator.timeline.timeline import Event, Sound, SoundKind

SHOWN_FROM: Final = 5 * SAMPLE_RATE
"""Silence longer than this is shown: a reader who cannot hear would think that the lesson hangs."""

EXCERPT: Final = "(excerpt)"
"""Ends the title of a part of a lesson."""

_UNPRINTABLE: Final = re.compile("[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter as a player shows it."""

    title: str
    start: int
    """Samples."""
    end: int
    """Samples."""


def plain(text: str) -> str:
    """`text` on one line, without control characters: they would break a tag, a caption or a terminal."""
    return " ".join(_UNPRINTABLE.sub("", text).split())


def excerpt_title(edition: Edition) -> str:
    """The title of a part of a lesson."""
    return f"{lesson_title(edition)} {EXCERPT}"


def lesson_title(edition: Edition) -> str:
    """The lesson's title; the name of its file where it has none."""
    return title_of(edition.header, edition.name)


def title_of(header: Header, name: str) -> str:
    """The title of the lesson whose files are called `name`."""
    return plain(header.title) or plain(name)


def marks(edition: Edition) -> tuple[Mark, ...]:
    """The chapters, in order of time. What stands before the first heading is named after the lesson."""
    title = lesson_title(edition)
    return tuple(
        Mark(plain(section.title) or title, section.start, section.end)
        for section in edition.timeline.sections
        if section.end > section.start
    )


def note(event: Event) -> str:
    """What a reader needs to know of what is not speech, as `[rest, 40 s]`; empty where that is nothing."""
    if isinstance(event, Sound):
        return "[chime]" if event.kind is SoundKind.CHIME else ""
    if not event.kind.noted or event.wanted <= SHOWN_FROM:
        return ""
    return f"[{event.kind.name}, {(event.wanted + SAMPLE_RATE // 2) // SAMPLE_RATE} s]"


def words_or_note(event: Event) -> str:
    """A cue's words on one line, or the note for what is not speech."""
    if isinstance(event, Sound) and event.kind is SoundKind.CUE:
        return plain(event.text)
    return note(event)


def milliseconds(position: int) -> int:
    """Whole milliseconds, never later than `position` samples: what starts there is heard whole."""
    return position * 1000 // SAMPLE_RATE

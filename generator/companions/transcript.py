"""The lesson as text to read or print, and as lyrics for the player."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from generator.companions.wording import lesson_title, plain, words_or_note
from generator.core.clock import clock_text
from generator.timeline.edition import Edition
from generator.timeline.timeline import Event, Silence, SoundKind

WIDTH: Final = 76
"""Characters in a line: fits a printed page."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What is said between two silences that are shown, or the note for one of them."""

    start: int
    """Samples."""
    section: int
    """Index into the Timeline's sections."""
    text: str
    spoken: bool


def paragraphs(edition: Edition) -> tuple[Paragraph, ...]:
    """All speech in order, with the notes for chimes, rests and moves between."""
    return tuple(
        Paragraph(start, section, " ".join(texts), spoken)
        for start, section, texts, spoken in _gathered(edition.timeline.events)
    )


def transcript(edition: Edition) -> str:
    """Title, author and length; each section under its title, each paragraph beside its time."""
    return "\n".join(_transcript(edition)) + "\n"


def lyrics(edition: Edition) -> str:
    """The same without times and line breaks: a player shows it as wide as its screen is."""
    sections = edition.timeline.sections
    lines: list[str] = []
    section = -1
    for paragraph in paragraphs(edition):
        if paragraph.section != section and (title := plain(sections[paragraph.section].title)):
            lines += [title, ""]
        section = paragraph.section
        lines += [paragraph.text, ""]
    return "\n".join(lines).strip()


def _transcript(edition: Edition) -> Iterator[str]:
    title = lesson_title(edition)
    length = clock_text(edition.timeline.length)
    author = plain(edition.header.author)
    yield from _filled(title, "")
    yield "=" * min(len(title), WIDTH)
    yield from _filled(f"{author}, {length}" if author else length, "")
    if description := plain(edition.header.description):
        yield ""
        yield from _filled(description, "")
    spoken: dict[int, list[Paragraph]] = {}
    for paragraph in paragraphs(edition):
        spoken.setdefault(paragraph.section, []).append(paragraph)
    margin = " " * (len(length) + 2)
    untitled = not plain(edition.timeline.sections[0].title)
    for index, section in enumerate(edition.timeline.sections):
        if index or not untitled:
            yield ""
            yield ""
            yield from _filled(plain(section.title), margin, _beside(section.start, margin))
        for paragraph in spoken.get(index, ()):
            yield ""
            yield from _filled(paragraph.text, margin, _beside(paragraph.start, margin))


def _gathered(events: Sequence[Event]) -> Iterator[tuple[int, int, list[str], bool]]:
    start, section = 0, 0
    speech: list[str] = []
    for event in events:
        spoken = event.kind is SoundKind.CUE
        text = words_or_note(event)
        if not text:
            continue
        if speech and not (spoken and event.section == section):
            yield start, section, speech, True
            speech = []
        if not spoken:
            # A plain pause only ends the paragraph: a note for each would make the page hard to read.
            if not isinstance(event, Silence) or event.kind.transcribed:
                yield event.start, event.section, [text], False
            continue
        if not speech:
            start, section = event.start, event.section
        speech.append(text)
    if speech:
        yield start, section, speech, True


def _beside(start: int, margin: str) -> str:
    return f"{clock_text(start):>{len(margin) - 2}}  "


def _filled(text: str, margin: str, first: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=margin if first is None else first,
        subsequent_indent=margin,
        break_on_hyphens=False,
    )

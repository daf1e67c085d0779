"""Editions to make companions of: laid out by the real layout, with clips of invented lengths."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

import pytest

from generator.audio.clip import ClipFacts
from generator.core.clock import FRAME, SAMPLE_RATE
from generator.core.errors import Span
from generator.script import kinds
from generator.script.kinds import SilenceKind
from generator.script.lesson import Chime, Cue, Delivery, Header, Item, Lesson, Pause, Section
from generator.timeline.edition import Edition
from generator.timeline.layout import lay_out

Parts: TypeAlias = Sequence[str | tuple[SilenceKind, float] | None]
"""Words, silences of so many seconds, and None for a chime."""
Maker: TypeAlias = Callable[..., Edition]


LONG = (
    "Let the right knee and the right elbow drift a little closer, and apart again; the arms carry the head, "
    "and the neck does nothing at all. How heavy is it today?"
)


def _facts(number: int, length: int) -> ClipFacts:
    frames = (2600 + length) // FRAME + 1
    return ClipFacts(f"{number:04}", frames, 1300, 1300 + length, -19.25, -3.5, bytes(frames))


def _span(line: int) -> Span:
    return Span("scripts/knee.txt", line, 1, 4, "text")


def _item(part: str | tuple[SilenceKind, float] | None, line: int) -> Item:
    if part is None:
        return Chime(_span(line))
    if isinstance(part, str):
        return Cue(part, _span(line), Delivery("", None))
    kind, seconds = part
    length = round(seconds * SAMPLE_RATE)
    return Pause(kind, length, length, _span(line))


def _make(sections: Sequence[tuple[str, Parts]], header: Header | None = None) -> Edition:
    """Each cue lasts half a second a word."""
    built = []
    sounds: list[ClipFacts] = []
    line = 0
    for title, parts in sections:
        items = []
        heading = _span(line := line + 1)
        for part in parts:
            items.append(_item(part, line := line + 1))
            if not isinstance(part, tuple):
                length = len((part or "chime").split()) * SAMPLE_RATE // 2
                sounds.append(_facts(len(sounds), length))
        built.append(Section(title, tuple(items), heading))
    header = header or Header(title="Knee and elbow", author="A. Teacher")
    timeline = lay_out(Lesson(header, tuple(built), None), sounds).timeline
    return Edition("knee-and-elbow", "scripts/knee.txt", "ab" * 32, header, timeline, tuple(sounds))


@pytest.fixture(scope="session")
def make() -> Maker:
    """Makes an edition of `(title, parts)` for each section."""
    return _make


@pytest.fixture(scope="session")
def lesson() -> Edition:
    """A short lesson with everything in it that companions show."""
    rest, move, pause = kinds.REST, kinds.MOVE, kinds.PAUSE
    header = Header(
        title="Knee and elbow",
        author="A. Teacher",
        description="A lesson for the lower back.",
        series="Small lessons",
        track=2,
        date="2026-11-22",
    )
    edition = _make(
        [
            ("", ["Lie on your back.", (pause, 4), "Which parts of you meet the floor?", (pause, 12)]),
            (
                "Right knee, right elbow",
                [
                    LONG,
                    (move, 48),
                    None,
                    (rest, 40),
                ],
            ),
            ("Walking", ["Stand, and take a few steps.", (rest, 5)]),
        ],
        header,
    )
    return replace(edition, script_hash="0123456789abcdef" * 4)

"""Editions of small scripts, laid out with sounds whose length comes from their words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from generator.audio.clip import ClipFacts
from generator.script.expand import expand
from generator.script.lesson import Cue, Lesson
from generator.script.parse import IncludeError, parse
from generator.timeline.edition import Edition
from generator.timeline.layout import lay_out
from generator.voices.estimate import estimated_clips

Make = Callable[..., Edition]


def no_include(name: str) -> str:
    raise IncludeError("E030", name)


def facts(lesson: Lesson, voice: str) -> tuple[ClipFacts, ...]:
    """What would be measured: the same for the same words and voice, another for others."""
    sounds = estimated_clips(lesson)
    items = [item for section in lesson.sections for item in section.items if hasattr(item, "delivery")]
    texts = iter([item.text if isinstance(item, Cue) else "" for item in items])
    made = []
    for sound in sounds:
        digest = hashlib.sha256(f"{next(texts, '')}{voice}".encode()).digest()
        made.append(ClipFacts(digest.hex(), sound.frames, sound.onset, sound.end, -19.0, -3.0, digest))
    return tuple(made)


@pytest.fixture
def edition() -> Make:
    """Make an edition of a script's text: `edition(text, voice=…)`."""

    def make(text: str, voice: str = "") -> Edition:
        script = parse(text, "lesson.txt", no_include)
        lesson = expand(script, script.header.length)
        layout = lay_out(lesson, estimated_clips(lesson))
        digest = hashlib.sha256(text.encode()).hexdigest()
        return Edition("lesson", "lesson.txt", digest, script.header, layout.timeline, facts(lesson, voice))

    return make

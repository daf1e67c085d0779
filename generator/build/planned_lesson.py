"""An edition that is laid out: all that is known of it before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.script.lesson import Lesson, Script
from generator.timeline.edition import Edition
from generator.timeline.layout import Layout
from generator.voices.render_request import RenderRequest
from generator.voices.synthesizer import RenderedClip


@dataclass(frozen=True, slots=True)
class PlannedLesson:
    """One edition, voiced and laid out, not yet written."""

    edition: Edition
    layout: Layout
    lesson: Lesson
    requests: tuple[RenderRequest, ...]
    """In the order of `Sound.clip`."""
    sounds: tuple[RenderedClip, ...]
    """In the same order."""

    @property
    def made(self) -> int:
        """Clips that had to be made."""
        return len({each.facts.key for each in self.sounds if each.made})

    @property
    def reused(self) -> int:
        """Clips that were in the cache."""
        return len({each.facts.key for each in self.sounds}) - self.made

    @property
    def words(self) -> int:
        """Spoken words."""
        return sum(len(sound.text.split()) for sound in self.edition.timeline.sounds)


def edition_of(
    name: str, script: Script, lesson: Lesson, layout: Layout, sounds: Sequence[RenderedClip]
) -> Edition:
    """All that is known of a lesson that is laid out; `sounds` is empty where nothing is voiced."""
    facts = tuple(each.facts for each in sounds)
    return Edition(name, script.path, script.hash, lesson.header, layout.timeline, facts)

"""A script that is read and expanded: what everything that lays out lessons begins with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.build.edition_names import edition_name
from generator.script.expand import edition_lengths, expand
from generator.script.lesson import Lesson, Script


@dataclass(frozen=True, slots=True)
class ExpandedScript:
    """A script's editions, read and expanded: all that can be known without a voice."""

    script: Script
    lessons: tuple[tuple[str, Lesson], ...]
    """Each with its edition's name."""

    @property
    def path(self) -> Path:
        """Path of the script."""
        return Path(self.script.path)


def expand_script(script: Script, only: int | None = None) -> ExpandedScript:
    """Expand a script for each of its lengths.

    Args:
        script: as it was read.
        only: samples: of its lengths only this one.

    Raises:
        ScriptError: with every problem that was found.
    """
    lengths = edition_lengths(script.header) if only is None else (only,)
    lessons = tuple((edition_name(script, each), expand(script, each)) for each in lengths)
    return ExpandedScript(script, lessons)

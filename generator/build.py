"""The shell around the pure stages: read → voice → lay out → assemble → publish.

Nothing is written before every stage of a script has succeeded; a script that fails leaves its last good
files in place, and keeps no other script from being built.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from generator.audio.profile import STANDARD, Profile
from generator.cache import Cache
from generator.companions.tags import tags
from generator.edition import ClipFacts, Edition
from generator.errors import Diagnostic, ScriptError, Severity, Span
from generator.layout import Layout, lay_out
from generator.outputs import Sounds, edition_name, prepare, publish
from generator.script.expand import edition_lengths, expand
from generator.script.model import Chime, Cue, Lesson, Script
from generator.script.read import read_script
from generator.voices.casting import Casting
from generator.voices.clip_store import Take
from generator.voices.speaker import open_engine
from generator.voices.studio import Progress, Studio, Voiced


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build can be told. Every command that builds passes this one object down."""

    output: Path = Path("output")
    profiles: tuple[Profile, ...] = (STANDARD,)
    draft: bool = False
    """Build a lesson that cannot be as long as its header says, with a warning."""
    wav: bool = False
    """Also write the PCM master."""
    workers: int = 0
    """Threads that voice; 0 is one for each processor."""
    system_voice: bool = False
    """Take the system's own eSpeak NG instead of the wheel's."""


@dataclass(frozen=True, slots=True)
class Built:
    """One edition, published."""

    edition: Edition
    layout: Layout
    lesson: Lesson
    mp3s: tuple[Path, ...]
    words: int
    made: int
    """Clips that had to be made."""
    reused: int
    """Clips that were in the cache."""
    seconds: float
    """What it took."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A script's editions, read and expanded: all that can be known without a voice."""

    script: Script
    lessons: tuple[tuple[str, Lesson], ...]
    """Each with its edition's name."""

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What would sound wrong."""
        return self.script.warnings


def read(path: Path) -> Prepared:
    """Read a script and expand it for each of its lengths.

    Raises:
        ScriptError: with every problem that was found.
    """
    script = read_script(path)
    lengths = edition_lengths(script.header)
    return Prepared(script, tuple((edition_name(script, each), expand(script, each)) for each in lengths))


class Workshop:
    """What all builds of one run share: settings, cache, and the studio with its engine."""

    def __init__(self, settings: Settings, cache: Cache) -> None:
        """Nothing is started yet.

        Args:
            settings: for every build of this run.
            cache: where clips and what was measured of voices are kept.
        """
        self.settings = settings
        self.cache = cache
        workers = settings.workers or os.cpu_count() or 1
        self.speaker = open_engine(workers, system=settings.system_voice, store=cache)
        self.casting = Casting(self.speaker)
        self.studio = Studio(cache, self.speaker, workers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.speaker.close()
        self.studio.reel.close()

    def build(self, prepared: Prepared, progress: Progress) -> tuple[Built, ...]:
        """Voice, lay out and publish every edition of a script.

        Raises:
            GeneratorError: a stage failed; nothing was written.
        """
        started = time.perf_counter()
        self.cast(prepared)
        folder = Path(prepared.script.path).parent
        scored = [(name, lesson, self._score(lesson, folder)) for name, lesson in prepared.lessons]
        takes = {take: span for _, _, score in scored for take, span in score}
        voiced = self.studio.voice(takes, self.settings.profiles, progress)
        laid_out = []
        for name, lesson, score in scored:
            sounds = [voiced[take] for take, _ in score]
            layout = lay_out(lesson, [each.clip for each in sounds], draft=self.settings.draft)
            edition = _edition(name, prepared.script, lesson, layout, sounds)
            laid_out.append((edition, layout, lesson, sounds))
        prepare(self.settings.output, [prepared.script])
        return tuple(self._publish(*each, started) for each in laid_out)

    def cast(self, prepared: Prepared) -> tuple[Diagnostic, ...]:
        """Look for every voice that a script names; returns warnings.

        Raises:
            ScriptError: a voice is unknown, or cannot do what is asked of it.
        """
        problems = self.casting.problems(prepared.script)
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise ScriptError(problems)
        return problems

    def _score(self, lesson: Lesson, folder: Path) -> list[tuple[Take, Span]]:
        """What has to be voiced for every sound of `lesson`, in order."""
        return [
            (self.casting.take(item, lesson.header, folder), item.span)
            for section in lesson.sections
            for item in section.items
            if isinstance(item, Cue | Chime)
        ]

    def _publish(
        self, edition: Edition, layout: Layout, lesson: Lesson, sounds: Sequence[Voiced], started: float
    ) -> Built:
        marks = {profile: tags(edition, None) for profile in self.settings.profiles}
        mp3s = publish(self.settings.output, edition, Sounds(sounds, self.studio.reel), marks)
        made = {each.key for each in sounds if each.made}
        return Built(
            edition,
            layout,
            lesson,
            mp3s,
            words=sum(len(event.text.split()) for event in edition.timeline.events),
            made=len(made),
            reused=len({each.key for each in sounds} - made),
            seconds=time.perf_counter() - started,
        )


def _edition(name: str, script: Script, lesson: Lesson, layout: Layout, sounds: Sequence[Voiced]) -> Edition:
    facts = tuple(
        ClipFacts(
            each.key,
            each.clip.frames,
            each.clip.onset,
            each.clip.end,
            each.clip.loudness,
            each.clip.peak,
            each.clip.levels,
        )
        for each in sounds
    )
    return Edition(name, script.path, script.hash, lesson.header, layout.timeline, facts)

"""The shell around the pure stages: read → voice → lay out → assemble → publish.

Nothing is written before every stage of a script has succeeded; a script that fails leaves its last good
files in place, and keeps no other script from being built.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeAlias

from generator.audio.profile import STANDARD, Profile
from generator.cache import Cache
from generator.edition_names import Names
from generator.errors import Diagnostic, GeneratorError, ScriptError, Severity, Span
from generator.output_folder import prepare
from generator.prepared import Prepared
from generator.script.model import Chime, Cue, Script
from generator.script.parse import BrokenScriptError
from generator.voices.casting import Casting
from generator.voices.clip_store import Take
from generator.voices.reel import Reel
from generator.voices.speaker import open_engine
from generator.voices.studio import Progress, Studio, usual_workers

if TYPE_CHECKING:
    # What comes after the voice is imported while it speaks.
    from generator.finishing import Built
    from generator.laid_out import LaidOut

Score: TypeAlias = list[tuple[Take, Span]]
"""What has to be voiced for a lesson, each with the place in the script that an error is to name."""


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
    """Threads that voice; 0 is as many as keep all processors busy."""
    system_voice: bool = False
    """Take the system's own eSpeak NG instead of the wheel's."""


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
        workers = settings.workers or usual_workers()
        self.speaker = open_engine(workers, system=settings.system_voice, store=cache)
        self.casting = Casting(self.speaker)
        self.studio = Studio(cache, self.speaker, workers)
        self._names = Names()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.speaker.close()
        self.studio.reel.close()

    def rewind(self) -> None:
        """Forget the frames of past builds, and chimes as they were: for one who builds again and again."""
        self.studio.reel.close()
        self.studio.reel = Reel()
        self.casting = Casting(self.speaker)

    def build(self, prepared: Prepared, progress: Progress) -> tuple[Built, ...]:
        """Voice, lay out and publish every edition of a script.

        Raises:
            GeneratorError: a stage failed, or another script of this run has the same name; nothing was
                written (unless it is writing that failed: then editions before that one are new).
        """
        self._names.claim([name for name, _ in prepared.lessons], prepared.path)
        told = self.cast(prepared)
        prepare(self.settings.output, prepared.script.files)  # before the wait for the voice
        laid_out = self._voiced(prepared, progress, lambda: self._draw_ahead(prepared))
        from generator.finishing import finish

        first, *others = finish(laid_out, prepared, self)
        return (replace(first, warnings=(*told, *first.warnings)), *others)

    def lay_out(self, prepared: Prepared, progress: Progress) -> tuple[LaidOut, ...]:
        """Voice and lay out every edition of a script; writes nothing but the cache.

        Raises:
            GeneratorError: a stage failed.
        """
        self.cast(prepared)
        return self._voiced(prepared, progress, lambda: None)

    def _voiced(
        self, prepared: Prepared, progress: Progress, meanwhile: Callable[[], None]
    ) -> tuple[LaidOut, ...]:
        scores = self.scores(prepared)
        takes = {take: span for score in scores for take, span in score}
        voiced = self.studio.voice(takes, self.settings.profiles, progress, meanwhile)
        from generator.finishing import lay_out_all

        return lay_out_all(prepared, scores, voiced, draft=self.settings.draft)

    def _draw_ahead(self, prepared: Prepared) -> None:
        from generator.finishing import draw_ahead

        with contextlib.suppress(GeneratorError):  # `finish` tells of it, where nothing worse is wrong
            draw_ahead(prepared, self.cache)

    def spoken(self, prepared: Prepared) -> tuple[LaidOut, ...] | None:
        """As `lay_out`, if everything is in the cache; None where a take would have to be made.

        Raises:
            GeneratorError: a stage failed.
        """
        scores = self.scores(prepared)
        voiced = self.studio.kept([take for score in scores for take, _ in score], self.settings.profiles)
        if voiced is None:
            return None
        from generator.finishing import lay_out_all

        return lay_out_all(prepared, scores, voiced, draft=self.settings.draft)

    def cast(self, prepared: Prepared) -> tuple[Diagnostic, ...]:
        """Look for every voice and file that a script's header names; returns warnings.

        Raises:
            ScriptError: one of them cannot be had, or cannot do what is asked of it.
        """
        problems = self._named_in_vain(prepared.script)
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise ScriptError(problems)
        return problems

    def problems(self, error: GeneratorError) -> tuple[Diagnostic, ...]:
        """All that is wrong where a script could not be read: what it names in vain, too."""
        found = error.diagnostics
        return (*found, *self._named_in_vain(error.script)) if isinstance(error, BrokenScriptError) else found

    def _named_in_vain(self, script: Script) -> tuple[Diagnostic, ...]:
        problems = self.casting.problems(script)
        if script.header.cover:
            from generator.covers import cover_path

            try:
                cover_path(script.header, Path(script.path))
            except ScriptError as error:
                problems += error.diagnostics
        return problems

    def scores(self, prepared: Prepared) -> list[Score]:
        """For each of its lessons, what has to be voiced for every sound, in order."""
        return [
            [
                (self.casting.take(item, lesson.header, prepared.path), item.span)
                for section in lesson.sections
                for item in section.items
                if isinstance(item, Cue | Chime)
            ]
            for _, lesson in prepared.lessons
        ]

"""The shell around the pure stages: read → voice → lay out → assemble → publish.

Nothing is written before every stage of a script has succeeded; a script that fails leaves its last good
files in place, and keeps no other script from being built.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeAlias

from generator.audio.profile import STANDARD, Profile
from generator.build.edition_names import EditionNames
from generator.build.expanded_script import ExpandedScript
from generator.core.cache import Cache, default_root
from generator.core.errors import Diagnostic, GeneratorError, ScriptError, Severity, Span
from generator.script.lesson import Chime, Cue, Lesson, Script
from generator.script.parse import BrokenScriptError
from generator.spoken.form import SpokenForm
from generator.voices.engines import EngineOptions, Engines
from generator.voices.frame_store import FrameStore
from generator.voices.misreadings import misreadings
from generator.voices.own_recordings import OwnRecordings
from generator.voices.render_request import RenderRequest
from generator.voices.spoken_forms import SpokenForms
from generator.voices.synthesizer import Progress, Synthesizer, no_progress, usual_workers
from generator.voices.voice_resolver import VoiceResolver

if TYPE_CHECKING:
    # What comes after the voice is imported while it speaks.
    from generator.build.judged_edition import JudgedEdition
    from generator.build.pipeline import BuiltEdition
    from generator.build.planned_lesson import PlannedLesson
    from generator.build.preview import Preview
    from generator.timeline.edition import Edition
    from generator.voices.words_to_hear import WordToHear

LessonRequests: TypeAlias = list[tuple[RenderRequest, Span]]
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
    recorded_only: bool = False
    """Build only what a person has recorded, every cue of it."""
    overwrite: bool = False
    """Replace files in the output folder that this program has not made, or that were changed since."""


class BuildSession:
    """What the builds, plans and previews of one run share: settings, cache, engines and clips.

    Several may be open in one process, and each may be used from any one thread at a time.
    """

    def __init__(self, settings: Settings | None = None, cache: Cache | None = None) -> None:
        """Nothing is started yet.

        Args:
            settings: for everything in this session; None are the usual ones.
            cache: where clips and what was measured of voices are kept; None is the user's own.
        """
        self.settings = settings = settings or Settings()
        self.cache = cache = cache or Cache(default_root())
        workers = settings.workers or usual_workers()
        self.engines = Engines(EngineOptions(workers, settings.system_voice, cache, cache.root))
        self.resolver = self._new_resolver()
        self.synthesizer = Synthesizer(cache, self.engines, workers)
        self._names = EditionNames()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.engines.close()
        self.synthesizer.frame_store.close()

    def forget_frames(self) -> None:
        """Forget the frames of past builds, and chimes as they were: for one who builds again and again."""
        self.synthesizer.frame_store.close()
        self.synthesizer.frame_store = FrameStore()
        self.resolver = self._new_resolver()

    def _new_resolver(self) -> VoiceResolver:
        self.recordings = OwnRecordings(self.cache)
        return VoiceResolver(self.engines, SpokenForms(self.cache), self.recordings)

    def build(self, expanded: ExpandedScript, progress: Progress = no_progress) -> tuple[BuiltEdition, ...]:
        """Voice, lay out and publish every edition of a script.

        Raises:
            GeneratorError: a stage failed, another script of this run has the same name, or somebody's own
                file is in the way; nothing was written (unless it is writing that failed: then editions
                before that one are new).
        """
        settings = self.settings
        names = [f"{name}{profile.suffix}" for name, _ in expanded.lessons for profile in settings.profiles]
        self._names.claim(names, expanded.path)
        told = self.check_resources(expanded)
        from generator.build.output_folder import prepare

        prepare(settings, expanded)  # before the wait for the voice
        planned = self._planned(expanded, progress, lambda: self._draw_ahead(expanded))
        from generator.build.pipeline import finish

        first, *others = finish(planned, expanded, self)
        return (replace(first, warnings=(*told, *first.warnings)), *others)

    def plan(self, expanded: ExpandedScript, progress: Progress = no_progress) -> tuple[PlannedLesson, ...]:
        """Voice and lay out every edition of a script; writes nothing but the cache.

        Raises:
            GeneratorError: a stage failed.
        """
        self.check_resources(expanded)
        return self._planned(expanded, progress, lambda: None)

    def _planned(
        self, expanded: ExpandedScript, progress: Progress, meanwhile: Callable[[], None]
    ) -> tuple[PlannedLesson, ...]:
        requests_by_lesson = self.requests_by_lesson(expanded)
        requests = {request: span for requested in requests_by_lesson for request, span in requested}
        rendered = self.synthesizer.voice(requests, self.settings.profiles, progress, meanwhile)
        from generator.build.pipeline import lay_out_all

        return lay_out_all(expanded, requests_by_lesson, rendered, draft=self.settings.draft)

    def _draw_ahead(self, expanded: ExpandedScript) -> None:
        from generator.build.pipeline import draw_ahead

        with contextlib.suppress(GeneratorError):  # `finish` tells of it, where nothing worse is wrong
            draw_ahead(expanded, self.cache)

    def plan_from_cache(self, expanded: ExpandedScript) -> tuple[PlannedLesson, ...] | None:
        """As `plan`, if everything is in the cache; None where a request would have to be made.

        Raises:
            GeneratorError: a stage failed.
        """
        requests_by_lesson = self.requests_by_lesson(expanded)
        rendered = self.synthesizer.kept(
            [request for requested in requests_by_lesson for request, _ in requested], self.settings.profiles
        )
        if rendered is None:
            return None
        from generator.build.pipeline import lay_out_all

        return lay_out_all(expanded, requests_by_lesson, rendered, draft=self.settings.draft)

    def preview(self, expanded: ExpandedScript, last: Edition | None = None) -> Preview:
        """The first lesson of a script, to hear parts of it; nothing is spoken yet.

        Args:
            expanded: the script.
            last: what was built of it last: the lengths of cues that are in no cache are taken from there.

        Raises:
            GeneratorError: its voice is unknown, or its chime is missing.
        """
        from generator.build.preview import Preview

        return Preview(self, expanded, last)

    def judge(self, expanded: ExpandedScript) -> tuple[JudgedEdition, ...]:
        """The practice rules on each edition: on what was spoken already, or on estimates. Speaks nothing.

        Raises:
            GeneratorError: a stage failed.
        """
        from generator.build.judged_edition import judge_editions

        return judge_editions(expanded, self.plan_from_cache(expanded))

    def check_resources(self, expanded: ExpandedScript) -> tuple[Diagnostic, ...]:
        """Look for every voice and file that a script names, and for words that a voice cannot read.

        Returns:
            Warnings.

        Raises:
            ScriptError: one of them cannot be had, or cannot do what is asked of it.
        """
        problems = (*self._named_in_vain(expanded.script), *_unsilenced(self._unheard(expanded), expanded))
        if not any(problem.severity is Severity.ERROR for problem in problems):
            problems += _unsilenced(self._misread(expanded), expanded)
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise ScriptError(problems)
        return problems

    def words_to_hear(self, expanded: ExpandedScript) -> tuple[WordToHear, ...]:
        """Words of a script that a voice may say otherwise than people do, with their sounds.

        Raises:
            VoiceError: a voice is unknown, or ended instead of answering.
        """
        from generator.voices.words_to_hear import words_to_hear

        return words_to_hear(self._voiced(expanded), expanded.script.header, self.resolver, self.engines)

    def _unheard(self, expanded: ExpandedScript) -> Iterator[Diagnostic]:
        """What is wrong with the recordings of a script, or with cues that have none."""
        cues = _cues(expanded)
        yield from self.recordings.problems(cues, expanded.path)
        if self.settings.recorded_only:
            for cue in self._voiced(expanded):
                hint = f"record it: lesson recordings {expanded.path.as_posix()} lists what is missing"
                yield Diagnostic(Severity.ERROR, "E079", cue.span, "this cue has no recording", hint)

    def _voiced(self, expanded: ExpandedScript) -> Sequence[Cue]:
        """The cues that no person has recorded."""
        return [cue for cue in _cues(expanded) if self.recordings.of(cue, expanded.path) is None]

    def _misread(self, expanded: ExpandedScript) -> Iterator[Diagnostic]:
        return misreadings(self._voiced(expanded), expanded.script.header, self.resolver, self.engines)

    def problems(self, error: GeneratorError) -> tuple[Diagnostic, ...]:
        """All that is wrong where a script could not be read: what it names in vain, too."""
        found = error.diagnostics
        return (*found, *self._named_in_vain(error.script)) if isinstance(error, BrokenScriptError) else found

    def _named_in_vain(self, script: Script) -> tuple[Diagnostic, ...]:
        problems = self.resolver.problems(script)
        if script.header.cover:
            from generator.build.covers import cover_path

            try:
                cover_path(script.header, Path(script.path))
            except ScriptError as error:
                problems += error.diagnostics
        return problems

    def spoken_forms(self, lesson: Lesson, script: Path) -> tuple[SpokenForm | None, ...]:
        """What a voice says for each sound of a script's lesson, in order; None for chimes and recordings.

        Raises:
            VoiceError: a voice is unknown.
        """
        return tuple(
            self.resolver.spoken(item, lesson.header)
            if isinstance(item, Cue) and self.recordings.of(item, script) is None
            else None
            for section in lesson.sections
            for item in section.items
            if isinstance(item, Cue | Chime)
        )

    def requests_by_lesson(self, expanded: ExpandedScript) -> list[LessonRequests]:
        """For each of its lessons, what has to be voiced for every sound, in order."""
        return [
            [
                (self.resolver.request(item, lesson.header, expanded.path), item.span)
                for section in lesson.sections
                for item in section.items
                if isinstance(item, Cue | Chime)
            ]
            for _, lesson in expanded.lessons
        ]


def _unsilenced(problems: Iterable[Diagnostic], expanded: ExpandedScript) -> tuple[Diagnostic, ...]:
    """Problems, each once, but for the warnings that a script acknowledges."""
    silenced = {(code, span.path, span.line) for code, span in expanded.script.acknowledged}
    return tuple(
        problem
        for problem in dict.fromkeys(problems)
        if problem.severity is Severity.ERROR
        or problem.span is None
        or (problem.code, problem.span.path, problem.span.line) not in silenced
    )


def _cues(expanded: ExpandedScript) -> Sequence[Cue]:
    """The cues of a script's lessons, each once."""
    cues = {
        (item.span, item.delivery.voice, item.text): item
        for _, lesson in expanded.lessons
        for section in lesson.sections
        for item in section.items
        if isinstance(item, Cue)
    }
    return [*cues.values()]

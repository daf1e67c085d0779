"""The shell around the pure stages: read → voice → lay out → assemble → publish.

Nothing is written before every stage of a script has succeeded; a script that fails leaves its last good
files in place, and keeps no other script from being built.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeAlias

from generator.audio.profile import STANDARD, Profile
from generator.cache import Cache
from generator.clock import FRAME
from generator.companions.cover import Cover
from generator.companions.wording import title_of
from generator.covers import cover_of, cover_path
from generator.edition import Edition
from generator.edition_names import Names, edition_name, replaced
from generator.errors import Diagnostic, GeneratorError, ScriptError, Severity, Span
from generator.laid_out import LaidOut, edition_of
from generator.last_build import last_edition
from generator.layout import lay_out
from generator.outputs import Release, left_behind, prepare, publish
from generator.script.expand import edition_lengths, expand
from generator.script.model import Chime, Cue, Header, Lesson, Script
from generator.script.parse import BrokenScriptError
from generator.script.read import read_script
from generator.voices.casting import Casting
from generator.voices.clip_store import Take
from generator.voices.reel import Reel
from generator.voices.speaker import open_engine
from generator.voices.studio import Progress, Studio, Voiced, usual_workers

if TYPE_CHECKING:
    from pydub import AudioSegment

    from generator.changes.model import Changes

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


@dataclass(frozen=True, slots=True)
class Built:
    """One edition, published."""

    laid_out: LaidOut
    mp3s: tuple[Path, ...]
    warnings: tuple[Diagnostic, ...]
    """What is to be told about it."""
    changes: Changes | None
    """Against the last built version; None where the two are the same."""

    def report(self) -> list[str]:
        """What changed, a line each, safe to print on a terminal."""
        if self.changes is None:
            return ["nothing changed"]
        from generator.changes.report import report

        return report(self.changes)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A script's editions, read and expanded: all that can be known without a voice."""

    script: Script
    lessons: tuple[tuple[str, Lesson], ...]
    """Each with its edition's name."""

    @property
    def path(self) -> Path:
        """Of the script."""
        return Path(self.script.path)


def read(path: Path, only: int | None = None) -> Prepared:
    """Read a script and expand it for each of its lengths.

    Args:
        path: of the script.
        only: samples: of its lengths only this one.

    Raises:
        ScriptError: with every problem that was found.
    """
    script = read_script(path)
    lengths = edition_lengths(script.header) if only is None else (only,)
    return Prepared(script, tuple((edition_name(script, each), expand(script, each)) for each in lengths))


def estimated(prepared: Prepared) -> tuple[LaidOut, ...]:
    """Every edition laid out by how long its cues are likely to take; nothing is spoken."""
    from generator.practice.estimate import estimated_sounds

    plans = []
    for name, lesson in prepared.lessons:
        layout = lay_out(lesson, estimated_sounds(lesson), draft=True)
        plans.append(LaidOut(edition_of(name, prepared.script, lesson, layout, ()), layout, lesson, (), ()))
    return tuple(plans)


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
        covers = [
            self._cover(each.edition.name, each.edition.header, each.edition.timeline.length, prepared)
            for each in laid_out
        ]
        first, *others = (
            self._publish(each, cover, prepared) for each, cover in zip(laid_out, covers, strict=True)
        )
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
        return self._laid_out(prepared, scores, voiced)

    def spoken(self, prepared: Prepared) -> tuple[LaidOut, ...] | None:
        """As `lay_out`, if everything is in the cache; None where a take would have to be made.

        Raises:
            GeneratorError: a stage failed.
        """
        scores = self.scores(prepared)
        voiced = self.studio.kept([take for score in scores for take, _ in score], self.settings.profiles)
        return None if voiced is None else self._laid_out(prepared, scores, voiced)

    def _laid_out(
        self, prepared: Prepared, scores: Sequence[Score], voiced: Mapping[Take, Voiced]
    ) -> tuple[LaidOut, ...]:
        laid_out = []
        for (name, lesson), score in zip(prepared.lessons, scores, strict=True):
            takes = tuple(take for take, _ in score)
            sounds = tuple(voiced[take] for take in takes)
            layout = lay_out(lesson, [each.clip for each in sounds], draft=self.settings.draft)
            edition = edition_of(name, prepared.script, lesson, layout, sounds)
            laid_out.append(LaidOut(edition, layout, lesson, takes, sounds))
        return tuple(laid_out)

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

    def _draw_ahead(self, prepared: Prepared) -> None:
        """Put the covers into the cache of all lessons whose length is known before they are laid out."""
        for name, lesson in prepared.lessons:
            if lesson.length is not None:
                self._cover(name, lesson.header, lesson.length, prepared)

    def _cover(self, name: str, header: Header, length: int, prepared: Prepared) -> Cover:
        return cover_of(header, title_of(header, name), length, prepared.path, self.cache)

    def _publish(self, laid_out: LaidOut, cover: Cover, prepared: Prepared) -> Built:
        edition = laid_out.edition
        last, damaged = last_edition(self.settings.output, edition.name)
        changes = _changes(last, edition)
        release = Release(
            edition,
            self.settings.profiles,
            laid_out.sounds,
            self.studio.reel,
            cover,
            self._master(laid_out) if self.settings.wav else None,
            changes if changes and changes.any else None,
        )
        mp3s = publish(self.settings.output, release)
        noted = (
            *_note(cover, prepared.script.header),
            *damaged,
            *replaced(last.script if last else "", prepared.path),
            *left_behind(self.settings.output, release),
        )
        return Built(laid_out, mp3s, (*laid_out.layout.warnings, *noted), changes)

    def _master(self, laid_out: LaidOut) -> AudioSegment:
        """The lesson as PCM, stitched by pydub: the same sounds at the same samples as in the MP3."""
        from generator.audio.master import stitch

        segments = self.studio.segments(laid_out.takes)
        placed = (
            (event.frame * FRAME, segments[laid_out.takes[event.clip]].segment)
            for event in laid_out.edition.timeline.events
            if event.frame is not None and event.clip is not None
        )
        return stitch(laid_out.edition.timeline.length, placed)


def _changes(last: Edition | None, edition: Edition) -> Changes | None:
    if last == edition:
        return None
    from generator.changes.compare import compare

    return compare(last, edition)


def _note(cover: Cover, header: Header) -> tuple[Diagnostic, ...]:
    if not cover.note:
        return ()
    span = header.spans.get("cover") or header.spans.get("title")
    return (Diagnostic(Severity.WARNING, "W072", span, cover.note),)

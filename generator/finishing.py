"""What comes after the voice: lay out → assemble → publish.

Apart from `build`, so that all which this needs is imported while the voice speaks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.cache import Cache
from generator.clock import FRAME
from generator.companions.cover import Cover
from generator.companions.wording import title_of
from generator.covers import cover_of
from generator.edition import Edition
from generator.edition_names import replaced
from generator.errors import Diagnostic, Severity, Span
from generator.laid_out import LaidOut, edition_of
from generator.last_build import last_edition
from generator.layout import lay_out
from generator.outputs import Published, Release, left_behind, publish
from generator.prepared import Prepared
from generator.script.model import Header
from generator.voices.clip_store import Take
from generator.voices.studio import Studio, Voiced

if TYPE_CHECKING:
    from pydub import AudioSegment

    from generator.build import Workshop
    from generator.changes.model import Changes


@dataclass(frozen=True, slots=True)
class Built:
    """One edition, published."""

    laid_out: LaidOut
    published: Published
    warnings: tuple[Diagnostic, ...]
    """What is to be told about it."""
    changes: Changes | None
    """Against the last built version; None where the two are the same."""

    def report(self) -> list[str]:
        """What changed, a line each, safe to print on a terminal."""
        if self.changes is None:
            anew = ", ".join(path.name for path in self.published.written)
            return [f"nothing changed; written anew: {anew}" if anew else "nothing changed"]
        from generator.changes.report import report

        return report(self.changes)


def estimated(prepared: Prepared) -> tuple[LaidOut, ...]:
    """Every edition laid out by how long its cues are likely to take; nothing is spoken."""
    from generator.practice.estimate import estimated_sounds

    plans = []
    for name, lesson in prepared.lessons:
        layout = lay_out(lesson, estimated_sounds(lesson), draft=True)
        plans.append(LaidOut(edition_of(name, prepared.script, lesson, layout, ()), layout, lesson, (), ()))
    return tuple(plans)


def lay_out_all(
    prepared: Prepared,
    scores: Sequence[Sequence[tuple[Take, Span]]],
    voiced: Mapping[Take, Voiced],
    *,
    draft: bool,
) -> tuple[LaidOut, ...]:
    """Every edition of a script, laid out.

    Args:
        prepared: the script.
        scores: for each of its lessons, the take of every sound in order.
        voiced: all of these takes.
        draft: as in `lay_out`.

    Raises:
        ScriptError: as `lay_out`.
    """
    laid_out = []
    for (name, lesson), score in zip(prepared.lessons, scores, strict=True):
        takes = tuple(take for take, _ in score)
        sounds = tuple(voiced[take] for take in takes)
        layout = lay_out(lesson, [each.clip for each in sounds], draft=draft)
        edition = edition_of(name, prepared.script, lesson, layout, sounds)
        laid_out.append(LaidOut(edition, layout, lesson, takes, sounds))
    return tuple(laid_out)


def draw_ahead(prepared: Prepared, cache: Cache) -> None:
    """Put the covers into the cache of all lessons whose length is known before they are laid out.

    Raises:
        ScriptError: the file that the header names cannot be used.
    """
    for name, lesson in prepared.lessons:
        if lesson.length is not None:
            _cover(name, lesson.header, lesson.length, prepared, cache)


def finish(laid_out: Sequence[LaidOut], prepared: Prepared, workshop: Workshop) -> list[Built]:
    """Draw the covers of all editions, and then publish them.

    Raises:
        GeneratorError: a cover cannot be used, or a file cannot be written.
    """
    covers = [
        _cover(each.edition.name, each.edition.header, each.edition.timeline.length, prepared, workshop.cache)
        for each in laid_out
    ]
    return [_publish(each, cover, prepared, workshop) for each, cover in zip(laid_out, covers, strict=True)]


def _cover(name: str, header: Header, length: int, prepared: Prepared, cache: Cache) -> Cover:
    return cover_of(header, title_of(header, name), length, prepared.path, cache)


def _publish(laid_out: LaidOut, cover: Cover, prepared: Prepared, workshop: Workshop) -> Built:
    settings, edition = workshop.settings, laid_out.edition
    last, damaged = last_edition(settings.output, edition.name)
    changes = _changes(last, edition)
    release = Release(
        edition,
        settings.profiles,
        laid_out.sounds,
        workshop.studio.reel,
        cover,
        _master(laid_out, workshop.studio) if settings.wav else None,
        changes if changes and changes.any else None,
    )
    published = publish(settings.output, release)
    noted = (
        *_note(cover, prepared.script.header),
        *damaged,
        *replaced(last.script if last else "", prepared.path),
        *left_behind(settings.output, release),
    )
    return Built(laid_out, published, (*laid_out.layout.warnings, *noted), changes)


def _master(laid_out: LaidOut, studio: Studio) -> AudioSegment:
    """The lesson as PCM, stitched by pydub: the same sounds at the same samples as in the MP3."""
    from generator.audio.master import stitch

    segments = studio.segments(laid_out.takes)
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

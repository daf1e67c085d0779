"""What comes after the voice: lay out → assemble → publish.

Apart from `build`, so that all which this needs is imported while the voice speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from generator.build.covers import cover_of
from generator.build.edition_names import replaced
from generator.build.expanded_script import ExpandedScript
from generator.build.loudness import check_loudness
from generator.build.planned_lesson import PlannedLesson, edition_of
from generator.build.previous_build import last_edition
from generator.build.publish import PublishedFiles, Release, left_behind, publish
from generator.companions.cover import Cover
from generator.companions.formats import import_writers
from generator.companions.wording import title_of
from generator.core.cache import Cache
from generator.core.errors import Diagnostic, Severity, Span
from generator.core.flushed_files import flush_folder
from generator.script.lesson import Header
from generator.timeline.edition import Edition
from generator.timeline.layout import lay_out
from generator.voices.render_request import RenderRequest
from generator.voices.synthesizer import RenderedClip, Synthesizer

if TYPE_CHECKING:
    from generator.build.session import BuildSession
    from generator.changes.changes import Changes


@dataclass(frozen=True, slots=True)
class BuiltEdition:
    """One edition, published."""

    planned: PlannedLesson
    published: PublishedFiles
    warnings: tuple[Diagnostic, ...]
    """What is to be told about it."""
    changes: Changes | None
    """Against the last built version; None where the two are the same."""

    def report(self) -> list[str]:
        """What changed, a line each, safe to print on a terminal."""
        if self.changes is None:
            anew = ", ".join(path.name for path in self.published.written)
            return [f"nothing changed; written anew: {anew}" if anew else "nothing changed"]
        from generator.changes.report import report_lines

        return report_lines(self.changes)


def estimated(expanded: ExpandedScript) -> tuple[PlannedLesson, ...]:
    """Every edition laid out by how long its cues are likely to take; nothing is spoken."""
    from generator.voices.estimate import estimated_clips

    plans = []
    for name, lesson in expanded.lessons:
        layout = lay_out(lesson, estimated_clips(lesson), draft=True)
        plans.append(
            PlannedLesson(edition_of(name, expanded.script, lesson, layout, ()), layout, lesson, (), ())
        )
    return tuple(plans)


def lay_out_all(
    expanded: ExpandedScript,
    requests_by_lesson: Sequence[Sequence[tuple[RenderRequest, Span]]],
    rendered: Mapping[RenderRequest, RenderedClip],
    *,
    draft: bool,
) -> tuple[PlannedLesson, ...]:
    """Every edition of a script, laid out.

    Args:
        expanded: the script.
        requests_by_lesson: for each of its lessons, the request of every sound in order.
        rendered: the clips of all of these requests.
        draft: as in `lay_out`.

    Raises:
        ScriptError: as `lay_out`.
    """
    planned = []
    for (name, lesson), requested in zip(expanded.lessons, requests_by_lesson, strict=True):
        requests = tuple(request for request, _ in requested)
        sounds = tuple(rendered[request] for request in requests)
        layout = lay_out(lesson, [each.facts for each in sounds], draft=draft)
        edition = edition_of(name, expanded.script, lesson, layout, sounds)
        planned.append(PlannedLesson(edition, layout, lesson, requests, sounds))
    return tuple(planned)


def draw_ahead(expanded: ExpandedScript, cache: Cache) -> None:
    """What can be done while the voice speaks: companions' writers, and covers of lengths that are known.

    Raises:
        ScriptError: the file that the header names cannot be used.
    """
    import_writers()
    for name, lesson in expanded.lessons:
        if lesson.length is not None:
            _cover(name, lesson.header, lesson.length, expanded, cache)


def finish(
    planned: Sequence[PlannedLesson], expanded: ExpandedScript, session: BuildSession
) -> list[BuiltEdition]:
    """Draw the covers of all editions, and then publish them.

    Raises:
        GeneratorError: a cover cannot be used, or a file cannot be written.
    """
    covers = [
        _cover(each.edition.name, each.edition.header, each.edition.timeline.length, expanded, session.cache)
        for each in planned
    ]
    built = [_publish(each, cover, expanded, session) for each, cover in zip(planned, covers, strict=True)]
    if any(each.published.written for each in built):
        flush_folder(session.settings.output)
    return built


def _cover(name: str, header: Header, length: int, expanded: ExpandedScript, cache: Cache) -> Cover:
    return cover_of(header, title_of(header, name), length, expanded.path, cache)


def _publish(
    planned: PlannedLesson, cover: Cover, expanded: ExpandedScript, session: BuildSession
) -> BuiltEdition:
    edition = replace(planned.edition, cover_hash=cover.hash)
    planned, settings = replace(planned, edition=edition), session.settings
    last, damaged = last_edition(settings.output, edition.name)
    changes = _changes(last, edition)
    release = Release(
        edition,
        settings.profiles,
        planned.sounds,
        session.synthesizer.frame_store,
        cover,
        _pcm_writer(planned, session.synthesizer) if settings.wav else None,
        changes if changes and changes.any else None,
        settings.overwrite,
    )
    published = publish(settings.output, release)
    noted = (
        *_note(cover, expanded.script.header),
        *check_loudness(edition),
        *damaged,
        *replaced(last.script if last else "", expanded.path),
        *left_behind(settings.output, release),
    )
    return BuiltEdition(planned, published, (*planned.layout.warnings, *noted), changes)


def _pcm_writer(planned: PlannedLesson, synthesizer: Synthesizer) -> Callable[[BinaryIO], None]:
    def write(stream: BinaryIO) -> None:
        from generator.build.pcm import write_pcm

        write_pcm(stream, planned.edition.timeline, planned.requests, synthesizer)

    return write


def _changes(last: Edition | None, edition: Edition) -> Changes | None:
    # Another cover is no edit of the script: that it is written anew is told without a comparison.
    if last and replace(last, cover_hash=edition.cover_hash) == edition:
        return None
    from generator.changes.compare import compare_editions

    return compare_editions(last, edition)


def _note(cover: Cover, header: Header) -> tuple[Diagnostic, ...]:
    if not cover.note:
        return ()
    span = header.spans.get("cover") or header.spans.get("title")
    return (Diagnostic(Severity.WARNING, "W072", span, cover.note),)

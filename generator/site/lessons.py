"""Every lesson of a site, in its suggested order: script, page text and built files brought together."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.companions.formats import COMPANIONS
from generator.core.cache import Cache
from generator.core.errors import Diagnostic, ScriptError, Severity, Span
from generator.script.files import read_script
from generator.script.lesson import Script
from generator.script.problems import did_you_mean
from generator.site.built import BuiltLesson, check_names, edition_names, find_built
from generator.site.page_cache import kept_asset
from generator.site.page_text import Written, page_path, read_page_text
from generator.site.site_files import LIST
from generator.site.site_lesson import Listed, SiteConfig, SiteLesson

FOR_THE_SITE: Final = frozenset({"index.html", "feed.xml", "cover.jpg", "cover.png", LIST})
"""Names beside which no lesson's folder can stand."""
_COVERS: Final = (".jpg", ".png")
_SAYS_NOBODY: Final = "not been reviewed"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a site is made of, and what is to be told about it."""

    lessons: tuple[SiteLesson, ...]
    warnings: tuple[Diagnostic, ...]


def gather(config: SiteConfig, scripts: Sequence[Path], built: Path, cache: Cache) -> Gathered:
    """Find and check every lesson.

    Args:
        config: of the site.
        scripts: every lesson's.
        built: the folder that `lesson build` writes to.
        cache: where checksums are kept.

    Raises:
        ScriptError: with every problem of every lesson.
        OSError: a file cannot be read.
    """
    errors = [*check_listed(config, scripts), *check_addresses(scripts)]
    warnings: list[Diagnostic] = []
    read: list[tuple[Script, tuple[str, ...]]] = []
    lessons: list[SiteLesson] = []
    listed = {each.name: each for each in config.lessons}
    for path in scripts:
        try:
            script = read_script(path)
            read.append((script, edition_names(script)))
            written = read_page_text(page_path(path))
            warnings += written.warnings
            found = find_built(script, built, cache)
            warnings += found.warnings
            lesson = _lesson(path, written, found, listed.get(path.stem), cache)
            warnings += _check_review(lesson, listed.get(path.stem))
            lessons.append(lesson)
        except ScriptError as error:
            errors += error.diagnostics
    errors += check_names(read)
    if errors:
        raise ScriptError((*errors, *warnings))
    ordered = sorted(lessons, key=lambda each: _place(each, config))
    return Gathered(tuple(ordered), (*warnings, *_check_titles(ordered)))


def _place(lesson: SiteLesson, config: SiteConfig) -> tuple[int, int, str]:
    """As site.yaml lists them; the others behind them, by number in their series and name."""
    names = [each.name for each in config.lessons]
    place = names.index(lesson.name) if lesson.name in names else len(names)
    return place, lesson.edition.header.track or 1 << 30, lesson.name


def _lesson(
    script: Path, written: Written, found: BuiltLesson, listed: Listed | None, cache: Cache
) -> SiteLesson:
    name = script.stem
    built = found.recordings[0].asset.source.parent
    beside = [(each, built / f"{name}{each.suffix}") for each in COMPANIONS.values() if each.published]
    cover = next((path for suffix in _COVERS if (path := built / f"{name}{suffix}").is_file()), None)
    missing = [path for _, path in beside if not path.is_file()]
    if cover is None or missing:
        what = missing[0] if missing else built / f"{name}.jpg"
        raise ScriptError(
            (Diagnostic(Severity.ERROR, "E103", None, f'"{what}" is missing', f"run: lesson build {script}"),)
        )
    return SiteLesson(
        name=name,
        edition=found.edition,
        timeline=found.timeline,
        recordings=found.recordings,
        companions=tuple((each, kept_asset(path, cache)) for each, path in beside),
        cover=kept_asset(cover, cache),
        parts=written.parts,
        links=written.links,
        note=listed.note if listed else "",
        reviewed=listed.reviewed if listed else "",
    )


def check_listed(config: SiteConfig, scripts: Sequence[Path]) -> Iterator[Diagnostic]:
    """Lessons that site.yaml names and that are not there."""
    names = [path.stem for path in scripts]
    for each in config.lessons:
        if each.name not in names:
            hint = did_you_mean(each.name, names, f"the scripts are {', '.join(names)}")
            yield Diagnostic(Severity.ERROR, "E101", each.span, f'there is no script "{each.name}.txt"', hint)


def check_addresses(scripts: Sequence[Path]) -> Iterator[Diagnostic]:
    """Report names that cannot be the address of a page."""
    seen: dict[str, Path] = {}
    for path in scripts:
        name = path.stem
        # Many disks, and some servers, take these for the same.
        folded = unicodedata.normalize("NFC", name).casefold()
        where = Span(path.as_posix(), 1, 1, 1, "")
        if name.startswith(".") or folded in FOR_THE_SITE or "\\" in name:
            message = f'a lesson cannot be called "{name}": its page would have that name'
            yield Diagnostic(
                Severity.ERROR, "E102", where, message, "rename the script, such as my-lesson.txt"
            )
        elif folded in seen:
            message = f'"{path.name}" and "{seen[folded].name}" would have the same page'
            yield Diagnostic(Severity.ERROR, "E102", where, message, "give one of them another name")
        seen[folded] = path


def _check_titles(lessons: Sequence[SiteLesson]) -> Iterator[Diagnostic]:
    seen: dict[str, SiteLesson] = {}
    for lesson in lessons:
        other = seen.setdefault(lesson.title.casefold(), lesson)
        if other is not lesson:
            message = f'the lessons "{other.name}" and "{lesson.name}" have the same title: {lesson.title}'
            hint = "a learner cannot tell them apart: give one another title"
            yield Diagnostic(Severity.WARNING, "W105", None, message, hint)


def _check_review(lesson: SiteLesson, listed: Listed | None) -> Iterator[Diagnostic]:
    if listed and lesson.reviewed and _SAYS_NOBODY in lesson.parts.get("ask_first", ""):
        message = f'the page of "{lesson.name}" still says that the lesson has {_SAYS_NOBODY}'
        hint = f"change it under ## Ask first in {lesson.name}.md"
        yield Diagnostic(Severity.WARNING, "W107", listed.span, message, hint)

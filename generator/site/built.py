"""What `lesson build` has made of one script: found, and held against the script and against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.audio.profile import PROFILES, SMALL, STANDARD
from generator.build.edition_names import edition_name
from generator.companions.formats import TIMELINE
from generator.companions.tags import script_hash_in
from generator.core.cache import Cache
from generator.core.errors import Diagnostic, ScriptError, Severity, Span
from generator.core.json_reader import JsonError
from generator.core.regular_files import UnfitFileError, read_regular_text
from generator.script.header import edition_lengths
from generator.script.lesson import Script
from generator.site.page_cache import kept_asset
from generator.site.site_lesson import PublishedRecording
from generator.timeline.edition import Edition
from generator.timeline.edition_json import edition_from_json


@dataclass(frozen=True, slots=True)
class BuiltLesson:
    """A script's main edition and its recordings."""

    edition: Edition
    timeline: str
    """The edition's JSON."""
    recordings: tuple[PublishedRecording, ...]
    """The main one first."""
    warnings: tuple[Diagnostic, ...]


def edition_names(script: Script) -> tuple[str, ...]:
    """What the script's editions are called, the main one first."""
    return tuple(edition_name(script, length) for length in edition_lengths(script.header))


def find_built(script: Script, folder: Path, cache: Cache) -> BuiltLesson:
    """What `folder` holds of a script.

    Raises:
        ScriptError: it is not built, or what is there does not belong together.
        OSError: a file cannot be read.
    """
    main, *others = edition_names(script)
    edition, timeline = _read(script, main, folder)
    warnings: list[Diagnostic] = []
    recordings = list(_recordings(edition, folder, cache, warnings, main=True))
    if not recordings or recordings[0].small:
        raise _not_built(script, main)
    if edition.script_hash != script.hash:
        message = f'"{folder / main}.mp3" is older than its script'
        warnings.append(_warning("W103", script, message, f"run: lesson build {script.path}"))
    for name in others:
        try:
            other, _ = _read(script, name, folder)
        except ScriptError:
            warnings.append(_left_out(script, f"{name}.mp3", "is not built"))
            continue
        if other.script_hash != edition.script_hash:
            warnings.append(_left_out(script, f"{name}.mp3", "was built from another text"))
            continue
        recordings += _recordings(other, folder, cache, warnings, main=False)
    recordings.sort(key=lambda each: (not each.main, each.length, each.small))
    return BuiltLesson(edition, timeline, tuple(recordings), tuple(warnings))


def _read(script: Script, name: str, folder: Path) -> tuple[Edition, str]:
    path = folder / f"{name}{TIMELINE.suffix}"
    if not path.is_file() or not (folder / f"{name}.mp3").is_file():
        raise _not_built(script, name)
    try:
        data = read_regular_text(path, folder)
        edition = edition_from_json(data)
    except (JsonError, UnfitFileError) as error:
        why = error.strerror if isinstance(error, UnfitFileError) else error
        raise _apart(script, f'"{path}" is damaged: {why}') from None
    if not edition.clips:
        raise _not_built(script, name)
    if edition.name != name:
        raise _apart(script, f'"{path}" is the timeline of "{edition.name}"')
    return edition, data


def _recordings(
    edition: Edition, folder: Path, cache: Cache, warnings: list[Diagnostic], *, main: bool
) -> Iterator[PublishedRecording]:
    for profile in PROFILES:
        path = folder / f"{edition.name}{profile.suffix}.mp3"
        if not path.is_file():
            continue
        if script_hash_in(path) != edition.script_hash:
            # The page would mark other words than are heard.
            if main and profile is STANDARD:
                raise _apart_files(edition, path)
            warnings.append(_left_out_file(edition, path))
            continue
        yield PublishedRecording(
            kept_asset(path, cache), edition.timeline.length, small=profile is SMALL, main=main
        )


def check_names(named: Sequence[tuple[Script, tuple[str, ...]]]) -> Iterator[Diagnostic]:
    """Two scripts whose files would have the same name: one has overwritten the other."""
    seen: dict[str, Script] = {}
    for script, names in named:
        for name in names:
            other = seen.setdefault(name.casefold(), script)
            if other is not script:
                message = f'"{script.path}" and "{other.path}" are both built as "{name}.mp3"'
                hint = "give one of the scripts another name, and build both again"
                yield Diagnostic(Severity.ERROR, "E102", _top(script), message, hint)


def _top(script: Script) -> Span:
    title = script.header.spans.get("title")
    return title or Span(script.path, 1, 1, 1, "")


def _warning(code: str, script: Script, message: str, hint: str) -> Diagnostic:
    return Diagnostic(Severity.WARNING, code, _top(script), message, hint)


def _left_out(script: Script, file: str, why: str) -> Diagnostic:
    return _warning("W104", script, f'"{file}" {why}, and is left out', f"run: lesson build {script.path}")


def _left_out_file(edition: Edition, path: Path) -> Diagnostic:
    message = f'"{path}" was built from another text than "{edition.name}{TIMELINE.suffix}", and is left out'
    hint = f"run: lesson build --profile both {edition.script}"
    return Diagnostic(Severity.WARNING, "W104", None, message, hint)


def _not_built(script: Script, name: str) -> ScriptError:
    hint = f"run: lesson build {script.path}"
    return ScriptError((Diagnostic(Severity.ERROR, "E103", None, f'"{name}" is not built yet', hint),))


def _apart(script: Script, message: str) -> ScriptError:
    hint = f"run: lesson build {script.path}"
    return ScriptError((Diagnostic(Severity.ERROR, "E104", None, message, hint),))


def _apart_files(edition: Edition, path: Path) -> ScriptError:
    message = f'"{path}" was built from another text than "{edition.name}{TIMELINE.suffix}"'
    hint = f"run: lesson build {edition.script}"
    return ScriptError((Diagnostic(Severity.ERROR, "E104", None, message, hint),))

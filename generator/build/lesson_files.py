"""Which files in an output folder are of a lesson: none that is somebody's own is ever replaced.

A lesson's timeline lists them. An earlier version's does not, and a timeline may be lost: then an MP3 tells
by its tag whose it is, and the files beside it are taken for the lesson's, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path

from generator.audio.profile import PROFILES, Profile
from generator.companions.formats import COMPANIONS, TIMELINE
from generator.companions.tags import is_excerpt, script_hash_in
from generator.core.atomic_files import has_content, write_atomically
from generator.core.errors import Diagnostic
from generator.core.json_reader import JsonError, JsonObject, read_json
from generator.core.made_files import (
    MadeFile,
    OccupiedError,
    files_from_json,
    found_file,
    made_of,
    occupied,
)
from generator.core.regular_files import open_regular, read_regular_text
from generator.timeline.edition import FORMAT
from generator.timeline.edition_json import head_from_lines, with_files

_RECORD = b'"format": "movement-lesson-'
"""How a timeline and a report of an edit begin."""

HEAD_BYTES = 1 << 10

WAV_HEADER = 44
"""Bytes before the sound in a WAV file of an earlier version."""


def mp3_path(folder: Path, name: str, profile: Profile) -> Path:
    """Where the MP3 of an edition goes."""
    return folder / f"{name}{profile.suffix}.mp3"


def wav_path(folder: Path, name: str) -> Path:
    """Where the PCM master of an edition goes."""
    return folder / f"{name}.wav"


def changes_path(folder: Path, name: str) -> Path:
    """Where the report of an edition's last edit is kept."""
    return folder / f"{name}.changes.json"


def timeline_path(folder: Path, name: str) -> Path:
    """Where the timeline of an edition is."""
    return folder / f"{name}{TIMELINE.suffix}"


def usual_paths(folder: Path, name: str, profiles: Sequence[Profile], *, wav: bool) -> list[Path]:
    """Every file that a build of an edition writes, but for its cover."""
    return [
        *(folder / f"{name}{companion.suffix}" for companion in COMPANIONS.values()),
        changes_path(folder, name),
        *(mp3_path(folder, name, profile) for profile in profiles),
        *([wav_path(folder, name)] if wav else []),
    ]


def listed_files(folder: Path, name: str) -> tuple[MadeFile, ...] | None:
    """What the timeline of an edition lists; None where there is none of ours, or none with a list."""
    head = _head(timeline_path(folder, name))
    try:
        return files_from_json(head, "files") if head and head.has("files") else None
    except JsonError:
        return None


def refuse_others(folder: Path, name: str, paths: Iterable[Path]) -> None:
    """See that none of `paths` is anything but what was built of this edition before.

    Args:
        folder: the output folder.
        name: of the edition.
        paths: in that folder; they need not be there.

    Raises:
        OccupiedError: some are; it tells of each.
        OSError: one of them cannot be read.
    """
    wanted = tuple(paths)
    # Another build may replace them and their list just now: what looks wrong is looked at twice.
    if any(_problems(folder, name, wanted)) and (problems := tuple(_problems(folder, name, wanted))):
        raise OccupiedError(problems)


def write_listed(folder: Path, name: str, path: Path, data: bytes, *, overwrite: bool) -> None:
    """Write one more file of an edition that is built, and put it on its list.

    Raises:
        OccupiedError: somebody's own file stands there, and is not to be overwritten.
        OSError: it cannot be written.
    """
    if has_content(path, data):
        return
    if not overwrite:
        refuse_others(folder, name, [path])
    timeline = timeline_path(folder, name)
    others = {each for each in listed_files(folder, name) or () if each.name != path.name}
    text = with_files(read_regular_text(timeline, folder), sorted({*others, made_of(path.name, data)}))
    write_atomically(timeline, text.encode())
    write_atomically(path, data)


def is_as_made(path: Path, found: MadeFile, listed: Sequence[MadeFile]) -> bool:
    """Whether nobody has worked on a file since it was made.

    A recording may differ in its sound: that is damage. Whoever edits its tag makes it longer or shorter.
    """
    if found in listed:
        return True
    sizes = {other.size for other in listed if other.name == found.name}
    return path.suffix == ".mp3" and found.size in sizes and _is_lesson(path)


def adopted_files(folder: Path, name: str) -> tuple[MadeFile, ...]:
    """The list of an edition, or, where there is none, its recordings that can be told by themselves."""
    listed = listed_files(folder, name)
    if listed is not None:
        return listed
    paths = [*(mp3_path(folder, name, profile) for profile in PROFILES), wav_path(folder, name)]
    found = [found_file(folder, path.name) for path in paths]
    return tuple(
        each
        for each in found
        if each and not _owner(folder, name, each.name) and _is_ours(folder, name, each)
    )


def _problems(folder: Path, name: str, paths: Sequence[Path]) -> Iterator[Diagnostic]:
    # First the files, then the list: it is written before them.
    found = [(path, each) for path in paths if (each := found_file(folder, path.name))]
    listed = listed_files(folder, name) if found else None
    for path, each in found:
        if path in own_records(folder, name):
            if not is_record(path) and not _has_recording(folder, name):
                yield occupied(f'"{path}" was not made by this program')
        elif listed is not None and is_as_made(path, each, listed):
            continue
        elif listed is not None and any(other.name == each.name for other in listed):
            yield occupied(f'"{path}" was changed after it was built')
        elif owner := _owner(folder, name, each.name):
            yield occupied(
                f'"{path}" is already a file of the lesson "{owner}", and would become one of "{name}"',
                "rename one of the scripts, or build them into two folders with -o",
            )
        elif listed is not None or not _is_ours(folder, name, each):
            yield occupied(f'"{path}" was not made by this program')


def _is_ours(folder: Path, name: str, found: MadeFile) -> bool:
    """Whether a file can be taken for one of an edition that has no list."""
    path, head = folder / found.name, _head(timeline_path(folder, name))
    if path.suffix == ".mp3":
        return _is_lesson(path)
    if path.suffix == ".wav":
        length = head.maybe("length") if head else None
        return length is not None and found.size == WAV_HEADER + 2 * length
    return _has_recording(folder, name) or is_record(timeline_path(folder, name))


def _has_recording(folder: Path, name: str) -> bool:
    """Whether there is an MP3 of the edition, by which what stands beside it is told, however damaged."""
    return any(_is_lesson(mp3_path(folder, name, profile)) for profile in PROFILES)


def _is_lesson(mp3: Path) -> bool:
    return mp3.is_file() and bool(script_hash_in(mp3)) and not is_excerpt(mp3)


def own_records(folder: Path, name: str) -> tuple[Path, Path]:
    """What no list names: the report of the last edit, which tells of the past, and the list itself."""
    return changes_path(folder, name), timeline_path(folder, name)


def is_record(path: Path) -> bool:
    """Whether a file says of itself that it is a timeline or a report, be it whole or not."""
    if not path.is_file():
        return False
    with open_regular(path, path.parent) as stream:
        return _RECORD in stream.read(HEAD_BYTES)


def _owner(folder: Path, name: str, file: str) -> str:
    """Another lesson in the folder that a file belongs to; empty where there is none."""
    for path in sorted(folder.glob(f"*{TIMELINE.suffix}")):
        other = path.name.removesuffix(TIMELINE.suffix)
        files = listed_files(folder, other) or ()
        if other != name and (file == f"{other}.mp3" or any(each.name == file for each in files)):
            return other
    return ""


def _head(timeline: Path) -> JsonObject | None:
    """What stands at the beginning of a timeline; None where there is none that can be read."""
    try:
        with TextIOWrapper(open_regular(timeline, timeline.parent), "utf-8", "replace") as lines:
            return head_from_lines(lines)
    except OSError:
        return None
    except JsonError:
        return _reformatted(timeline)


def _reformatted(timeline: Path) -> JsonObject | None:
    """The timeline, where another program has broken its lines otherwise."""
    try:
        record = read_json(read_regular_text(timeline, timeline.parent))
        return record if record.text("format") == FORMAT else None
    except (JsonError, OSError):
        return None

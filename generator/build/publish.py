"""Which files a lesson becomes, and writing them: all of them beside their places first, then renamed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from generator.audio.mp3 import holds_frames, lesson_bytes, write_frames
from generator.audio.profile import PROFILES, Profile
from generator.build.lesson_files import (
    adopted_files,
    changes_path,
    listed_files,
    mp3_path,
    refuse_others,
    timeline_path,
    wav_path,
)
from generator.build.output_folder import reason
from generator.companions.cover import COVER_SUFFIX, Cover
from generator.companions.formats import COMPANIONS, TIMELINE
from generator.companions.tags import script_hash_in, tags
from generator.core.atomic_files import atomic_writer, has_content, write_atomically
from generator.core.errors import Diagnostic, MachineError, Severity
from generator.core.flushed_files import flush_to_disk
from generator.core.made_files import MadeFile, found_file, made_file
from generator.core.regular_files import open_regular, read_regular_text
from generator.timeline.edition import Edition
from generator.timeline.edition_json import with_files
from generator.voices.frame_store import FrameStore
from generator.voices.synthesizer import RenderedClip

if TYPE_CHECKING:
    from generator.changes.changes import Changes


@dataclass(frozen=True, slots=True)
class Release:
    """Everything that is to be written for one edition."""

    edition: Edition
    profiles: Sequence[Profile]
    """One MP3 for each."""
    rendered: Sequence[RenderedClip]
    """Its sounds, in the order of `Sound.clip`."""
    frame_store: FrameStore
    """Where their frames are."""
    cover: Cover
    write_pcm: Callable[[BinaryIO], None] | None = None
    """Writes the lesson as PCM, if that is wanted too; may raise a `VoiceError`."""
    changes: Changes | None = None
    """What is new in it; None where nothing is: the report of the last edit then stays."""
    overwrite: bool = False
    """Replace what this program has not made, or what was changed since."""

    def placements(self, profile: Profile) -> Iterator[tuple[int, bytes]]:
        """For each sound the frame where it begins, and its frames."""
        for sound in self.edition.timeline.sounds:
            yield sound.frame, self.frame_store.read(self.rendered[sound.clip].pieces[profile])


@dataclass(frozen=True, slots=True)
class PublishedFiles:
    """The files that `publish` made."""

    mp3s: tuple[Path, ...]
    written: tuple[Path, ...]
    """Files that are not as they were before; the PCM master, which is always written, is none of them."""


@dataclass(frozen=True, slots=True)
class _Output:
    """One file beside the timeline, which lists it."""

    path: Path
    write: Callable[[BinaryIO], object]
    is_current: bool
    """Whether it stands there already, byte for byte."""

    def written(self, stream: BinaryIO) -> MadeFile:
        """Write it; returns what it is known by."""
        self.write(stream)
        stream.flush()  # now, not when the file is closed: by then others would be renamed already
        return made_file(self.path.name, stream)


def publish(folder: Path, release: Release) -> PublishedFiles:
    """Write an edition's MP3s and its companions; nothing is replaced before everything is whole.

    Args:
        folder: an existing folder.
        release: what is to be written.

    Raises:
        OccupiedError: somebody's own files stand there, and are not to be overwritten; nothing was written.
        MachineError: a file could not be written; all are then as they were (unless the renaming itself
            failed half way: then some are new).
    """
    name = release.edition.name
    outputs = tuple(_outputs(folder, release))
    stale = [each for each in outputs if not each.is_current]
    timeline = timeline_path(folder, name)
    try:
        if not release.overwrite:
            refuse_others(folder, name, [timeline, *(each.path for each in stale)])
        with contextlib.ExitStack() as last, contextlib.ExitStack() as stack:
            streams = [stack.enter_context(atomic_writer(each.path)) for each in stale]
            made = [each.written(stream) for each, stream in zip(stale, streams, strict=True)]
            files = _listed(folder, release, outputs, made)
            text = TIMELINE.write(replace(release.edition, files=files)).encode()
            anew = not has_content(timeline, text)
            if anew:
                # Renamed last: by it the next build tells what is new. The first of all comes before its
                # files: should the renaming end half way, the next build knows them.
                order = last if timeline.exists() else stack
                streams.append(order.enter_context(atomic_writer(timeline)))
                streams[-1].write(text)
            _flush(streams)
            if made:
                _announce(timeline, made)
    except OSError as error:
        raise MachineError(f'"{error.filename or folder}" cannot be written', reason(error)) from error
    written = [each.path for each in stale if each.path != wav_path(folder, name)]
    mp3s = tuple(mp3_path(folder, name, profile) for profile in release.profiles)
    return PublishedFiles(mp3s, (*([timeline] if anew else []), *written))


def _outputs(folder: Path, release: Release) -> Iterator[_Output]:
    """All but the timeline. What comes first is renamed last."""
    edition = release.edition
    for path, data in _companions(folder, release):
        yield _Output(path, partial(_write_data, data), has_content(path, data))
    tag = tags(edition, release.cover.data)
    for profile in release.profiles:
        path = mp3_path(folder, edition.name, profile)
        write = partial(_write_mp3, tag, release, profile)
        yield _Output(path, write, _is_current(path, tag, release, profile))
    if release.write_pcm is not None:
        yield _Output(wav_path(folder, edition.name), release.write_pcm, is_current=False)


def _listed(
    folder: Path, release: Release, outputs: Sequence[_Output], made: Sequence[MadeFile]
) -> tuple[MadeFile, ...]:
    """What the timeline is to list: all that is of this build, and what is left of earlier ones."""
    report = changes_path(folder, release.edition.name)  # tells of the past, which no timeline depends on
    names = {each.path.name for each in outputs}
    current = [found_file(folder, each.path.name) for each in outputs if each.is_current]
    before = adopted_files(folder, release.edition.name)
    left = [each for each in before if each.name not in names and (folder / each.name).is_file()]
    listed = {*made, *filter(None, current), *left}
    return tuple(sorted(each for each in listed if each.name != report.name))


def _announce(timeline: Path, made: Sequence[MadeFile]) -> None:
    """Put new files on the list before they are there: it stays, should the renaming end half way."""
    name = timeline.name.removesuffix(TIMELINE.suffix)
    known = listed_files(timeline.parent, name)
    new = {each for each in made if each.name != changes_path(timeline.parent, name).name}
    if known is not None and not new <= {*known}:
        before = read_regular_text(timeline, timeline.parent)
        write_atomically(timeline, with_files(before, sorted({*known, *new})).encode())


def _companions(folder: Path, release: Release) -> Iterator[tuple[Path, bytes]]:
    """The texts and the picture beside the MP3s: file and contents."""
    edition = release.edition
    for companion in COMPANIONS.values():
        if companion is not TIMELINE:
            yield folder / f"{edition.name}{companion.suffix}", companion.write(edition).encode()
    report = changes_path(folder, edition.name)
    if release.changes or not report.is_file():
        from generator.changes.compare import compare_editions
        from generator.changes.report_json import changes_to_json

        yield report, changes_to_json(release.changes or compare_editions(edition, edition)).encode()
    yield folder / f"{edition.name}{COVER_SUFFIX[release.cover.mime]}", release.cover.data


def _write_data(data: bytes, stream: BinaryIO) -> None:
    stream.write(data)


def _write_mp3(tag: bytes, release: Release, profile: Profile, stream: BinaryIO) -> None:
    stream.write(tag)
    write_frames(stream, profile, release.edition.timeline.length, release.placements(profile))


def _is_current(mp3: Path, tag: bytes, release: Release, profile: Profile) -> bool:
    """Whether a file is already, byte for byte, what would be written."""
    length = release.edition.timeline.length
    try:
        if mp3.stat().st_size != len(tag) + lesson_bytes(profile, length):
            return False
        with open_regular(mp3, mp3.parent) as stream:
            return stream.read(len(tag)) == tag and holds_frames(
                stream, profile, length, release.placements(profile)
            )
    except OSError:
        return False  # most often: there is none


def left_behind(folder: Path, release: Release) -> Iterator[Diagnostic]:
    """Names each file of an earlier version of the lesson that this build has not made anew; it stays."""
    name = release.edition.name
    listed = {each.name for each in listed_files(folder, name) or ()}
    for profile in PROFILES:
        path = mp3_path(folder, name, profile)
        new = profile in release.profiles or path.name not in listed
        if not new and _is_of_another_text(path, release.edition.script_hash):
            yield _old(path, "build it too, with --profile both, or delete it")
    wav = wav_path(folder, name)
    if release.write_pcm is None and release.changes and wav.name in listed:
        yield _old(wav, "build it too, with --wav, or delete it")
    for mime, suffix in COVER_SUFFIX.items():
        if mime != release.cover.mime and f"{name}{suffix}" in listed:
            yield _old(folder / f"{name}{suffix}", "delete it")


def _is_of_another_text(mp3: Path, script_hash: str) -> bool:
    try:
        return script_hash_in(mp3) != script_hash
    except OSError:
        return False  # most often: there is none


def _old(path: Path, hint: str) -> Diagnostic:
    return Diagnostic(
        Severity.WARNING, "W075", None, f'"{path}" is of an earlier version of the lesson', hint
    )


def _flush(streams: Sequence[BinaryIO]) -> None:
    """Wait for the disk, for all at once: it takes hardly longer than one, and one by one as long again."""
    if streams:
        from generator.processes.threads import run_in_threads

        run_in_threads(flush_to_disk, streams, len(streams))

"""Which files a lesson becomes, and writing them: all of them beside their places first, then renamed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from generator.audio.mp3 import holds_frames, lesson_bytes, write_frames
from generator.audio.profile import PROFILES, Profile
from generator.build.output_folder import reason
from generator.build.previous_build import changes_path
from generator.companions.cover import COVER_SUFFIX, Cover
from generator.companions.formats import COMPANIONS
from generator.companions.tags import script_hash_in, tags
from generator.core.atomic_files import atomic_writer, has_content
from generator.core.errors import Diagnostic, MachineError, Severity
from generator.core.flushed_files import flush_to_disk
from generator.core.regular_files import open_regular
from generator.timeline.edition import Edition
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

    def placements(self, profile: Profile) -> Iterator[tuple[int, bytes]]:
        """For each sound the frame where it begins, and its frames."""
        for sound in self.edition.timeline.sounds:
            yield sound.frame, self.frame_store.read(self.rendered[sound.clip].pieces[profile])


def mp3_path(folder: Path, name: str, profile: Profile) -> Path:
    """Where the MP3 of an edition goes."""
    return folder / f"{name}{profile.suffix}.mp3"


@dataclass(frozen=True, slots=True)
class PublishedFiles:
    """The files that `publish` made."""

    mp3s: tuple[Path, ...]
    written: tuple[Path, ...]
    """Files that are not as they were before; the PCM master, which is always written, is none of them."""


def publish(folder: Path, release: Release) -> PublishedFiles:
    """Write an edition's MP3s and its companions; nothing is replaced before everything is whole.

    Args:
        folder: an existing folder.
        release: what is to be written.

    Raises:
        MachineError: a file could not be written; all are then as they were (unless the renaming itself
            failed half way: then some are new).
    """
    edition = release.edition
    tag = tags(edition, release.cover.data)
    mp3s = {profile: mp3_path(folder, edition.name, profile) for profile in release.profiles}
    written: list[Path] = []
    streams: list[BinaryIO] = []
    try:
        with contextlib.ExitStack() as stack:

            def open_new(path: Path) -> BinaryIO:
                written.append(path)
                streams.append(stack.enter_context(atomic_writer(path)))
                return streams[-1]

            # What is entered first is renamed last: the timeline, by which the next build tells what is new.
            for path, data in _companions(folder, release):
                if not has_content(path, data):
                    _write_out(open_new(path), data)
            for profile, path in mp3s.items():
                if _is_current(path, tag, release, profile):
                    continue
                stream = open_new(path)
                stream.write(tag)
                write_frames(stream, profile, edition.timeline.length, release.placements(profile))
                stream.flush()
            if release.write_pcm is not None:
                wav = stack.enter_context(atomic_writer(folder / f"{edition.name}.wav"))
                release.write_pcm(wav)
                streams.append(wav)
            _flush(streams)
    except OSError as error:
        raise MachineError(f'"{error.filename or folder}" cannot be written', reason(error)) from error
    return PublishedFiles(tuple(mp3s.values()), tuple(written))


def _companions(folder: Path, release: Release) -> Iterator[tuple[Path, bytes]]:
    """All that stands beside the MP3s: file and contents."""
    edition = release.edition
    for companion in COMPANIONS.values():
        yield folder / f"{edition.name}{companion.suffix}", companion.write(edition).encode()
    report = changes_path(folder, edition.name)
    if release.changes or not report.is_file():
        from generator.changes.compare import compare_editions
        from generator.changes.report_json import changes_to_json

        yield report, changes_to_json(release.changes or compare_editions(edition, edition)).encode()
    yield folder / f"{edition.name}{COVER_SUFFIX[release.cover.mime]}", release.cover.data


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
    for profile in PROFILES:
        path = mp3_path(folder, name, profile)
        if profile not in release.profiles and _is_of_another_text(path, release.edition.script_hash):
            yield _old(path, "build it too, with --profile both, or delete it")
    if release.write_pcm is None and release.changes and (folder / f"{name}.wav").is_file():
        yield _old(folder / f"{name}.wav", "build it too, with --wav, or delete it")
    for mime, suffix in COVER_SUFFIX.items():
        if mime != release.cover.mime and (folder / f"{name}{suffix}").is_file():
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


def _write_out(stream: BinaryIO, data: bytes) -> None:
    """Write now, not when the file is closed: by then others would be renamed already."""
    stream.write(data)
    stream.flush()

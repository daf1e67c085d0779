"""Which files a lesson becomes, and writing them: all of them beside their places first, then renamed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.audio.mp3 import write_frames
from generator.audio.profile import Profile
from generator.clock import MILLISECOND
from generator.companions.cover import Cover
from generator.companions.formats import COMPANIONS
from generator.edition import Edition
from generator.errors import MachineError
from generator.script.model import Script
from generator.voices.reel import Reel
from generator.voices.studio import Voiced
from generator.whole_files import replacing, sweep, write_whole

_MINUTE = 60 * 1000
COVER_SUFFIX = {"image/jpeg": ".jpg", "image/png": ".png"}


@dataclass(frozen=True, slots=True)
class Sounds:
    """The frames of an edition's clips, in the order of `Event.clip`."""

    voiced: Sequence[Voiced]
    reel: Reel


def edition_name(script: Script, length: int | None) -> str:
    """What an edition's files are called: `hips`; `hips-10m`, `hips-12m30s` for its further lengths."""
    stem = Path(script.path).stem
    if length is None or length == script.header.length:
        return stem
    minutes, milliseconds = divmod(length // MILLISECOND, _MINUTE)
    seconds = f"{milliseconds / 1000:g}s" if milliseconds else ""
    return f"{stem}-{f'{minutes}m' if minutes else ''}{seconds}"


def mp3_path(folder: Path, name: str, profile: Profile) -> Path:
    """Where the MP3 of an edition goes."""
    return folder / f"{name}{profile.suffix}.mp3"


def prepare(folder: Path, inputs: Sequence[str]) -> None:
    """Make the output folder, and sweep what a killed build left in it.

    Raises:
        MachineError: it cannot be made, or it is a folder of scripts: no output may ever be an input.
    """
    for file in inputs:
        if Path(file).resolve().parent == folder.resolve():
            raise MachineError(
                f'the output folder "{folder}" is the folder of the script "{file}"',
                "choose another one, as in: lesson build -o output",
            )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MachineError(f'the output folder "{folder}" cannot be made', _reason(error)) from error
    sweep(folder)


def publish(
    folder: Path, edition: Edition, sounds: Sounds, tags: Mapping[Profile, bytes], cover: Cover
) -> tuple[Path, ...]:
    """Write an edition's MP3s and its companions; nothing is replaced before everything is whole.

    Args:
        folder: an existing folder.
        edition: what they are computed from.
        sounds: its clips.
        tags: for each profile to be written the ID3 tag of its MP3.
        cover: written beside them.

    Returns:
        The MP3s.

    Raises:
        MachineError: a file could not be written; all are then as they were.
    """
    files = {
        folder / f"{edition.name}{suffix}": make(edition).encode() for suffix, make in COMPANIONS.items()
    }
    files[folder / f"{edition.name}{COVER_SUFFIX[cover.mime]}"] = cover.data
    paths = {profile: mp3_path(folder, edition.name, profile) for profile in tags}
    try:
        with contextlib.ExitStack() as stack:
            for profile, path in paths.items():
                stream = stack.enter_context(replacing(path))
                stream.write(tags[profile])
                write_frames(stream, profile, edition.timeline.length, _placements(edition, sounds, profile))
            for path, data in files.items():
                write_whole(path, data)
    except OSError as error:
        raise MachineError(f'"{error.filename or folder}" cannot be written', _reason(error)) from error
    return tuple(paths.values())


def _placements(edition: Edition, sounds: Sounds, profile: Profile) -> Iterator[tuple[int, bytes]]:
    for event in edition.timeline.events:
        if event.clip is not None and event.frame is not None:
            yield event.frame, sounds.reel.read(sounds.voiced[event.clip].pieces[profile])


def _reason(error: OSError) -> str:
    return f"{error.strerror or error}"

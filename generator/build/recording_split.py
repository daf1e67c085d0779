"""A lesson that was read in one go, cut into the recordings of its cues."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.audio.chime_file import SoundFileError
from generator.build.expanded_script import ExpandedScript
from generator.build.output_folder import reason
from generator.build.recording_list import ListedRecording, renew_list
from generator.core.atomic_files import has_content, write_atomically
from generator.core.clock import SAMPLE_RATE
from generator.core.errors import MachineError
from generator.core.regular_files import read_regular
from generator.spoken.expected import shortest_words
from generator.voices.own_recordings import LARGEST_BYTES, present_file
from generator.voices.read_through import Stretch, matched

TAKES: Final = "takes"
"""The folder of recordings that were replaced: none is ever deleted."""

DOUBTFUL: Final = 0.45
"""A cue that lasts e to this power times what its words say, or as little, may be another one."""


@dataclass(frozen=True, slots=True)
class SplitCue:
    """What became of a cue of the list."""

    file: str
    text: str
    heard: Stretch | None
    """From where to where in the reading, in seconds; None where it was not found."""
    doubtful: bool
    """Whether its length is so odd that it may be another cue."""


@dataclass(frozen=True, slots=True)
class SplitReading:
    """What became of a reading."""

    cues: tuple[SplitCue, ...]
    left_out: tuple[Stretch, ...]
    """What was heard between cues, and belongs to none."""
    sheet: Path


def split_reading(expanded: ExpandedScript, file: Path) -> SplitReading:
    """Cut a reading of all cues on a script's list, in its order, and put each in its place.

    Recordings that were there before are kept in the folder `takes` beside them.

    Args:
        expanded: the script.
        file: the reading.

    Raises:
        SoundFileError: it holds no speech, is too long, or no sound.
        ScriptError: the list cannot be read.
        MachineError: a file cannot be read or written.
    """
    from generator.audio.own_recording import part_as_wav, spoken_stretches

    try:
        data = read_regular(file, LARGEST_BYTES)
    except OSError as error:
        raise MachineError(f'"{file}" cannot be read', reason(error)) from error
    samples, parts = spoken_stretches(data, file.name)
    listed = renew_list(expanded)
    rows = [each for each in listed.rows if each.now]
    stretches = [(begin / SAMPLE_RATE, end / SAMPLE_RATE) for begin, end in parts]
    found = matched(stretches, [shortest_words(each.now) for each in rows])
    if not any(found):
        raise SoundFileError(f"{file.name} fits no cue of the list", "is it a reading of this script?")
    folder = listed.sheet.parent
    try:
        for row, part in zip(rows, found, strict=True):
            if part:
                wav = part_as_wav(samples, parts[part[0]][0], parts[part[1] - 1][1])
                _put(folder, row.row.file, wav)
    except OSError as error:
        raise MachineError(f'"{error.filename or folder}" cannot be written', reason(error)) from error
    renew_list(expanded)
    taken = {number for part in found if part for number in range(*part)}
    left_out = tuple(each for number, each in enumerate(stretches) if number not in taken)
    return SplitReading(tuple(_cues(rows, found, stretches)), left_out, listed.sheet)


def _put(folder: Path, name: str, wav: bytes) -> None:
    """Write a recording; the one before it is kept."""
    path = folder / name
    before = present_file(folder, name)
    if before is not None and not has_content(before, wav):
        takes = folder / TAKES
        takes.mkdir(exist_ok=True)
        number = 1
        while (kept := takes / f"{before.stem}.{number}{before.suffix}").exists():
            number += 1
        before.rename(kept)
    write_atomically(path, wav)


def _cues(
    rows: Sequence[ListedRecording], found: Sequence[tuple[int, int] | None], stretches: Sequence[Stretch]
) -> Iterator[SplitCue]:
    lengths = [sum(end - begin for begin, end in stretches[slice(*part)]) if part else 0.0 for part in found]
    words = [shortest_words(each.now) for each in rows]
    spoken = sum(count for count, part in zip(words, found, strict=True) if part)
    for row, part, length, count in zip(rows, found, lengths, words, strict=True):
        heard = (stretches[part[0]][0], stretches[part[1] - 1][1]) if part else None
        expected = count * sum(lengths) / spoken
        doubtful = part is not None and abs(math.log(length / expected)) > DOUBTFUL
        yield SplitCue(row.row.file, row.now, heard, doubtful)

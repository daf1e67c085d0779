"""Is the file whole: the frames of an MP3, counted without decoding them?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
import numpy.typing as npt

from generator.audio.crc import MusicCrc
from generator.audio.frames import (
    HEADER_BYTES,
    ID3V1_BYTES,
    ID3V2_HEADER_BYTES,
    FrameHeader,
    Info,
    frame_header,
    read_info,
)
from generator.audio.layer3 import Mp3Error
from generator.audio.mp3 import lesson_frames
from generator.audio.profile import PROFILES, Profile
from generator.core.clock import FRAME
from generator.core.regular_files import open_regular
from generator.timeline.edition import Edition
from generator.verify.findings import Finding, held, named, place, wrong

CHUNK: Final = 10_000
"""Frames read at once."""
CHUNK_BYTES: Final = 1 << 20
SAME_BITS: Final = np.array([0xFF, 0xFF, 0xFE, 0xCC], dtype=np.uint8)
"""What all frames of a lesson share of their first bytes: all but private bit, mode extension, emphasis."""
LARGEST_INFO: Final = 2048


@dataclass(frozen=True, slots=True)
class Container:
    """What the bytes of a file say."""

    profile: Profile | None
    """None: it was not made by this program."""
    info: Info | None
    frames: int
    """Whole frames that look alike, up to the first that does not; the Info frame not counted."""
    rest: int
    """Bytes behind them that are no such frame (an ID3v1 tag not counted)."""
    reaches: npt.NDArray[np.uint8]
    """For each frame how many bytes (up to 255) of the ones before it it needs."""
    crc: int
    """CRC-16 of all that follows the Info frame, up to an ID3v1 tag."""


def read_container(path: Path) -> Container:
    """Look at every frame's header.

    Raises:
        Mp3Error: there is no MP3 frame where the first one should be.
        OSError: it cannot be read.
    """
    with open_regular(path) as file:
        start = _skip_tags(file)
        first = file.read(LARGEST_INFO)
        header = frame_header(first)
        info = _info(first)
        profile = _profile(header)
        size = file.seek(0, 2) - start - _id3v1(file)
        if profile is None:
            return Container(None, info, 0, size, np.zeros(0, dtype=np.uint8), 0)
        begin = header.size if info else 0
        file.seek(start + begin)
        reaches = _frames(file, profile, size - begin)
        rest = size - begin - len(reaches) * profile.frame_bytes
        file.seek(start + begin)
        return Container(profile, info, len(reaches), rest, reaches, _music_crc(file, size - begin))


def check_container(container: Container, edition: Edition) -> Iterator[Finding]:
    """Hold the frames against the timeline."""
    profile, info = container.profile, container.info
    if profile is None:
        yield wrong("frames", "this MP3 was not made by this program: its frames are of another kind")
        return
    wanted = lesson_frames(profile, edition.timeline.length)
    missing = container.frames - wanted
    text = f"the file holds {container.frames} frames of 24 ms, and should hold {wanted}"
    yield held("frames", text, missing, "frames", 0)
    if container.rest:
        at = container.frames * FRAME
        where = next((each for each in reversed(edition.timeline.sounds) if each.start <= at), None)
        text = f"{container.rest} bytes at its end are no whole frames: the file is damaged or cut off"
        yield wrong("frames", text, where=place(where.span) if where else "", at=at)
    if info is None or not info.intact:
        yield wrong("frames", "the Info frame, which says how long the lesson is, is missing or damaged")
    elif info.frames != wanted:
        text = f"the Info frame announces {info.frames} frames, and should announce {wanted}"
        yield held("frames", text, info.frames - wanted, "frames", 0)
    if not missing:
        yield from _starts(container, edition)


def checksum(container: Container) -> Iterator[Finding]:
    """Whether any bit of the frames is another one, heard or not; where, nobody can tell."""
    if container.info and container.info.music_crc != container.crc:
        text = "something in its frames is not as it was built: the file is damaged, or was worked on"
        yield wrong("frames", f"{text}; build the lesson again")


def _starts(container: Container, edition: Edition) -> Iterator[Finding]:
    """A clip that needs earlier bytes than its own is not the clip that was made."""
    for event in edition.timeline.sounds:
        assert event.frame is not None
        if event.frame < container.frames and container.reaches[event.frame]:
            text = f"{named(event)} does not begin with a frame that stands by itself"
            yield wrong("frames", text, where=place(event.span), at=event.frame * FRAME)


def _skip_tags(file: BinaryIO) -> int:
    """Bytes of the ID3v2 tags; the file then stands behind them."""
    start = 0
    while True:
        file.seek(start)
        head = file.read(ID3V2_HEADER_BYTES)
        if head[:3] != b"ID3" or len(head) < ID3V2_HEADER_BYTES or any(byte & 0x80 for byte in head[6:]):
            file.seek(start)
            return start
        length = 0
        for byte in head[6:]:
            length = length << 7 | byte
        start += ID3V2_HEADER_BYTES + length + (ID3V2_HEADER_BYTES if head[5] & 0x10 else 0)


def _id3v1(file: BinaryIO) -> int:
    size = file.seek(0, 2)
    file.seek(max(size - ID3V1_BYTES, 0))
    return ID3V1_BYTES if size >= ID3V1_BYTES and file.read(3) == b"TAG" else 0


def _info(first: bytes) -> Info | None:
    try:
        return read_info(first)
    except Mp3Error:
        return None


def _profile(header: FrameHeader) -> Profile | None:
    """By its rate: the Info frame may have another bit rate than the rest."""
    if header.channels != 1:
        return None
    return next((each for each in PROFILES if each.sample_rate == header.sample_rate), None)


def _frames(file: BinaryIO, profile: Profile, size: int) -> npt.NDArray[np.uint8]:
    """How far each frame reaches back, until one has another header than the first."""
    found: list[npt.NDArray[np.uint8]] = []
    like: npt.NDArray[np.uint8] | None = None
    left = size // profile.frame_bytes
    while left > 0:
        data = np.frombuffer(file.read(min(left, CHUNK) * profile.frame_bytes), dtype=np.uint8)
        rows = data[: len(data) // profile.frame_bytes * profile.frame_bytes].reshape(-1, profile.frame_bytes)
        if not len(rows):
            break
        if like is None:
            like = _header(rows[0], profile)
        same = ((rows[:, :HEADER_BYTES] & SAME_BITS) == like).all(axis=1)
        whole = len(rows) if same.all() else int(np.argmin(same))
        found.append(_reaches(rows[:whole], profile))
        if whole < len(rows):
            break
        left -= len(rows)
    return np.concatenate([*found, np.zeros(0, dtype=np.uint8)])


def _music_crc(file: BinaryIO, size: int) -> int:
    """CRC of all frames; -1 where a frame cannot be read."""
    left = max(size, 0)
    crc = MusicCrc(left)
    while left and (piece := file.read(min(left, CHUNK_BYTES))):
        crc.add(piece)
        left -= len(piece)
    return -1 if left else crc.value()


def _header(row: npt.NDArray[np.uint8], profile: Profile) -> npt.NDArray[np.uint8]:
    """The first frame's own, if it is one of this profile; else one that no frame has."""
    try:
        header = frame_header(row.tobytes())
    except Mp3Error:
        return np.zeros(HEADER_BYTES, dtype=np.uint8)
    fits = header.size == profile.frame_bytes and header.sample_rate == profile.sample_rate
    return row[:HEADER_BYTES] & SAME_BITS if fits else np.zeros(HEADER_BYTES, dtype=np.uint8)


def _reaches(rows: npt.NDArray[np.uint8], profile: Profile) -> npt.NDArray[np.uint8]:
    """`main_data_begin`: behind the header, 9 bits in MPEG-1 (cut to 255 here) and 8 in MPEG-2."""
    high = rows[:, HEADER_BYTES]
    if profile.divisor > 1:
        return high.copy()
    whole = high.astype(np.uint16) << 1 | rows[:, HEADER_BYTES + 1] >> 7
    return np.asarray(whole.clip(0, 255), dtype=np.uint8)

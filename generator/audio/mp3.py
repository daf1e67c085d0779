"""A lesson's MP3 as what it is: an Info frame, and then records of 24 ms that can be copied anywhere.

Nothing is encoded here, and nothing heavy imported: this is all of the audio that an edited pause needs.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from generator.audio.crc import MusicCrc, crc16
from generator.audio.layer3 import INFO_FLAGS, KBPS, MPEG_1, RATES, SIDE_INFO_BYTES, TOC_ENTRIES, Data
from generator.audio.profile import Profile

ENCODER_DELAY = 576
"""Samples of silence that LAME puts before the first one, at the MP3's own rate."""

DECODER_DELAY = 529
"""Samples that every layer III decoder is late by."""

DELAY = ENCODER_DELAY + DECODER_DELAY
"""Samples that a gapless-aware decoder leaves out at the beginning, and needs to find after the last one."""

ENCODER = b"LAME4.0"
"""What made the frames. ffmpeg reads delay and padding only where this starts with LAME, Lavf or Lavc."""

QUALITY = 55
"""As LAME counts it at constant bit rate and quality 5."""

INFO_KBPS = 64
"""The smallest rate whose frame holds an Info tag, in both profiles."""

MPEG_2 = 0b10

SILENT_RUN = 512
"""Silent frames written at once."""


def silent_frame(profile: Profile) -> bytes:
    """A frame that decodes to zeros, and needs no earlier one."""
    return _header(profile, profile.bit_rate_kbps).ljust(profile.frame_bytes, b"\0")


def lesson_frames(profile: Profile, total_samples: int) -> int:
    """How many frames a lesson of `total_samples` (48 kHz) needs, so that all of it comes back decoded."""
    return -(-(profile.samples(total_samples) + DELAY) // profile.frame_samples)


def lesson_bytes(profile: Profile, total_samples: int) -> int:
    """Bytes of a lesson of `total_samples` (48 kHz): its file without tags."""
    return _info_bytes(profile) + lesson_frames(profile, total_samples) * profile.frame_bytes


def info_frame(profile: Profile, frames: int, samples: int, music_crc: int) -> bytes:
    """The frame that says how long a lesson is, to the sample. Decoders that do not know it hear silence.

    In the small profile it is one of 64 kbit/s, since it would not fit otherwise.

    Args:
        profile: of the lesson.
        frames: how many follow.
        samples: length of the lesson, at the profile's own rate.
        music_crc: CRC-16 of all that follows.

    Raises:
        ValueError: so many frames cannot hold so many samples, or are too many for them.
    """
    padding = frames * profile.frame_samples - ENCODER_DELAY - samples
    if not DECODER_DELAY <= padding < 1 << 12:
        raise ValueError(f"{frames} frames are not what {samples} samples need")
    size = _info_bytes(profile)
    total = size + frames * profile.frame_bytes
    at = (size + percent * frames // TOC_ENTRIES * profile.frame_bytes for percent in range(TOC_ENTRIES))
    contents = bytes(256 * position // total for position in at)
    start = _header(profile, INFO_KBPS) + bytes(SIDE_INFO_BYTES[_mpeg(profile), 1])
    tag = struct.pack(">4sIII100sI", b"Info", INFO_FLAGS, frames, total, contents, QUALITY)
    extension = struct.pack(
        ">9sBBfHHBB3sBBHIH",
        ENCODER,
        # Revision 0 of the tag, and the method: 1 is constant bit rate, 0 says nothing of it. Where this
        # frame has another rate than the others, MediaInfo reads of a 1 that rates vary, and tells no length.
        int(profile.bit_rate_kbps == INFO_KBPS),
        0,  # lowpass: not known
        0.0,  # peak, and two replay gains: not given
        0,
        0,
        0,
        profile.bit_rate_kbps,
        (ENCODER_DELAY << 12 | padding).to_bytes(3, "big"),
        {24_000: 0, 48_000: 2}[profile.sample_rate] << 6,  # the source's rate; mono
        0,  # no gain applied
        0,  # no preset
        total,
        music_crc,
    )
    frame = start + tag + extension
    return (frame + struct.pack(">H", crc16(frame))).ljust(size, b"\0")


def write_frames(
    stream: BinaryIO, profile: Profile, total_samples: int, placements: Iterable[tuple[int, Data]]
) -> int:
    """Write a lesson: its Info frame, then clips and silence. Memory does not grow with its length.

    The first sample of a clip that begins at frame k is, as a gapless-aware decoder gives it back, the sample
    `k * clock.FRAME` of the lesson.

    Args:
        stream: writable and seekable, standing where the Info frame belongs: at 0, or behind a tag.
        profile: of all the clips.
        total_samples: length of the lesson at 48 kHz.
        placements: for each clip the frame where it begins (the Info frame not counted) and its frames, in
            order of time.

    Returns:
        How many bytes were written; the stream stands behind them.

    Raises:
        ValueError: a clip is not of whole frames, begins before the last one has ended, or ends after the
            lesson does.
    """
    frames = lesson_frames(profile, total_samples)
    base = stream.tell()
    stream.write(bytes(_info_bytes(profile)))
    crc = MusicCrc(frames * profile.frame_bytes)
    for piece in _pieces(profile, frames, placements):
        crc.add(piece)
        stream.write(piece)
    end = stream.tell()
    stream.seek(base)
    stream.write(info_frame(profile, frames, profile.samples(total_samples), crc.value()))
    stream.seek(end)
    return end - base


def holds_frames(
    stream: BinaryIO, profile: Profile, total_samples: int, placements: Iterable[tuple[int, Data]]
) -> bool:
    """Whether `stream`, from where it stands to its end, is what `write_frames` would write there.

    Raises:
        ValueError: as `write_frames`.
    """
    frames = lesson_frames(profile, total_samples)
    info = stream.read(_info_bytes(profile))
    crc = MusicCrc(frames * profile.frame_bytes)
    for piece in _pieces(profile, frames, placements):
        if stream.read(len(piece)) != piece:
            return False
        crc.add(piece)
    wanted = info_frame(profile, frames, profile.samples(total_samples), crc.value())
    return info == wanted and not stream.read(1)


def _pieces(profile: Profile, frames: int, placements: Iterable[tuple[int, Data]]) -> Iterator[Data]:
    run = silent_frame(profile) * SILENT_RUN
    at = 0
    for begin, data in placements:
        count, rest = divmod(len(data), profile.frame_bytes)
        if rest or begin < at or begin + count > frames:
            raise ValueError(f"a clip of {len(data)} bytes cannot stand at frame {begin} of {frames}")
        yield from _silence(run, profile, begin - at)
        yield data
        at = begin + count
    yield from _silence(run, profile, frames - at)


def _silence(run: bytes, profile: Profile, count: int) -> Iterator[bytes]:
    for _ in range(count // SILENT_RUN):
        yield run
    yield run[: count % SILENT_RUN * profile.frame_bytes]


def _mpeg(profile: Profile) -> int:
    return 1 if profile.sample_rate in RATES[MPEG_1] else 2


def _header(profile: Profile, kbps: int) -> bytes:
    """Layer III, no checksum, no padding, mono, original: as LAME writes it."""
    version = _mpeg(profile)
    bits = MPEG_1 if version == 1 else MPEG_2
    rate = RATES[bits].index(profile.sample_rate)
    return bytes((0xFF, 0xE3 | bits << 3, KBPS[version].index(kbps) << 4 | rate << 2, 0xC4))


def _info_bytes(profile: Profile) -> int:
    return profile.frame_samples // 8 * INFO_KBPS * 1000 // profile.sample_rate

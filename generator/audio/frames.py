"""Reading MP3 frames: what is there, and whether it is whole. Nothing is decoded.

Sources of the layout: see `layer3`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from generator.audio.crc import crc16
from generator.audio.layer3 import (
    INFO_FLAGS,
    KBPS,
    MPEG_1,
    RATES,
    SIDE_INFO_BYTES,
    TOC_ENTRIES,
    Data,
    Mp3Error,
)

HEADER_BYTES = 4
MONO = 0b11

ID3V1_BYTES = 128
ID3V2_HEADER_BYTES = 10

EXTENSION_BYTES = 36
INFO_BYTES = 120 + EXTENSION_BYTES
"""From "Info" to the tag's own checksum."""


@dataclass(frozen=True, slots=True)
class FrameHeader:
    """One layer III frame, as its first bytes announce it."""

    offset: int
    """Bytes from the beginning of what was parsed."""
    size: int
    """Bytes, with its header."""
    sample_rate: int
    bit_rate_kbps: int
    channels: int
    samples: int
    """Samples that it decodes to, at its own rate."""
    padded: bool
    main_data_begin: int
    """Bytes before this frame where its data start: 0 where it needs no earlier one."""
    info_offset: int
    """Bytes from the frame's beginning to where "Info" would stand."""


@dataclass(frozen=True, slots=True)
class Info:
    """What an Info (or Xing) frame with LAME's extension says."""

    frames: int
    """Without the Info frame."""
    total_bytes: int
    """With the Info frame, without tags."""
    contents: bytes
    """100 values: where each percent of the time stands, in 256ths of `total_bytes`."""
    encoder: str
    delay: int
    """Samples before the first one, without the decoder's own delay of 529."""
    padding: int
    """Samples after the last one, at least the decoder's delay."""
    music_bytes: int
    music_crc: int
    """CRC-16 of all frames but this one."""
    intact: bool
    """Whether the tag's own checksum is right."""


def parse_frames(data: Data) -> Iterator[FrameHeader]:
    """Every frame of a whole MP3, the Info frame too; ID3v2 tags before and an ID3v1 tag behind are left out.

    Raises:
        Mp3Error: there is no frame, something else stands between them, or the last one is cut off.
    """
    at = tag_bytes(data)
    stop = len(data)
    if stop - at >= ID3V1_BYTES and bytes(data[stop - ID3V1_BYTES : stop - ID3V1_BYTES + 3]) == b"TAG":
        stop -= ID3V1_BYTES
    if at >= stop:
        raise Mp3Error("there is no MP3 frame", at)
    while at < stop:
        if stop - at < HEADER_BYTES:
            raise Mp3Error("the last frame is cut off", at)
        header = frame_header(data, at)
        if at + header.size > stop:
            raise Mp3Error("the last frame is cut off", at)
        yield header
        at += header.size


def tag_bytes(data: Data) -> int:
    """Bytes of the ID3v2 tags at the beginning.

    Raises:
        Mp3Error: a tag is damaged, or longer than the file.
    """
    at = 0
    while bytes(data[at : at + 3]) == b"ID3":
        head = bytes(data[at : at + ID3V2_HEADER_BYTES])
        if len(head) < ID3V2_HEADER_BYTES or any(byte & 0x80 for byte in head[6:]):
            raise Mp3Error("the ID3 tag is damaged", at)
        length = 0
        for byte in head[6:]:
            length = length << 7 | byte
        footer = ID3V2_HEADER_BYTES if head[5] & 0x10 else 0
        at += ID3V2_HEADER_BYTES + length + footer
    if at > len(data):
        raise Mp3Error("the ID3 tag is longer than the file", 0)
    return at


SYNC_AND_LAYER = 0xFFE6
SYNC_LAYER_III = 0xFFE2
"""Of a frame's first two bytes: eleven bits that are set, and the two of its layer."""


def frame_header(data: Data, offset: int = 0) -> FrameHeader:
    """The frame that begins at `offset`.

    Raises:
        Mp3Error: no layer III frame begins there, or it is cut off within its first bytes.
    """
    head = bytes(data[offset : offset + HEADER_BYTES])
    if len(head) < HEADER_BYTES or int.from_bytes(head[:2]) & SYNC_AND_LAYER != SYNC_LAYER_III:
        raise Mp3Error("this is no MP3 frame", offset)
    version_bits, kbps_index, rate_index = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    version = 1 if version_bits == MPEG_1 else 2
    try:
        rate, kbps = RATES[version_bits][rate_index], KBPS[version][kbps_index]
    except LookupError:
        raise Mp3Error("this frame has a rate that MP3 does not know", offset) from None
    if not kbps:
        raise Mp3Error("this frame does not say how long it is", offset)
    samples = 1152 if version == 1 else 576
    padded = bool(head[2] & 0b10)
    checksum_bytes = 0 if head[1] & 1 else 2
    channels = 1 if head[3] >> 6 == MONO else 2
    side = bytes(data[offset + HEADER_BYTES + checksum_bytes :][:2]).ljust(2, b"\0")
    return FrameHeader(
        offset=offset,
        size=samples // 8 * kbps * 1000 // rate + padded,
        sample_rate=rate,
        bit_rate_kbps=kbps,
        channels=channels,
        samples=samples,
        padded=padded,
        main_data_begin=int.from_bytes(side, "big") >> 7 if version == 1 else side[0],
        info_offset=HEADER_BYTES + checksum_bytes + SIDE_INFO_BYTES[version, channels],
    )


def read_info(frame: Data) -> Info:
    """What an Info frame says.

    Args:
        frame: its bytes, or any that begin with it.

    Raises:
        Mp3Error: it is no Info frame with counts, contents and LAME's extension.
    """
    at = frame_header(frame).info_offset
    tag = bytes(frame[at : at + INFO_BYTES])
    if tag[:4] not in {b"Info", b"Xing"}:
        raise Mp3Error("this is no Info frame")
    if len(tag) < INFO_BYTES or tag[7] & INFO_FLAGS != INFO_FLAGS:
        raise Mp3Error("this Info frame does not say how long the file is")
    frames, total = struct.unpack(">II", tag[8:16])
    delays = int.from_bytes(tag[141:144], "big")
    music_bytes, music_crc, own_crc = struct.unpack(">IHH", tag[148:])
    return Info(
        frames=frames,
        total_bytes=total,
        contents=tag[16 : 16 + TOC_ENTRIES],
        encoder=tag[120:129].rstrip(b"\0").decode("latin-1"),
        delay=delays >> 12,
        padding=delays & 0xFFF,
        music_bytes=music_bytes,
        music_crc=music_crc,
        intact=crc16(bytes(frame[: at + INFO_BYTES - 2])) == own_crc,
    )

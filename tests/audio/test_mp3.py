"""The MP3 is an array of 24 ms records: whatever stands where, it decodes to the sample."""

from __future__ import annotations

import io
import itertools
import random
import subprocess
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.audio.clip import Clip
from generator.audio.crc import MusicCrc, crc16
from generator.audio.encode import render_segment, resampled
from generator.audio.frames import parse_frames, read_info
from generator.audio.layer3 import Mp3Error
from generator.audio.mp3 import (
    DELAY,
    holds_frames,
    info_frame,
    lesson_bytes,
    lesson_frames,
    silent_frame,
    write_frames,
)
from generator.audio.profile import PROFILES, SMALL, STANDARD, Profile
from generator.audio.segment import Trimmed, from_samples, from_steps, steps_of, to_samples, trim
from generator.core.clock import FRAME, SAMPLE_RATE

Samples = npt.NDArray[np.float32]
Hear = Callable[[Path], Samples]


@cache
def tone_clip(milliseconds: int) -> tuple[Trimmed, dict[Profile, Clip]]:
    """Something like speech: syllables of coloured noise, no two alike."""
    count = milliseconds * SAMPLE_RATE // 1000
    noise = np.random.default_rng(milliseconds).standard_normal(count)
    noise = np.convolve(noise, np.hanning(60) / 20, "same")
    syllables = 0.55 + 0.45 * np.sin(np.arange(count) / SAMPLE_RATE * 2 * np.pi * 4)
    trimmed = trim(from_samples(0.1 * noise * syllables))
    return trimmed, render_segment(trimmed, PROFILES)


def written(profile: Profile, total: int, placements: list[tuple[int, bytes]], tag: bytes = b"") -> bytes:
    stream = io.BytesIO()
    stream.write(tag)
    write_frames(stream, profile, total, placements)
    return stream.getvalue()


LAYOUT = st.lists(st.tuples(st.integers(0, 120), st.integers(5, 900)), max_size=5)
"""For each clip: frames of silence before it, and its milliseconds."""


def planned(layout: list[tuple[int, int]], extra: int) -> tuple[list[tuple[int, int]], int]:
    """Where each clip begins (frame, milliseconds), and the lesson's length in samples."""
    at = 0
    places = []
    for pause, milliseconds in layout:
        at += pause
        places.append((at, milliseconds))
        at += tone_clip(milliseconds)[1][STANDARD].facts.frames
    return places, at * FRAME + extra


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
@given(layout=st.tuples(LAYOUT, st.integers(0, 5000)), tag=st.integers(0, 3000))
@settings(max_examples=25)
def test_any_lesson_decodes_to_its_exact_length_with_every_clip_in_place_and_silence_exact(
    tmp_path_factory: pytest.TempPathFactory,
    decode: Hear,
    profile: Profile,
    layout: tuple[list[tuple[int, int]], int],
    tag: int,
) -> None:
    places, total = planned(*layout)
    path = tmp_path_factory.mktemp("lesson") / "lesson.mp3"
    id3 = b"ID3\3\0\0" + bytes((0, 0, tag >> 7, tag & 127)) + bytes(tag)
    path.write_bytes(
        written(profile, total, [(at, tone_clip(ms)[1][profile].data) for at, ms in places], id3)
    )
    heard = decode(path)
    assert len(heard) == profile.samples(total)
    hold_in_place(heard, profile, places)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
@given(layout=st.tuples(LAYOUT, st.integers(0, 5000)), data=st.data())
@settings(max_examples=50)
def test_what_was_written_is_known_again_and_any_other_byte_is_seen(
    profile: Profile, layout: tuple[list[tuple[int, int]], int], data: st.DataObject
) -> None:
    places, total = planned(*layout)
    placements = [(at, tone_clip(ms)[1][profile].data) for at, ms in places]
    whole = written(profile, total, placements)
    assert holds_frames(io.BytesIO(whole), profile, total, placements)
    at = data.draw(st.integers(0, len(whole) - 1))
    other = bytes((whole[at] ^ data.draw(st.integers(1, 255)),))
    for damaged in (whole[:at] + other + whole[at + 1 :], whole[:at], whole + other):
        assert not holds_frames(io.BytesIO(damaged), profile, total, placements)


def hold_in_place(heard: Samples, profile: Profile, places: list[tuple[int, int]]) -> None:
    """Each clip correlates best at lag 0; frames away from every clip are zero, exactly."""
    silent = np.ones(len(heard), dtype=bool)
    for at, milliseconds in places:
        trimmed, clips = tone_clip(milliseconds)
        frames = clips[profile].facts.frames
        source = resampled(np.pad(to_samples(trimmed.segment), (0, FRAME)), profile)
        start = at * profile.frame_samples
        reach = 40
        around = np.pad(heard, reach)[start : start + len(source) + 2 * reach]
        lags = np.correlate(around, source[: len(around) - 2 * reach], "valid")
        assert int(np.argmax(lags)) == reach
        # The decoder's delay lets one frame before a clip hold some of it, and the last overlap one behind.
        silent[max(start - 2 * profile.frame_samples, 0) : start + (frames + 1) * profile.frame_samples] = (
            False
        )
    assert not heard[silent].any()


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_other_peoples_tools_agree(
    tmp_path: Path,
    decode: Hear,
    ffmpeg_decode: Hear,
    mp3val: Callable[[Path], list[str]],
    profile: Profile,
) -> None:
    """ffmpeg decodes the same samples at the same places, and mp3val finds nothing."""
    chance = random.Random(7)
    for extra in (0, 1, 47, 48, 1151):
        layout = [(chance.randrange(60), chance.randrange(60, 1500)) for _ in range(6)]
        places, total = planned(layout, extra)
        path = tmp_path / f"lesson-{extra}.mp3"
        path.write_bytes(written(profile, total, [(at, tone_clip(ms)[1][profile].data) for at, ms in places]))
        heard = ffmpeg_decode(path)
        assert len(heard) == profile.samples(total) == len(decode(path))
        hold_in_place(heard, profile, places)
        assert mp3val(path) == []


def noise_db(source: Samples, heard: Samples) -> float:
    """How far below the source what was added to it lies."""
    return float(10 * np.log10(np.sum(source**2) / np.sum((heard[: len(source)] - source) ** 2)))


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_joining_frames_adds_no_more_noise_than_encoding_the_lesson_as_one(
    tmp_path: Path, decode: Hear, profile: Profile
) -> None:
    """Within a decibel: a continuous encode saves bits in silence, and spends them where a cue begins."""
    places, total = planned([(20, 1200), (40, 700), (0, 900), (25, 300)], 0)
    steps = np.zeros(total, dtype="<i2")
    for at, ms in places:
        sound = steps_of(tone_clip(ms)[0].segment)
        steps[at * FRAME : at * FRAME + len(sound)] = sound
    master = from_steps(steps)
    whole = Trimmed(master, 0, total)
    path, continuous = tmp_path / "joined.mp3", tmp_path / "continuous.mp3"
    path.write_bytes(written(profile, total, [(at, tone_clip(ms)[1][profile].data) for at, ms in places]))
    encoded = render_segment(whole, (profile,))[profile]
    continuous.write_bytes(written(profile, encoded.facts.length, [(0, encoded.data)]))
    source = resampled(to_samples(master), profile)
    assert noise_db(source, decode(path)) > noise_db(source, decode(continuous)) - 1.0


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_the_info_frame_tells_all_of_the_file(profile: Profile) -> None:
    places, total = planned([(3, 500), (9, 200)], 123)
    data = written(profile, total, [(at, tone_clip(ms)[1][profile].data) for at, ms in places])
    headers = list(parse_frames(data))
    info = read_info(data)
    assert info.intact
    assert info.encoder.startswith("LAME")
    assert info.frames == len(headers) - 1 == lesson_frames(profile, total)
    assert info.total_bytes == info.music_bytes == len(data) == lesson_bytes(profile, total)
    assert info.music_crc == crc16(data[headers[1].offset :])
    assert info.delay == DELAY - 529
    assert info.padding >= 529
    assert info.frames * profile.frame_samples - info.delay - info.padding == profile.samples(total)
    assert {header.size for header in headers[1:]} == {profile.frame_bytes}
    assert {header.samples * 1000 // header.sample_rate for header in headers} == {24}
    assert (headers[0].size, headers[0].bit_rate_kbps) == (192, 64)


def test_the_table_of_contents_points_to_each_percent() -> None:
    data = written(STANDARD, SAMPLE_RATE * 600, [])
    info = read_info(data)
    for percent, value in enumerate(info.contents):
        frame = (value * len(data) / 256 - 192) / 192
        assert abs(frame - info.frames * percent / 100) <= info.frames / 256 + 1


def test_a_tag_made_by_ffmpeg_reads_as_intact(tmp_path: Path, program: Callable[..., str]) -> None:
    """Checksums are computed as other programs compute them, not only as this one checks them.

    (In stereo, for which alone the tag's specification says what is covered: all 190 bytes before.)
    """
    path = tmp_path / "other.mp3"
    source = ("-f", "lavfi", "-i", "sine=440:d=3:r=48000", "-ac", "2")
    coding = ("-c:a", "libmp3lame", "-b:a", "128k", "-id3v2_version", "0")
    subprocess.run([program("ffmpeg"), "-v", "error", *source, *coding, path], check=True)
    data = path.read_bytes()
    info = read_info(data)
    headers = list(parse_frames(data))
    assert info.intact
    assert info.frames == len(headers) - 1
    assert info.music_crc == crc16(data[headers[1].offset :])


@given(st.lists(st.binary(max_size=70_000), max_size=6))
@settings(max_examples=30)
def test_the_streamed_checksum_is_the_plain_one(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    stream = MusicCrc(len(whole))
    for piece in pieces:
        stream.add(piece)
    assert stream.value() == crc16(whole)


def test_the_checksum_is_crc_16_arc() -> None:
    """Its published check value."""
    assert crc16(b"123456789") == 0xBB3D


def test_a_clip_that_does_not_fit_is_refused() -> None:
    clip = tone_clip(300)[1][STANDARD]
    total = clip.facts.frames * FRAME * 2
    for placements in (
        [(0, clip.data[:-1])],
        [(0, clip.data), (clip.facts.frames - 1, clip.data)],
        [(lesson_frames(STANDARD, total) - clip.facts.frames + 1, clip.data)],
    ):
        with pytest.raises(ValueError, match="cannot stand"):
            written(STANDARD, total, placements)
    with pytest.raises(ValueError, match="frames"):
        info_frame(STANDARD, 10, 10 * FRAME, 0)


def test_both_profiles_have_their_frames_at_the_same_positions() -> None:
    for milliseconds in itertools.chain(range(5, 60), (300, 900)):
        trimmed, clips = tone_clip(milliseconds)
        assert clips[STANDARD].facts.frames == clips[SMALL].facts.frames
        assert (clips[STANDARD].facts.onset, clips[STANDARD].facts.end) == (
            clips[SMALL].facts.onset,
            clips[SMALL].facts.end,
        )
        room = clips[STANDARD].facts.length - int(trimmed.segment.frame_count())
        assert room >= DELAY * SMALL.divisor


@given(st.binary(max_size=3000))
def test_noise_is_never_read_as_an_mp3_without_saying_so(data: bytes) -> None:
    for ask in (lambda: list(parse_frames(data)), lambda: read_info(data)):
        with suppress(Mp3Error):
            ask()


@given(st.data())
def test_a_damaged_lesson_raises_nothing_but_mp3_errors(data: st.DataObject) -> None:
    """Cut anywhere and flipped anywhere, with and without a tag."""
    clip = tone_clip(200)[1][STANDARD]
    whole = bytearray(written(STANDARD, clip.facts.length * 2, [(3, clip.data)], b"ID3\3\0\0\0\0\0\5hello"))
    cut = data.draw(st.integers(0, len(whole)))
    del whole[cut:]
    for at in data.draw(st.lists(st.integers(0, max(cut - 1, 0)), max_size=3)):
        if whole:
            whole[at] ^= 1 << at % 8
    for ask in (lambda: list(parse_frames(whole)), lambda: read_info(whole), lambda: read_info(whole[15:])):
        with suppress(Mp3Error):
            ask()


@given(st.integers(1, 191))
def test_a_lesson_cut_inside_a_frame_is_not_whole(missing: int) -> None:
    data = written(STANDARD, 20 * FRAME, [])
    with pytest.raises(Mp3Error, match="cut off"):
        list(parse_frames(data[:-missing]))


def test_silence_is_one_frame_that_needs_no_other() -> None:
    for profile in PROFILES:
        frame = silent_frame(profile)
        (header,) = parse_frames(frame)
        assert (header.size, header.main_data_begin) == (profile.frame_bytes, 0)
        assert not any(frame[4:])

"""What other programs say of a lesson before they play it: its length, and that its bit rate is constant."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mutagen.mp3 import MP3, BitrateMode
from pymediainfo import MediaInfo

from generator.audio.encode import encode_clip
from generator.audio.mp3 import lesson_frames, write_frames
from generator.audio.profile import PROFILES, Profile
from generator.audio.segment import from_samples
from generator.core.clock import SAMPLE_RATE

SECONDS = 90


@pytest.fixture(params=PROFILES, ids=lambda profile: profile.name)
def lesson(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Profile, Path]:
    """A minute and a half of clips and silence."""
    noise = np.random.default_rng(3).normal(0, 0.1, SAMPLE_RATE)
    clip = encode_clip(from_samples(noise), request.param)
    path = tmp_path / "lesson.mp3"
    with path.open("w+b") as stream:
        placed = [(at, clip.data) for at in range(20, 3600, 300)]
        write_frames(stream, request.param, SECONDS * SAMPLE_RATE, placed)
    return request.param, path


def test_mediainfo(lesson: tuple[Profile, Path]) -> None:
    """It counts the frames, and knows of no delay."""
    profile, path = lesson
    (audio,) = MediaInfo.parse(path).audio_tracks
    assert (audio.bit_rate_mode, audio.bit_rate) == ("CBR", profile.bit_rate_kbps * 1000)
    assert audio.duration == pytest.approx(24 * lesson_frames(profile, SECONDS * SAMPLE_RATE), abs=24)
    assert audio.sampling_rate == profile.sample_rate


def test_mutagen(lesson: tuple[Profile, Path]) -> None:
    profile, path = lesson
    info: Any = MP3(path).info  # type: ignore[no-untyped-call]  # mutagen has no type hints
    assert (info.bitrate_mode, info.bitrate) == (BitrateMode.CBR, profile.bit_rate_kbps * 1000)
    assert info.length == pytest.approx(SECONDS, abs=0.001)


def test_ffprobe(lesson: tuple[Profile, Path], program: Callable[..., str]) -> None:
    profile, path = lesson
    command = [program("ffprobe"), "-v", "error", "-of", "json", "-show_streams", "-show_format", str(path)]
    said = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert int(said["streams"][0]["bit_rate"]) == profile.bit_rate_kbps * 1000
    assert float(said["format"]["duration"]) == pytest.approx(SECONDS, abs=0.06)

"""What is heard of a file does not depend on how it is read, and agrees with other people's meters."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from generator.audio.edges import span
from generator.audio.level import block_power, frame_powers, gated, true_peak
from generator.audio.profile import PROFILES, Profile
from generator.verify import listen as listening
from generator.verify.listen import measure_audio

each_profile = pytest.mark.parametrize("profile", PROFILES, ids=lambda each: each.name)


@each_profile
@pytest.mark.parametrize("frames", [50, 75, 1000, 100_000])
def test_windows_change_nothing(
    built: Path, profile: Profile, frames: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In windows of 1.2 s as in one: the same blocks, levels, peak and edges as of the whole file at once."""
    path = built / f"lesson{profile.suffix}.mp3"
    whole, rate = soundfile.read(path, dtype="float32")
    monkeypatch.setattr(listening, "FRAMES_A_WINDOW", frames)
    heard = measure_audio(path)
    assert heard.count == len(whole)
    np.testing.assert_allclose(heard.blocks, block_power(whole, rate), rtol=1e-3, atol=1e-12)
    size = profile.frame_samples
    np.testing.assert_allclose(heard.powers, frame_powers(whole, rate, size), rtol=0.1, atol=1e-9)
    assert heard.peak == pytest.approx(true_peak(whole, rate), abs=0.01)
    finer = np.repeat(whole, profile.divisor)
    first, last = span(finer) or (0, 0)
    assert (heard.onsets[0, 1], heard.ends[-1, 1]) == (first, last)
    monkeypatch.setattr(listening, "FRAMES_A_WINDOW", 100_000)
    once = measure_audio(path)
    np.testing.assert_array_equal(heard.onsets[:, 1], once.onsets[:, 1])
    np.testing.assert_array_equal(heard.ends[:, 1], once.ends[:, 1])


@each_profile
def test_the_decoder_never_complains(
    built: Path, profile: Profile, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """No seek between two windows: libmpg123 would lose what a frame of 24 kHz points back to."""
    monkeypatch.setattr(listening, "FRAMES_A_WINDOW", 25)
    assert measure_audio(built / f"lesson{profile.suffix}.mp3").complaint == ""
    assert capfd.readouterr().err == ""


@each_profile
def test_ffmpeg_measures_the_same(built: Path, program: Callable[..., str], profile: Profile) -> None:
    """Integrated loudness within 0.5 LU of ebur128's, true peak within 0.5 dB."""
    path = built / f"lesson{profile.suffix}.mp3"
    run = subprocess.run(
        [program("ffmpeg"), "-nostats", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    summary = run.stderr.rpartition("Summary:")[2]
    loudness, peak = (
        float(found[1]) for name in ("I", "Peak") if (found := re.search(rf"\b{name}:\s+(-?[\d.]+)", summary))
    )
    heard = measure_audio(path)
    assert gated(heard.blocks) == pytest.approx(loudness, abs=0.5)
    assert heard.peak == pytest.approx(peak, abs=0.5)


def test_positions_are_on_the_lessons_clock(built: Path) -> None:
    """Both profiles are heard at the same places, to a block of the coarser one."""
    standard, small = (measure_audio(built / f"lesson{profile.suffix}.mp3") for profile in PROFILES)
    assert abs(standard.length - small.length) <= 1
    first, second = (each.onsets[0, 1] for each in (standard, small))
    assert abs(first - second) < 48 * 12

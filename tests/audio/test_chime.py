"""The bell is soft; a file beside the script is never louder."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from generator.audio.chime import bell, read_sound
from generator.audio.chime_file import LARGEST_BYTES, SoundFileError
from generator.audio.level import loudest, true_peak
from generator.audio.segment import to_samples, trim
from generator.core.clock import MILLISECOND, SAMPLE_RATE
from generator.core.errors import Exit

Samples = npt.NDArray[np.float32]


def stroke(seconds: float = 1.0, rate: int = SAMPLE_RATE) -> Samples:
    time = np.arange(round(seconds * rate)) / rate
    return np.asarray(0.9 * np.sin(2 * np.pi * 523 * time) * np.exp(-3 * time), dtype=np.float32)


def test_the_bell_is_the_same_every_time() -> None:
    assert bell().raw_data == bell().raw_data


def test_the_bell_is_softer_than_speech_and_startles_nobody() -> None:
    samples = to_samples(bell())
    assert loudest(samples, SAMPLE_RATE) <= -19 - 5
    assert true_peak(samples, SAMPLE_RATE) <= -14
    peak = float(np.abs(samples).max())
    assert np.abs(samples[: 5 * MILLISECOND]).max() < peak / 5
    assert np.abs(samples[: 60 * MILLISECOND]).max() > peak / 2


def test_the_bells_tail_is_sound_and_ends_in_silence() -> None:
    trimmed = trim(bell())
    assert 4 * SAMPLE_RATE <= trimmed.end - trimmed.onset <= 5 * SAMPLE_RATE
    samples = to_samples(bell())
    seconds = [float(np.sqrt(np.mean(part**2))) for part in np.array_split(samples, 9)]
    assert seconds == sorted(seconds, reverse=True)
    assert abs(samples[-1]) <= 1 / 32_768


def test_the_bell_follows_the_lessons_loudness() -> None:
    softer = loudest(to_samples(bell(-25.0)), SAMPLE_RATE) - loudest(to_samples(bell(-19.0)), SAMPLE_RATE)
    assert softer == pytest.approx(-6, abs=0.05)


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg", "mp3", "aiff"])
@pytest.mark.parametrize("rate", [22_050, 44_100, 48_000])
def test_every_common_format_is_read_and_levelled(tmp_path: Path, ending: str, rate: int) -> None:
    path = tmp_path / f"gong.{ending}"
    sound = stroke(rate=rate)
    soundfile.write(path, np.stack([sound, sound * 0.5], axis=1), rate)
    made = read_sound(path)
    assert made.frame_count() == pytest.approx(SAMPLE_RATE, abs=3 * 1152)
    assert (made.frame_rate, made.channels) == (SAMPLE_RATE, 1)
    assert loudest(to_samples(made), SAMPLE_RATE) <= -19 - 5


def test_a_soft_file_is_raised_and_a_loud_one_lowered_to_the_same_level(tmp_path: Path) -> None:
    made = []
    for name, gain in (("soft", 0.02), ("loud", 1.0)):
        soundfile.write(tmp_path / f"{name}.wav", stroke() * gain, SAMPLE_RATE, subtype="FLOAT")
        made.append(loudest(to_samples(read_sound(tmp_path / f"{name}.wav")), SAMPLE_RATE))
    assert made[0] == pytest.approx(made[1], abs=0.1)


@pytest.mark.parametrize("other", [-1.0, -0.9, -1.1])
def test_channels_that_cancel_each_other_do_not_leave_noise(tmp_path: Path, other: float) -> None:
    """One of them is heard instead: the same bell as from a file of one channel."""
    sound = stroke()
    soundfile.write(tmp_path / "one.wav", sound, SAMPLE_RATE)
    soundfile.write(tmp_path / "anti.wav", np.stack([sound, sound * other], axis=1), SAMPLE_RATE)
    one, anti = (to_samples(read_sound(tmp_path / f"{name}.wav")) for name in ("one", "anti"))
    assert abs(np.corrcoef(one, anti)[0, 1]) > 0.999
    assert loudest(anti, SAMPLE_RATE) == pytest.approx(loudest(one, SAMPLE_RATE), abs=0.1)


def test_sound_on_one_side_only_or_unlike_on_both_is_mixed_as_it_is(tmp_path: Path) -> None:
    noise = np.random.default_rng(2).normal(0, 0.1, (SAMPLE_RATE, 2)).astype(np.float32)
    soundfile.write(tmp_path / "both.wav", noise, SAMPLE_RATE, subtype="FLOAT")
    made = to_samples(read_sound(tmp_path / "both.wav"))
    assert np.corrcoef(made, noise.mean(axis=1))[0, 1] > 0.999
    soundfile.write(tmp_path / "left.wav", np.stack([stroke(), 0 * stroke()], axis=1), SAMPLE_RATE)
    made = to_samples(read_sound(tmp_path / "left.wav"))
    assert np.corrcoef(made, stroke())[0, 1] > 0.999


@pytest.mark.parametrize("offset", [0.05, -0.4])
def test_a_constant_offset_is_taken_away(tmp_path: Path, offset: float) -> None:
    """What would else be a thump at both edges, and keep the silence around the bell from being cut."""
    sound = np.concatenate([np.zeros(SAMPLE_RATE), 0.5 * stroke(), np.zeros(SAMPLE_RATE)])
    for name, added in (("plain", 0.0), ("shifted", offset)):
        soundfile.write(tmp_path / f"{name}.wav", sound + added, SAMPLE_RATE, subtype="FLOAT")
    plain, shifted = (read_sound(tmp_path / f"{name}.wav") for name in ("plain", "shifted"))
    assert abs(float(to_samples(shifted).mean())) < 1e-4
    assert np.abs(to_samples(shifted) - to_samples(plain)).max() < 1e-4
    assert trim(shifted).segment.frame_count() < 1.1 * SAMPLE_RATE


def refused(path: Path) -> str:
    with pytest.raises(SoundFileError) as caught:
        read_sound(path)
    assert caught.value.exit_code == Exit.CHECK_FAILED
    assert caught.value.hint
    return caught.value.message


def test_files_that_cannot_be_a_chime_are_refused_in_plain_words(tmp_path: Path) -> None:
    assert "there is no audio file" in refused(tmp_path / "missing.wav")
    assert "there is no audio file" in refused(Path("a\0b.wav"))
    assert "not a file" in refused(tmp_path)
    text = tmp_path / "text.wav"
    text.write_text("# Arriving\n" * 100)
    assert "not an audio file" in refused(text)
    (tmp_path / "empty.mp3").write_bytes(b"")
    assert "not an audio file" in refused(tmp_path / "empty.mp3")
    (tmp_path / "noise.mp3").write_bytes(np.random.default_rng(1).bytes(9000))
    assert refused(tmp_path / "noise.mp3")
    large = tmp_path / "large.wav"
    with large.open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)
    assert "too large" in refused(large)
    for name, samples in (
        ("long", np.full(31 * 8000, 0.1, np.float32)),
        ("silent", np.zeros(8000, np.float32)),
        ("nothing", np.zeros(0, np.float32)),
        ("constant", np.full(8000, 0.3, np.float32)),
        ("nan", np.full(8000, np.nan, np.float32)),
    ):
        soundfile.write(tmp_path / f"{name}.wav", samples, 8000, subtype="FLOAT")
    assert "longer than 30 s" in refused(tmp_path / "long.wav")
    for name in ("silent", "nothing", "constant", "nan"):
        assert "is silent" in refused(tmp_path / f"{name}.wav")
    soundfile.write(tmp_path / "slow.wav", stroke(rate=1000), 1000)
    assert "unusual audio format" in refused(tmp_path / "slow.wav")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no FIFOs")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    assert "not a file" in refused(tmp_path / "pipe.wav")


def test_a_cut_off_wave_file_is_read_as_far_as_it_goes_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.wav"
    soundfile.write(path, stroke(), SAMPLE_RATE)
    whole = path.read_bytes()
    for size in (0, 1, 11, 30, 44, 45, 1000, len(whole) - 1):
        path.write_bytes(whole[:size])
        try:
            assert read_sound(path).frame_count() <= SAMPLE_RATE
        except SoundFileError as error:
            assert error.hint  # noqa: PT017 - either answer will do


def test_what_decodes_a_damaged_file_prints_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """And standard error is there again afterwards."""
    path = tmp_path / "gong.mp3"
    soundfile.write(path, stroke(), SAMPLE_RATE)
    whole = path.read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:500] + bytes(900) + whole[1400:], whole + whole[100:]):
        path.write_bytes(damaged)
        with contextlib.suppress(SoundFileError):
            read_sound(path)
    assert capfd.readouterr().err == ""
    os.write(2, b"heard")
    assert capfd.readouterr().err == "heard"

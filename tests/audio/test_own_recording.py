"""What a teacher recorded: how it is heard in a lesson, and what is wrong with it."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
import soxr

from generator.audio.chime_file import SoundFileError
from generator.audio.edges import MARGIN
from generator.audio.encode import encode_clip
from generator.audio.level import loudness_between_silences, true_peak
from generator.audio.own_recording import measured, own_recording
from generator.audio.profile import STANDARD
from generator.audio.recording import Recording
from generator.audio.segment import at_lesson_rate, to_samples, trim
from generator.core.clock import MILLISECOND, SAMPLE_RATE

Samples = npt.NDArray[np.float32]
TEXT = "Lie on your back and bend your knees. Notice which parts of you touch the floor."


@pytest.fixture(scope="module")
def voice(speak: Callable[[str], Recording]) -> Samples:
    """Speech whose highest sample is 0.5, half a second of nothing at either side of it."""
    samples = at_lesson_rate(speak(TEXT))
    silence = np.zeros(SAMPLE_RATE // 2, dtype=np.float32)
    return np.concatenate((silence, samples * (0.5 / np.abs(samples).max()), silence))


def wav(samples: Samples, rate: int = SAMPLE_RATE, subtype: str = "PCM_16") -> bytes:
    sound = samples if rate == SAMPLE_RATE else soxr.resample(samples, SAMPLE_RATE, rate)
    file = io.BytesIO()
    soundfile.write(file, np.clip(sound, -1, 1), rate, format="WAV", subtype=subtype)
    return file.getvalue()


def convert(ffmpeg: str, source: Path, path: Path) -> None:
    command = [ffmpeg, "-v", "error", "-i", str(source), str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def room(count: int, level: float) -> Samples:
    return np.asarray(np.random.default_rng(1).standard_normal(count) * level, dtype=np.float32)


def hum(count: int, hertz: int) -> Samples:
    time = np.arange(count) / SAMPLE_RATE
    return np.asarray(
        0.005 * np.sin(2 * np.pi * hertz * time) + 0.002 * np.sin(6 * np.pi * hertz * time), np.float32
    )


@pytest.mark.parametrize("level", [0.02, 0.3, 1.9])
@pytest.mark.parametrize("rate", [8_000, 44_100, 48_000])
def test_it_is_as_loud_as_the_lesson_however_it_was_recorded(voice: Samples, level: float, rate: int) -> None:
    samples = to_samples(own_recording(wav(voice * level, rate, "FLOAT"), "a.wav", -19.0))
    assert loudness_between_silences(samples, SAMPLE_RATE) == pytest.approx(-19, abs=0.3)
    assert true_peak(samples, SAMPLE_RATE) <= -1


@pytest.mark.parametrize("noise", [0.0, 0.0003, 0.001, 0.003])
def test_the_silence_around_it_is_cut_though_its_room_is_not_silent(voice: Samples, noise: float) -> None:
    alone = trim(own_recording(wav(voice), "a.wav", -19.0))
    found = trim(own_recording(wav(voice + room(len(voice), noise)), "a.wav", -19.0))
    assert abs((found.end - found.onset) - (alone.end - alone.onset)) <= 250 * MILLISECOND
    assert found.onset < len(found.segment.raw_data) / 2 - MARGIN


def test_it_begins_and_ends_softly(voice: Samples) -> None:
    noisy = to_samples(own_recording(wav(voice + room(len(voice), 0.003)), "a.wav", -19.0))
    assert np.abs(noisy[: 2 * MILLISECOND]).max() < 0.002
    assert np.abs(noisy[-2 * MILLISECOND :]).max() < 0.002


def test_the_same_recording_gives_the_same_frames(voice: Samples) -> None:
    data = wav(voice, 44_100)
    first, again = (encode_clip(own_recording(data, "a.wav", -19.0), STANDARD) for _ in range(2))
    assert first == again


@pytest.mark.parametrize("ending", ["m4a", "webm", "ogg", "mp3", "flac", "aiff"])
def test_phones_and_browsers_are_understood(
    voice: Samples, tmp_path: Path, program: Callable[..., str], ending: str
) -> None:
    (tmp_path / "a.wav").write_bytes(wav(voice))
    path = tmp_path / f"b.{ending}"
    convert(program("ffmpeg"), tmp_path / "a.wav", path)
    plain, found = measured(wav(voice), "a.wav"), measured(path.read_bytes(), path.name)
    assert found.seconds == pytest.approx(plain.seconds, abs=0.1)
    assert found.loudness == pytest.approx(plain.loudness, abs=1)
    samples = to_samples(own_recording(path.read_bytes(), path.name, -19.0))
    assert loudness_between_silences(samples, SAMPLE_RATE) == pytest.approx(-19, abs=0.3)


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"])
def test_samples_of_any_size_and_six_channels_are_read(voice: Samples, subtype: str) -> None:
    file = io.BytesIO()
    soundfile.write(file, np.repeat(voice[:, None], 6, axis=1), SAMPLE_RATE, format="WAV", subtype=subtype)
    assert measured(file.getvalue(), "a.wav").loudness == pytest.approx(
        measured(wav(voice), "a.wav").loudness, abs=0.2
    )


@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000])
def test_peaks_that_were_cut_off_are_counted(voice: Samples, rate: int) -> None:
    assert measured(wav(voice * 1.9, rate), "a.wav").clipped == 0
    assert measured(wav(voice * 6, rate), "a.wav").clipped > 20


def test_the_noise_of_a_room_is_measured_against_the_voice(voice: Samples) -> None:
    quiet, loud = (measured(wav(voice + room(len(voice), level)), "a.wav") for level in (0.001, 0.01))
    assert quiet.room_db - loud.room_db == pytest.approx(20, abs=2)
    assert quiet.hum == loud.hum == 0


@pytest.mark.parametrize("hertz", [50, 60])
def test_a_hum_of_the_mains_is_told_from_noise(voice: Samples, hertz: int) -> None:
    recorded = voice + room(len(voice), 0.0003) + hum(len(voice), hertz)
    assert measured(wav(recorded), "a.wav").hum == hertz


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is not an audio file"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "is not an audio file"),
        (b"#EXTM3U\n/etc/passwd\n", "is not an audio file"),
        (b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42", "is not an audio file"),
        (b"\x1a\x45\xdf\xa3" + bytes(100), "is not an audio file"),
        (wav(np.zeros(SAMPLE_RATE, dtype=np.float32)), "is silent"),
        (wav(np.full(SAMPLE_RATE, np.nan, dtype=np.float32), subtype="FLOAT"), "is silent"),
        (wav(room(SAMPLE_RATE, 0.01)), "holds no speech"),
        (wav(np.zeros(1, dtype=np.float32)), "is silent"),
    ],
)
def test_what_holds_no_speech_is_refused(data: bytes, message: str) -> None:
    for use in (measured, lambda data, name: own_recording(data, name, -19.0)):
        with pytest.raises(SoundFileError, match=f"a.wav {message}"):
            use(data, "a.wav")


def test_half_a_phones_recording_and_one_that_a_shop_has_locked_are_refused(
    voice: Samples, tmp_path: Path, program: Callable[..., str]
) -> None:
    (tmp_path / "a.wav").write_bytes(wav(voice))
    convert(program("ffmpeg"), tmp_path / "a.wav", tmp_path / "b.m4a")
    data = (tmp_path / "b.m4a").read_bytes()
    for broken in (data[: len(data) // 2], data.replace(b"mp4a", b"drms")):
        with pytest.raises(SoundFileError, match=r"b\.m4a is not an audio file") as raised:
            measured(broken, "b.m4a")
        assert "nothing that a shop has locked" in raised.value.hint


def test_standard_error_is_still_there_after_a_file_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SoundFileError):
        measured(wav(np.zeros((SAMPLE_RATE, 9), dtype=np.float32)), "a.wav")
    os.write(2, b"heard")
    assert capfd.readouterr().err == "heard"

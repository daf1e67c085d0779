"""The PCM master has the same clips at the same samples, and needs no more room than its sounds."""

from __future__ import annotations

import sys
import tempfile
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from pydub import AudioSegment

from generator.audio.chime import read_sound
from generator.audio.chime_file import SoundFileError
from generator.audio.master import WavMaster
from generator.audio.segment import from_samples, silence, to_samples
from generator.core.clock import SAMPLE_RATE

HOUR = 3600 * SAMPLE_RATE
Placements = list[tuple[int, AudioSegment]]


def written(path: Path, total: int, placements: Placements) -> Path:
    with path.open("wb") as stream:
        master = WavMaster(stream, total)
        for at, segment in placements:
            master.put(at, segment)
    return path


@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 3000)), max_size=8), st.integers(1, 4000))
def test_every_segment_stands_at_its_sample(pieces: list[tuple[int, int]], rest: int) -> None:
    """In whatever order they are made."""
    chance = np.random.default_rng(len(pieces))
    at = 0
    placements: Placements = []
    expected: list[npt.NDArray[np.floating]] = [np.zeros(0)]
    for pause, count in pieces:
        segment = from_samples(chance.uniform(-1, 1, count))
        placements.append((at + pause, segment))
        expected += [np.zeros(pause), to_samples(segment)]
        at += pause + count
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "master.wav", at + rest, placements[::-1])
        made, rate = soundfile.read(path, dtype="float32")
    assert np.array_equal(made, np.concatenate([*expected, np.zeros(rest)]))
    assert rate == SAMPLE_RATE


def test_what_cannot_stand_there_is_refused(tmp_path: Path) -> None:
    second = silence(SAMPLE_RATE)
    for at, segment in ((-1, second), (SAMPLE_RATE + 1, second), (0, second.set_frame_rate(44_100))):
        with pytest.raises(ValueError, match="cannot stand"):
            written(tmp_path / "master.wav", 2 * SAMPLE_RATE, [(at, segment)])


def test_the_wav_file_is_byte_for_byte_what_pydub_exports(tmp_path: Path) -> None:
    segment = from_samples(np.linspace(-1, 1, 5000))
    path = written(tmp_path / "master ü.wav", 10_001, [(77, segment)])
    whole = silence(77).append(segment, crossfade=0).append(silence(4924), crossfade=0)
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (SAMPLE_RATE, 1, 2)
        assert file.readframes(20_000) == whole.raw_data
    whole.export(tmp_path / "pydub.wav", format="wav").close()
    assert path.read_bytes() == (tmp_path / "pydub.wav").read_bytes()


def test_a_master_of_more_than_four_gibibytes_is_whole_and_its_silence_takes_no_room(tmp_path: Path) -> None:
    """Thirteen hours: RF64, because a plain WAV file cannot say how long it is."""
    segment = from_samples(np.linspace(-1, 1, 5000))
    total = 13 * HOUR
    ends = (0, 5 * HOUR + 1, total - 5000)
    path = written(tmp_path / "long.wav", total, [(at, segment) for at in ends])
    with soundfile.SoundFile(path) as file:
        assert (file.frames, file.format, file.samplerate, file.subtype) == (
            total,
            "RF64",
            SAMPLE_RATE,
            "PCM_16",
        )
        for at in ends:
            file.seek(at)
            assert np.array_equal(file.read(5000, dtype="int16"), np.frombuffer(segment.raw_data, "<i2"))
        assert not file.tell() - total
        file.seek(5000)
        assert not file.read(SAMPLE_RATE).any()
    if sys.platform == "linux":
        assert path.stat().st_blocks * 512 < 1 << 20
    with pytest.raises(SoundFileError, match="too large"):
        read_sound(path)


def test_the_longest_plain_wav_file_is_read_by_pythons_own_reader(tmp_path: Path) -> None:
    total = 12 * HOUR
    path = written(tmp_path / "long.wav", total, [(total - 3, from_samples(np.array([0.5, -0.5, 0.25])))])
    with wave.open(str(path)) as file:
        assert file.getnframes() == total
        file.setpos(total - 3)
        assert np.frombuffer(file.readframes(3), "<i2").tolist() == [16384, -16384, 8192]


def test_a_file_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    """And nothing is printed of it."""
    with (tmp_path / "master.wav").open("wb") as stream:
        (tmp_path / "master.wav").unlink()
        (tmp_path / "master.wav").mkdir()
        with pytest.raises(OSError, match=r"master\.wav"):
            WavMaster(stream, SAMPLE_RATE)

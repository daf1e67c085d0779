"""Clips of real speech: whole in both profiles, and what is said of them is true."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soxr

from generator.audio.clip import Clip
from generator.audio.edges import span
from generator.audio.encode import _check, encode, encode_clip, render_segment, resampled
from generator.audio.frames import frame_header
from generator.audio.layer3 import Mp3Error
from generator.audio.level import frame_powers, loudness, true_peak
from generator.audio.mp3 import write_frames
from generator.audio.profile import PROFILES, SMALL, STANDARD, Profile
from generator.audio.recording import Recording
from generator.audio.segment import Trimmed, from_recording, silence, to_samples, trim
from generator.core.clock import FRAME, MILLISECOND, SAMPLE_RATE
from generator.core.errors import VoiceError

Samples = npt.NDArray[np.float32]

CUES = (
    "Let the right knee and the right elbow drift a little closer, and apart again.",
    "Feel the floor.",
    "Which side is longer, which is shorter, left or right?",
    "Have a rest, and think of both.",
    "Hip",
)


def render_clip(
    recording: Recording, gain_db: float, profiles: Iterable[Profile]
) -> tuple[Trimmed, dict[Profile, Clip]]:
    """All that is done to what an engine returned."""
    trimmed = trim(from_recording(recording, gain_db))
    return trimmed, render_segment(trimmed, profiles)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
@pytest.mark.parametrize("text", CUES)
def test_every_frame_has_the_same_size_and_the_first_needs_no_other(
    speak: Callable[..., Recording], text: str, profile: Profile
) -> None:
    clip = render_clip(speak(text), 0.0, (profile,))[1][profile]
    size = profile.frame_bytes
    assert len(clip.data) == clip.facts.frames * size
    headers = [frame_header(clip.data, at) for at in range(0, len(clip.data), size)]
    assert {(header.size, header.sample_rate, header.channels) for header in headers} == {
        (size, profile.sample_rate, 1)
    }
    assert headers[0].main_data_begin == 0


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_the_decoded_clip_has_its_sound_where_the_clip_says(
    speak: Callable[..., Recording], decode: Callable[[Path], Samples], tmp_path: Path, profile: Profile
) -> None:
    """Within the 5 ms that `verify` allows; in the small profile, of longer blocks, within 12."""
    tolerance = (5 if profile is STANDARD else 12) * MILLISECOND
    for index, text in enumerate(CUES):
        clip = render_clip(speak(text), 0.0, (profile,))[1][profile]
        path = tmp_path / f"{index}.mp3"
        begin = 40 + index
        with path.open("wb") as file:
            write_frames(file, profile, (begin + clip.facts.frames + 40) * FRAME, [(begin, clip.data)])
        heard = decode(path)
        if profile.divisor > 1:
            heard = soxr.resample(heard, profile.sample_rate, SAMPLE_RATE)
        found = span(heard)
        assert found is not None
        assert abs(found[0] - begin * FRAME - clip.facts.onset) <= tolerance
        assert abs(found[1] - begin * FRAME - clip.facts.end) <= tolerance


@pytest.mark.parametrize(("profile", "early_ms"), [(STANDARD, 1.0), (SMALL, 4.0)], ids=["standard", "small"])
def test_what_begins_at_once_is_not_heard_before_it_begins(
    speak: Callable[..., Recording],
    decode: Callable[[Path], Samples],
    tmp_path: Path,
    profile: Profile,
    early_ms: float,
) -> None:
    """A long block would spread a plosive ahead of itself: by 5.5 ms in the small profile here."""
    path = tmp_path / "clip.mp3"
    for voice, text in product(("gmw/en-US+klatt", "gmw/en-GB-x-rp+f5"), ("Come back.", "Kick.", "Slow.")):
        clip = render_clip(speak(text, voice), 0.0, (profile,))[1][profile]
        with path.open("wb") as file:
            write_frames(file, profile, (clip.facts.frames + 8) * FRAME, [(4, clip.data)])
        found = span(np.repeat(decode(path), profile.divisor))
        assert found is not None
        assert found[0] - 4 * FRAME - clip.facts.onset >= -early_ms * MILLISECOND, (voice, text)


def test_levels_are_those_of_each_24_ms_before_encoding(speak: Callable[..., Recording]) -> None:
    trimmed, clips = render_clip(speak(CUES[0]), 0.0, PROFILES)
    clip = clips[STANDARD]
    samples = to_samples(trimmed.segment)
    samples = np.pad(samples, (0, clip.facts.length - len(samples)))
    assert len(clip.facts.levels) == clip.facts.frames
    for level, power in zip(clip.facts.levels, frame_powers(samples, SAMPLE_RATE, FRAME), strict=True):
        assert (
            level == 255 if power < 10 ** (-127.5 / 10) else abs(-level / 2 - 10 * np.log10(power)) <= 0.2501
        )
    assert clip.facts.levels[-1] == 255
    assert clip.facts.levels == clips[SMALL].facts.levels


def test_loudness_and_peak_are_those_of_the_sound(speak: Callable[..., Recording]) -> None:
    trimmed, clips = render_clip(speak(CUES[0]), -3.0, PROFILES)
    sound = to_samples(trimmed.segment)[trimmed.onset : trimmed.end]
    alone = np.pad(sound, SAMPLE_RATE)
    for clip in clips.values():
        assert clip.facts.loudness == pytest.approx(loudness(alone, SAMPLE_RATE), abs=0.006)
        assert clip.facts.peak == pytest.approx(true_peak(sound, SAMPLE_RATE), abs=0.006)
        assert (clip.facts.onset, clip.facts.end) == (trimmed.onset, trimmed.end)


def test_a_gain_moves_loudness_and_peak_by_as_much(speak: Callable[..., Recording]) -> None:
    loud, soft = (render_clip(speak(CUES[0]), gain, (STANDARD,))[1][STANDARD].facts for gain in (0.0, -4.0))
    assert loud.loudness - soft.loudness == pytest.approx(4.0, abs=0.05)
    assert loud.peak - soft.peak == pytest.approx(4.0, abs=0.05)


def test_the_same_bytes_come_from_any_thread_and_with_any_other_profile(
    speak: Callable[..., Recording],
) -> None:
    recordings = [speak(text) for text in CUES]
    alone = [render_clip(recording, 0.5, (STANDARD,))[1][STANDARD] for recording in recordings]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda recording: render_clip(recording, 0.5, PROFILES)[1], recordings * 3))
    assert [clips[STANDARD] for clips in together] == alone * 3


def test_the_small_profile_is_made_of_the_same_samples(speak: Callable[..., Recording]) -> None:
    """24 kHz by one resampling, without a shift."""
    samples = to_samples(trim(from_recording(speak(CUES[0]), 0.0)).segment)
    samples = samples[: len(samples) // 2 * 2]
    back = soxr.resample(resampled(samples, SMALL), SMALL.sample_rate, SAMPLE_RATE)
    lags = [float(np.dot(samples[100:-100], back[100 + lag : len(back) - 100 + lag])) for lag in range(-5, 6)]
    assert int(np.argmax(lags)) == 5


def test_a_silent_segment_makes_no_clip() -> None:
    with pytest.raises(VoiceError, match="silence"):
        encode_clip(silence(SAMPLE_RATE), STANDARD)


def test_a_clip_of_one_click_is_whole() -> None:
    click = np.zeros(SAMPLE_RATE, dtype="<i2")
    click[9999] = 30_000
    _, clips = render_clip(Recording(click.tobytes(), SAMPLE_RATE), 0.0, PROFILES)
    for profile, clip in clips.items():
        assert len(clip.data) == clip.facts.frames * profile.frame_bytes
        assert clip.facts.loudness == pytest.approx(-41.7, abs=0.5)
        stream = io.BytesIO()
        assert write_frames(stream, profile, clip.facts.length, [(0, clip.data)]) == len(stream.getvalue())


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_what_is_decoded_is_as_loud_as_what_was_encoded(
    tmp_path: Path, decode: Callable[[Path], npt.NDArray[np.float32]], profile: Profile
) -> None:
    """LAME scales by 0.95 on its own: without a cure every lesson was 0.45 dB too soft."""
    frames = 60
    time = np.arange(frames * profile.frame_samples) / profile.sample_rate
    tone = np.asarray(0.1 * np.sin(2 * np.pi * 440 * time), dtype=np.float32)
    path = tmp_path / "tone.mp3"
    with path.open("wb") as stream:
        write_frames(stream, profile, (frames - 1) * FRAME, [(0, encode(tone, profile))])
    heard = decode(path)[5000:-5000]
    source = tone[5000 : 5000 + len(heard)]
    assert 20 * np.log10(np.dot(source, heard) / np.dot(source, source)) == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_frames_that_could_not_stand_anywhere_are_refused(
    speak: Callable[..., Recording], profile: Profile
) -> None:
    good = bytearray(render_clip(speak(CUES[1]), 0.0, (profile,))[1][profile].data)
    size = profile.frame_bytes
    frames = len(good) // size
    _check(bytes(good), frames, profile)
    early, other, torn = bytearray(good), bytearray(good), bytes(good[:-1])
    early[4] = 0xFF  # data of the first frame that begin before it
    other[3 * size + 2] ^= 0x10  # a frame of another bit rate
    for bad, said in ((early, "stand by itself"), (other, "stand by itself"), (torn, "made")):
        with pytest.raises(Mp3Error, match=said):
            _check(bytes(bad), frames, profile)
    another = SMALL if profile is STANDARD else STANDARD
    with pytest.raises(Mp3Error):
        _check(bytes(good[: size * 2]), size * 2 // another.frame_bytes, another)

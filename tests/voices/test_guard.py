from __future__ import annotations

import io
import wave
from collections.abc import Callable

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from generator.audio.recording import Recording
from generator.core.errors import VoiceError
from generator.spoken.expected import longest_words, shortest_words, word_count
from generator.voices.engine import Utterance
from generator.voices.espeak.espeak_engine import EspeakEngine
from generator.voices.espeak.pyttsx3_engine import Pyttsx3Engine
from generator.voices.guard import GuardedEngine, UnknownVoiceError, complaint
from generator.voices.sound_file import recording

Say = Callable[..., Utterance]

SENTENCE = "Let the right knee and the right elbow drift a little closer, and apart again."
PACE = 120.0
RATE = 22_050


class Scripted:
    """Returns or raises what it was given, one after the other."""

    identity = "scripted"

    def __init__(self, *results: Recording | VoiceError) -> None:
        self.results = list(results)
        self.asked = 0

    def start(self) -> None:
        """Nothing to begin."""

    def render(self, utterance: Utterance) -> Recording:  # noqa: ARG002  # the protocol's
        self.asked += 1
        result = self.results.pop(0)
        if isinstance(result, VoiceError):
            raise result
        return result

    def close(self) -> None:
        """Nothing to end."""


def pcm(samples: np.ndarray) -> Recording:
    return Recording((samples * 32767).astype("<i2").tobytes(), RATE)


def bad_recordings(good: Recording) -> dict[str, Recording]:
    """One for each thing that an engine was seen or imagined to do."""
    samples = np.frombuffer(good.samples, "<i2").astype(np.float32) / 32768
    random = np.random.default_rng(1)
    count = len(samples)
    return {
        "no sound": Recording(b"", RATE),
        "silent": pcm(np.zeros(count)),
        "damaged": Recording(good.samples[:-1], RATE),
        "missing": pcm(samples[: int(count * 0.4)]),
        "missing, and zeros in their place": pcm(np.where(np.arange(count) < count * 0.4, samples, 0)),
        "others": pcm(np.tile(samples, 5)),
        "noise": pcm(random.normal(0, 0.1, count).clip(-1, 1)),
        "noise, at half the level": pcm(random.uniform(-0.05, 0.05, count)),
        "steady": pcm(0.3 * np.sin(2 * np.pi * 440 * np.arange(count) / RATE)),
        "steady, a hum of noise": pcm(
            np.convolve(random.normal(0, 0.1, count), np.ones(20) / 20, "same").clip(-1, 1)
        ),
    }


KINDS = list(bad_recordings(pcm(np.zeros(100))))


@pytest.fixture(scope="module")
def good(engine: Pyttsx3Engine, say: Say) -> Recording:
    return engine.render(say(SENTENCE))


@pytest.mark.parametrize("kind", KINDS)
def test_every_bad_recording_is_seen_and_named(good: Recording, say: Say, kind: str) -> None:
    bad = bad_recordings(good)[kind]
    engine = GuardedEngine(Scripted(bad, bad), lambda _: PACE)
    with pytest.raises(VoiceError) as caught:
        engine.render(say(SENTENCE))
    assert kind.split(",", maxsplit=1)[0] in caught.value.message


def test_what_goes_wrong_once_is_asked_for_again(good: Recording, say: Say) -> None:
    wrong: list[Recording | VoiceError] = [*bad_recordings(good).values(), VoiceError("it ended")]
    for bad in wrong:
        engine = Scripted(bad, good)
        assert GuardedEngine(engine, lambda _: PACE).render(say(SENTENCE)) is good
        assert engine.asked == 2


def test_what_goes_wrong_twice_differently_is_told_both_ways(say: Say) -> None:
    engine = GuardedEngine(Scripted(VoiceError("it hung"), pcm(np.zeros(99))), lambda _: PACE)
    with pytest.raises(VoiceError) as caught:
        engine.render(say(SENTENCE))
    assert "silent" in caught.value.message
    assert "it hung" in caught.value.hint


def test_an_unknown_voice_is_not_asked_for_again(say: Say) -> None:
    engine = Scripted(UnknownVoiceError("no such voice"))
    with pytest.raises(UnknownVoiceError):
        GuardedEngine(engine, lambda _: PACE).render(say(SENTENCE))
    assert engine.asked == 1


@pytest.mark.parametrize(
    "text",
    [
        "So.",
        "Sh.",
        "Ah.",
        "I.",
        "it it it it it it it",
        "a a a a a",
        "She sees six ships.",
        "Go on. Go on. Go on. Go on.",
        "1,234,567 and 89",
        "BBC, www, xyz",
        "ff ff ff",
        "What would fit through it now?",
        "straightforwardness",
        "Ωμέγα naïve 東京",
        "wait . . . . . wait",
        "🦵 knee ❤",
    ],
)
@pytest.mark.parametrize("rate", [80, 99, 200])
def test_odd_cues_are_spoken_without_a_complaint(
    speaker: EspeakEngine, say: Say, text: str, rate: int
) -> None:
    for voice in ("gmw/en-US+Annie", "gmw/en", "gmw/en-US+whisperf", "gmw/en-US+klatt"):
        assert speaker.render(say(text, voice, rate)).samples


def test_a_softer_volume_is_not_taken_for_silence(speaker: EspeakEngine, say: Say) -> None:
    loud, soft = (speaker.render(say(SENTENCE, volume=volume)) for volume in (1.0, 0.2))
    peaks = [np.abs(np.frombuffer(one.samples, "<i2").astype(int)).max() for one in (loud, soft)]
    assert peaks[1] < 0.3 * peaks[0]


@given(st.text())
def test_what_a_text_needs_is_never_more_than_it_may_take(text: str) -> None:
    assert shortest_words(text) >= 0
    assert longest_words(text) >= 0
    assert 0 <= word_count(text) <= len(text)


@given(st.integers(1, 60), st.floats(60, 300))
def test_plain_words_need_what_they_may_take(words: int, pace: float) -> None:
    """So that for plain text the guard is as narrow as it can be."""
    text = " ".join(["knee", "elbow,", "the", "again."] * words)
    assert shortest_words(text) == pytest.approx(longest_words(text))
    lasts = pcm(np.zeros(1))
    assert complaint(Utterance(text, "", 99, 50, 1.0), lasts, pace)


def test_a_wav_that_ends_too_soon_is_an_error_and_never_a_shorter_sound() -> None:
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(bytes(range(250)))
    whole = written.getvalue()
    assert recording(whole) == Recording(bytes(range(250)), RATE)
    for end in range(len(whole)):
        with pytest.raises(VoiceError):
            recording(whole[:end])


@pytest.mark.parametrize("kind", ["AIFF", "WAV", "FLAC"])
def test_other_sound_files_are_read_and_made_mono(kind: str) -> None:
    """The voices of macOS write AIFF, whatever name they are given."""
    left = np.linspace(-0.5, 0.5, 2000)
    written = io.BytesIO()
    soundfile.write(written, np.stack([left, -left], axis=1) + 0.25, 44_100, format=kind, subtype="PCM_16")
    found = recording(written.getvalue())
    assert found.rate == 44_100
    assert np.frombuffer(found.samples, "<i2") == pytest.approx(np.full(2000, 8192), abs=1)


def test_what_is_no_sound_file_is_an_error() -> None:
    for data in (b"", b"RIFF", b"hello" * 100, b"FORM" + bytes(40)):
        with pytest.raises(VoiceError):
            recording(data)

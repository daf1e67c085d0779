"""No engine is believed: each recording is held against its words, and asked for once more if they differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from generator.audio.recording import Recording
from generator.core.errors import VoiceError
from generator.spoken.phonetic import as_written
from generator.voices.engine import Engine, Utterance

Pace: TypeAlias = Callable[[Utterance], float]
"""Words of usual length that an utterance's voice speaks in a minute at the utterance's rate."""

LEAST_SHARE = 0.5
"""A recording that lasts less than this share of what its words need has lost some of them. Of 190 real
cues the fastest took 0.73 of it, and of odd ones "it", said seven times, 0.58."""

MOST_TIMES = 2.5
MOST_EXTRA_SECONDS = 3.0
"""A recording that lasts longer than this many times what its words need, and this much more, says
something else. Full stops and the like are what short cues are long by."""

SILENCE_DBFS = -60.0
BLOCK_SECONDS = 0.005

LEAST_LIKENESS = 0.15
"""How far a sample of speech foretells the next one. The least of 104 variants with "She sees six ships", a
cue of hisses, was 0.27; noise has 0."""

STEADY_SECONDS = 1.5
LEAST_SPREAD_DB = 6.0
"""Between the loudest and the softest tenth of any speech that lasts: the least of 104 variants had 13 dB."""


class GuardedEngine:
    """An engine whose every recording is checked, and asked for again where something is wrong with it."""

    def __init__(self, engine: Engine, pace: Pace) -> None:
        self._engine = engine
        self._pace = pace

    @property
    def identity(self) -> str:
        """The identity of the guarded engine: guarding changes no sample."""
        return self._engine.identity

    def start(self) -> None:
        """Have the engine ready; returns at once."""
        self._engine.start()

    def render(self, utterance: Utterance) -> Recording:
        """Speak `utterance`; may be called from several threads at once.

        Raises:
            VoiceError: when it went wrong twice; it says how.
        """
        first = ""
        for _ in range(2):
            try:
                recording = self._engine.render(utterance)
                wrong = complaint(utterance, recording, self._pace(utterance))
            except UnknownVoiceError:
                raise
            except VoiceError as error:
                wrong = error.message
            if not wrong:
                return recording
            first = first or wrong
        raise VoiceError(f"this cue could not be spoken: {wrong}", _second_time(first, wrong))

    def close(self) -> None:
        """End the engine's processes. May be called twice."""
        self._engine.close()


class UnknownVoiceError(VoiceError):
    """A voice that the engine does not have: asking again would not help."""


def _second_time(first: str, second: str) -> str:
    before = "" if first == second else f"; the first time: {first}"
    return f"it was tried twice{before}; `lesson doctor` tries the voice alone"


def complaint(utterance: Utterance, recording: Recording, words_a_minute: float) -> str:
    """What is wrong with a recording, as half a sentence; empty when nothing is."""
    import numpy as np

    if recording.rate <= 0 or len(recording.samples) % 2:
        return "the voice's sound is damaged"
    samples = np.frombuffer(recording.samples, dtype="<i2").astype(np.float32) / np.float32(32768)
    block = max(1, round(recording.rate * BLOCK_SECONDS))
    blocks = samples[: len(samples) // block * block].reshape(-1, block)
    power = np.einsum("ij,ij->i", blocks, blocks)
    energy = power / block
    heard = np.flatnonzero(energy > 10 ** (SILENCE_DBFS / 10) * utterance.volume**2)
    if not len(heard):
        return "the voice was silent" if len(samples) else "the voice wrote no sound"
    lasts = float(heard[-1] + 1 - heard[0]) * block / recording.rate
    sound = energy[heard]
    # Not `dot`: OpenBLAS's threads spin while they wait for each other, which costs more than the sum.
    following = float(np.einsum("i,i->", samples[1:], samples[:-1]))
    if following < LEAST_LIKENESS * float(power.sum()):
        return "the voice made noise instead of words"
    sound.sort()
    softest, loudest = sound[len(sound) // 10], sound[len(sound) * 9 // 10]
    spread = 10 * np.log10(loudest / softest)
    if lasts > STEADY_SECONDS and spread < LEAST_SPREAD_DB:
        return "the voice made a steady noise instead of words"
    return wrong_length(as_written(utterance.text), lasts, words_a_minute)


def wrong_length(text: str, lasts: float, words_a_minute: float) -> str:
    """Whether `lasts` seconds of sound can hold `text`; half a sentence if not."""
    from generator.spoken.expected import longest_words, shortest_words

    needs = shortest_words(text) * 60 / words_a_minute
    if lasts < LEAST_SHARE * needs:
        return (
            f"the voice spoke for {lasts:.1f} s, but these words need about {needs:.1f} s: some are missing"
        )
    most = longest_words(text) * 60 / words_a_minute
    if lasts > MOST_TIMES * most + MOST_EXTRA_SECONDS:
        return f"the voice spoke for {lasts:.1f} s, but these words need about {most:.1f} s: it said others"
    return ""

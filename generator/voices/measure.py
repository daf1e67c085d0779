"""Measuring a voice: the text of its language, spoken at every setting."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from generator.audio.edges import SOUND_DBFS, Samples, span
from generator.audio.level import loudness
from generator.audio.segment import from_recording, to_samples
from generator.core.clock import SAMPLE_RATE, seconds
from generator.core.errors import VoiceError
from generator.processes.threads import run_in_threads
from generator.spoken.expected import word_count
from generator.voices.calibration import Calibration, RateScale
from generator.voices.calibration_text import NUMERALS, SYLLABLES, calibration_text
from generator.voices.engine import OWN_PITCH, Engine, Utterance

NUMERALS_TRUST = 0.15
"""How far the numerals of a language may move a voice from the pace that is usual."""

VOLUME = 1.0

LEAST_STEP = 0.1
"""Words a minute. Where a voice ignores a step of the setting, its table still rises, so that it reads both
ways."""


def calibrate(
    engine: Engine, voice: str, language: str, scale: RateScale, workers: int = 2, *, pitch: int = OWN_PITCH
) -> Calibration:
    """Measure a voice.

    A language without a text of its own counts to twelve instead, which nearly every voice can. Where there
    is a text, numerals came out as fast as its words within 6 % (French with its silent letters: 18 %).
    Elsewhere they may be long words, so that they move a pace by no more than `NUMERALS_TRUST`.

    Args:
        engine: what speaks.
        voice: the engine's own name for the voice.
        language: its tag, such as `en-us`.
        scale: the engine's own rates.
        workers: threads.
        pitch: as in an `Utterance`.

    Raises:
        VoiceError: when the voice does not speak.
    """

    def speak(cues: Sequence[str], setting: int) -> list[Samples]:
        utterances = [Utterance(cue, voice, setting, pitch, VOLUME) for cue in cues]
        sounds = run_in_threads(lambda each: _sound(engine, each), utterances, workers, stop=engine.close)
        return [sounds[each] for each in utterances]

    text = calibration_text(language)
    cues = text or _speakable(speak, scale.measured_at)
    paces = [_words_a_minute(cues, speak(cues, setting)) for setting in scale.settings]
    usual = np.concatenate(speak(cues, scale.measured_at))
    if not text:
        paces = [
            _trusted(pace, setting * scale.typical_pace)
            for pace, setting in zip(paces, scale.settings, strict=True)
        ]
    for index in range(1, len(paces)):
        paces[index] = max(paces[index], paces[index - 1] + LEAST_STEP)
    return Calibration(
        scale.settings,
        tuple(round(one, 1) for one in paces),
        round(loudness(usual, SAMPLE_RATE), 2),
    )


def _speakable(speak: Callable[[Sequence[str], int], object], setting: int) -> tuple[str, ...]:
    """Numerals, or syllables for the few voices that do not know their numerals."""
    try:
        speak((NUMERALS,), setting)
    except VoiceError:
        return (SYLLABLES,)
    return (NUMERALS,)


def _trusted(pace: float, typical: float) -> float:
    return min(max(pace, typical * (1 - NUMERALS_TRUST)), typical * (1 + NUMERALS_TRUST))


def _sound(engine: Engine, utterance: Utterance) -> Samples:
    """What an utterance sounds like, without the silence around it, at the lesson's rate."""
    samples = to_samples(from_recording(engine.render(utterance), 0.0, math.inf))
    heard = span(samples, SOUND_DBFS)
    if heard is None:
        raise VoiceError(f'the voice "{utterance.voice}" was silent')
    return samples[heard[0] : heard[1]]


def _words_a_minute(cues: Sequence[str], sounds: Sequence[Samples]) -> float:
    words = sum(word_count(cue) for cue in cues)
    return 60 * words / seconds(sum(len(sound) for sound in sounds))

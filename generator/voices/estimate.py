"""How long a cue will be, before anyone has spoken it."""

from __future__ import annotations

from typing import Final

from generator.audio.clip import ClipFacts
from generator.core.clock import FRAME, SAMPLE_RATE, samples
from generator.script.lesson import Cue, Lesson, Pause
from generator.spoken.expected import word_count
from generator.spoken.text import sentences
from generator.voices.engine import DEFAULT_RATE

SENTENCE_PAUSE: Final = 1.0
"""Seconds that a new sentence in the same cue adds at `DEFAULT_RATE`: measured with eSpeak NG 1.52 over a
lesson's cues."""

WORDS_A_PAUSE: Final = 20
"""Words for each such pause in the text that a voice is calibrated with: its rate includes them."""

CHIME: Final = samples(3.0)
"""Samples that a bell is taken to sound."""

_PADDING: Final = 1105
"""Zero samples that every clip ends with: encoder and decoder delay."""


def estimate(text: str, rate: int) -> int:
    """Samples that `text` takes when spoken at `rate` words a minute.

    `rate` is a measured one, sentence pauses included; so a cue of one sentence is a little shorter than its
    words alone would say, and one of many short sentences a little longer.
    """
    pause = SENTENCE_PAUSE * DEFAULT_RATE / rate
    word = 60 / rate - pause / WORDS_A_PAUSE
    count, parts = word_count(text), len(sentences(text))
    return max(SAMPLE_RATE // 5, samples(count * word + max(0, parts - 1) * pause))


def estimated_clips(lesson: Lesson) -> tuple[ClipFacts, ...]:
    """A guess at the clip of each cue and chime of `lesson`, in their order."""
    return tuple(
        estimated_clip(
            estimate(item.text, item.delivery.rate or DEFAULT_RATE) if isinstance(item, Cue) else CHIME
        )
        for section in lesson.sections
        for item in section.items
        if not isinstance(item, Pause)
    )


def estimated_clip(sound: int) -> ClipFacts:
    """A clip that does not exist yet: `sound` samples from its first one on."""
    return ClipFacts("", -(-(sound + _PADDING) // FRAME), 0, sound)

"""What the tests of the natural voice share: cues, and how they are asked for and compared."""

from __future__ import annotations

import hashlib

from generator.audio.recording import Recording
from generator.voices.engine import Utterance

CUES = (
    "Lie on your back, with your arms beside you.",
    "Which places touch the floor just now? Rest.",
    "Let the zygomatic arch and the psoas be; 3 times, or 20.",
)
RATE = 118


def utterance(text: str, rate: int = RATE) -> Utterance:
    return Utterance(text, "heart", rate, 50, 1.0)


def digest(recording: Recording) -> str:
    return hashlib.sha256(recording.samples).hexdigest()

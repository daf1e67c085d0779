"""A lesson in which each cue is a tone: its sections, with words that are hard on HTML."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from generator.core.clock import SAMPLE_RATE
from generator.script import kinds
from generator.script.kinds import SilenceKind
from generator.script.lesson import Header

Part: TypeAlias = tuple[float, str] | tuple[float, SilenceKind]
"""Seconds of tone and the words that it stands for, or of silence and its kind."""

REST, MOVE, PAUSE, GAP = kinds.REST, kinds.MOVE, kinds.PAUSE, kinds.GAP
SECTIONS: tuple[tuple[str, tuple[Part, ...]], ...] = (
    ("Welcome", ((0.7, "Lie on your back."), (1.0, PAUSE), (0.5, "Wait a little."), (2.013, PAUSE))),
    (
        "Meeting the floor",
        (
            (0.9, "Which parts of you meet the floor?"),
            (1.5, PAUSE),
            (0.6, "Is one half wider, or <heavier>?"),
            (6.0, MOVE),
            (0.5, "Leave it."),
            (5.5, REST),
        ),
    ),
    (
        "Right knee, right elbow",
        (
            (0.8, "Let the right knee & the right elbow drift closer, and apart again."),
            (4.0, MOVE),
            (7.777, REST),
            (0.4, "Smaller."),
            (0.08, PAUSE),
            (0.6, "Put your foot down."),
        ),
    ),
    (
        'Walking </script> & "home"',
        (
            (1.2, GAP),
            (0.7, "Stand up, \u2028and wait."),
            (6.0, REST),
            (1.1, "Come back often: each time differs."),
        ),
    ),
)

HEADER = Header(
    title='Tones & "quotes" </script><script>alert(1)</script>',
    author="A. Teacher",
    description="A lesson of tones, each at a known time.",
    series="Small lessons",
    track=1,
)


def tone(hertz: float, seconds: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    at = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    edge = np.clip(np.minimum(at, at[-1] - at) / 0.01, 0, 1)
    sound: np.ndarray[tuple[int], np.dtype[np.float64]] = 0.3 * edge * np.sin(2 * np.pi * hertz * at)
    return sound

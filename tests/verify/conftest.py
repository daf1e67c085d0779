"""Small real lessons, built once with real voices, in both profiles.

The one that is spoilt is eSpeak's, whose sounds begin and end at once: what is done to it can be told to the
millisecond. `natural` has the same words, whose sounds swell and fade.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import expand, parse
from generator.audio.profile import PROFILES
from generator.build.session import BuildSession, Settings
from generator.core.cache import Cache
from tests.verify.spoilt import Spoilt

LESSON = """\
---
title: A quiet shoulder
author: A. Teacher
series: Lessons on the floor
track: 2
date: 2026-11-22
description: Shoulders & neck, <slowly>.
voice: espeak
---
# Arriving
[chime]
Lie on your back with your legs long. [pause 2s]
Which parts of you meet the floor? [rest 6s]
Feel the weight of your feet. [pause 1s]
Do nothing at all about it. [pause 700ms]
Feel the weight of your ribs. [pause 900ms]

# The right side
Let the right shoulder blade slide towards the ear, and come back. [move 3 x 2s]
Stop. [pause 300ms] And breathe. [pause 1.5s]
Slide the right shoulder away from the ear, as softly as you can. [move 3 x 2s]
Feel the weight of your heel. [pause 1s]
Leave it alone, and rest. [rest 6s]

# The left side
[mirror: The right side]

# Ending
Feel the weight of your back. [pause 1s]
What is the same now, and what is another? [pause 2s]
Roll over to the side, and get up slowly.
"""

OTHER = """\
# Sitting
Sit on a chair, with both feet on the floor. [pause 3s]
Look to the right, and come back. [move 2 x 3s]
Look to the left, and come back. [move 2 x 3s]
Stand up. [rest 5s]
Walk a few steps, and notice how the head is carried. [pause 4s]
"""

VOICES = ("en-us+whisper", "en-us+f3", "en-gb-x-rp+f5", "en-us+croak", "de")
"""Noise instead of tones, an echo, a sharp last consonant, a creak, another language."""

MANY = "".join(
    f"""\
# {voice}
[voice {voice}]
Fold the fingers, the thumb inside. [pause 0s] Stop. [pause 80ms]
So soft, so slow, hush. [pause 500ms]
[chime]
Let the right knee and the right elbow drift a little closer, and apart again. [rest 1s]
"""
    for voice in VOICES
)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of `lesson`, `natural`, `other` and `voices`: nobody changes it."""
    home = tmp_path_factory.mktemp("verify")
    folder = home / "output"
    with BuildSession(Settings(folder, PROFILES), Cache(home / "cache")) as session:
        for name, text in (
            ("lesson", LESSON),
            ("natural", LESSON.replace("voice: espeak\n", "")),
            ("other", OTHER),
            ("voices", MANY),
        ):
            (home / f"{name}.txt").write_text(text, encoding="utf-8")
            session.build(expand(parse(home / f"{name}.txt")), lambda _made, _all: None)
    return folder


@pytest.fixture
def output(built: Path, tmp_path: Path) -> Path:
    """A copy of that folder, to be spoilt."""
    shutil.copytree(built, tmp_path / "output")
    return tmp_path / "output"


@pytest.fixture
def line_of() -> Callable[[str], int]:
    """The line of the lesson's script that begins with, or holds, some words."""

    def find(words: str) -> int:
        return next(number for number, line in enumerate(LESSON.splitlines(), start=1) if words in line)

    return find


@pytest.fixture(params=PROFILES, ids=lambda each: each.name)
def spoilt(output: Path, request: pytest.FixtureRequest) -> Spoilt:
    return Spoilt(output, request.param)

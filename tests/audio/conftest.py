"""Ears: decoders and a real voice."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from generator.audio.recording import Recording
from generator.voices.engine import Utterance
from generator.voices.espeak.pyttsx3_engine import Pyttsx3Engine

Samples = npt.NDArray[np.float32]


@pytest.fixture(scope="session")
def decode() -> Callable[[Path], Samples]:
    """What libsndfile (libmpg123) hears in a mono file, gaplessly."""

    def hear(path: Path) -> Samples:
        samples, _ = soundfile.read(path, dtype="float32")
        return np.asarray(samples, dtype=np.float32)

    return hear


@pytest.fixture(scope="session")
def ffmpeg_decode(program: Callable[..., str]) -> Callable[[Path], Samples]:
    """What ffmpeg, and so most browsers, hear; any complaint of its fails the test."""
    ffmpeg = program("ffmpeg")

    def hear(path: Path) -> Samples:
        run = subprocess.run(
            [ffmpeg, "-v", "warning", "-i", path, "-f", "f32le", "-"], capture_output=True, check=True
        )
        assert run.stderr == b""
        return np.frombuffer(run.stdout, dtype="<f4")

    return hear


@pytest.fixture(scope="session")
def mp3val(program: Callable[..., str]) -> Callable[[Path], list[str]]:
    """What mp3val finds wrong, but for missing tags."""
    checker = program("mp3val")

    def complaints(path: Path) -> list[str]:
        run = subprocess.run([checker, path], capture_output=True, check=True, text=True, errors="replace")
        assert "Done!" in run.stdout
        lines = run.stdout.splitlines()
        return [
            line
            for line in lines
            if line.startswith(("WARNING", "ERROR")) and "No supported tags" not in line
        ]

    return complaints


@pytest.fixture(scope="session")
def speak() -> Iterator[Callable[[str], Recording]]:
    """Real speech, the default engine's."""
    engine = Pyttsx3Engine(1)

    @cache
    def say(text: str, voice: str = "gmw/en-US") -> Recording:
        return engine.render(Utterance(text, voice, rate=120, pitch=50, volume=1.0))

    yield say
    engine.close()

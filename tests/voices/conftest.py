"""Real voices, and a maker of engines that go wrong."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.audio.recording import Recording
from generator.voices.engine import Utterance
from generator.voices.espeak.espeak_engine import EspeakEngine, open_espeak
from generator.voices.espeak.pyttsx3_engine import Pyttsx3Engine

Say = Callable[..., Utterance]


@pytest.fixture(scope="session")
def engine() -> Iterator[Pyttsx3Engine]:
    """The wheel's eSpeak NG through pyttsx3, unguarded."""
    engine = Pyttsx3Engine(2)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def speaker() -> Iterator[EspeakEngine]:
    """What a build opens."""
    speaker = open_espeak(2)
    yield speaker
    speaker.close()


@pytest.fixture(scope="session")
def say() -> Say:
    """An utterance of plain American English at a lesson's rate, unless told otherwise."""

    def make(
        text: str, voice: str = "gmw/en-US", rate: int = 99, pitch: int = 50, volume: float = 1.0
    ) -> Utterance:
        return Utterance(text, voice, rate, pitch, volume)

    return make


@pytest.fixture(scope="session")
def length() -> Callable[[Recording], float]:
    """Seconds of a recording without the zeros that espeak puts around it."""

    def seconds(recording: Recording) -> float:
        return len(recording.samples.strip(b"\0")) / 2 / recording.rate

    return seconds


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[Callable[[str], Pyttsx3Engine]]:
    """An engine whose worker's `serve_one` is replaced by the given Python text."""
    opened: list[Pyttsx3Engine] = []

    def make(body: str) -> Pyttsx3Engine:
        program = tmp_path / "worker.py"
        program.write_text(
            "import json, os, signal, struct, sys, time\n"
            f"sys.path[:0] = {sys.path!r}\n"
            "from generator.processes import fork_server as worker\n"
            "def answer(connection, kind, body, size=None):\n"
            "    size = len(body) if size is None else size\n"
            "    connection.sendall(worker.HEADER.pack(size, kind) + body)\n"
            "def serve_one(speaker, connection):\n"
            "    request = json.loads(worker.read_all(connection))\n"
            "    worker.arm(request['limit'])\n"
            + "".join(f"    {line}\n" for line in body.splitlines())
            + "worker.serve_one = serve_one\n"
            "class Speaker:\n    steady = False\n    def settle(self): pass\n"
            "worker.serve_forking(Speaker())\n"
        )
        engine = Pyttsx3Engine(2, command=[sys.executable, str(program), json.dumps({})])
        opened.append(engine)
        return engine

    yield make
    for engine in opened:
        engine.close()

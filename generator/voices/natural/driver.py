"""The natural voice as a driver of pyttsx3, inside the voice's process.

Its configuration, a JSON object:

    path      what `sys.path` is to be
    cache     the folder where what is prepared of the voice is kept
    versions  of all that this depends on
    way       how requests are answered: `serve_requests` says what there is

A request has text, voice, rate and volume, and `limit`; or `texts`, which asks for their phonemes, or for
the words in them that are `guessed`.
"""

from __future__ import annotations

import io
import json
import os
import sys
import types
from pathlib import Path
from typing import Any

from generator.processes.fork_server import Request, serve_requests
from generator.voices.natural.names import DRIVER, VOICE


class NaturalDriver:
    """What pyttsx3 asks a driver."""

    voice: Any = None
    """The loaded voice; one for all drivers of the process."""

    def __init__(self, proxy: Any) -> None:  # noqa: ANN401  # pyttsx3 has no type hints
        self._proxy = proxy
        self._properties: dict[str, Any] = {"voice": VOICE, "rate": 118, "volume": 1.0}

    def getProperty(self, name: str) -> Any:  # noqa: ANN401, N802  # pyttsx3's own
        """The value of `voice`, `rate` or `volume`."""
        return self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: ANN401, N802  # pyttsx3's own
        """Set `voice`, `rate` or `volume`.

        Raises:
            KeyError: there is no such property, or no such voice; pyttsx3 tells it as an error.
        """
        if name not in self._properties or (name == "voice" and value != VOICE):
            raise KeyError(f"{name} {value}")
        self._properties[name] = value

    def save_to_file(self, text: str, stream: io.BytesIO) -> None:
        """Write a WAV file."""
        import numpy as np

        samples = self.voice.speak(text, self._properties["rate"]) * self._properties["volume"]
        steps = np.clip(np.rint(samples * 32767), -32768, 32767).astype("<i2")
        stream.write(wav_header(steps.nbytes) + steps.tobytes())
        self._proxy.notify("finished-utterance", completed=True)

    def startLoop(self) -> None:  # noqa: N802  # pyttsx3's own
        """Carry out all that is queued."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802  # pyttsx3's own
        """Nothing: the loop ends when nothing is queued."""

    def stop(self) -> None:
        """Nothing: what is being spoken ends with its process."""

    def destroy(self) -> None:
        """Nothing is held."""


def wav_header(size: int) -> bytes:
    """The head of a WAV file with `size` bytes of 16-bit mono."""
    import struct

    from generator.voices.natural.hibari_voice import SAMPLE_RATE

    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, SAMPLE_RATE, 2 * SAMPLE_RATE, 2, 16)
    return struct.pack("<4sI4s", b"RIFF", 36 + size, b"WAVE") + form + struct.pack("<4sI", b"data", size)


def register() -> None:
    """Let `pyttsx3.init` find the driver."""
    module: Any = types.ModuleType(f"pyttsx3.drivers.{DRIVER}")
    module.buildDriver = NaturalDriver
    sys.modules[module.__name__] = module


class NaturalSpeaker:
    """A pyttsx3 engine with the natural voice loaded, which answers requests."""

    steady = True

    def __init__(self, config: Request) -> None:
        # numpy starts a thread for each processor, and nothing here multiplies matrices with it.
        os.environ["OPENBLAS_NUM_THREADS"] = "1"
        # onnxruntime would tell its makers of each use, and number this machine in the user's cache.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        from generator.core.cache import Cache
        from generator.voices.natural.hibari_voice import HibariVoice

        NaturalDriver.voice = HibariVoice(Cache(Path(config["cache"])), config["versions"])
        register()
        import pyttsx3

        self._engine = pyttsx3.init(DRIVER)

    def load(self, voice: str) -> None:
        """Nothing: the one voice is loaded."""

    def settle(self) -> None:
        """Keep what was prepared of the voice."""
        NaturalDriver.voice.keep()

    def answer(self, request: Request) -> tuple[bytes, bytes]:
        """Kind and body of the answer to one request."""
        if "texts" in request:
            voice = NaturalDriver.voice
            tell = voice.guessed if request.get("guessed") else voice.phonemes
            told = [" ".join(tell(text)) for text in request["texts"]]
            return b"L", json.dumps(told).encode()
        errors: list[str] = []
        token = self._engine.connect("error", lambda exception, **_: errors.append(str(exception)))
        stream = io.BytesIO()
        for name in ("voice", "rate", "volume"):
            self._engine.setProperty(name, request[name])
        self._engine.save_to_file(request["text"], stream)
        self._engine.runAndWait()
        self._engine.disconnect(token)
        if request["voice"] != VOICE:
            return b"V", str(request["voice"]).encode()
        if errors:
            return b"E", "; ".join(errors).encode()
        return b"S", stream.getvalue()


def serve(config: Request) -> None:
    """Start, and serve."""
    serve_requests(lambda: NaturalSpeaker(config), way=config["way"])

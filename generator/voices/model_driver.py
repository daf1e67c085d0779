"""A model of neurons as a driver of pyttsx3, inside its process.

A request has text, voice, rate and volume, and `limit`.
"""

from __future__ import annotations

import io
import struct
import sys
import types
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from generator.processes.fork_server import Request

Signal = npt.NDArray[np.float32]


class Model(Protocol):
    """What speaks."""

    def has(self, voice: str) -> bool:
        """Whether it has a voice of that name."""

    def speak(self, text: str, voice: str, rate: float) -> tuple[Signal, int]:
        """Mono samples, 1.0 is full scale, and how many there are in a second."""


class ModelDriver:
    """What pyttsx3 asks a driver."""

    model: Model
    """Loaded; one for all drivers of the process."""

    def __init__(self, proxy: Any) -> None:  # noqa: ANN401  # pyttsx3 has no type hints
        self._proxy = proxy
        self._properties: dict[str, Any] = {"voice": "", "rate": 118, "volume": 1.0}

    def getProperty(self, name: str) -> Any:  # noqa: ANN401, N802  # pyttsx3's own
        """The value of `voice`, `rate` or `volume`."""
        return self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: ANN401, N802  # pyttsx3's own
        """Set `voice`, `rate` or `volume`.

        Raises:
            KeyError: there is no such property, or no such voice; pyttsx3 tells it as an error.
        """
        if name not in self._properties or (name == "voice" and not self.model.has(value)):
            raise KeyError(f"{name} {value}")
        self._properties[name] = value

    def save_to_file(self, text: str, stream: io.BytesIO) -> None:
        """Write a WAV file."""
        samples, rate = self.model.speak(text, self._properties["voice"], self._properties["rate"])
        scaled = samples * self._properties["volume"]
        steps = np.clip(np.rint(scaled * 32767), -32768, 32767).astype("<i2")
        stream.write(wav_header(steps.nbytes, rate) + steps.tobytes())
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


def wav_header(size: int, rate: int) -> bytes:
    """The head of a WAV file with `size` bytes of 16-bit mono."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, 2 * rate, 2, 16)
    return struct.pack("<4sI4s", b"RIFF", 36 + size, b"WAVE") + form + struct.pack("<4sI", b"data", size)


class ModelSpeaker:
    """A pyttsx3 engine with a model behind it, which answers requests."""

    steady = True

    def __init__(self, model: Model, name: str) -> None:
        """Let `pyttsx3.init` find the driver, and start it.

        Args:
            model: what speaks.
            name: of the driver.
        """
        driver = type("Driver", (ModelDriver,), {"model": model})
        module: Any = types.ModuleType(f"pyttsx3.drivers.{name}")
        module.buildDriver = driver
        sys.modules[module.__name__] = module
        import pyttsx3

        self._model = model
        self._engine = pyttsx3.init(name)

    def load(self, voice: str) -> None:
        """Nothing: what is loaded is all there is."""

    def settle(self) -> None:
        """Nothing."""

    def answer(self, request: Request) -> tuple[bytes, bytes]:
        """Kind and body of the answer to one request."""
        errors: list[str] = []
        token = self._engine.connect("error", lambda exception, **_: errors.append(str(exception)))
        stream = io.BytesIO()
        for name in ("voice", "rate", "volume"):
            self._engine.setProperty(name, request[name])
        self._engine.save_to_file(request["text"], stream)
        self._engine.runAndWait()
        self._engine.disconnect(token)
        if not self._model.has(request["voice"]):
            return b"V", str(request["voice"]).encode()
        if errors:
            return b"E", "; ".join(errors).encode()
        return b"S", stream.getvalue()

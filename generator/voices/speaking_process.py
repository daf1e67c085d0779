"""An engine in processes of its own: requests go out, recordings come in."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING, Any

from generator.core.errors import VoiceError
from generator.voices.engine import Utterance
from generator.voices.guard import UnknownVoiceError

if TYPE_CHECKING:
    from generator.audio.recording import Recording
    from generator.processes.zygote import Answer, RequestChannel

LEAST_SECONDS = 20.0
"""Any utterance may take that long: a busy machine is no failure."""


def time_limit(text: str) -> float:
    """Seconds that speaking may take: they grow with the square of the words, as pyttsx3's work does."""
    words = len(text.split()) + len(text) / 10
    return LEAST_SECONDS + words * 0.1 + words * words * 2e-5


class SpeakingProcess:
    """Starts a module's process when it is first needed, and asks it from several threads at once."""

    def __init__(
        self, module: str, config: dict[str, Any], workers: int, command: Sequence[str] | None = None
    ) -> None:
        """No process is started before `start`, or the first request.

        Args:
            module: its `serve` is the process.
            config: given to `serve`; `way` is how it answers.
            workers: how many requests at once.
            command: what to start instead; tests do.
        """
        self._module = module
        self._config = config
        self._places = BoundedSemaphore(workers)
        self._command = command
        self._lock = Lock()
        self._asked: RequestChannel | None = None
        self._closed = False

    def start(self) -> None:
        """Begin its process; returns at once. What goes wrong is told by what is asked of it first."""
        with contextlib.suppress(VoiceError):
            self._opened().start()

    def ask(self, request: dict[str, Any]) -> Answer:
        """Kind and body of the answer, as `fork_server` describes them.

        Raises:
            VoiceError: when there was none, or not a whole one.
        """
        with self._places:
            return self._opened().ask(request)

    def speak(self, text: str, utterance: Utterance, engine_name: str) -> Recording:
        """What the process says of `text`, all else being as the utterance says.

        Raises:
            VoiceError: when no sound came, or half of it.
        """
        from generator.voices.sound_file import recording

        request = {name: getattr(utterance, name) for name in ("voice", "rate", "pitch", "volume")}
        kind, body = self.ask({"text": text, **request, "limit": time_limit(text)})
        if kind == b"V":
            raise UnknownVoiceError(f'the voice "{utterance.voice}" is unknown to {engine_name}')
        if kind != b"S":
            raise VoiceError(body.decode(errors="replace"))
        return recording(body)

    def tell(self, texts: Sequence[str], **request: Any) -> list[str]:  # noqa: ANN401  # as JSON takes it
        """What the process answers about each text: its phonemes.

        Raises:
            VoiceError: it ended instead of answering.
        """
        limit = LEAST_SECONDS + len(texts) / 100
        kind, body = self.ask({"texts": list(texts), **request, "limit": limit})
        if kind != b"L":
            raise VoiceError(body.decode(errors="replace"))
        told: list[str] = json.loads(body)
        return told

    def close(self) -> None:
        """End its processes. May be called twice; what is being spoken in other threads fails at once."""
        with self._lock:
            self._closed = True
            if self._asked is not None:
                self._asked.close()

    def _opened(self) -> RequestChannel:
        with self._lock:
            if self._closed:
                raise VoiceError("the voice was closed")
            if self._asked is None:
                self._asked = self._channel()
            return self._asked

    def _channel(self) -> RequestChannel:
        from generator.processes.command import process_command
        from generator.processes.zygote import ProcessPerRequest, Zygote

        command = self._command or process_command(self._module, self._config)
        if self._config["way"] == "keep":
            from generator.processes.kept import KeptProcesses

            return KeptProcesses(command)
        return ProcessPerRequest(command) if self._config["way"] == "once" else Zygote(command)

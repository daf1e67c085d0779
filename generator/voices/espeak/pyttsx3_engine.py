"""Speech through pyttsx3, in processes of its own."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Sequence
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING, Any

from generator.core.errors import VoiceError
from generator.core.packages import version_of
from generator.voices.engine import Utterance
from generator.voices.espeak.installation import Espeak, find_espeak
from generator.voices.guard import UnknownVoiceError

if TYPE_CHECKING:
    from generator.audio.recording import Recording
    from generator.processes.zygote import Answer, RequestChannel

PROCESSING = "1"
"""Raised whenever the worker comes to make other samples of the same utterance."""

DRIVER = "espeak"

LEAST_SECONDS = 20.0
"""Any utterance may take that long: a busy machine is no failure."""

NOT_SPOKEN = re.compile("[\x00-\x1f\x7f-\x9f\u0530\u0557\ud800-\udfff\ue000-\uf8ff]+")
"""Control characters, halves of characters, and espeak's own marks.

espeak takes \\x01 as the start of a command, and NUL as the end of all.
"""


def literal(text: str) -> str:
    """The text without characters that espeak would obey instead of speaking.

    `<` and `[[` may stay, because pyttsx3 asks neither for SSML nor for phonemes.
    """
    return NOT_SPOKEN.sub(" ", text).strip()


def time_limit(text: str) -> float:
    """Seconds that speaking may take: they grow with the square of the words, as pyttsx3's work does."""
    words = len(text.split()) + len(text) / 10
    return LEAST_SECONDS + words * 0.1 + words * words * 2e-5


class Pyttsx3Engine:
    """pyttsx3, a fresh process for each utterance: the same samples, whoever asks and however often."""

    def __init__(
        self,
        workers: int,
        *,
        system: bool = False,
        driver: str = DRIVER,
        command: Sequence[str] | None = None,
        once: bool | None = None,
    ) -> None:
        """No process is started before `start`, or the first utterance.

        Args:
            workers: how many utterances may be spoken at once.
            system: take the system's own eSpeak NG.
            driver: pyttsx3's driver.
            command: what to start instead; tests do.
            once: whether a process is started for each utterance, instead of forked. By default only where
                there is no fork, where a driver other than espeak might not bear it, and on macOS, which
                may lose a socket that is closed by its sender before it has arrived.

        Raises:
            MachineError: when eSpeak NG is missing or lies too deep.
        """
        espeak = find_espeak(system=system) if driver == DRIVER else Espeak(driver, "", "")
        forks = driver == DRIVER and hasattr(os, "fork") and sys.platform != "darwin"
        self._once = not forks if once is None else once
        self._config = {
            "driver": driver,
            "library": espeak.shared_library,
            "data": espeak.data,
            "once": self._once,
        }
        self._command = command
        self._places = BoundedSemaphore(workers)
        self._name = f"pyttsx3-{version_of('pyttsx3')}/{espeak.name}"
        self._system = not espeak.shared_library
        self._identity = ""
        self._lock = Lock()
        self._asked: RequestChannel | None = None
        self._closed = False

    @property
    def identity(self) -> str:
        """Name and version of everything that shapes its sound. The wheel's is known without starting it."""
        if not self._identity:
            version = f"-{self.about()['version']}-{sys.platform}" if self._system else ""
            self._identity = f"{self._name}{version}/{PROCESSING}"
        return self._identity

    def about(self) -> dict[str, Any]:
        """What pyttsx3 lists: `voices` (id, name, languages), and espeak's `version` and `data` folder.

        Raises:
            VoiceError: when the engine does not start.
        """
        kind, body = self._ask({"list": True, "limit": LEAST_SECONDS})
        if kind != b"L":
            raise VoiceError(body.decode(errors="replace"))
        about: dict[str, Any] = json.loads(body)
        return about

    def start(self) -> None:
        """Begin its process; returns at once. What goes wrong is told by what is asked of it first."""
        with contextlib.suppress(VoiceError):
            self._opened().start()

    def render(self, utterance: Utterance) -> Recording:
        """Speak `utterance`; may be called from several threads at once.

        Raises:
            VoiceError: when no sound came, or half of it.
        """
        from generator.voices.sound_file import recording

        text = literal(utterance.text)
        if not text:
            raise VoiceError("there is nothing in it that could be spoken")
        kind, body = self._ask(
            {
                "text": text,
                "voice": utterance.voice,
                "rate": utterance.rate,
                "pitch": utterance.pitch,
                "volume": utterance.volume,
                "limit": time_limit(text),
            }
        )
        if kind == b"V":
            raise UnknownVoiceError(f'the voice "{utterance.voice}" is unknown to {self._name}')
        if kind != b"S":
            raise VoiceError(body.decode(errors="replace"))
        return recording(body)

    def close(self) -> None:
        """End its processes. May be called twice; what is being spoken in other threads fails at once."""
        with self._lock:
            self._closed = True
            if self._asked is not None:
                self._asked.close()

    def _ask(self, request: dict[str, Any]) -> Answer:
        with self._places:
            return self._opened().ask(request)

    def _opened(self) -> RequestChannel:
        from generator.processes.command import process_command
        from generator.processes.zygote import ProcessPerRequest, Zygote

        with self._lock:
            if self._closed:
                raise VoiceError("the voice was closed")
            if self._asked is None:
                command = self._command or process_command("generator.voices.espeak.driver", self._config)
                self._asked = ProcessPerRequest(command) if self._once else Zygote(command)
            return self._asked

"""Speech through pyttsx3, in processes of its own."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from generator.core.errors import VoiceError
from generator.core.packages import version_of
from generator.spoken.phonetic import converted
from generator.voices.engine import Utterance
from generator.voices.espeak.installation import Espeak, find_espeak
from generator.voices.espeak.sounds import own_sounds
from generator.voices.speaking_process import LEAST_SECONDS, SpeakingProcess

if TYPE_CHECKING:
    from generator.audio.recording import Recording

PROCESSING = "1"
"""Raised whenever the worker comes to make other samples of the same utterance."""

DRIVER = "espeak"

NOT_SPOKEN = re.compile("[\x00-\x1f\x7f-\x9f\u0530\u0557\ud800-\udfff\ue000-\uf8ff]+")
"""Control characters, halves of characters, and espeak's own marks.

espeak takes \\x01 as the start of a command, and NUL as the end of all.
"""


def literal(text: str) -> str:
    """The text without characters that espeak would obey instead of speaking.

    `<` may stay, because pyttsx3 does not ask for SSML.
    """
    return NOT_SPOKEN.sub(" ", text).replace("[[", "[ [")


def espeak_text(text: str) -> str:
    """A text of `spoken.phonetic` as espeak takes it: sounds stand between double brackets."""
    return converted(text, lambda _, sounds: own_sounds(sounds), literal).strip()


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
        self._process = SpeakingProcess(
            "generator.voices.espeak.driver",
            {
                "driver": driver,
                "library": espeak.shared_library,
                "data": espeak.data,
                "way": "once" if (not forks if once is None else once) else "fork",
            },
            workers,
            command,
        )
        self._name = f"pyttsx3-{version_of('pyttsx3')}/{espeak.name}"
        self._system = not espeak.shared_library
        self._identity = ""

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
        kind, body = self._process.ask({"list": True, "limit": LEAST_SECONDS})
        if kind != b"L":
            raise VoiceError(body.decode(errors="replace"))
        about: dict[str, Any] = json.loads(body)
        return about

    def phonemes(self, voice: str, texts: Sequence[str], *, ipa: bool = False) -> list[str]:
        """What eSpeak makes of each text in that voice.

        Args:
            voice: as it names it.
            texts: as they are spoken, without sounds in them.
            ipa: in the International Phonetic Alphabet, not in its own notation.

        Raises:
            VoiceError: its process ended instead of answering.
        """
        return self._process.tell(texts, voice=voice, ipa=ipa)

    def start(self) -> None:
        """Begin its process; returns at once. What goes wrong is told by what is asked of it first."""
        self._process.start()

    def render(self, utterance: Utterance) -> Recording:
        """Speak `utterance`; may be called from several threads at once.

        Raises:
            VoiceError: when no sound came, or half of it.
        """
        text = espeak_text(utterance.text)
        if not text:
            raise VoiceError("there is nothing in it that could be spoken")
        return self._process.speak(text, utterance, self._name)

    def close(self) -> None:
        """End its processes. May be called twice; what is being spoken in other threads fails at once."""
        self._process.close()

"""The computer's own voices as the table of engines knows them. On Linux there are none.

pyttsx3 lists them, and each utterance has a process of its own. A Mac's write AIFF whatever the file is
called, Windows' come in steps of a ninth of their pace, and neither has a pitch: so each is measured when it
is first used.
"""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from generator.core.errors import MachineError, VoiceError
from generator.script.values import is_language
from generator.voices.calibration import RateScale
from generator.voices.engine import Control, Utterance, Voice
from generator.voices.espeak.pyttsx3_engine import Pyttsx3Engine
from generator.voices.measured_voices import MeasuredEngine, MeasuredVoices, MeasurementStore

if TYPE_CHECKING:
    from generator.audio.recording import Recording

NAME: Final = "system"

DRIVERS: Final = MappingProxyType({"darwin": "nsss", "win32": "sapi5"})
"""pyttsx3's, by Python's name for the system."""

SCALE: Final = RateScale((90, 120, 160, 210, 280), 120, 1.0)

NONE: Final = "voices of its own are used on a Mac and on Windows"


class SystemEngine(MeasuredEngine):
    """What the computer speaks with."""

    def __init__(self, driver: str, workers: int, store: MeasurementStore | None) -> None:
        """Nothing is started yet.

        Args:
            driver: pyttsx3's; empty where the system has no voices of its own.
            workers: how many utterances at once.
            store: where what was measured is kept.
        """
        self._engine = Pyttsx3Engine(workers, driver=driver, once=True) if driver else None
        self._voices: dict[str, Voice] | None = None if driver else {}
        self._measured = MeasuredVoices(self, workers, store)

    @property
    def identity(self) -> str:
        """The driver, and the system's version, with which its voices change."""
        return f"{self._started().identity}/{platform.release()}/{platform.machine()}"

    def voices(self, language: str = "") -> Sequence[Voice]:
        """Its voices, of one language or of all.

        Raises:
            MachineError: the system does not tell them.
        """
        primary = language.partition("-")[0].lower()
        try:
            return [each for each in self._all().values() if each.language.startswith(primary)]
        except VoiceError as error:
            raise MachineError(error.message, error.hint) from error

    def voice(self, name: str, language: str) -> Voice:
        """The voice that a script means by `name` or gender; empty is the first one of `language`.

        Raises:
            VoiceError: there is none.
        """
        listed = self._all()
        wanted = _plain(name)
        if wanted in listed:
            return listed[wanted]
        for voice in listed.values():
            if voice.language[:2] == language[:2].lower() and wanted in {"", voice.gender}:
                return voice
        if not listed:
            raise VoiceError(f'this computer has no voice "{name}": {NONE}')
        raise VoiceError(f'there is no voice "{name}"', "`lesson voices` lists them all")

    def start(self) -> None:
        """Nothing: each utterance has a process of its own."""

    def render(self, utterance: Utterance) -> Recording:
        """Speak `utterance`; may be called from several threads at once.

        Raises:
            VoiceError: when no sound came, or half of it.
        """
        return self._started().render(utterance)

    def close(self) -> None:
        """End its processes. May be called twice."""
        if self._engine is not None:
            self._engine.close()

    def _scale(self, voice: Voice) -> RateScale:  # noqa: ARG002  # they have the same
        return SCALE

    def _started(self) -> Pyttsx3Engine:
        if self._engine is None:
            raise VoiceError(f"this computer has no voice: {NONE}")
        return self._engine

    def _all(self) -> dict[str, Voice]:
        """Every voice by its name.

        Raises:
            VoiceError: the system does not tell them.
        """
        if self._voices is None:
            listed = (_voice(each) for each in self._started().about()["voices"])
            self._voices = {voice.name: voice for voice in listed if is_language(voice.language)}
        return self._voices


def open_system(workers: int, store: MeasurementStore | None) -> SystemEngine:
    """The computer's own voices. Close it when done."""
    return SystemEngine(DRIVERS.get(sys.platform, ""), workers, store)


def _voice(listed: dict[str, Any]) -> Voice:
    """A voice as pyttsx3's drivers list it: `Microsoft Zira Desktop - English (United States)`, `en_US`."""
    title = str(listed["name"] or listed["id"])
    language = str((listed["languages"] or [""])[0]).replace("_", "-").lower()
    gender = str(listed.get("gender") or "").lower()
    return Voice(
        _plain(title.partition(" - ")[0]),
        str(listed["id"]),
        language,
        title,
        controls=frozenset({Control.RATE, Control.VOLUME}),
        engine=NAME,
        gender=next((each for each in ("female", "male") if gender.endswith(each)), ""),
        repeats=False,
    )


def _plain(name: str) -> str:
    """`Samantha (Enhanced)` is written `samantha-enhanced`."""
    return "-".join(re.findall(r"[\w+]+", name.lower()))

"""An engine together with what is known of its voices: what a build opens."""

from __future__ import annotations

import hashlib
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from generator.audio.recording import Recording
from generator.core.errors import VoiceError
from generator.voices.calibration import TYPICAL_PACE, Calibration, pace_at
from generator.voices.catalogue import Catalogue, Voice, catalogue, resolve_voice
from generator.voices.engine import Engine, Utterance
from generator.voices.espeak.calibrated import Shipped, shipped
from generator.voices.espeak.engine import Pyttsx3Engine
from generator.voices.guard import GuardedEngine


class Store(Protocol):
    """Where the calibration of a voice is kept that the program does not ship."""

    def get(self, key: str) -> bytes | None:
        """What was put there, or None."""

    def put(self, key: str, data: bytes) -> None:
        """Keep `data`. Where that cannot be done, nothing happens."""


class NoStore:
    """Keeps nothing."""

    def get(self, key: str) -> bytes | None:  # noqa: ARG002  # the protocol's
        """None."""
        return None

    def put(self, key: str, data: bytes) -> None:
        """Nothing."""


class CalibratedEngine:
    """A guarded engine, its catalogue, and the calibration of its voices.

    It is itself an `Engine`, starts no process before it has to, and imports nothing heavy before that.
    """

    def __init__(self, engine: Pyttsx3Engine, store: Store, workers: int, table: Shipped) -> None:
        self._engine = engine
        self._guarded: Engine = GuardedEngine(engine, self._pace)
        self._store = store
        self._workers = workers
        self._table = table
        self._known: dict[str, Calibration] = {}
        self._catalogue: Catalogue | None = None
        self._lock = Lock()

    @property
    def identity(self) -> str:
        """Name and version of everything that shapes its sound."""
        return self._engine.identity

    @property
    def catalogue(self) -> Catalogue:
        """Every voice and variant."""
        if self._catalogue is None:
            ours = self._table.engine == self.identity
            self._catalogue = self._table.catalogue if ours else catalogue(*listed(self._engine.about()))
        return self._catalogue

    def voice(self, name: str, language: str) -> Voice:
        """The voice that a script means by `name`; empty is the default voice of `language`.

        Raises:
            VoiceError: when there is none; its hint names the nearest.
        """
        return resolve_voice(name, language, self.catalogue)

    def calibration(self, voice: Voice) -> Calibration:
        """What is known of a voice; it is measured the first time that it is asked for.

        Raises:
            VoiceError: when it does not speak.
        """
        with self._lock:
            found = self._known.get(voice.engine_name) or self._kept(voice)
            if found is None:
                from generator.voices.measure import calibrate

                found = calibrate(self._guarded, voice.engine_name, voice.language, self._workers)
                self._store.put(self._key(voice), found.to_json())
            self._known[voice.engine_name] = found
            return found

    def start(self) -> None:
        """Have the engine ready; returns at once."""
        self._guarded.start()

    def render(self, utterance: Utterance) -> Recording:
        """Speak `utterance`; may be called from several threads at once.

        Raises:
            VoiceError: when it was not spoken whole, twice.
        """
        return self._guarded.render(utterance)

    def close(self) -> None:
        """End its processes. May be called twice."""
        self._guarded.close()

    def _kept(self, voice: Voice) -> Calibration | None:
        if self._table.engine == self.identity and voice.engine_name in self._table.calibrations:
            return self._table.calibrations[voice.engine_name]
        data = self._store.get(self._key(voice))
        try:
            return Calibration.from_json(data) if data else None
        except ValueError:
            return None  # a damaged one is measured anew

    def _key(self, voice: Voice) -> str:
        return hashlib.sha256(f"calibration\0{self.identity}\0{voice.engine_name}".encode()).hexdigest()

    def _pace(self, utterance: Utterance) -> float:
        known = self._known.get(utterance.voice) or self._table.calibrations.get(utterance.voice)
        return pace_at(known, utterance.rate) if known else utterance.rate * TYPICAL_PACE


def listed(about: dict[str, Any]) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Voices and variants, as `catalogue` takes them, from what the worker told."""
    voices = [
        (voice["id"], (voice["languages"] or [""])[0].split("\0")[0], voice["name"] or voice["id"])
        for voice in about["voices"]
    ]
    folder = Path(about["data"], "voices", "!v") if about["data"] else None
    if folder and not folder.is_dir():
        folder = Path(about["data"], "espeak-ng-data", "voices", "!v")
    variants = (
        [file.name for file in folder.iterdir() if file.is_file()] if folder and folder.is_dir() else []
    )
    return voices, sorted(variants)


def open_engine(workers: int, *, system: bool = False, store: Store | None = None) -> CalibratedEngine:
    """The guarded pyttsx3 engine, with its voices. Close it when done.

    Args:
        workers: how many cues may be spoken at once.
        system: the system's own eSpeak NG instead of the wheel's.
        store: where calibrations are kept that the program does not ship.

    Raises:
        MachineError: when eSpeak NG is missing, or lies too deep.
    """
    if workers < 1:
        raise VoiceError("at least one worker is needed")
    return CalibratedEngine(Pyttsx3Engine(workers, system=system), store or NoStore(), workers, shipped())

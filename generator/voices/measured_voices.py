"""What was measured of the voices of one engine: each the first time that it is used, and then kept."""

from __future__ import annotations

import hashlib
from threading import Lock
from typing import Protocol

from generator.voices.calibration import Calibration, RateScale
from generator.voices.engine import Engine, Voice


class MeasurementStore(Protocol):
    """Where measurements are kept."""

    def get(self, key: str) -> bytes | None:
        """What was put there, or None."""

    def put(self, key: str, payload: bytes) -> None:
        """Keep `payload`. Where that cannot be done, nothing happens."""


class MeasuredVoices:
    """Calibrations by the engine's own name of a voice."""

    def __init__(self, engine: Engine, workers: int, store: MeasurementStore | None) -> None:
        """Nothing is measured yet.

        Args:
            engine: what speaks.
            workers: how many utterances at once while a voice is measured.
            store: where what was measured is kept; None keeps it for this run only.
        """
        self._engine = engine
        self._workers = workers
        self._store = store
        self._known: dict[str, Calibration] = {}
        self._lock = Lock()

    def known(self, name: str) -> Calibration | None:
        """What is known of a voice, if it was measured."""
        if name not in self._known:
            data = self._store.get(self._key(name)) if self._store else None
            try:
                found = Calibration.from_json(data) if data else None
            except ValueError:
                return None  # a damaged one is measured anew
            if found is None:
                return None
            self._known[name] = found
        return self._known[name]

    def calibration(self, voice: Voice, scale: RateScale) -> Calibration:
        """What is known of a voice; it is measured where nothing is.

        Raises:
            VoiceError: it does not speak.
        """
        with self._lock:
            found = self.known(voice.engine_name)
            if found is None:
                from generator.voices.measure import calibrate

                found = calibrate(self._engine, voice.engine_name, voice.language, scale, self._workers)
                if self._store:
                    self._store.put(self._key(voice.engine_name), found.to_json())
                self._known[voice.engine_name] = found
            return found

    def _key(self, name: str) -> str:
        return hashlib.sha256(f"calibration\0{self._engine.identity}\0{name}".encode()).hexdigest()

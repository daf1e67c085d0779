"""Engines whose voices are measured: each the first time that it is used, and then kept."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Sequence
from threading import Lock
from typing import Final, Protocol

from generator.spoken.phonetic import sounds_in
from generator.voices.calibration import Calibration, RateScale, pace_at, setting_for
from generator.voices.engine import Control, Engine, Misreading, Utterance, Voice

USUAL_PACE: Final = 160.0
"""Words a minute of a voice that was not measured yet."""


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


class MeasuredEngine(ABC):
    """What is the same in all engines that are given letters and a rate, and tell nothing of themselves."""

    _measured: MeasuredVoices

    @abstractmethod
    def _scale(self, voice: Voice) -> RateScale:
        """The rates of a voice."""

    def variants(self) -> Sequence[str]:
        """None."""
        return ()

    def unreadable(self, text: str, voice: Voice) -> Sequence[Misreading]:  # noqa: ARG002  # they read alike
        """Only sounds are known to be none of its business."""
        return (Misreading("it takes no sounds, only letters"),) if sounds_in(text) else ()

    def phonemes(self, texts: Sequence[str], voice: Voice) -> Sequence[str]:  # noqa: ARG002  # it tells none
        """Nothing: it cannot be asked."""
        return ["" for _ in texts]

    def guessed(self, words: Sequence[str], voice: Voice) -> Sequence[str]:  # noqa: ARG002  # it tells none
        """Nothing: it cannot be asked."""
        return ()

    def paces(self, voice: Voice) -> tuple[int, int] | None:
        """The slowest and the fastest words a minute; None where it has no rate, or was not measured yet."""
        known = self._measured.known(voice.engine_name) if Control.RATE in voice.controls else None
        return (int(known.paces[0]) + 1, int(known.paces[-1])) if known else None

    def setting(self, voice: Voice, words_a_minute: float) -> int:
        """The engine's own rate for a pace inside cues; 0 where a voice has none.

        Raises:
            VoiceError: the voice cannot speak so slowly or so fast, or does not speak.
        """
        if Control.RATE not in voice.controls:
            return 0
        return setting_for(self._measured.calibration(voice, self._scale(voice)), words_a_minute)

    def loudness(self, voice: Voice, pitch: int) -> float:  # noqa: ARG002  # it has no other
        """How loud a voice usually speaks, LUFS; it is measured the first time.

        Raises:
            VoiceError: it does not speak.
        """
        return self._measured.calibration(voice, self._scale(voice)).loudness

    def pace(self, utterance: Utterance) -> float:
        """Words of usual length that a voice speaks in a minute at an utterance's rate."""
        known = self._measured.known(utterance.voice)
        return pace_at(known, utterance.rate) if known else USUAL_PACE

"""eSpeak NG as the table of engines knows it: guarded, with its voices and what was measured of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from generator.core.errors import VoiceError
from generator.spoken.phonetic import pieces
from generator.voices.calibration import Calibration, pace_at, setting_for
from generator.voices.engine import OWN_PITCH, Misreading, Utterance, Voice
from generator.voices.espeak.calibrated import SCALE, Shipped, shipped
from generator.voices.espeak.catalogue import Catalogue, catalogue, of_language, resolve_voice
from generator.voices.espeak.letters import letters_misread, letters_of
from generator.voices.espeak.pyttsx3_engine import Pyttsx3Engine, literal
from generator.voices.espeak.sounds import missaid
from generator.voices.guard import GuardedEngine
from generator.voices.measured_voices import MeasurementStore


class EspeakEngine(GuardedEngine):
    """eSpeak NG, guarded, with its catalogue and the calibration of its voices.

    It starts no process before it has to, and imports nothing heavy before that.
    """

    def __init__(
        self, engine: Pyttsx3Engine, workers: int, table: Shipped, store: MeasurementStore | None = None
    ) -> None:
        """Nothing is started yet.

        Args:
            engine: what speaks.
            workers: how many utterances may be spoken at once while a voice is measured.
            table: what ships with the program about the wheel's own voices.
            store: where the calibration of any other voice is kept; None keeps it for this run only.
        """
        super().__init__(engine, self.pace)
        self._pyttsx3 = engine
        self._store = store
        self._workers = workers
        self._table = table
        self._known: dict[tuple[str, int], Calibration] = {}
        """By the engine's own name of a voice, and its pitch."""
        self._catalogue: Catalogue | None = None
        self._lock = Lock()

    @property
    def catalogue(self) -> Catalogue:
        """Every voice and variant."""
        if self._catalogue is None:
            ours = self._table.engine == self.identity
            self._catalogue = self._table.catalogue if ours else catalogue(*listed(self._pyttsx3.about()))
        return self._catalogue

    def voices(self, language: str = "") -> Sequence[Voice]:
        """Its voices without variants, of one language or of all, by name."""
        return of_language(language, self.catalogue) if language else self.catalogue.voices

    def variants(self) -> Sequence[str]:
        """Each can follow any voice's name after a `+`."""
        return self.catalogue.variants

    def voice(self, name: str, language: str) -> Voice:
        """The voice that a script means by `name`; empty is the default voice of `language`.

        Raises:
            VoiceError: when there is none; its hint names the nearest.
        """
        return resolve_voice(name, language, self.catalogue)

    def unreadable(self, text: str, voice: Voice) -> Sequence[Misreading]:
        """What of an utterance's text it would say wrongly, spell, name or leave out."""
        if wrong := missaid(text, voice.language):
            return (Misreading(wrong),)
        known = letters_of(voice.engine_name)
        return letters_misread(text, known) if known else ()

    def phonemes(self, texts: Sequence[str], voice: Voice) -> Sequence[str]:
        """How a voice says each utterance's text, in the International Phonetic Alphabet.

        Raises:
            VoiceError: its process ended instead of answering.
        """
        plain = [literal(part) for text in texts for part, sounds in pieces(text) if not sounds]
        told = iter(self._pyttsx3.phonemes(voice.engine_name, plain, ipa=True))
        return [
            " ".join(filter(None, (sounds.strip("/[]") or next(told) for _, sounds in pieces(text))))
            for text in texts
        ]

    def guessed(self, words: Sequence[str], voice: Voice) -> Sequence[str]:  # noqa: ARG002  # it has rules
        """None: what its list of exceptions does not hold it reads by rule."""
        return ()

    def paces(self, voice: Voice) -> tuple[int, int] | None:
        """The slowest and the fastest words a minute of a voice; None where it was not measured yet."""
        known = self._known.get((voice.engine_name, OWN_PITCH)) or self._kept(voice)
        return (int(known.paces[0]) + 1, int(known.paces[-1])) if known else None

    def setting(self, voice: Voice, words_a_minute: float) -> int:
        """The engine's own rate for a pace inside cues.

        Raises:
            VoiceError: when the voice cannot speak so slowly or so fast; its hint says what it can.
        """
        return setting_for(self.calibration(voice), words_a_minute)

    def loudness(self, voice: Voice, pitch: int) -> float:
        """How loud a voice usually speaks at the full volume, LUFS; another pitch than its own is measured.

        Raises:
            VoiceError: when it does not speak.
        """
        return self.calibration(voice, pitch).loudness

    def pace(self, utterance: Utterance) -> float:
        """Words of usual length that an utterance's voice speaks in a minute at the utterance's rate."""
        known = self._known.get((utterance.voice, OWN_PITCH)) or self._table.calibrations.get(utterance.voice)
        return pace_at(known, utterance.rate) if known else utterance.rate * SCALE.typical_pace

    def calibration(self, voice: Voice, pitch: int = OWN_PITCH) -> Calibration:
        """What is known of a voice at a pitch; it is measured the first time that it is asked for.

        Raises:
            VoiceError: when it does not speak.
        """
        with self._lock:
            found = self._known.get((voice.engine_name, pitch)) or self._kept(voice, pitch)
            if found is None:
                from generator.voices.measure import calibrate

                found = calibrate(self, voice.engine_name, voice.language, SCALE, self._workers, pitch=pitch)
                if self._store:
                    self._store.put(self._key(voice, pitch), found.to_json())
            self._known[voice.engine_name, pitch] = found
            return found

    def _kept(self, voice: Voice, pitch: int = OWN_PITCH) -> Calibration | None:
        ours = self._table.engine == self.identity and pitch == OWN_PITCH
        if ours and voice.engine_name in self._table.calibrations:
            return self._table.calibrations[voice.engine_name]
        data = self._store.get(self._key(voice, pitch)) if self._store else None
        try:
            return Calibration.from_json(data) if data else None
        except ValueError:
            return None  # a damaged one is measured anew

    def _key(self, voice: Voice, pitch: int) -> str:
        named = f"calibration\0{self.identity}\0{voice.engine_name}\0{pitch}"
        return hashlib.sha256(named.encode()).hexdigest()


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


def open_espeak(workers: int, *, system: bool = False, store: MeasurementStore | None = None) -> EspeakEngine:
    """ESpeak NG through pyttsx3, guarded, with its voices. Close it when done.

    Args:
        workers: how many cues may be spoken at once.
        system: the system's own eSpeak NG instead of the wheel's.
        store: where calibrations are kept that the program does not ship.

    Raises:
        MachineError: when eSpeak NG is missing, or lies too deep.
    """
    if workers < 1:
        raise VoiceError("at least one worker is needed")
    return EspeakEngine(Pyttsx3Engine(workers, system=system), workers, shipped(), store)

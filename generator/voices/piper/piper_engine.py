"""Piper as the table of engines knows it."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.core.configuration import voices_folder
from generator.core.errors import MachineError, VoiceError
from generator.core.packages import version_of
from generator.spoken.phonetic import as_written, sounds_in
from generator.voices.calibration import RateScale, pace_at, setting_for
from generator.voices.engine import Control, Misreading, Utterance, Voice
from generator.voices.measured_voices import MeasuredVoices, MeasurementStore
from generator.voices.piper.models import PiperModelFile, model_files
from generator.voices.speaking_process import SpeakingProcess

if TYPE_CHECKING:
    from generator.audio.recording import Recording

NAME: Final = "piper"

PROCESSING: Final = "1"
"""Raised whenever the same utterance comes to give other samples."""

SCALE: Final = RateScale((40, 60, 80, 110, 150), 60, 1.6)

INSTALL: Final = 'install it: pip install "lesson-generator[piper]"'


@dataclass(frozen=True, slots=True)
class _ModelVoice:
    """One voice, and where it comes from."""

    voice: Voice
    model: PiperModelFile
    number: int | None


class PiperEngine:
    """Piper through pyttsx3, in processes of its own, with the models of the user's folder."""

    def __init__(self, folder: Path, workers: int, store: MeasurementStore | None) -> None:
        """Nothing is looked for before it is asked for.

        Args:
            folder: of the models.
            workers: how many utterances at once.
            store: where hashes and what was measured are kept.
        """
        self._folder = folder
        self._workers = workers
        self._store = store
        self._speakers: dict[str, _ModelVoice] | None = None
        self._wrong: list[VoiceError] = []
        self._process: SpeakingProcess | None = None
        self._measured = MeasuredVoices(self, workers, store)

    @property
    def identity(self) -> str:
        """Versions of all that shapes its sound; a voice's own name has its model's hash."""
        named = (("piper", "piper_tts"), ("onnxruntime", ""), ("numpy", ""), ("pyttsx3", ""))
        versions = (f"{package}-{version_of(package, other)}" for package, other in named)
        return f"{'/'.join(versions)}/{PROCESSING}"

    def voices(self, language: str = "") -> Sequence[Voice]:
        """Its voices, of one language or of all; none where Piper is not installed."""
        primary = language.partition("-")[0].lower()
        return [each.voice for each in self._all().values() if each.voice.language.startswith(primary)]

    def variants(self) -> Sequence[str]:
        """None."""
        return ()

    def voice(self, name: str, language: str) -> Voice:
        """The voice that a script means by `NAME`, or `NAME:SPEAKER`; empty is the first of `language`.

        Raises:
            VoiceError: there is none, or Piper is not installed.
        """
        speakers = self._all()
        for each in speakers.values():
            if each.voice.name == name or (not name and each.voice.language[:2] == language[:2].lower()):
                return each.voice
        model, _, speaker = name.partition(":")
        others = [each.voice.name for each in speakers.values() if each.model.name == model]
        if speaker and others:
            raise VoiceError(f'{model} has no speaker "{speaker}"', f"it has for example {others[0]}")
        if others:  # of several speakers the first one is meant
            return next(each.voice for each in speakers.values() if each.model.name == model)
        for error in self._wrong:
            if name and f"{name}.onnx" in error.message:
                raise error
        if not (self._folder / f"{name}.onnx.json").is_file():
            missing = f"`lesson voices` lists them all; models of Piper lie in {self._folder}"
            raise VoiceError(f'there is no voice "{name}"', missing if speakers else "")
        raise VoiceError(f'the voice "{name}" needs Piper, which is not installed', INSTALL)

    def unreadable(self, text: str, voice: Voice) -> Sequence[Misreading]:  # noqa: ARG002  # they read alike
        """Only sounds are known to be none of its business."""
        return (Misreading("it takes no sounds, only letters"),) if sounds_in(text) else ()

    def phonemes(self, texts: Sequence[str], voice: Voice) -> Sequence[str]:  # noqa: ARG002  # it tells none
        """Nothing: it is not asked."""
        return ["" for _ in texts]

    def guessed(self, words: Sequence[str], voice: Voice) -> Sequence[str]:  # noqa: ARG002  # it has rules
        """None: it reads all by rule."""
        return ()

    def paces(self, voice: Voice) -> tuple[int, int] | None:
        """The slowest and the fastest words a minute of a voice; None where it was not measured yet."""
        known = self._measured.known(voice.engine_name)
        return (int(known.paces[0]) + 1, int(known.paces[-1])) if known else None

    def setting(self, voice: Voice, words_a_minute: float) -> int:
        """The rate for a pace inside cues.

        Raises:
            VoiceError: the voice cannot speak so slowly or so fast, or does not speak.
        """
        return setting_for(self._measured.calibration(voice, SCALE), words_a_minute)

    def loudness(self, voice: Voice, pitch: int) -> float:  # noqa: ARG002  # it has no other
        """How loud a voice usually speaks, LUFS; it is measured the first time.

        Raises:
            VoiceError: it does not speak.
        """
        return self._measured.calibration(voice, SCALE).loudness

    def pace(self, utterance: Utterance) -> float:
        """Words of usual length that a voice speaks in a minute at an utterance's rate."""
        known = self._measured.known(utterance.voice)
        return pace_at(known, utterance.rate) if known else utterance.rate * SCALE.typical_pace

    def start(self) -> None:
        """Begin its process; returns at once."""
        self._asked().start()

    def render(self, utterance: Utterance) -> Recording:
        """Speak `utterance`; may be called from several threads at once.

        Raises:
            VoiceError: it was not spoken.
        """
        text = as_written(utterance.text).replace("[[", "[ [")  # what stands there would be taken for sounds
        if not any(character.isalnum() for character in text):
            raise VoiceError("there is nothing to say")
        return self._asked().speak(text, utterance, "Piper")

    def close(self) -> None:
        """End its processes. May be called twice."""
        if self._process is not None:
            self._process.close()

    def _asked(self) -> SpeakingProcess:
        if self._process is None:
            models = {
                name: (str(each.model.path), str(each.model.description), each.number)
                for name, each in self._all().items()
            }
            forks = hasattr(os, "fork") and sys.platform != "darwin"
            config = {"models": models, "way": "fork" if forks else "keep"}
            self._process = SpeakingProcess("generator.voices.piper.driver", config, self._workers)
        return self._process

    def _all(self) -> dict[str, _ModelVoice]:
        """Every voice by the engine's own name for it."""
        if self._speakers is None:
            self._speakers = {}
            if self._folder.is_dir() and _is_installed():
                for found in model_files(self._folder):
                    if isinstance(found, VoiceError):
                        self._wrong.append(found)
                    else:
                        for each in self._of(found):
                            self._speakers[each.voice.engine_name] = each
        return self._speakers

    def _of(self, model: PiperModelFile) -> list[_ModelVoice]:
        named = {f"{model.name}:{name}": number for name, number in model.speakers.items()}
        numbers: dict[str, int | None] = {**named} if named else {model.name: None}
        content = self._hash(model)
        return [_ModelVoice(_voice(model, name, content), model, number) for name, number in numbers.items()]

    def _hash(self, model: PiperModelFile) -> str:
        """Of a model and its description; kept, since a model may have 100 MB."""
        looks = [(each.stat().st_size, each.stat().st_mtime_ns) for each in (model.path, model.description)]
        key = hashlib.sha256(f"piper\0{model.path}\0{looks}".encode()).hexdigest()
        kept = self._store.get(key) if self._store else None
        if kept:
            return kept.decode()
        content = hashlib.sha256(model.path.read_bytes() + model.description.read_bytes()).hexdigest()[:16]
        if self._store:
            self._store.put(key, content.encode())
        return content


def open_piper(workers: int, store: MeasurementStore | None) -> PiperEngine:
    """Piper with the models of the user's folder. Close it when done."""
    return PiperEngine(voices_folder(), workers, store)


def _voice(model: PiperModelFile, name: str, content: str) -> Voice:
    return Voice(
        name,
        f"{content}/{name}",
        model.language,
        name,
        controls=frozenset({Control.RATE, Control.VOLUME}),
        engine=NAME,
        natural=True,
        sample_rate=model.sample_rate,
    )


def _is_installed() -> bool:
    try:
        version_of("piper", "piper_tts")
    except MachineError:
        return False
    return True

"""An engine whose voices are models in the user's folder, spoken through pyttsx3 in processes of its own."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from generator.core.errors import MachineError, VoiceError
from generator.core.packages import version_of
from generator.spoken.phonetic import as_written
from generator.voices.calibration import RateScale
from generator.voices.engine import Utterance, Voice
from generator.voices.measured_voices import MeasuredEngine, MeasuredVoices, MeasurementStore
from generator.voices.speaking_process import SpeakingProcess

if TYPE_CHECKING:
    from generator.audio.recording import Recording

OWN_RATE: Final = 100
"""The rate at which a voice speaks as its model would by itself; 200 is twice as fast."""


@dataclass(frozen=True, slots=True)
class ModelVoice:
    """One voice, and what its process has to know of it."""

    voice: Voice
    told: tuple[Any, ...]
    """As JSON can say it."""


class ModelKind(Protocol):
    """What is particular to one kind of models."""

    name: str
    """Of the engine."""
    title: str
    """For people: `Piper`."""
    packages: Mapping[str, str]
    """What shapes its sound: each as it is imported, and as it is installed where that is another name."""
    processing: str
    """Raised whenever the same utterance comes to give other samples."""
    driver: str
    """The module whose `serve` is its process."""
    scale: RateScale

    def found(self, folder: Path, store: MeasurementStore | None) -> Iterable[ModelVoice | VoiceError]:
        """Every voice in a folder, or what is wrong there."""

    def holds(self, folder: Path, name: str) -> bool:
        """Whether there are files in a folder for a voice of that name."""


class ModelEngine(MeasuredEngine):
    """One kind of models as the table of engines knows it."""

    def __init__(self, kind: ModelKind, folder: Path, workers: int, store: MeasurementStore | None) -> None:
        """Nothing is looked for before it is asked for.

        Args:
            kind: of the models.
            folder: where they are.
            workers: how many utterances at once.
            store: where hashes and what was measured are kept.
        """
        self._kind = kind
        self._folder = folder
        self._workers = workers
        self._store = store
        self._voices: dict[str, ModelVoice] | None = None
        self._wrong: list[VoiceError] = []
        self._process: SpeakingProcess | None = None
        self._measured = MeasuredVoices(self, workers, store)

    @property
    def identity(self) -> str:
        """Versions of all that shapes its sound; a voice's own name has its model's hash."""
        named = {**self._kind.packages, "onnxruntime": "", "numpy": "", "pyttsx3": ""}
        versions = (f"{package}-{version_of(package, other)}" for package, other in named.items())
        return f"{'/'.join(versions)}/{self._kind.processing}"

    def voices(self, language: str = "") -> Sequence[Voice]:
        """Its voices, of one language or of all; none where its package is not installed."""
        primary = language.partition("-")[0].lower()
        return [each.voice for each in self._all().values() if each.voice.language.startswith(primary)]

    def voice(self, name: str, language: str) -> Voice:
        """The voice that a script means by `NAME`, or `NAME:SPEAKER`; empty is the first of `language`.

        Raises:
            VoiceError: there is none, or its package is not installed.
        """
        listed = [each.voice for each in self._all().values()]
        spoken = [voice for voice in listed if voice.language[:2] == language[:2].lower()]
        for voice in listed:
            if voice.name == name:
                return voice
        for voice in spoken:
            if name in {"", voice.gender}:
                return voice
        model, _, speaker = name.partition(":")
        others = [voice for voice in listed if voice.name.partition(":")[0] == model]
        if speaker and others:
            raise VoiceError(f'{model} has no speaker "{speaker}"', f"it has for example {others[0].name}")
        if others:  # of several speakers the first one is meant
            return others[0]
        raise self._unknown(name)

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
        return self._asked().speak(text, utterance, self._kind.title)

    def close(self) -> None:
        """End its processes. May be called twice."""
        if self._process is not None:
            self._process.close()

    def _scale(self, voice: Voice) -> RateScale:  # noqa: ARG002  # they have the same
        return self._kind.scale

    def _unknown(self, name: str) -> VoiceError:
        for error in self._wrong:
            if name and name in error.message:
                return error
        if name and not self._is_installed() and self._kind.holds(self._folder, name):
            install = f'install it: pip install "lesson-generator[{self._kind.name}]"'
            return VoiceError(f'the voice "{name}" needs {self._kind.title}, which is not installed', install)
        title = self._kind.title
        if self._all():
            where = f"`lesson voices` lists them all; models of {title} lie in {self._folder}"
            return VoiceError(f'there is no voice "{name}"', where)
        # Without a hint: where no engine was named, another one's advice is better.
        if not self._is_installed():
            install = f'pip install "lesson-generator[{self._kind.name}]" does that'
            return VoiceError(f'there is no voice "{name}": {title} is not installed; {install}')
        return VoiceError(f'there is no voice "{name}": no model of {title} lies in {self._folder}')

    def _asked(self) -> SpeakingProcess:
        if self._process is None:
            forks = hasattr(os, "fork") and sys.platform != "darwin"
            models = {name: each.told for name, each in self._all().items()}
            config = {"models": models, "way": "fork" if forks else "keep"}
            self._process = SpeakingProcess(self._kind.driver, config, self._workers)
        return self._process

    def _all(self) -> dict[str, ModelVoice]:
        """Every voice by the engine's own name for it."""
        if self._voices is None:
            self._voices = {}
            if self._folder.is_dir() and self._is_installed():
                for found in self._kind.found(self._folder, self._store):
                    if isinstance(found, VoiceError):
                        self._wrong.append(found)
                    else:
                        self._voices[found.voice.engine_name] = found
        return self._voices

    def _is_installed(self) -> bool:
        try:
            for package, other in self._kind.packages.items():
                version_of(package, other)
        except MachineError:
            return False
        return True


def content_of(paths: Sequence[Path], store: MeasurementStore | None) -> str:
    """Hash of some files; kept, since a model may have 300 MB.

    Raises:
        OSError: one cannot be read.
    """
    looks = [(str(each), each.stat().st_size, each.stat().st_mtime_ns) for each in paths]
    key = hashlib.sha256(f"model\0{looks}".encode()).hexdigest()
    kept = store.get(key) if store else None
    if kept:
        return kept.decode()
    content = hashlib.sha256(b"".join(each.read_bytes() for each in paths)).hexdigest()[:16]
    if store:
        store.put(key, content.encode())
    return content

"""Kokoro as the table of engines knows it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from generator.core.configuration import voices_folder
from generator.core.errors import VoiceError
from generator.voices.calibration import RateScale
from generator.voices.engine import Control, Voice
from generator.voices.measured_voices import MeasurementStore
from generator.voices.model_engine import ModelEngine, ModelVoice, content_of

LANGUAGES: Final = MappingProxyType(
    {
        "a": "en-us", "b": "en-gb", "e": "es", "f": "fr-fr", "h": "hi", "i": "it", "p": "pt-br",
    }
)  # fmt: skip
"""By the first letter of a voice's name. Japanese and Chinese need other readers of their words."""

GENDERS: Final = MappingProxyType({"f": "female", "m": "male"})
"""By the second letter."""

SAMPLE_RATE: Final = 24_000


class KokoroKind:
    """One model of Kokoro, `kokoro….onnx`, and its voices, `voices….bin`."""

    name = "kokoro"
    title = "Kokoro"
    packages: Mapping[str, str] = {"kokoro_onnx": ""}
    processing = "1"
    driver = "generator.voices.kokoro.driver"
    scale: RateScale = RateScale((50, 60, 75, 100, 130), 60, 2.0)

    def found(self, folder: Path, store: MeasurementStore | None) -> Iterator[ModelVoice | VoiceError]:
        """Every voice of the first model in a folder, in the languages that can be read."""
        models, packs = sorted(folder.glob("kokoro*.onnx")), sorted(folder.glob("voices*.bin"))
        if not models or not packs:
            return
        try:
            with zipfile.ZipFile(packs[0]) as pack:
                names = sorted(each.removesuffix(".npy") for each in pack.namelist())
            content = content_of((models[0], packs[0]), store)
        except (OSError, zipfile.BadZipFile) as error:
            yield VoiceError(f"{packs[0]} does not hold the voices of Kokoro: {error}")
            return
        for name in names:
            if language := LANGUAGES.get(name[:1]):
                told = (str(models[0]), str(packs[0]), name, language)
                yield ModelVoice(_voice(name, language, content), told)

    def holds(self, folder: Path, name: str) -> bool:
        """Whether a model is there, and the name is as its voices' are."""
        return name[2:3] == "_" and any(folder.glob("kokoro*.onnx"))


def open_kokoro(workers: int, store: MeasurementStore | None) -> ModelEngine:
    """Kokoro with the model of the user's folder. Close it when done."""
    return ModelEngine(KokoroKind(), voices_folder(), workers, store)


def _voice(name: str, language: str, content: str) -> Voice:
    return Voice(
        name,
        f"{content}/{name}",
        language,
        name[3:].capitalize(),
        controls=frozenset({Control.RATE, Control.VOLUME}),
        engine=KokoroKind.name,
        gender=GENDERS.get(name[1:2], ""),
        natural=True,
        sample_rate=SAMPLE_RATE,
        repeats=False,  # its model draws noise of its own
    )

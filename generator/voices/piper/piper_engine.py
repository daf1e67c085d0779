"""Piper as the table of engines knows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.core.configuration import voices_folder
from generator.core.errors import VoiceError
from generator.voices.calibration import RateScale
from generator.voices.engine import Control, Voice
from generator.voices.measured_voices import MeasurementStore
from generator.voices.model_engine import ModelEngine, ModelVoice, content_of
from generator.voices.piper.models import DESCRIPTION, PiperModelFile, model_files


class PiperKind:
    """Models of Piper: `NAME.onnx`, and `NAME.onnx.json`."""

    name = "piper"
    title = "Piper"
    packages: Mapping[str, str] = {"piper": "piper_tts"}
    processing = "1"
    driver = "generator.voices.piper.driver"
    scale: RateScale = RateScale((40, 60, 80, 110, 150), 60, 1.6)

    def found(self, folder: Path, store: MeasurementStore | None) -> Iterator[ModelVoice | VoiceError]:
        """Every voice in a folder: one for each speaker of a model."""
        for model in model_files(folder):
            if isinstance(model, VoiceError):
                yield model
                continue
            content = content_of((model.path, model.description), store)
            named = {f"{model.name}:{name}": number for name, number in model.speakers.items()}
            numbers: Mapping[str, int | None] = named or {model.name: None}
            for name, number in numbers.items():
                told = (str(model.path), str(model.description), number)
                yield ModelVoice(_voice(model, name, content), told)

    def holds(self, folder: Path, name: str) -> bool:
        """Whether a description of that name is there."""
        return (folder / f"{name.partition(':')[0]}{DESCRIPTION}").is_file()


def open_piper(workers: int, store: MeasurementStore | None) -> ModelEngine:
    """Piper with the models of the user's folder. Close it when done."""
    return ModelEngine(PiperKind(), voices_folder(), workers, store)


def _voice(model: PiperModelFile, name: str, content: str) -> Voice:
    return Voice(
        name,
        f"{content}/{name}",
        model.language,
        name,
        controls=frozenset({Control.RATE, Control.VOLUME}),
        engine=PiperKind.name,
        natural=True,
        sample_rate=model.sample_rate,
    )

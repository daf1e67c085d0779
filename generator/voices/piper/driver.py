"""Piper as a driver of pyttsx3, inside the voice's process.

Its configuration, a JSON object:

    path      what `sys.path` is to be
    models    for each voice its model, the file beside it that describes it, and the number of its speaker
    way       how requests are answered: `serve_requests` says what there is
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from generator.processes.fork_server import Request, serve_requests
from generator.voices.quiet_libraries import keep_libraries_quiet

keep_libraries_quiet()

import numpy as np  # noqa: E402  # what it is told comes first

from generator.voices.model_driver import ModelSpeaker, Signal  # noqa: E402  # as above
from generator.voices.model_engine import OWN_RATE  # noqa: E402  # as above

SENTENCE_REST: Final = 0.3
"""Seconds between two sentences at a voice's own pace, beside the silence that it leaves around each."""


class PiperModel:
    """The models, each loaded when its voice is first needed."""

    def __init__(self, models: dict[str, tuple[str, str, int | None]]) -> None:
        self._models = models
        self._loaded: dict[str, Any] = {}

    def has(self, voice: str) -> bool:
        """Whether there is a voice of that name."""
        return voice in self._models

    def load(self, voice: str) -> Any:  # noqa: ANN401  # as piper has it
        """The voice, ready to speak: one thread, so that the same samples come each time."""
        model, description, _ = self._models[voice]
        if model not in self._loaded:
            import onnxruntime
            from piper import PiperConfig, PiperVoice

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 3
            session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
            facts = json.loads(Path(description).read_bytes())
            self._loaded[model] = PiperVoice(session, PiperConfig.from_dict(facts))
        return self._loaded[model]

    def speak(self, text: str, voice: str, rate: float) -> tuple[Signal, int]:
        """Mono samples and their rate.

        Raises:
            ValueError: the model gave no numbers.
        """
        from piper import SynthesisConfig

        loaded = self.load(voice)
        slower = OWN_RATE / rate
        how = SynthesisConfig(
            speaker_id=self._models[voice][2],
            length_scale=loaded.config.length_scale * slower,
            noise_scale=0.0,  # with any noise, the same words would sound otherwise each time
            noise_w_scale=0.0,
            normalize_audio=False,  # sentence by sentence: a soft one would become as loud as all others
        )
        spoken = loaded.config.sample_rate
        rest = np.zeros(round(SENTENCE_REST * slower * spoken), dtype=np.float32)
        parts: list[Signal] = []
        for chunk in loaded.synthesize(text, how):
            parts += [rest, chunk.audio_float_array] if parts else [chunk.audio_float_array]
        samples = np.concatenate(parts) if parts else rest[:0]
        if not np.isfinite(samples).all():
            raise ValueError("the model gave something that is no number")
        return samples, int(spoken)


class PiperSpeaker(ModelSpeaker):
    """A pyttsx3 engine with Piper's voices, which answers requests."""

    def __init__(self, config: Request) -> None:
        self._models = PiperModel({name: tuple(each) for name, each in config["models"].items()})
        super().__init__(self._models, "piper")

    def load(self, voice: str) -> None:
        """Have a voice ready."""
        self._models.load(voice)


def serve(config: Request) -> None:
    """Start, and serve."""
    serve_requests(lambda: PiperSpeaker(config), way=config["way"])

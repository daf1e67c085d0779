"""Kokoro as a driver of pyttsx3, inside the voice's process.

Its configuration, a JSON object:

    path      what `sys.path` is to be
    models    for each voice the model, the file of voices, the voice's own name in it, and its language
    way       how requests are answered: `serve_requests` says what there is
"""

from __future__ import annotations

from typing import Any

from generator.processes.fork_server import Request, serve_requests
from generator.voices.quiet_libraries import keep_libraries_quiet

keep_libraries_quiet()

import numpy as np  # noqa: E402  # what it is told comes first

from generator.voices.model_driver import ModelSpeaker, Signal  # noqa: E402  # as above
from generator.voices.model_engine import OWN_RATE  # noqa: E402  # as above


class KokoroModel:
    """The model, loaded when a voice is first needed."""

    def __init__(self, voices: dict[str, tuple[str, str, str, str]]) -> None:
        self._voices = voices
        self._loaded: Any = None

    def has(self, voice: str) -> bool:
        """Whether there is a voice of that name."""
        return voice in self._voices

    def load(self, voice: str) -> Any:  # noqa: ANN401  # as kokoro_onnx has it
        """The model with its voices; all have the same one."""
        if self._loaded is None:
            import onnxruntime
            from kokoro_onnx import Kokoro

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 3
            model, pack, _, _ = self._voices[voice]
            session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
            self._loaded = Kokoro.from_session(session, pack)
            # Read now: processes that are forked later would share the open file, and its place in it.
            names = [each[2] for each in self._voices.values()]
            self._loaded.voices = {name: self._loaded.voices[name] for name in names}
        return self._loaded

    def speak(self, text: str, voice: str, rate: float) -> tuple[Signal, int]:
        """Mono samples and their rate.

        Raises:
            ValueError: the model gave no numbers, or cannot read the text.
        """
        _, _, name, language = self._voices[voice]
        samples, spoken = self.load(voice).create(text, name, speed=rate / OWN_RATE, lang=language)
        if not np.isfinite(samples).all():
            raise ValueError("the model gave something that is no number")
        return np.asarray(samples, dtype=np.float32), int(spoken)


class KokoroSpeaker(ModelSpeaker):
    """A pyttsx3 engine with Kokoro's voices, which answers requests."""

    def __init__(self, config: Request) -> None:
        self._models = KokoroModel({name: tuple(each) for name, each in config["models"].items()})
        super().__init__(self._models, "kokoro")

    def load(self, voice: str) -> None:
        """Have a voice ready."""
        self._models.load(voice)


def serve(config: Request) -> None:
    """Start, and serve."""
    serve_requests(lambda: KokoroSpeaker(config), way=config["way"])

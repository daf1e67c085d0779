"""The natural voice as a driver of pyttsx3, inside the voice's process.

Its configuration, a JSON object:

    path      what `sys.path` is to be
    cache     the folder where what is prepared of the voice is kept
    versions  of all that this depends on
    way       how requests are answered: `serve_requests` says what there is

A request has text, voice, rate and volume, and `limit`; or `texts`, which asks for their phonemes, or for
the words in them that are `guessed`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from generator.processes.fork_server import Request, serve_requests
from generator.voices.quiet_libraries import keep_libraries_quiet

keep_libraries_quiet()

from generator.voices.model_driver import ModelSpeaker, Signal  # noqa: E402  # it imports numpy, which is told first
from generator.voices.natural.names import DRIVER, VOICE  # noqa: E402  # as above

if TYPE_CHECKING:
    from generator.voices.natural.hibari_voice import HibariVoice


class NaturalModel:
    """The one voice."""

    def __init__(self, voice: HibariVoice) -> None:
        self.voice = voice

    def has(self, voice: str) -> bool:
        """Whether that is its name."""
        return voice == VOICE

    def speak(self, text: str, voice: str, rate: float) -> tuple[Signal, int]:  # noqa: ARG002  # it has one
        """Mono samples and their rate."""
        from generator.voices.natural.hibari_voice import SAMPLE_RATE

        return self.voice.speak(text, rate), SAMPLE_RATE


class NaturalSpeaker(ModelSpeaker):
    """A pyttsx3 engine with the natural voice loaded, which answers requests."""

    def __init__(self, config: Request) -> None:
        from generator.core.cache import Cache
        from generator.voices.natural.hibari_voice import HibariVoice

        self._voice = HibariVoice(Cache(Path(config["cache"])), config["versions"])
        super().__init__(NaturalModel(self._voice), DRIVER)

    def settle(self) -> None:
        """Keep what was prepared of the voice."""
        self._voice.keep()

    def answer(self, request: Request) -> tuple[bytes, bytes]:
        """Kind and body of the answer to one request."""
        if "texts" not in request:
            return super().answer(request)
        tell = self._voice.guessed if request.get("guessed") else self._voice.phonemes
        told = [" ".join(tell(text)) for text in request["texts"]]
        return b"L", json.dumps(told).encode()


def serve(config: Request) -> None:
    """Start, and serve."""
    serve_requests(lambda: NaturalSpeaker(config), way=config["way"])

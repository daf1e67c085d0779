"""What both sides of Piper's process know."""

from __future__ import annotations

from typing import Final

DRIVER: Final = "piper"
"""As pyttsx3 names its driver."""

OWN_RATE: Final = 100
"""The rate at which a voice speaks as its model would by itself; 200 is twice as fast."""

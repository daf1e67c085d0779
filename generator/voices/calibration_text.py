"""What a voice speaks to be measured: cues as they stand in lessons, a file for each language."""

from __future__ import annotations

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).with_name("calibration_texts")

NUMERALS: Final = "1 2 3 4 5 6 7 8 9 10 11 12."
"""What nearly every voice can say in its own language."""

SYLLABLES: Final = "A e i o u. Ma na la."
"""What a voice can say that does not know its numerals."""


def calibration_text(language: str) -> tuple[str, ...]:
    """The cues of a language's tag, such as `en-us`; empty where there are none."""
    path = FOLDER / f"{language.partition('-')[0].lower()}.txt"
    return tuple(path.read_text(encoding="utf-8").splitlines()) if path.is_file() else ()

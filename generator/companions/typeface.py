"""Where the cover's typeface is: Source Serif Pro (SIL Open Font License), from a wheel of its own."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Final

_WHEEL: Final = "font_source_serif_pro"


def folder() -> Path | None:
    """The folder of its files (`SourceSerifPro-Regular.ttf` …); None where the wheel is not installed."""
    spec = find_spec(_WHEEL)
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "files"

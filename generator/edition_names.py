"""What the files of a script's lengths are called."""

from __future__ import annotations

from pathlib import Path

from generator.clock import MILLISECOND
from generator.script.model import Script

_MINUTE = 60 * 1000


def edition_name(script: Script, length: int | None) -> str:
    """What an edition's files are called: `hips`; `hips-10m`, `hips-12m30s` for its further lengths."""
    stem = Path(script.path).stem
    if length is None or length == script.header.length:
        return stem
    minutes, milliseconds = divmod(length // MILLISECOND, _MINUTE)
    seconds = f"{milliseconds / 1000:g}s" if milliseconds else ""
    return f"{stem}-{f'{minutes}m' if minutes else ''}{seconds}"

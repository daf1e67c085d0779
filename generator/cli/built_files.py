"""Lessons that are named by one of their files in the output folder."""

from __future__ import annotations

import re
from pathlib import Path

_ENDINGS = re.compile(
    r"(?:\.small)?\.(?:mp3|wav|jpg|png|vtt|srt|(?:timeline|chapters|changes)\.json|(?:transcript|labels)\.txt)$"
)


def name_of_built(path: Path) -> str:
    """The name of the lesson that a file was built of, by its ending; empty where it has no such one."""
    return _ENDINGS.sub("", path.name) if _ENDINGS.search(path.name) else ""

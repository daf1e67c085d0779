"""The files that stand beside an MP3. One more is one file in this room and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from generator.companions.captions import srt, vtt
from generator.companions.chapters import chapters
from generator.companions.labels import labels
from generator.companions.transcript import transcript
from generator.timeline.edition import Edition
from generator.timeline.edition_json import edition_to_json

COMPANIONS: Final[Mapping[str, Callable[[Edition], str]]] = MappingProxyType(
    {
        ".timeline.json": edition_to_json,
        ".vtt": vtt,
        ".srt": srt,
        ".transcript.txt": transcript,
        ".chapters.json": chapters,
        ".labels.txt": labels,
    }
)
"""What follows the lesson's name, and the text that stands in it (UTF-8, `\\n` line ends)."""

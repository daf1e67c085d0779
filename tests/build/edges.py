"""A lesson of soft edges: cues that begin and end with f, s, h and th."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from generator.timeline.edition import Edition
from generator.timeline.edition_json import edition_from_json

SCRIPT = """\
---
title: Four soft edges
length: 0:52
---
# Lying

Feel how the floor carries your feet. [pause 3s]
She sees six ships [pause 2.5s] at half past four. [rest 10-20s]

# Moving

Let the right knee lean out and back. [move 3 x 4s]
Thanks, that is enough.

Half a breath, if you wish. [pause 0s]
Hush.
"""

Lesson = Callable[..., subprocess.CompletedProcess[str]]


def edition(folder: Path, name: str = "edges") -> Edition:
    """What was built of it."""
    return edition_from_json((folder / "output" / f"{name}.timeline.json").read_text())

"""The picture of a plan in colours. Apart from `plan`, because rich takes long to import."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.text import Text

from generator.companions.plan import plan_drawing
from generator.core.terminal_text import visible
from generator.script.kinds import SILENCES
from generator.timeline.edition import Edition

_STYLES: Final = {"speech": "cyan", "chime": "magenta", "title": "bold"}


def print_plan(edition: Edition, console: Console) -> None:
    """Print the picture as wide as the terminal is, with the console's own idea of colour."""
    styles = _STYLES | {kind.drawn_as: kind.colour for kind in SILENCES.values()}
    for line in plan_drawing(edition, min(console.width, 120)):
        text = Text(no_wrap=True, overflow="crop")
        for piece in line:
            text.append(visible(piece.text), styles.get(piece.style, ""))
        text.rstrip()
        console.print(text)

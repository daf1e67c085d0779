"""The kinds of silence, in one table: a new one is one row of it.

Every room reads the table instead of naming kinds: the marker's grammar, the layout, captions, transcript,
labels, the plan's picture, the practice rules, the edit report, and the page, whose script is handed it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Purpose(StrEnum):
    """What a listener does in a silence, as the practice rules count it."""

    REST = "rest"
    MOVEMENT = "movement"
    PAUSE = "pause"
    """Neither: time to arrive, to notice, to breathe."""
    NONE = "none"
    """Nothing: it was not written."""


@dataclass(frozen=True, slots=True, eq=False)  # one of a table: it is itself
class SilenceKind:
    """One kind of silence, and what every reader needs to know of it."""

    name: str
    """Its word in a script, as in `[rest 40s]`, and its kind in the timeline file."""
    purpose: Purpose = Purpose.PAUSE
    example: str = ""
    """A marker that writes it, as in `[rest 30s]`; empty where a script cannot write it."""
    also: tuple[str, ...] = ()
    """Other words that teachers have for it, small."""
    bare: bool = False
    """Whether the marker may stand without a length, which is then the header's `pause`."""
    slider: str = ""
    """What the page's "my pace" calls it; empty where it never stretches it."""
    noted: bool = False
    """Whether captions, labels and the page tell how long it is."""
    transcribed: bool = False
    """Whether the transcript tells it; one that is only noted ends a paragraph there."""
    drawn_as: str = "pause"
    """Under which name the picture of `lesson plan` shows it."""
    sign: str = "·"
    """The character that the picture is drawn with; one of `companions.plan.SIGNS`."""
    colour: str = "bright_black"
    """Its colour there, on a terminal that has some, as rich names it."""
    margin: bool = False
    """Whether it is the lesson's beginning or end, of a fixed length that no edit changes."""

    @property
    def written(self) -> bool:
        """Whether a script can write it as a marker."""
        return bool(self.example)


REST: Final = SilenceKind(
    "rest",
    Purpose.REST,
    "[rest 30s]",
    ("rests", "ruhe", "rast", "ausruhen"),
    slider="Rests",
    noted=True,
    transcribed=True,
    drawn_as="rest",
    sign="░",
    colour="blue",
)
MOVE: Final = SilenceKind(
    "move",
    Purpose.MOVEMENT,
    "[move 6 x 8s]",
    ("moves", "bewegen", "bewegung"),
    slider="Time for moving",
    noted=True,
    transcribed=True,
    drawn_as="move",
    sign="▒",
    colour="green",
)
PAUSE: Final = SilenceKind(
    "pause", Purpose.PAUSE, "[pause 10s]", ("pauses", "pausen"), bare=True, slider="Pauses", noted=True
)
GAP: Final = SilenceKind("gap", Purpose.NONE)
"""Nothing was written between two cues: the header's `gap`."""
LEAD: Final = SilenceKind("lead", Purpose.NONE, margin=True)
"""The half second before the first sound: players clip beginnings."""
TAIL: Final = SilenceKind("tail", Purpose.NONE, margin=True)
"""The two seconds after the last sound: players clip endings."""

SILENCES: Final = {kind.name: kind for kind in (REST, MOVE, PAUSE, GAP, LEAD, TAIL)}
"""Every kind by its name."""


def written_kinds() -> tuple[SilenceKind, ...]:
    """The kinds that a script can write as markers."""
    return tuple(kind for kind in SILENCES.values() if kind.written)

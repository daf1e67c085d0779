"""What an edit report consists of. All positions and lengths are samples of `generator.core.clock`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from generator.core.clock import SAMPLE_RATE

NOTICEABLE = SAMPLE_RATE // 20
"""50 ms in samples: a smaller difference is not told. Frames alone shift an onset by up to 48 ms."""


class Change(StrEnum):
    """What became of a cue."""

    NEW = "new"
    CHANGED = "changed"
    """Other words in the same place."""
    RESAID = "resaid"
    """The same words with another sound: another voice, rate, loudness, or spelling in `say:`."""
    MOVED = "moved"
    """The same sound in another order among the others."""
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class CueChange:
    """One cue (or chime) that is not what or where it was."""

    kind: Change
    before: str
    """The words; empty where it is new, or a chime."""
    after: str
    """The words; empty where it is gone, or a chime."""
    was: int | None
    """Where it started in the old version."""
    start: int | None
    """Where it starts in the new version; where it is gone, where that place is now."""
    path: str = ""
    line: int | None = None
    """In the new script; in the old one where it is gone."""


@dataclass(frozen=True, slots=True)
class PauseChange:
    """A silence between two cues that are both still there, written otherwise."""

    before: str
    """As `rest 20–40 s`; several of them with ` + `."""
    after: str
    start: int
    """Where it begins in the new version."""
    path: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section that is new, gone, moved, renamed, or of another length."""

    title: str
    before: int | None
    """Its length; None where it is new."""
    after: int | None
    """Its length; None where it is gone."""
    was: str = ""
    """Its title in the old version, where that was another one."""
    moved: bool = False
    """Whether it stands elsewhere among the sections."""
    elastic: int = 0
    """How much of the difference is what its elastic pauses took up."""

    @property
    def edited(self) -> bool:
        """Whether more became of it than that its elastic pauses took something up."""
        if self.before is None or self.after is None or self.was or self.moved:
            return True
        return abs(self.after - self.before - self.elastic) >= NOTICEABLE


@dataclass(frozen=True, slots=True)
class Shift:
    """From a place on, up to the next shift, everything is heard earlier or later."""

    was: int
    """In the old version: after the sound that ends here."""
    start: int
    """The same place in the new version."""
    by: int
    """Negative: earlier; 0: as before, again."""


@dataclass(frozen=True, slots=True)
class Elastic:
    """What elastic pauses took up that are written as they were."""

    pauses: int = 0
    """How many of them have another length."""
    total: int = 0
    """All their differences together: negative where they got shorter."""
    most: int = 0
    """The largest difference of one."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a build made of a lesson, against the one before it."""

    name: str
    script: str
    script_hash: str
    """Of the new version."""
    before: int | None
    """Length of the old version; None where there was none."""
    after: int
    reused: int
    """Cues that sound as they did, wherever they stand now."""
    cues: tuple[CueChange, ...] = ()
    pauses: tuple[PauseChange, ...] = ()
    shifts: tuple[Shift, ...] = ()
    elastic: Elastic = Elastic()
    sections: tuple[SectionChange, ...] = ()
    header: tuple[str, ...] = ()
    """Keys of the header that have another value."""

    @property
    def first(self) -> bool:
        """Whether there is nothing to compare with."""
        return self.before is None

    @property
    def any(self) -> bool:
        """Whether anything was built that was not built before."""
        return self.first or bool(
            self.cues or self.pauses or self.shifts or self.sections or self.header or self.elastic.pauses
        )

    @property
    def counts(self) -> Counter[Change]:
        """How many cues of each kind."""
        return Counter(cue.kind for cue in self.cues)

"""Elastic pauses: one share for the whole lesson, so that its length comes out exact.

Every silence lasts low + share · (high − low), but never less than the frames beside it allow. Kept as a
fraction: a position is rounded when it is read, and no rounding is ever added up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

MIDDLE = Fraction(1, 2)
"""The share that is taken where the header asks for no length."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A silence between two sounds, in samples."""

    low: int
    high: int
    nearest: int
    """The shortest that the clips' frames on both sides allow, whatever is written."""

    @property
    def room(self) -> int:
        """How much longer its longest is than its shortest."""
        return self.high - self.low

    def held(self, share: Fraction) -> bool:
        """Whether the frames beside it keep it longer than it is written."""
        return self.low + share * self.room < self.nearest

    def lasts(self, share: Fraction) -> Fraction:
        """Samples at `share`, not rounded."""
        return max(self.low + share * self.room, Fraction(self.nearest))


def total_silence(stretches: Sequence[Stretch], share: Fraction) -> Fraction:
    """Samples of all silence at `share`."""
    return sum((stretch.lasts(share) for stretch in stretches), Fraction(0))


def fit(stretches: Sequence[Stretch], silence: int) -> Fraction:
    """The share at which `stretches` last exactly `silence` samples.

    Only called for a total within reach: between those at share 0 and 1.
    """
    free = [stretch for stretch in stretches if stretch.room]
    rigid = int(total_silence([stretch for stretch in stretches if not stretch.room], MIDDLE))
    # The sum is convex in the share, so each round comes nearer from above, and none leaves out too much.
    while free:
        low, room = sum(stretch.low for stretch in free), sum(stretch.room for stretch in free)
        share = Fraction(silence - rigid - low, room)
        held = [stretch for stretch in free if stretch.held(share)]
        if not held:
            return share
        rigid += sum(stretch.nearest for stretch in held)
        free = [stretch for stretch in free if not stretch.held(share)]
    return MIDDLE


class Clock:
    """The exact position on the way through a lesson."""

    def __init__(self, share: Fraction) -> None:
        self._share = share
        self._fixed = 0
        self._room = 0

    @property
    def position(self) -> int:
        """Samples from the beginning, rounded."""
        return self._fixed + rounded(self._share, self._room)

    def sound(self, length: int) -> None:
        """Go on by a sound of `length` samples."""
        self._fixed += length

    def silence(self, stretch: Stretch) -> None:
        """Go on by a silence, at the lesson's share."""
        if stretch.held(self._share):
            self._fixed += stretch.nearest
        else:
            self._fixed += stretch.low
            self._room += stretch.room


def rounded(share: Fraction, room: int) -> int:
    """The whole number of samples nearest to share · room."""
    return (2 * share.numerator * room + share.denominator) // (2 * share.denominator)

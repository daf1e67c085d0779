"""What is known of a voice once it is measured: how fast it is at which setting, and how loud."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

from generator.core.errors import VoiceError


@dataclass(frozen=True, slots=True)
class RateScale:
    """An engine's own rates, and what they are likely to mean."""

    settings: tuple[int, ...]
    """At these a voice is timed; between them its pace is all but straight."""
    measured_at: int
    """Loudness is measured at this one: close to that of a lesson."""
    typical_pace: float
    """Words a minute for each unit, where nothing was measured."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """One voice, measured at the full volume and its own pitch."""

    settings: tuple[int, ...]
    """The engine's own rates at which it was timed."""
    paces: tuple[float, ...]
    """Words a minute inside cues at each of `settings`."""
    loudness: float
    """LUFS, gated."""

    def to_json(self) -> bytes:
        """The calibration as bytes, to be kept under the voice's key."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Calibration:
        """What `to_json` wrote.

        Raises:
            ValueError: when it is something else.
        """
        fields = json.loads(data)
        try:
            settings = tuple(int(setting) for setting in fields["settings"])
            paces = tuple(float(pace) for pace in fields["paces"])
            found = cls(settings, paces, float(fields["loudness"]))
        except (KeyError, TypeError) as error:
            raise ValueError("not a calibration") from error
        rising = all(slow < fast for each in (settings, paces) for slow, fast in pairwise(each))
        if len(paces) != len(settings) or len(paces) < 2 or not rising:  # noqa: PLR2004  # a line has two ends
            raise ValueError("not a calibration of this version")
        return found


def pace_at(calibration: Calibration, setting: float) -> float:
    """Words a minute at an engine's setting; straight lines between what was measured, and beyond."""
    settings, paces = calibration.settings, calibration.paces
    at = min(max(bisect_left(settings, setting), 1), len(settings) - 1)
    return _line(settings[at - 1 : at + 1], paces[at - 1 : at + 1], setting)


def setting_for(calibration: Calibration, words_a_minute: float) -> int:
    """The engine's setting that gives `words_a_minute` inside cues.

    Raises:
        VoiceError: when the voice cannot speak so slowly or so fast; its hint says what it can.
    """
    settings, paces = calibration.settings, calibration.paces
    at = min(max(bisect_left(paces, words_a_minute), 1), len(paces) - 1)
    setting = round(_line(paces[at - 1 : at + 1], settings[at - 1 : at + 1], words_a_minute))
    if not settings[0] <= setting <= settings[-1]:
        raise VoiceError(
            f"this voice cannot speak {words_a_minute:g} words a minute",
            f"write a rate from {int(paces[0]) + 1} to {int(paces[-1])}",
        )
    return setting


def _line(across: Sequence[float], up: Sequence[float], at: float) -> float:
    return up[0] + (up[1] - up[0]) * (at - across[0]) / (across[1] - across[0])

"""What is known of a voice once it is measured: how fast it is at which setting, and how loud."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

from generator.core.errors import VoiceError

SETTINGS = (80, 90, 120, 180, 280, 400)
"""Rates of the engine at which a voice is timed; between them its pace is all but straight. espeak takes
less than 80 for 80 without a word."""

TYPICAL_PACE = 1.22
"""Words a minute for each of an espeak voice's setting: English, German, Spanish, Italian, Dutch and
Portuguese come within 7 % of it."""

MEASURED_AT = 100
"""The setting at which loudness is measured: close to that of a lesson."""

PEAK_CEILING_DBTP = -1.8
"""The finished lesson keeps to −1 dBTP. The rest is for what the encoder adds: at most 0.76 dB at 64 kbit/s,
seen over some thirty voices."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """One voice, measured at the full volume and its own pitch."""

    paces: tuple[float, ...]
    """Words a minute inside cues at each of `SETTINGS`."""
    loudness: float
    """LUFS, gated."""
    peak: float
    """The highest true peak, dBTP."""

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
            paces = tuple(float(pace_at) for pace_at in fields["paces"])
            found = cls(paces, float(fields["loudness"]), float(fields["peak"]))
        except (KeyError, TypeError) as error:
            raise ValueError("not a calibration") from error
        if len(paces) != len(SETTINGS) or not all(slow < fast for slow, fast in pairwise(paces)):
            raise ValueError("not a calibration of this version")
        return found


def pace_at(calibration: Calibration, setting: float) -> float:
    """Words a minute at an engine's setting; straight lines between what was measured, and beyond."""
    at = min(max(bisect_left(SETTINGS, setting), 1), len(SETTINGS) - 1)
    return _line(SETTINGS[at - 1 : at + 1], calibration.paces[at - 1 : at + 1], setting)


def setting_for(calibration: Calibration, words_a_minute: float) -> int:
    """The engine's setting that gives `words_a_minute` inside cues.

    Raises:
        VoiceError: when the voice cannot speak so slowly or so fast; its hint says what it can.
    """
    paces = calibration.paces
    at = min(max(bisect_left(paces, words_a_minute), 1), len(paces) - 1)
    setting = round(_line(paces[at - 1 : at + 1], SETTINGS[at - 1 : at + 1], words_a_minute))
    if not SETTINGS[0] <= setting <= SETTINGS[-1]:
        raise VoiceError(
            f"this voice cannot speak {words_a_minute:g} words a minute",
            f"write a rate from {int(paces[0]) + 1} to {int(paces[-1])}",
        )
    return setting


def gain_db(calibration: Calibration, target_lufs: float) -> float:
    """Decibels that bring a voice to `target_lufs`, or as near to it as its peaks allow.

    It depends on the voice alone, so that no edit changes how loud the rest is.
    """
    return round(min(target_lufs - calibration.loudness, PEAK_CEILING_DBTP - calibration.peak), 2)


def reached_lufs(calibration: Calibration, target_lufs: float) -> float:
    """The loudness that `gain_db` leads to: less than the target where the voice's peaks are in the way."""
    return calibration.loudness + gain_db(calibration, target_lufs)


def _line(across: Sequence[float], up: Sequence[float], at: float) -> float:
    return up[0] + (up[1] - up[0]) * (at - across[0]) / (across[1] - across[0])

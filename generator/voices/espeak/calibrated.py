"""What ships with the program about the wheel's own voices: their list, and what was measured of them.

`python -m generator.voices.espeak.calibrate` writes the table; it holds for one engine's identity only.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from generator.voices.calibration import Calibration, RateScale
from generator.voices.espeak.catalogue import Catalogue, catalogue

PATH = Path(__file__).with_name("calibrated.json")


SCALE = RateScale(settings=(80, 90, 120, 180, 280, 400), measured_at=100, typical_pace=1.22)
"""espeak takes less than 80 for 80 without a word. English, German, Spanish, Italian, Dutch and Portuguese
come within 7 % of its typical pace."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """The table, read."""

    engine: str
    """The identity of the engine that it holds for."""
    catalogue: Catalogue
    calibrations: dict[str, Calibration]
    """By the engine's own name of the voice."""


@cache
def shipped() -> Shipped:
    """The table that ships; an empty one where the file is missing."""
    try:
        fields: dict[str, Any] = json.loads(PATH.read_bytes())
    except FileNotFoundError:
        return Shipped("", Catalogue((), ()), {})
    return Shipped(
        fields["engine"],
        catalogue((tuple(voice) for voice in fields["voices"]), fields["variants"]),
        {
            name: Calibration(SCALE.settings, tuple(paces), loudness)
            for name, (paces, loudness) in fields["measured"].items()
        },
    )


def as_json(
    engine: str, listed: list[tuple[str, str, str]], variants: list[str], calibrations: dict[str, Calibration]
) -> str:
    """The table's text, one voice a line, so that a change of one is a change of one line."""
    measured = ",\n".join(
        f"  {json.dumps(name)}: {json.dumps([list(one.paces), one.loudness])}"
        for name, one in sorted(calibrations.items())
    )
    voices = ",\n".join(f"  {json.dumps(list(voice), ensure_ascii=False)}" for voice in sorted(listed))
    return (
        f'{{\n"engine": {json.dumps(engine)},\n"variants": {json.dumps(sorted(variants))},\n'
        f'"voices": [\n{voices}\n],\n"measured": {{\n{measured}\n}}\n}}\n'
    )

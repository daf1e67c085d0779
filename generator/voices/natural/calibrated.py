"""What was measured of the natural voice. `python -m generator.voices.natural.calibrate` prints it anew."""

from __future__ import annotations

from typing import Final

from generator.voices.calibration import Calibration, RateScale

SCALE: Final = RateScale(
    settings=(84, 90, 100, 110, 118, 125, 140, 160, 180, 200, 215), measured_at=118, typical_pace=1.0
)
"""Words a minute: `pace` makes them come out."""

HEART: Final = Calibration(
    SCALE.settings,
    (83.7, 89.7, 99.7, 109.6, 117.5, 124.4, 139.3, 159.4, 179.2, 199.9, 214.2),
    loudness=-26.43,
)
"""The voice `heart`."""

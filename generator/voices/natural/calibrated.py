"""What was measured of the natural voice. `python -m generator.voices.natural.calibrate` prints it anew."""

from __future__ import annotations

from typing import Final

from generator.voices.calibration import Calibration, RateScale

SCALE: Final = RateScale(settings=tuple(range(360, 861, 10)), measured_at=600, typical_pace=0.23)
"""In thousandths of the model's own speed. In small steps, because its pace goes in steps: each sound lasts
whole frames of 12.5 ms."""

HEART: Final = Calibration(
    SCALE.settings,
    (
        82.8, 89.0, 90.0, 91.0, 94.5, 98.4, 99.4, 100.3, 101.8, 110.7, 112.5, 114.6, 115.9, 116.8,
        117.5, 118.1, 118.9, 119.7, 120.9, 123.3, 124.3, 127.6, 138.9, 139.9, 140.9, 141.5, 142.5, 143.2,
        143.9, 145.2, 147.8, 156.9, 162.4, 164.8, 166.2, 167.4, 168.2, 169.5, 170.7, 171.6, 172.9, 174.0,
        176.1, 177.8, 192.1, 207.2, 208.9, 210.2, 211.9, 213.6, 219.2,
    ),
    loudness=-26.23,
    peak=-5.76,
)  # fmt: skip
"""The voice `heart`."""

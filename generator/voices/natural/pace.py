"""The natural voice's pace: which of the model's speeds, and how long a rest, gives so many words a minute.

The model's sounds last whole frames of 12.5 ms, many of them a few, so that its pace goes in steps: 128 words
a minute at a speed of 0.57, 139 at 0.58. Between two steps the rests inside cues make up for what is missing.
"""

from __future__ import annotations

from typing import Final

SPEEDS: Final = tuple(range(360, 861, 10))
"""In thousandths of the model's own."""

PACES: Final = (
    82.8, 89.0, 90.0, 91.0, 94.5, 98.4, 99.4, 100.3, 101.8, 110.7, 112.5, 114.6, 115.9, 116.8,
    117.5, 118.1, 118.9, 119.7, 120.9, 123.3, 124.3, 127.6, 138.9, 139.9, 140.9, 141.5, 142.5, 143.2,
    143.9, 145.2, 147.8, 156.9, 162.4, 164.8, 166.2, 167.4, 168.2, 169.5, 170.7, 171.6, 172.9, 174.0,
    176.1, 177.8, 192.1, 207.2, 208.9, 210.2, 211.9, 213.6, 219.2,
)  # fmt: skip
"""Words a minute inside cues at each of them: measured with the calibration's text, rests as in `breath`."""

REST_SHARE: Final = 0.1
"""Of the time that cues last, what their rests take: 0.09 to 0.11 in texts of lessons, at any speed."""

LEAST_REST: Final = 0.5
MOST_REST: Final = 1.6


def speed_and_rest(words_a_minute: float) -> tuple[float, float]:
    """The speed whose pace is nearest, as a share of the model's own, and how much longer rests are to be."""
    pace, speed = min(zip(PACES, SPEEDS, strict=True), key=lambda each: abs(each[0] - words_a_minute))
    longer = 1 + (pace / words_a_minute - 1) / REST_SHARE
    return speed / 1000, min(max(longer, LEAST_REST), MOST_REST)

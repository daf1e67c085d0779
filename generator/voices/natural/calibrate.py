"""`python -m generator.voices.natural.calibrate` measures the natural voice, for `calibrated.py`."""

from __future__ import annotations

import os
import sys

from generator.voices.engine import Utterance
from generator.voices.guard import GuardedEngine
from generator.voices.measure import calibrate
from generator.voices.natural.calibrated import SCALE
from generator.voices.natural.names import VOICE
from generator.voices.natural.natural_engine import open_natural


def print_calibration() -> None:
    """Measure, and print."""
    workers = os.cpu_count() or 1
    engine = open_natural(workers)
    guarded = GuardedEngine(engine, _pace)
    sys.stdout.write(f"{calibrate(guarded, VOICE, 'en-us', SCALE, workers)}\n")
    engine.close()


def _pace(utterance: Utterance) -> float:
    return float(utterance.rate)


if __name__ == "__main__":
    print_calibration()

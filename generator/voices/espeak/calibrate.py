"""`python -m generator.voices.espeak.calibrate` measures the wheel's voices, and writes the table that ships.

Every voice is measured plain and in its two default variants, the two commonest English ones in every
variant. About three minutes on two cores; the same table comes out each time.
"""

from __future__ import annotations

import os
import sys

from generator.core.errors import VoiceError
from generator.voices.calibration import Calibration
from generator.voices.engine import Utterance
from generator.voices.espeak.calibrated import PATH, SCALE, as_json
from generator.voices.espeak.catalogue import default_variant, female_variant
from generator.voices.espeak.espeak_engine import listed
from generator.voices.espeak.pyttsx3_engine import Pyttsx3Engine
from generator.voices.guard import GuardedEngine
from generator.voices.measure import calibrate

IN_EVERY_VARIANT = ("gmw/en-US", "gmw/en")


def write_table() -> None:
    """Write the table."""
    workers = os.cpu_count() or 1
    engine = Pyttsx3Engine(workers)
    guarded = GuardedEngine(engine, _pace)
    voices, variants = listed(engine.about())
    speaking = []
    calibrations: dict[str, Calibration] = {}
    for name, language, title in voices:
        try:
            calibrations[name] = calibrate(guarded, name, language, SCALE, workers)
        except VoiceError as error:
            # The wheel lacks the dictionary of a few languages: no voice that is mute is ever offered.
            sys.stderr.write(f"{name} left out: {error}\n")
            continue
        speaking.append((name, language, title))
        by_default = {default_variant(language), female_variant(language)} - {""}
        for variant in variants if name in IN_EVERY_VARIANT else sorted(by_default):
            full = f"{name}+{variant}"
            calibrations[full] = calibrate(guarded, full, language, SCALE, workers)
        sys.stderr.write(f"{name} {calibrations[name]}\n")
    PATH.write_text(as_json(engine.identity, speaking, variants, calibrations), encoding="utf-8")
    engine.close()


def _pace(utterance: Utterance) -> float:
    return utterance.rate * SCALE.typical_pace


if __name__ == "__main__":
    write_table()

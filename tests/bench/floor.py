"""What no program that uses LAME can go below: a lesson's cues, encoded, and nothing else.

    python floor.py SCRIPT SAMPLES    prints the seconds of sound, and what one thread needs to encode them

The cues of the form that is so many samples long are spoken and trimmed before the clock starts.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from generator import expand, parse
from generator.audio.encode import encode, padded
from generator.audio.profile import STANDARD
from generator.build.session import BuildSession, Settings
from generator.core.cache import Cache
from generator.core.clock import SAMPLE_RATE


def floor(script: Path, length: int) -> tuple[float, float]:
    """Seconds of sound, and seconds that one thread needs to encode them."""
    with (
        tempfile.TemporaryDirectory() as folder,
        BuildSession(Settings(), Cache(Path(folder))) as session,
    ):
        expanded = expand(parse(script), length)
        session.check_resources(expanded)
        requests = [take for requested in session.requests_by_lesson(expanded) for take, _ in requested]
        sounds = [padded(session.synthesizer.segment(take).segment) for take in dict.fromkeys(requests)]
    begun = time.thread_time()
    for samples in sounds:
        encode(samples, STANDARD)
    return sum(map(len, sounds)) / SAMPLE_RATE, time.thread_time() - begun


if __name__ == "__main__":
    sys.stdout.write("{:.0f} {:.2f}\n".format(*floor(Path(sys.argv[1]), int(sys.argv[2]))))

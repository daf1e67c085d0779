"""kill -9 at random moments of a build: alone, or with all that it started."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path

from tests.torture.ground import Ground, Outcome, compared, old_or_new

CUES = ["Lie on your back.", "Feel the floor.", "Let the right knee lean out.", "And come back.", "Rest."]
OLD = "# Lying\n\n" + "".join(f"{cue} [pause 2s]\n" for cue in CUES)
NEW = OLD.replace("right", "left").replace("Feel", "Notice").replace("2s", "1s") + "Now rest here a while.\n"
BUILD = ("build", "--profile", "both")
BEYOND = 1.1
"""How much longer than a whole build the latest moment is."""


def killed_at_random_moments(folder: Path, moments: int, seed: int) -> Outcome:
    """After each: old or new, whole; then a build that succeeds, and leaves no file and no process behind."""
    ground = Ground(folder, {"a.txt": NEW})
    new = _built(ground)
    shutil.rmtree(ground.cache)
    shutil.rmtree(ground.output)
    ground.write({"a.txt": OLD})
    old = _built(ground)
    warm, done = ground.put_aside(ground.cache, "cache"), ground.put_aside(ground.output, "output")
    ground.write({"a.txt": NEW})
    started = time.monotonic()
    _built(ground)
    lasts = time.monotonic() - started

    outcome = Outcome("kill -9 at a random moment of a build")
    chance = random.Random(seed)
    unfinished = 0
    for number in range(moments):
        cold = bool(number % 2)
        ground.restore(ground.cache, ground.folder / "nothing" if cold else warm)
        ground.restore(ground.output, done)
        moment = chance.uniform(0, lasts * BEYOND * (1.5 if cold else 1))
        everything = bool(number // 2 % 2)
        process = ground.start(*BUILD)
        time.sleep(moment)
        unfinished += _kill(ground, process.pid, everything=everything)
        process.communicate()
        problems = [*old_or_new(ground.built(), old, new), *ground.still_running()]
        after = ground.lesson(*BUILD)
        if after.returncode:
            problems.append(f"the next build failed: {after.stderr[-300:]!r}")
        problems += [*compared(ground.built(), new), *ground.strays(), *ground.still_running()]
        who = "with all that it started" if everything else "alone"
        outcome.add(f"{'cold' if cold else 'warm'}, {who}, after {moment:.2f} s", problems)
    outcome.note = f"{unfinished} of them before it ended by itself"
    return outcome


def _kill(ground: Ground, process: int, *, everything: bool) -> bool:
    """Whether there was something to kill."""
    ended = os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    for each in {process, *ground.running()} if everything else {process}:
        try:
            os.kill(each, signal.SIGKILL)
        except ProcessLookupError:
            continue
    return not ended


def _built(ground: Ground) -> dict[str, bytes]:
    done = ground.lesson(*BUILD)
    assert done.returncode == 0, done.stderr
    return ground.built()

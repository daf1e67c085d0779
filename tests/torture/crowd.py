"""Many builds at once, on one cache and one output."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.torture.ground import TIMEOUT_SECONDS, Ground, Outcome, compared, complaints

SCRIPTS = {
    "one.txt": "# A\n\nLie down. [pause 2s]\nRest now.\n",
    "two.txt": "# B\n\nLie down. [pause 1s]\nLet the knees lean.\n",
    "three.txt": "Rest now. [chime] Let the knees lean.\n",
}
BUILD = ("build", "--profile", "both")


def built_at_once(folder: Path, builds: int, rounds: int) -> Outcome:
    """Each round from an empty cache and an empty output: all succeed, with the bytes of one alone."""
    ground = Ground(folder, SCRIPTS)
    assert ground.lesson(*BUILD).returncode == 0
    wanted = ground.built()
    outcome = Outcome(f"{builds} builds at once on one cache and one output")
    for number in range(rounds):
        shutil.rmtree(ground.cache)
        if number % 2 == 0:
            shutil.rmtree(ground.output)
        processes = [ground.start(*BUILD) for _ in range(builds)]
        for process in processes:
            _, complained = process.communicate(timeout=TIMEOUT_SECONDS)
            problems = complaints(complained)
            if process.returncode or complained:
                problems.append(f"it ended with {process.returncode}: {complained[-300:]!r}")
            outcome.add(f"round {number}", problems)
        problems = [*compared(ground.built(), wanted), *ground.strays(), *ground.still_running()]
        if problems:
            outcome.failures.append(f"round {number}: {'; '.join(problems)}")
    return outcome

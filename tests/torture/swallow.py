"""A batch of scripts that nobody wrote, each taken as far as it goes without a voice, in bounded memory.

As a program: `swallow.py FOLDER SEED COUNT`, in the sandbox FOLDER; one JSON object on standard output.
"""

from __future__ import annotations

import json
import random
import resource
import signal
import sys
import time
import traceback
from pathlib import Path

from tests.torture.mutants import mutant, shipped_scripts

MOST_BYTES = 1 << 30
"""Of address space, for the whole batch."""
MOST_SECONDS = 20.0
"""Of one script's CPU time: a machine may be slow, a bomb is slower."""
SAMPLE = 25
"""Of those that would be lessons this many are kept, for real builds."""
LONGEST_SAMPLE = 60


class TooLongError(Exception):
    """A script took more than its time."""


def swallow(path: Path) -> tuple[str, int]:
    """What became of a script: `lesson` or `diagnostics`; and of a lesson how many cues it has.

    Raises:
        AssertionError: something came out that must not.
    """
    from generator import expand, parse
    from generator.build.pipeline import estimated
    from generator.companions.formats import COMPANIONS
    from generator.companions.plan import plan_picture, plan_table
    from generator.companions.tags import tags
    from generator.core.diagnostics import render_all
    from generator.core.errors import Diagnostic, GeneratorError
    from generator.timeline.edition_json import edition_from_json
    from generator.timeline.timeline import SoundKind

    problems: tuple[Diagnostic, ...] = ()
    try:
        expanded = expand(parse(path))
        plans = estimated(expanded)
    except GeneratorError as error:
        problems = error.diagnostics
    if problems:
        assert clean(render_all(problems))
        return "diagnostics", 0
    assert clean(render_all(expanded.script.warnings))
    cues = 0
    for plan in plans:
        edition = plan.edition
        assert (
            edition_from_json(COMPANIONS[".timeline.json"].write(edition)).timeline.length
            == edition.timeline.length
        )
        for companion in COMPANIONS.values():
            assert clean(companion.write(edition).replace("\t", " "))
        assert clean(plan_table(edition))
        assert clean(plan_picture(edition))
        tags(edition, None)
        cues += sum(event.kind is SoundKind.CUE for event in edition.timeline.events)
    return "lesson", cues


def clean(text: str) -> bool:
    """Whether a terminal can do nothing with it but show it."""
    return not any((char < " " and char != "\n") or "\x7f" <= char <= "\x9f" for char in text)


def batch(folder: Path, seed: int, count: int) -> dict[str, object]:
    """Swallow `count` mutants of the scripts in `folder`."""
    chance = random.Random(seed)
    shipped = shipped_scripts(folder / "shipped")
    path = Path("scripts", "mutant.txt")
    ends = {"lesson": 0, "diagnostics": 0}
    failures: list[str] = []
    sample: list[str] = []
    slowest = 0.0
    signal.signal(signal.SIGVTALRM, _too_long)
    for number in range(count):
        data = mutant(chance, shipped)
        path.write_bytes(data)
        started = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
        try:
            end, cues = swallow(path)
        except BaseException:  # noqa: BLE001  # whatever it is, it is what this looks for
            failures.append(f"seed {seed}, number {number}: {traceback.format_exc()[-900:]}")
            kept = folder.parent / f"{folder.name}-{seed}-{number}.txt"
            kept.write_bytes(data)
            continue
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        slowest = max(slowest, time.process_time() - started)
        ends[end] += 1
        if end == "lesson" and cues <= LONGEST_SAMPLE and len(sample) < SAMPLE:
            sample.append(data.decode())
    path.unlink(missing_ok=True)
    return {
        "ends": ends,
        "failures": failures,
        "slowest": slowest,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "sample": sample,
    }


def _too_long(*_: object) -> None:
    raise TooLongError


def main() -> None:
    """One batch, bounded by the kernel."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    folder, seed, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    sys.stdout.write(json.dumps(batch(folder, seed, count)))


if __name__ == "__main__":
    main()

"""Whole builds with an engine that goes wrong: it is seen and named with the script's line, or harmless."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType

from tests.torture.ground import TIMEOUT_SECONDS, Ground, Outcome, compared, complaints

SCRIPT = """\
---
voice: espeak
---
# Lying

Lie on your back. [pause 1s]

Let both of the knees lean a little to the right. [pause 1s]

Rest now.
"""
LINE = b"scripts/a.txt:8:1: error[E070]"
LIMITS = "e.LEAST_SECONDS = 0.5; z.SPARE_SECONDS = 0.5"

NAMED = MappingProxyType(
    {
        "hangs": b"took longer than",
        "sleeps for ever": b"no answer within",
        "stopped": b"no answer within",
        "crashes": b"ended without an answer",
        "exits": b"no data here",
        "kills its parent": b"ended without an answer",
        "noise": b"noise instead of words",
        "silence": b"silent",
        "nothing": b"wrote nothing",
        "no sound file": b"not sound",
        "says that it failed": "out of p␛[31maper".encode(),
        "promises too much": b"in the middle",
        "never ends": b"did not end where it said",
        "unknown kind": b"what",
        "half a file": b"bytes of sound",
        "half an answer": b"in the middle",
        "half the sound": b"some are missing",
        "other, longer": b"said others",
        "other, shorter": b"some are missing",
    }
)
"""What goes wrong, and what is then told."""

HARMLESS = ("slow", "once:crashes", "once:noise", "once:half an answer", "once:kills its parent")

PROGRAM = """
from generator.processes import command as c, zygote as z
from generator.voices import speaking_process as e
c.BOOTSTRAP = "import runpy; runpy.run_path({worker}, run_name='__main__')"
{limits}
from generator.cli.main import main
main()
"""


def engines_gone_wrong(folder: Path, rounds: int = 1, only: frozenset[str] = frozenset()) -> Outcome:
    """Every way, in a whole build; then the same build with the engine as it is."""
    ground = Ground(folder, {"a.txt": SCRIPT})
    assert ground.lesson("build").returncode == 0
    wanted = ground.built()
    outcome = Outcome(f"an engine that goes wrong, in {len(NAMED) + len(HARMLESS)} ways")
    for how in [*NAMED, *HARMLESS] * rounds:
        if only and how not in only:
            continue
        for place in (ground.cache, ground.output, ground.home):
            ground.restore(place, ground.folder / "nothing")
        ground.home.mkdir()
        code, told = _build_with(ground, how)
        problems = complaints(told)
        if how in NAMED:
            if code != 3:
                problems.append(f"it ended with {code}")
            problems += [f"{part!r} was not told" for part in (LINE, NAMED[how]) if part not in told]
            problems += [f"{name} was written" for name in ground.built()]
            if b"\x1b" in told:
                problems.append("an escape sequence reached the terminal")
        else:
            problems += [f"it ended with {code}: {told[-300:]!r}"] if code else []
            problems += compared(ground.built(), wanted)
        problems += [*ground.strays(), *ground.still_running()]
        after = ground.lesson("build")
        problems += [f"the next build failed: {after.stderr[-300:]!r}"] if after.returncode else []
        problems += compared(ground.built(), wanted)
        outcome.add(how, problems)
    return outcome


def _build_with(ground: Ground, how: str) -> tuple[int, bytes]:
    limits = "" if how in HARMLESS else LIMITS
    program = PROGRAM.format(worker=repr(str(Path(__file__).with_name("bad_worker.py"))), limits=limits)
    process = subprocess.Popen(
        [sys.executable, "-c", program, "build"],
        cwd=ground.folder,
        env=ground.environment(LESSON_TORTURE=how, LESSON_MARKS=str(ground.home)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        _, told = process.communicate(timeout=TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return -1, b"it hung"
    return process.returncode, told

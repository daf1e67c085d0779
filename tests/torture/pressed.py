"""Ctrl-C at random lines of a build: of this program's own code, of Python's, or of an import."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.torture.ground import Ground, Outcome, complaints, old_or_new

SCRIPT = "Lie down. [pause 2s]\nRest.\n\n# Two\n\nLet go of your weight.\n[rest 3s]\nBreathe as it comes.\n"

PROGRAM = """\
import os, signal, sys
left = int(sys.argv.pop(1))
def trace(frame, event, argument):
    global left
    left -= event == "line"
    if not left:
        sys.settrace(None)
        os.kill(os.getpid(), signal.SIGINT)
    return trace
def leave(code, leave=os._exit):
    print("lines left:", left, flush=True)
    leave(code)
os._exit = leave
sys.settrace(trace)
from generator.cli.start import main
main()
"""
"""`lesson`, with Ctrl-C at that line of its main thread; at its end it says how many were left to come."""

FIRST_LINES = 3_000
"""There `generator.cli.start` is only just being imported: Python speaks for itself."""

NEVER = 10**9
SECONDS = 60.0


def pressed_at_random_lines(folder: Path, moments: int, seed: int) -> Outcome:
    """After each: exit 130 and one word, nothing left behind, and no file that is neither old nor new."""
    ground = Ground(folder, {"a.txt": SCRIPT})
    whole = _run(ground, NEVER)
    assert whole.returncode == 0, whole.stderr
    new = ground.built()
    lines = NEVER - _left(whole)
    outcome = Outcome("Ctrl-C at a random line of a cold build")
    chance = random.Random(seed)
    late = 0
    for _ in range(moments):
        shutil.rmtree(ground.cache)
        shutil.rmtree(ground.output, ignore_errors=True)
        line = chance.randrange(1, lines + 1)
        done = _run(ground, line)
        problems = [*old_or_new(ground.built(), {}, new), *ground.strays(), *ground.still_running()]
        if done.returncode == 0 and _left(done) > 0:
            late += 1  # another thread has done the imports this time
        elif done.returncode == -signal.SIGINT:
            problems += [f"it said {done.stderr!r}"] if done.stderr and line > FIRST_LINES else []
        elif done.returncode != 130 or done.stderr.strip() != b"interrupted":  # as a shell has it
            problems.append(f"it ended with {done.returncode}: {done.stderr[-300:]!r}")
        outcome.add(f"line {line}", [*problems, *complaints(done.stderr if line > FIRST_LINES else b"")])
        ground.cache.mkdir(exist_ok=True)
    outcome.note = f"{late} of them after its end" if late else ""
    return outcome


def _run(ground: Ground, line: int) -> subprocess.CompletedProcess[bytes]:
    """A run that hangs ends with -9."""
    command = [sys.executable, "-c", PROGRAM, str(line), "build", "scripts/a.txt"]
    with subprocess.Popen(
        command,
        cwd=ground.folder,
        env=ground.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            told, complained = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            told, complained = process.communicate()
    return subprocess.CompletedProcess(command, process.returncode, told, complained)


def _left(done: subprocess.CompletedProcess[bytes]) -> int:
    """Lines that were left; 0 where it did not come so far as to tell."""
    return int(done.stdout.rpartition(b"lines left:")[2] or 0)

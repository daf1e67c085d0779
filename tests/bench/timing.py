"""Whole processes, timed from outside, side by side."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, with the children that it waited for."""
    peak: int
    """Bytes of the largest process."""


@dataclass(slots=True)
class Row:
    """A line of the table, and its runs so far."""

    name: str
    command: Callable[[int], Sequence[str]]
    """The command of the nth run; what it has to prepare is not timed."""
    environment: Mapping[str, str] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)

    def median(self, figure: str) -> float:
        """Of all runs."""
        return statistics.median(getattr(run, figure) for run in self.runs)


def run(command: Sequence[str], environment: Mapping[str, str], log: Path) -> Run:
    """Run to the end; a failing command ends the bench with what it printed."""
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env={**os.environ, **environment}
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{log.read_text(errors='replace')}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def interleave(rows: Sequence[Row], rounds: int, log: Path) -> None:
    """Each row in turn, round after round, so that a slower minute of the machine slows all of them."""
    for number in range(rounds + 1):
        for row in rows:
            result = run(row.command(number), row.environment, log)
            if number:  # the first round only warms the machine
                row.runs.append(result)

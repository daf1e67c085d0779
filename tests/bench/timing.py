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
    folder: Path | None = None
    """Where it runs."""
    runs: list[Run] = field(default_factory=list)

    def median(self, figure: str) -> float:
        """Of all runs."""
        return float(statistics.median(getattr(run, figure) for run in self.runs))


def run(row: Row, number: int, log: Path) -> Run:
    """Run to the end; a failing command ends the bench with what it printed."""
    command = row.command(number)
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=row.folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={**os.environ, **row.environment},
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{log.read_text(errors='replace')}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def interleave(rows: Sequence[Row], rounds: int, log: Path, *, warm_up: bool = True) -> None:
    """Each row in turn, round after round, so that a slower minute of the machine slows all of them."""
    for number in range(0 if warm_up else 1, rounds + 1):
        for row in rows:
            result = run(row, number, log)
            if number:  # the first round only warms the machine
                row.runs.append(result)

"""How much memory a command and all of its processes need together. Linux only."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

EVERY_SECONDS = 0.02


def peak_megabytes(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """The highest sum of proportional set sizes: what several processes share counts once."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    highest = 0
    while process.poll() is None:
        highest = max(highest, sum(map(_kilobytes, family(process.pid))))
        time.sleep(EVERY_SECONDS)
    return highest / 1000


def family(process: int) -> set[int]:
    """A process and all that it or its children began."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue  # it has ended meanwhile
    found = {process}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _kilobytes(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)

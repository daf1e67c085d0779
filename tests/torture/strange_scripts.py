"""Thousands of scripts that nobody wrote: each becomes a lesson or diagnostics, and nothing else happens."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.torture.ground import Ground, Outcome, broken_mp3, complaints

SHIPPED = Path(__file__).parents[2] / "scripts"
BATCH = 500
AT_ONCE = 2


@dataclass(slots=True)
class Swallowed:
    """What all batches came to."""

    outcome: Outcome
    sample: list[str] = field(default_factory=list)
    """Texts that would be lessons."""


def swallowed(folder: Path, count: int, seed: int) -> Swallowed:
    """Mutants, in batches: each a process with bounded memory, in a sandbox in which nothing may appear."""
    result = Swallowed(Outcome("scripts that nobody wrote: a lesson or diagnostics"))
    ends = {"lesson": 0, "diagnostics": 0}
    slowest = peak = 0.0
    sizes = [min(BATCH, count - start) for start in range(0, count, BATCH)]
    jobs = [(folder / f"batch{number}", seed + number, size) for number, size in enumerate(sizes)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for (place, _, size), (found, problems) in zip(
            jobs, threads.map(lambda job: _batch(*job), jobs), strict=True
        ):
            result.outcome.tried += size
            result.outcome.failures += [*found["failures"], *(f"{place.name}: {each}" for each in problems)]
            slowest, peak = max(slowest, found["slowest"]), max(peak, found["peak"])
            result.sample += found["sample"]
            for end in ends:
                ends[end] += found["ends"][end]
    result.outcome.note = (
        f"{ends['lesson']} lessons, {ends['diagnostics']} with diagnostics; "
        f"slowest {slowest:.1f} s, at most {peak / 1e6:.0f} MB"
    )
    return result


def _batch(place: Path, seed: int, size: int) -> tuple[dict[str, Any], list[str]]:
    ground = Ground(place, {})
    shutil.copytree(SHIPPED, place / "shipped")
    shutil.copytree(SHIPPED / "common", ground.scripts / "common")
    before = sorted(place.rglob("*"))
    program = Path(__file__).with_name("swallow.py")
    done = subprocess.run(
        [sys.executable, str(program), str(place), str(seed), str(size)],
        cwd=place,
        env=ground.environment(),
        capture_output=True,
        check=False,
    )
    problems = [f"{path} appeared or went" for path in set(before) ^ set(place.rglob("*"))]
    shutil.rmtree(place)
    if done.returncode:
        nothing = {
            "ends": {"lesson": 0, "diagnostics": 0},
            "failures": [],
            "slowest": 0,
            "peak": 0,
            "sample": [],
        }
        return nothing, [*problems, f"seed {seed} ended with {done.returncode}: {done.stderr[-900:]!r}"]
    return json.loads(done.stdout), problems


def really_built(folder: Path, texts: list[str]) -> Outcome:
    """Would-be lessons, with the real voice: built or refused, and no file but in output and cache."""
    outcome = Outcome("of those that are lessons, built with the voice")
    ground = Ground(folder, {f"m{number}.txt": text for number, text in enumerate(texts)})
    if (SHIPPED / "common").is_dir():
        shutil.copytree(SHIPPED / "common", ground.scripts / "common")
    before = _listing(ground)
    done = ground.lesson("build", "--draft")
    problems = complaints(done.stderr)
    if done.returncode not in {0, 1, 3}:
        problems.append(f"it ended with {done.returncode}: {done.stderr[-400:]!r}")
    built = ground.built()
    for number in range(len(texts)):
        mine = {
            name: data for name, data in built.items() if name.split(".")[0].split("-")[0] == f"m{number}"
        }
        broken = [
            f"{name}: {broken_mp3(name, data)}"
            for name, data in mine.items()
            if name.endswith(".mp3") and broken_mp3(name, data)
        ]
        told = f"m{number}.txt".encode() in done.stderr
        outcome.add(f"m{number}", broken if mine or told else ["neither built nor refused"])
    problems += [f"{path} appeared or went" for path in before ^ _listing(ground)]
    problems += ground.strays()
    outcome.failures += problems
    outcome.note = f"{sum(name.endswith('.mp3') for name in built)} MP3s"
    return outcome


def _listing(ground: Ground) -> set[Path]:
    """Everything but what may appear."""
    return {
        path for path in ground.folder.rglob("*") if not {ground.cache, ground.output} & {path, *path.parents}
    }

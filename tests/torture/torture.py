"""`make torture`: the tests of this folder at length. Prints what was tried, how often, and what survived.

    python tests/torture/torture.py [--seed 1] [--scale 1.0] [--only WORD]

Four to eight minutes on two cores. Ends with 1 where anything did not survive; the same seed tries the same.
"""

from __future__ import annotations

import argparse
import errno
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from tests.torture import (
    crowd,
    damage,
    disk,
    engines,
    foreign,
    hostile,
    killed,
    machines,
    owned,
    pressed,
    strange_scripts,
)
from tests.torture.forked_runs import FAULTS
from tests.torture.ground import Outcome

AT_ONCE = 2
MOMENTS = 100
SCRIPTS = 20_000
REALLY_BUILT = 100
SHOWN_FAILURES = 10

Trial = Callable[[Path], Iterable[Outcome]]


def main() -> int:
    """Try everything, print the table; 1 where something did not survive."""
    parser = argparse.ArgumentParser(description="Try to break it.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1.0, help="of what is tried many times")
    parser.add_argument("--only", default="", help="trials whose name holds this")
    chosen = parser.parse_args()
    trials = {
        name: trial for name, trial in _trials(chosen.seed, chosen.scale).items() if chosen.only in name
    }
    started = time.monotonic()
    # Not below /tmp itself, which some trials take away.
    root = Path(tempfile.mkdtemp(prefix="lesson-torture-", dir=Path.home() if Path.home().is_dir() else None))
    outcomes: list[Outcome] = []
    try:
        with ThreadPoolExecutor(AT_ONCE) as threads:
            for found in threads.map(lambda each: _run(root, *each), trials.items()):
                outcomes += found
                for outcome in found:
                    click.echo(_row(outcome))
    finally:
        shutil.rmtree(root, ignore_errors=True)
    tried, survived = sum(each.tried for each in outcomes), sum(each.survived for each in outcomes)
    seconds = time.monotonic() - started
    click.echo(f"{tried:>7,} {survived:>9,}  in all, seed {chosen.seed}, {seconds:.0f} s, {_machine()}")
    for outcome in outcomes:
        for failure in outcome.failures[:SHOWN_FAILURES]:
            click.echo(f"\n{outcome.what}\n  {failure}")
    return 1 if survived < tried or not tried else 0


def _trials(seed: int, scale: float) -> dict[str, Trial]:
    """The longest first, so that none is left alone at the end."""

    def many(count: int) -> int:
        return max(1, round(count * scale))

    faults: dict[str, Trial] = {
        f"disk {errno.errorcode[number] if number else 'kill'}": _each_operation(number)
        for number in (*FAULTS, 0)
    }
    return {
        "killed": lambda folder: [killed.killed_at_random_moments(folder, many(MOMENTS), seed)],
        **faults,
        "pressed": lambda folder: [pressed.pressed_at_random_lines(folder, many(MOMENTS), seed)],
        "engines": lambda folder: [engines.engines_gone_wrong(folder)],
        "scripts": lambda folder: _scripts(folder, many(SCRIPTS), many(REALLY_BUILT), seed),
        "crowd": lambda folder: [crowd.built_at_once(folder, 10, many(4))],
        "full disk": lambda folder: [disk.full_disks(folder)],
        "cache": lambda folder: [damage.damaged_caches(folder, many(3), seed)],
        **{
            trial.__name__: _one(trial)
            for trial in (*hostile.HOSTILE, *foreign.FOREIGN, *owned.OWNED, *machines.MACHINERY)
        },
    }


def _each_operation(number: int) -> Trial:
    def trial(folder: Path) -> Iterator[Outcome]:
        yield from disk.each_operation_fails_once(folder / "once", [number], lasting=False)
        if number:
            yield from disk.each_operation_fails_once(
                folder / "lasting", [number], cold=[False], lasting=True
            )

    return trial


def _one(trial: Callable[[Path], Outcome]) -> Trial:
    return lambda folder: [trial(folder)]


def _scripts(folder: Path, count: int, real: int, seed: int) -> Iterator[Outcome]:
    result = strange_scripts.swallowed(folder / "estimated", count, seed)
    yield result.outcome
    yield strange_scripts.really_built(folder / "built", result.sample[:real])


def _run(root: Path, name: str, trial: Trial) -> list[Outcome]:
    started = time.monotonic()
    try:
        outcomes = list(trial(root / name.replace(" ", "-")))
    except Exception as error:  # noqa: BLE001  # a trial that breaks down is a line of the table, and fails it
        broken = Outcome(name)
        broken.add("the trial itself", [f"{type(error).__name__}: {error}"[:2000]])
        outcomes = [broken]
    seconds = f"{time.monotonic() - started:.0f} s"
    outcomes[-1].note = "; ".join(filter(None, (outcomes[-1].note, seconds)))
    return outcomes


def _row(outcome: Outcome) -> str:
    note = f" ({outcome.note})" if outcome.note else ""
    return f"{outcome.tried:>7,} {outcome.survived:>9,}  {outcome.what}{note}"


def _machine() -> str:
    return f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"


if __name__ == "__main__":
    click.echo(f"{'tried':>7} {'survived':>9}")
    sys.exit(main())

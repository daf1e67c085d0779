"""`make bench`: what an edit costs, as whole processes, beside what one would use instead.

    python tests/bench/bench.py [--rounds 5] [--quick] [--write]

Every round runs each command once, in turn; the tables show medians. `--quick` leaves out the ten hours and
the teacher's loop. `--write` keeps the result in RESULTS.md.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from tests.bench.lesson20 import Lesson20
from tests.bench.loop import loop_lines
from tests.bench.scale import HOURS, Scale
from tests.bench.timing import Row, interleave

RESULTS = Path(__file__).with_name("RESULTS.md")


@click.command()
@click.option("--rounds", default=5, show_default=True)
@click.option("--quick", is_flag=True)
@click.option("--write", is_flag=True)
def main(rounds: int, *, quick: bool, write: bool) -> None:
    """Prepare, time, print."""
    lines = [*heading(rounds)]
    with tempfile.TemporaryDirectory(prefix="lesson-bench-") as name:
        folder = Path(name)
        for line in lesson_lines(folder, rounds) if quick else all_lines(folder, rounds):
            click.echo(line)
            lines.append(line)
    if write:
        RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def heading(rounds: int) -> Iterator[str]:
    """What was measured where."""
    yield "# Figures of the last `make bench`"
    yield ""
    yield (
        f"{dt.datetime.now(tz=dt.UTC):%Y-%m-%d}, Python {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors; medians of {rounds} rounds."
    )
    yield ""


def all_lines(folder: Path, rounds: int) -> Iterator[str]:
    """Everything."""
    yield from lesson_lines(folder, rounds)
    yield from scale_lines(folder)
    yield from loop_lines(folder / "loop", rounds)


def lesson_lines(folder: Path, rounds: int) -> Iterator[str]:
    """The 20-minute lesson, and what is wanted of it."""
    lesson = Lesson20(folder / "lesson")
    rows = [*lesson.rows(), *lesson.baselines()]
    interleave(rows, rounds, folder / "log")
    yield "## The 20-minute lesson"
    yield ""
    yield from table(rows)
    yield ""
    yield from verdicts({row.name.split()[0]: row.median("wall") for row in rows})
    if Path("/proc/self/smaps_rollup").exists():
        first, later = lesson.memory()
        yield f"- all processes together: {first:.0f} MB in (a), {later:.0f} MB in (g) (aim: 500)"
    sound, seconds = lesson.floor()
    yield (
        f"- LAME alone, for the {sound:.0f} s of speech in (a): {seconds:.2f} s of one processor, "
        f"{seconds / (os.cpu_count() or 1):.2f} s of all"
    )
    yield ""


def verdicts(wall: dict[str, float]) -> Iterator[str]:
    """The ratios that the aims are about."""
    yield f"- (c) over `python -c pass`: {wall['(c)'] - wall['python']:.3f} s (aim: 0.15)"
    yield f"- (d) over `python -c pass`: {wall['(d)'] - wall['python']:.3f} s (aim: 0.15)"
    if "(e)" in wall:
        for other, aim in (("(f)", 1.0), ("(e)", 0.5)):
            cold, prepared = (wall[name] / wall[other] for name in ("(a)", "(g)"))
            yield f"- (a) / {other}: {cold:.2f}, (g) / {other}: {prepared:.2f} (aim: {aim})"
        edited = wall["(b)"]
        yield f"- (b): {edited:.2f} s (aim: 0.5, better 0.35); (e) / (b): {wall['(e)'] / edited:.0f}"


def scale_lines(folder: Path) -> Iterator[str]:
    """Ten hours, fifty lessons, two builds at once; one round, because it is long."""
    scale = Scale(folder / "scale")
    rows = scale.rows()
    interleave(rows, 1, folder / "log", warm_up=False)
    interleave(rows[3:], 3, folder / "log")
    yield "## Large"
    yield ""
    yield from table(rows)
    yield ""
    one, ten = rows[0].median("wall"), rows[1].median("wall")
    yield f"- cost per hour, {HOURS} hours against one: {ten / HOURS / one:.2f} (aim: 1.15)"
    both = scale.two_at_once(dict(os.environ))
    yield f"- two builds of one hour at once, cold: {both:.1f} s, one alone: {one:.1f} s"
    yield ""


def table(rows: Sequence[Row]) -> Iterator[str]:
    """Medians, one row a command."""
    yield "| command | wall s | CPU s | peak MB |"
    yield "|---|---:|---:|---:|"
    for row in rows:
        peak = row.median("peak") / 1e6
        yield f"| {row.name} | {row.median('wall'):.3f} | {row.median('cpu'):.3f} | {peak:.0f} |"


if __name__ == "__main__":
    main()

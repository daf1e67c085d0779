"""Somebody's own files where a build writes, lessons that want one file, and builds in containers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.torture.ground import TIMEOUT_SECONDS, Ground, Outcome, broken_mp3, compared, complaints

SCRIPT = "---\nvoice: espeak\n---\nFeel the floor. [pause 2s]\nRest now. [rest 3s]\n"
MINE = b"somebody's own words\n"
WRITTEN = (
    ".mp3",
    ".small.mp3",
    ".jpg",
    ".srt",
    ".vtt",
    ".transcript.txt",
    ".timeline.json",
    ".changes.json",
    ".wav",
)
BUILD = ("build", "--profile", "both", "--wav")
ALONE = ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc")
CONTAINERS = 4


def own_files(folder: Path) -> Outcome:
    """Each file that a build writes is there before, and not its own: it is named, and nothing is touched."""
    ground = Ground(folder / "own", {"a.txt": SCRIPT})
    ground.output.mkdir()
    outcome = Outcome("a file of somebody's own where a build writes")
    for suffix in WRITTEN:
        path = ground.output / f"a{suffix}"
        path.write_bytes(MINE)
        refused = ground.lesson(*BUILD)
        problems = complaints(refused.stderr)
        if not refused.returncode or path.name.encode() not in refused.stderr:
            problems.append(f"it ended with {refused.returncode}, without its name")
        if [(each.name, each.read_bytes()) for each in ground.output.iterdir()] != [(path.name, MINE)]:
            problems.append("something was written")
        if ground.lesson("clean").returncode or path.read_bytes() != MINE:
            problems.append("clean took it")
        outcome.add(suffix, problems + ground.strays())
        path.unlink()
    return outcome


def one_file_for_two(folder: Path) -> Outcome:
    """Two lessons that would write the same file: told with both names, nothing is written."""
    ground = Ground(folder / "two", {"a.txt": SCRIPT, "a.small.txt": SCRIPT})
    outcome = Outcome("two lessons that want one file")
    done = ground.lesson("build", "--profile", "both")
    problems = complaints(done.stderr)
    if not done.returncode or b"a.small" not in done.stderr:
        problems.append(f"it ended with {done.returncode}: {done.stderr[-200:]!r}")
    outcome.add("a.txt and a.small.txt", problems + ground.strays())
    return outcome


def containers(folder: Path) -> Outcome:
    """Builds that are all number 1 share cache and output, one of them killed before."""
    ground = Ground(folder / "containers", {"a.txt": SCRIPT})
    outcome = Outcome("builds in containers over one folder")
    if (
        sys.platform != "linux"
        or subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode
    ):
        outcome.note = "no containers here"
        return outcome
    command = [*ALONE, sys.executable, "-m", "generator", "build"]
    killed = subprocess.Popen(command, cwd=ground.folder, env=ground.environment(), stderr=subprocess.PIPE)
    killed.kill()
    killed.communicate()
    running = [
        subprocess.Popen(
            command,
            cwd=ground.folder,
            env=ground.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(CONTAINERS)
    ]
    for number, process in enumerate(running):
        _, told = process.communicate(timeout=TIMEOUT_SECONDS)
        problems = [f"it ended with {process.returncode}: {told[-200:]!r}"] if process.returncode else []
        outcome.add(f"build {number}", problems)
    built = ground.built()
    again = ground.lesson("build")
    problems = [*compared(ground.built(), built), *ground.strays(), *complaints(again.stderr)]
    if broken := broken_mp3("a.mp3", built["a.mp3"]):
        problems.append(broken)
    outcome.add("what they made", problems)
    return outcome


OWNED: tuple[Callable[[Path], Outcome], ...] = (own_files, one_file_for_two, containers)

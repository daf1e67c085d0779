"""All that a build does with files fails once, at every place where it is done; and a disk that is full."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.torture.forked_runs import FAULTS, Fault, Ran, Runs
from tests.torture.ground import SHORT, Ground, Outcome, compared, complaints, old_or_new

OLD = SHORT
NEW = SHORT.replace("Rest now.", "Rest here a while.").replace("pause 2s", "pause 1s")
BUILD = ("build", "--profile", "both")
MOST_OPERATIONS = 2000
ENDS = {0, 1, 3}
"""1 is a script that cannot be read."""


class Disk:
    """A ground with a built old version, and one to be built; cold, and with the old one's clips kept."""

    def __init__(self, folder: Path) -> None:
        self.ground = Ground(folder, {"short.txt": NEW})
        self.runs = Runs(folder, self.ground.environment())
        self.new = self._build()
        for place in (self.ground.cache, self.ground.output):
            shutil.rmtree(place)
        self.ground.write({"short.txt": OLD})
        self.old = self._build()
        self.warm = self.ground.put_aside(self.ground.cache, "cache")
        self.done = self.ground.put_aside(self.ground.output, "output")
        self.ground.write({"short.txt": NEW})
        assert self.old.keys() == self.new.keys()
        assert all(self.old[name] != self.new[name] for name in self.old if name.endswith(".mp3"))

    def _build(self) -> dict[str, bytes]:
        ran = self.runs.run(*BUILD)
        assert ran.code == 0, ran.stderr
        return self.ground.built()

    def reset(self, *, cold: bool) -> None:
        """The old version is there, and its clips are; or nothing is."""
        nothing = self.ground.folder / "aside" / "nothing"
        self.ground.restore(self.ground.cache, nothing if cold else self.warm)
        self.ground.restore(self.ground.output, nothing if cold else self.done)
        self.ground.restore(self.ground.temporary, nothing)
        self.ground.temporary.mkdir()

    def struck(self, fault: Fault, *, cold: bool) -> tuple[str, list[str]]:
        """Build with a fault, then without; which operation was struck, and what was wrong."""
        self.reset(cold=cold)
        ran = self.runs.run(*BUILD, fault=fault)
        old = {} if cold else self.old
        # What a killed build leaves running would write into folders that are laid anew.
        orphans = self.ground.still_running(but=self.runs.pid) if ran.code < 0 else []
        problems = [*orphans, *self._told(ran, fault), *old_or_new(self.ground.built(), old, self.new)]
        if ran.code == 0:
            problems += compared(self.ground.built(), self.new)
        elif ran.code > 0 and fault.number and " rename " not in ran.struck and not self._together(old):
            problems.append("after a failure old and new files stand side by side")
        after = self.runs.run(*BUILD)
        if after.code:
            problems.append(f"the next build failed: {after.stderr[-300:]!r}")
        problems += [*compared(self.ground.built(), self.new), *self.ground.strays()]
        return ran.struck, problems

    def _together(self, old: dict[str, bytes]) -> bool:
        """All outputs are the old ones, or all are the new ones."""
        return not compared(self.ground.built(), old) or not compared(self.ground.built(), self.new)

    @staticmethod
    def _told(ran: Ran, fault: Fault) -> list[str]:
        if not fault.number:
            return [] if ran.code in {-9, 0} else [f"it ended with {ran.code}"]
        if ran.code not in ENDS:
            return [f"it ended with {ran.code}: {ran.stderr[-600:]!r}"]
        if ran.code and not ran.stderr.strip():
            return ["it failed without a word"]
        return complaints(ran.stderr)


def each_operation_fails_once(
    folder: Path,
    errors: Iterable[int] = FAULTS,
    *,
    cold: Iterable[bool] = (True, False),
    lasting: bool = False,
) -> Iterator[Outcome]:
    """For n = 1, 2, … the nth operation fails, until a build has fewer; error 0 kills it there instead."""
    disk = Disk(folder)
    with disk.runs:
        for number in errors:
            name = errno.errorcode[number] if number else "SIGKILL"
            outcome = Outcome(f"{name} at each operation on a file{', from there on' if lasting else ''}")
            for is_cold in cold:
                for at in range(1, MOST_OPERATIONS):
                    struck, problems = disk.struck(Fault(at, number, lasting), cold=is_cold)
                    if not struck:
                        break
                    outcome.add(f"{'cold' if is_cold else 'warm'} {struck}", problems)
            yield outcome


FULL_SIZES = (0, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 512, 1024)
"""Kilobytes of a tmpfs; a page is 4. The last one holds all of a build."""


def full_disks(folder: Path, sizes: Iterable[int] = FULL_SIZES) -> Outcome:
    """Output, cache or temporary folder on a real file system that is too small, in a mount namespace."""
    outcome = Outcome("a small tmpfs as output, cache or temporary folder")
    for way in (("unshare", "--mount"), ("unshare", "--map-root-user", "--mount")):
        if shutil.which("unshare") and _may_mount(way):
            command = [*way, sys.executable, __file__, str(folder), json.dumps(list(sizes))]
            done = subprocess.run(command, capture_output=True, check=False)
            assert done.returncode == 0, done.stderr
            for case, problems in json.loads(done.stdout):
                outcome.add(case, problems)
            return outcome
    outcome.note = "not tried: this machine allows no mounting"
    return outcome


def _may_mount(way: tuple[str, ...]) -> bool:
    trial = [*way, "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


def _on_small_disks(folder: Path, sizes: Iterable[int]) -> Iterator[tuple[str, list[str]]]:
    disk = Disk(folder)
    ground = disk.ground
    with disk.runs:
        for place in (ground.output, ground.cache, ground.temporary):
            for size in sizes:
                disk.reset(cold=True)
                place.mkdir(exist_ok=True)
                # A tmpfs of no size at all is one without a limit.
                limit = f"size={size}k" if size else "size=4k,nr_inodes=1"
                subprocess.run(["mount", "-t", "tmpfs", "-o", limit, "none", str(place)], check=True)
                try:
                    ran = disk.runs.run(*BUILD)
                    problems = [*disk._told(ran, Fault(0, 1)), *old_or_new(ground.built(), {}, disk.new)]
                    problems += compared(ground.built(), {} if ran.code else disk.new)
                    problems += ground.strays()
                finally:
                    subprocess.run(["umount", str(place)], check=True)
                after = disk.runs.run(*BUILD)
                problems += compared(ground.built(), disk.new) + (
                    [] if after.code == 0 else ["then it failed"]
                )
                yield f"{place.name} {limit}", problems


if __name__ == "__main__":
    os.environ.pop("LESSON_CACHE", None)
    sys.stdout.write(json.dumps(list(_on_small_disks(Path(sys.argv[1]), json.loads(sys.argv[2])))))

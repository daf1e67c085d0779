"""Machines that are unlike the author's: the same bytes come out, or a message says what is wrong."""

from __future__ import annotations

import contextlib
import os
import pty
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.torture.ground import TIMEOUT_SECONDS, Ground, Outcome, compared, complaints

SCRIPT = """\
---
title: "Füße, 膝 und 🦵"
author: "Zoë"
---
# Größe

Fühle den Boden. [pause 1s] Naïve “quotes” …

Rest now.
"""
BUILD = ("build", "--profile", "both")
LONG = "Ein langer Weg mit Leerzeichen, Umlauten wie äöüß, Emoji 🦵🙂 und so fort, bis es genug ist; "
MODULE = "from generator.cli.main import main\nmain()\n"
BACKWARDS = "import itertools, time\nticks = itertools.count()\ntime.time = lambda: 1e6 - next(ticks)\n"


@dataclass(frozen=True, slots=True)
class Machine:
    """One way to be different."""

    name: str
    without: tuple[str, ...] = ()
    """Environment variables that are not there."""
    having: tuple[tuple[str, str], ...] = ()
    """Environment variables; `{folder}` is the ground."""
    through: str = '"$@"'
    """What runs the command."""
    python: str = MODULE
    code: int = 0
    """What it ends with."""
    namespace: bool = False
    """Whether it needs to mount."""
    told: bytes = b""
    """What it says on standard error, where it fails."""
    script: str = "ä.txt"


C = (("LC_ALL", "C"), ("LANG", "C"), ("PYTHONUTF8", "0"), ("PYTHONCOERCECLOCALE", "0"))

MACHINES = (
    Machine("locale C", ("PYTHONIOENCODING",), C, script="a.txt"),
    Machine(
        "locale C, and a name that it cannot spell",
        ("PYTHONIOENCODING",),
        C,
        code=1,
        told=b"use a UTF-8 locale",
    ),
    Machine("locale C, as Python sees it by itself", ("PYTHONIOENCODING", "PYTHONUTF8"), (("LC_ALL", "C"),)),
    Machine(
        "a locale that does not exist", (), (("LC_ALL", "xx_XX.KOI8-R"), ("PYTHONUTF8", "0")), script="a.txt"
    ),
    Machine("output in ASCII", (), (("PYTHONIOENCODING", "ascii"),)),
    Machine("output in Windows' old code page", (), (("PYTHONIOENCODING", "cp1252"),)),
    Machine("no HOME", ("HOME", "LESSON_CACHE")),
    Machine("a HOME that is not there", ("LESSON_CACHE",), (("HOME", "/nowhere/at/all"),)),
    Machine("a HOME that is a file", ("LESSON_CACHE",), (("HOME", "/dev/null"),)),
    Machine("a HOME that cannot be written", ("LESSON_CACHE",), (("HOME", "/proc"),)),
    Machine("an empty HOME", ("LESSON_CACHE",), (("HOME", ""),)),
    Machine("an empty LESSON_CACHE", (), (("LESSON_CACHE", ""), ("HOME", "{folder}/home"))),
    Machine("a cache beside the scripts", (), (("LESSON_CACHE", "kept"),)),
    Machine("a cache that cannot be written", (), (("LESSON_CACHE", "/proc/cache"),)),
    Machine("a TMPDIR that is not there", (), (("TMPDIR", "/nowhere"),)),
    Machine("a TMPDIR that cannot be written", (), (("TMPDIR", "/proc"),)),
    Machine("a TMPDIR that is a file", (), (("TMPDIR", "/dev/null"),)),
    Machine("no PATH", (), (("PATH", "/nowhere"),)),
    Machine("no environment at all", tuple(os.environ)),
    Machine("a terminal without a name", (), (("TERM", ""), ("COLUMNS", "1"), ("LINES", "x"))),
    Machine("umask 077", through='umask 077; "$@"'),
    Machine("umask 000", through='umask 000; "$@"'),
    Machine("no standard input", through='"$@" <&-'),
    Machine("no standard output", through='"$@" >&-'),
    Machine("no standard error", through='"$@" 2>&-'),
    Machine("nothing open", through='"$@" <&- >&- 2>&-'),
    Machine(
        "standard output on a full disk",
        through='"$@" >/dev/full',
        code=3,
        told=b'"standard output" cannot be used',
    ),
    Machine(
        "nobody reads what is printed", through='("$@"; echo $? >status) | true; exit "$(cat status)"', code=3
    ),
    Machine("40 open files at most", through='ulimit -n 40; "$@"'),
    Machine("signals ignored", through="trap '' HUP INT PIPE CHLD; \"$@\""),
    Machine("lowest priority", through='nice -n 19 "$@"'),
    Machine("a clock that runs backwards", python=BACKWARDS + MODULE),
    Machine("a clock in 1970", python="import time\ntime.time = lambda: 0.0\n" + MODULE),
    Machine("python -O", python="assert False\n" + MODULE, through='p="$1"; shift; "$p" -O "$@"'),
    Machine(
        "python -W error",
        through='p="$1"; shift; "$p" -W error::EncodingWarning -X warn_default_encoding "$@"',
    ),
    Machine("no /dev/shm", through='mount -t tmpfs -o ro none /dev/shm && "$@"', namespace=True),
    Machine(
        "no temporary folder that can be written",
        ("TMPDIR",),
        # Read-only rather than hidden: this program and its Python may lie in /tmp themselves.
        through=(
            "for each in /var/tmp /dev/shm /tmp; do "
            'mount --bind $each $each && mount -o remount,ro,bind $each; done; "$@"'
        ),
        namespace=True,
    ),
    Machine("no /proc", through='mount -t tmpfs none /proc && "$@"', namespace=True),
)

FOLDERS = (
    "with blanks", "-dash", "it's", 'a "quoted" one', "Füße", "膝と肘", "🦵🙂", "a\nline end", "back\\slash", "%PATH%", "$HOME", "[a-z]*?",
    "#hash", "semi;colon", "a" * 200, (LONG * 2)[:75], "\x1b[31mred", "x/" * 60 + "deep",
)  # fmt: skip


def unlike_the_authors(folder: Path, only: frozenset[str] = frozenset()) -> Outcome:
    """Each machine builds the same bytes, or says why not; and again from what it kept."""
    outcome = Outcome("environments, locales, clocks, descriptors")
    plain = Ground(folder / "plain", {"ä.txt": SCRIPT, "a.txt": SCRIPT})
    done = plain.lesson(*BUILD)
    assert done.returncode == 0, done.stderr
    wanted = plain.built()
    skipped = []
    for number, machine in enumerate(MACHINES):
        if only and machine.name not in only:
            continue
        if machine.namespace and not _may_mount():
            skipped.append(machine.name)
            continue
        # Under /tmp nothing could be written where /tmp itself is taken away.
        ground = Ground(folder / f"m{number}", {machine.script: SCRIPT})
        mine = {name: data for name, data in wanted.items() if name[0] == machine.script[0]}
        outcome.add(machine.name, [each for _ in range(2) for each in _tried(ground, machine, mine)])
    if skipped:
        outcome.note = f"not tried, as this machine allows no mounting: {', '.join(skipped)}"
    return outcome


def _tried(ground: Ground, machine: Machine, wanted: dict[str, bytes]) -> list[str]:
    environment = ground.environment()
    for name in machine.without:
        environment.pop(name, None)
    environment |= {name: value.replace("{folder}", str(ground.folder)) for name, value in machine.having}
    if "PYTHONPATH" not in environment:
        environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    command = ["sh", "-c", machine.through, "sh", sys.executable, "-c", machine.python, *BUILD]
    if machine.namespace:
        command = ["unshare", "--mount", *command]
    if "PATH" in machine.without or dict(machine.having).get("PATH"):
        command[0] = "/bin/sh"
    done = subprocess.run(
        command, cwd=ground.folder, env=environment, capture_output=True, timeout=TIMEOUT_SECONDS, check=False
    )
    problems = complaints(done.stderr)
    if done.returncode != machine.code or machine.told not in done.stderr:
        problems.append(f"it ended with {done.returncode}: {done.stderr[-500:]!r}")
    if machine.told != b"use a UTF-8 locale":
        problems += compared(_renamed(ground.built()), _renamed(wanted))
    if machine.name.startswith("umask"):
        problems += _modes(ground, int(machine.name.split()[1], 8))
    return [*problems, *ground.strays(), *ground.still_running()]


def _renamed(built: dict[str, bytes]) -> dict[str, bytes]:
    """Where a locale cannot spell a name, its bytes are the same all the same."""
    return {os.fsencode(name).decode(errors="replace"): data for name, data in built.items()}


def _modes(ground: Ground, umask: int) -> list[str]:
    """Every file and folder has what the umask leaves, no more and no less."""
    problems = []
    for path in (*ground.output.rglob("*"), *ground.cache.rglob("*"), ground.output, ground.cache):
        found = stat.S_IMODE(path.stat().st_mode)
        if found != (0o777 if path.is_dir() else 0o666) & ~umask:
            problems.append(f"{path.name} has mode {found:o}")
    return problems


def _may_mount() -> bool:
    if not shutil.which("unshare"):
        return False
    trial = ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


def in_odd_folders(folder: Path, only: frozenset[str] = frozenset()) -> Outcome:
    """Whatever the teacher's folder is called."""
    outcome = Outcome("folders with blanks, umlauts, emoji, 200 characters …")
    plain = Ground(folder / "plain", {"a.txt": SCRIPT})
    assert plain.lesson(*BUILD).returncode == 0
    wanted = plain.built()
    for name in FOLDERS:
        if only and name not in only:
            continue
        ground = Ground(folder / "odd" / name, {"a.txt": SCRIPT})
        problems = []
        for arguments in (
            BUILD,
            BUILD,
            ("build", str(ground.scripts / "a.txt"), "-o", str(ground.folder / "other")),
        ):
            done = ground.lesson(*arguments)
            problems += complaints(done.stderr)
            problems += (
                [f"it ended with {done.returncode}: {done.stderr[-300:]!r}"] if done.returncode else []
            )
            problems += compared(ground.built(), wanted)
        mp3 = ground.folder / "other" / "a.mp3"
        if not mp3.exists() or mp3.read_bytes() != wanted["a.mp3"]:
            problems.append("with absolute paths it differs")
        outcome.add(repr(name[:40]), [*problems, *ground.strays()])
    return outcome


def clocks(folder: Path) -> Outcome:
    """Files from the future and from before 1970, in every place."""
    outcome = Outcome("files dated in the future, or before 1970")
    ground = Ground(folder, {"a.txt": SCRIPT})
    assert ground.lesson(*BUILD).returncode == 0
    wanted = ground.built()
    for seconds in (4e9, -1e9, 0.0):
        for place in (ground.scripts, ground.cache, ground.output, ground.folder):
            for path in (place, *place.rglob("*")):
                os.utime(path, (seconds, seconds))
            done = ground.lesson(*BUILD)
            problems = complaints(done.stderr) + compared(ground.built(), wanted)
            problems += [f"it ended with {done.returncode}"] if done.returncode else []
            outcome.add(f"{place.name} at {seconds:g}", [*problems, *ground.strays()])
    return outcome


HOSTILE_NAME = "\x1b]0;PWNED\x07[bold]x[a].txt"


def on_a_terminal(folder: Path) -> Outcome:
    """On a real terminal, where colours and bars are drawn, no name of a file speaks to it."""
    outcome = Outcome("names with escape sequences and markup, on a terminal")
    ground = Ground(folder, {HOSTILE_NAME: SCRIPT, "bad \x1b[5m.txt": "Rest. [pause 2q]\n"})
    shown = f"scripts/{HOSTILE_NAME}"
    for arguments in (
        ("build",),
        ("build",),
        ("check",),
        ("plan", shown),
        ("build", f"{shown}x"),
        (HOSTILE_NAME,),
        ("fmt", "--diff"),
    ):
        seen = _on_terminal(ground, arguments)
        problems = complaints(seen)
        problems += [f"{part!r} was seen" for part in (b"\x1b]0;PWNED", b"\x1b[5m") if part in seen]
        if b"PWNED" not in seen and arguments[0] not in {"check", "fmt", "plan"}:
            problems.append(f"the name was not told: {seen[-200:]!r}")
        outcome.add(arguments[0], problems)
    return outcome


def _on_terminal(ground: Ground, arguments: tuple[str, ...]) -> bytes:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", *arguments],
        cwd=ground.folder,
        env=ground.environment(TERM="xterm-256color"),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    seen = b"".join(_read(ours))
    process.wait(timeout=TIMEOUT_SECONDS)
    os.close(ours)
    return seen


def _read(terminal: int) -> Iterator[bytes]:
    with contextlib.suppress(OSError):
        while piece := os.read(terminal, 1 << 16):
            yield piece


MACHINERY: tuple[Callable[[Path], Outcome], ...] = (unlike_the_authors, in_odd_folders, clocks, on_a_terminal)

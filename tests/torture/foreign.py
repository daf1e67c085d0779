"""Folders that somebody else has filled, outputs that are damaged, arguments that nobody means."""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tests.torture.forked_runs import Ran, Runs
from tests.torture.ground import Ground, Outcome
from tests.torture.hostile import SECRET
from tests.torture.told import told_badly

SCRIPT = """\
---
title: Foreign
date: 2026-01-02
track: 2
chime: gong.wav
cover: cover.png
---
# One

Rest now. [rest 2s] [chime]

# Two

And again. [pause 1s]
"""
SITE = "title: Foreign\nbase: https://lessons.invalid/\n"
TEXT = "## About\n\nWords.\n"
COMMANDS = (("check",), ("verify",), ("changes", "a"), ("site",), ("build",), ("site",))

PLACES = (
    "scripts/a.md",
    "scripts/site.yaml",
    "scripts/gong.wav",
    "scripts/cover.png",
    "scripts/b.txt",
    "output/a.timeline.json",
    "output/a.changes.json",
    "output/a.chapters.json",
    "output/a.vtt",
    "output/a.jpg",
    "output/a.mp3",
)

Put = Callable[[Path, Path], None]


def _sparse(path: Path, _: Path) -> None:
    with path.open("wb") as file:
        file.truncate(20_000_000_000)


HARMS: Mapping[str, Put] = MappingProxyType(
    {
        "a link to a secret": lambda path, secret: path.symlink_to(secret),
        "a link to /dev/zero": lambda path, _: path.symlink_to("/dev/zero"),
        "a link to itself": lambda path, _: path.symlink_to(path.name),
        "a link to nothing": lambda path, _: path.symlink_to("/nowhere/at/all"),
        "a pipe": lambda path, _: os.mkfifo(path),
        "a folder": lambda path, _: path.mkdir(),
        "20 GB of nothing": _sparse,
    }
)

VALUES: tuple[Any, ...] = (
    None,
    "",
    "x",
    -1,
    0,
    True,
    [],
    {},
    [[]],
    [{}],
    2**60,
    1e308,
    0.5,
    "2026-13-45",
    "../../secret",
    "a\nb",
    "\x1b[31m",
    "x" * 10_000,
    "RAW 1e999",
    "RAW NaN",
    "RAW -0",
    "RAW " + "[" * 100_000,
    "RAW " + "9" * 5000,
    "LEFT OUT",
)
"""What stands in a damaged file instead of something; RAW is written as it is, be that JSON or not."""

ARGUMENTS = (
    "",
    " ",
    ".",
    "..",
    "/",
    "*",
    "**",
    "**/x",
    "nothing-*",
    "?",
    "[",
    "a*/..",
    "\n",
    "\x1b[31m",
    "\x01",
    "x" * 300,
    "~",
    "--",
    "-",
    "--x",
    "/dev/null",
    "/dev/zero",
    "nul:",
    "scripts/a.txt/",
    "scripts/a.txt/x",
    "1e999",
    "-1",
)
ARGUED = (
    ("new",),
    ("check",),
    ("build",),
    ("plan",),
    ("verify",),
    ("fmt",),
    ("site",),
    ("changes",),
    ("import",),
    ("voices",),
    ("cache",),
    ("preview",),
    ("build", "--length"),
    ("build", "--workers"),
    ("build", "-o"),
    ("site", "--built"),
    ("plan", "--length"),
    ("preview", "scripts/a.txt", "-o", "p.wav", "--line"),
    ("preview", "scripts/a.txt", "-o", "p.wav", "--from"),
    ("preview", "scripts/a.txt", "-o", "p.wav", "--section"),
    ("check", "--explain"),
    ("doctor", "-o"),
)
"""`lesson doctor` takes no file, `serve` and `watch` come to no end."""


def folders_of_others(folder: Path) -> Outcome:
    """Nothing is waited for, nothing of elsewhere is told or published; the harm gone, all is as before."""
    outcome = Outcome("files of a folder that somebody else has filled")
    ground = _built(folder)
    secret = folder / "secret"
    secret.write_text(f"## About\n\n{SECRET}\n")
    with Runs(folder, ground.environment()) as runs:
        for place in PLACES:
            for name, harm in HARMS.items():
                path = folder / place
                whole = path.read_bytes() if path.exists() else None
                path.unlink(missing_ok=True)
                harm(path, secret)
                problems = [each for command in COMMANDS for each in told_badly(runs.run(*command))]
                problems += _published(ground)
                if secret.read_text() != f"## About\n\n{SECRET}\n":
                    problems.append("the secret was written over")
                _put_back(path, whole)
                for command in (("build",), ("site",)):
                    problems += _went_wrong(runs.run(*command))
                outcome.add(f"{place}: {name}", problems)
    return outcome


def damaged_outputs(folder: Path) -> Outcome:
    """Each value of each file replaced by others: every command tells it, and the next build mends it."""
    outcome = Outcome("damaged timelines, chapters and reports of edits")
    ground = _built(folder)
    chance = random.Random(1)
    commands = {
        "a.timeline.json": (("verify",), ("site",), ("build",)),
        "a.chapters.json": (("verify",), ("site",)),
        "a.changes.json": (("changes", "a"), ("changes", "a", "--json")),
    }
    with Runs(folder, ground.environment()) as runs:
        for name, each in commands.items():
            path = ground.output / name
            whole = path.read_text(encoding="utf-8")
            data = json.loads(whole)
            cases = [(place, value) for place in _places(data) for value in VALUES]
            for place, value in chance.sample(cases, min(100, len(cases))):
                problems = []
                for command in each:
                    path.write_text(_damaged(data, place, value), encoding="utf-8")
                    problems += told_badly(runs.run(*command))
                path.write_text(whole, encoding="utf-8")
                outcome.add(f"{name} {'.'.join(map(str, place))} = {str(value)[:20]!r}", problems)
    return outcome


def wrong_arguments(folder: Path) -> Outcome:
    """Every command with what nobody means to write."""
    outcome = Outcome("commands with wrong arguments")
    ground = _built(folder)
    with Runs(folder, ground.environment()) as runs:
        for command in ARGUED:
            for argument in ARGUMENTS:
                if command[0] == "new" and argument[:1] in {"/", "~"}:
                    continue  # it may write where it is told to
                outcome.add(
                    f"{' '.join(command)} {argument[:20]!r}", told_badly(runs.run(*command, argument))
                )
    return outcome


def _built(folder: Path) -> Ground:
    """A ground with one lesson and its site."""
    import soundfile
    from PIL import Image

    ground = Ground(folder, {"a.txt": SCRIPT, "site.yaml": SITE, "a.md": TEXT})
    Image.new("RGB", (1400, 1400), "teal").save(ground.scripts / "cover.png")
    soundfile.write(ground.scripts / "gong.wav", [0.5, -0.5] * 4000, 48_000)
    for command in ("build", "site"):
        done = ground.lesson(command)
        assert done.returncode == 0, done.stderr
    return ground


def _published(ground: Ground) -> Iterator[str]:
    for path in (ground.output / "site").rglob("*"):
        if path.is_file() and SECRET.encode() in path.read_bytes():
            yield f"{path.name} holds the secret"


def _put_back(path: Path, whole: bytes | None) -> None:
    if path.is_dir() and not path.is_symlink():
        path.rmdir()
    path.unlink(missing_ok=True)
    if whole is not None:
        path.write_bytes(whole)


def _went_wrong(ran: Ran) -> list[str]:
    problems = told_badly(ran)
    return (
        [*problems, f"afterwards it ended with {ran.code}: {ran.stderr[-300:]!r}"] if ran.code else problems
    )


def _places(value: object, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield place
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _places(each, (*place, key))
    elif isinstance(value, list):
        for number, each in enumerate(value[:3]):
            yield from _places(each, (*place, number))


def _damaged(data: object, place: tuple[str | int, ...], value: object) -> str:
    mark = "the place of the harm"
    changed: Any = {"": copy.deepcopy(data)}
    within, last = changed, ""
    for step in place:
        within, last = within[last], step  # type: ignore[assignment]  # a list's numbers, too
    if value == "LEFT OUT":
        del within[last]
    else:
        within[last] = mark
    raw = value[4:] if isinstance(value, str) and value.startswith("RAW ") else json.dumps(value)
    return json.dumps(changed.get("", {})).replace(json.dumps(mark), raw)


FOREIGN: tuple[Callable[[Path], Outcome], ...] = (folders_of_others, damaged_outputs, wrong_arguments)

"""Everything that can have happened to a cache: the same bytes come out."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from generator.core.cache import LAYOUT
from tests.torture.forked_runs import Runs
from tests.torture.ground import Ground, Outcome, compared, complaints

SCRIPT = """\
---
title: Damage
voice: en-us+Storm
---
Lie down. [pause 1s]
Let the right knee lean. [chime]
[pause 2s]
Rest now.
"""
BUILD = ("build", "--profile", "both")

Harm = Callable[[list[Path], random.Random], None]


def _each(change: Callable[[bytes, random.Random], bytes]) -> Harm:
    def harm(entries: list[Path], chance: random.Random) -> None:
        for path in entries:
            path.write_bytes(change(path.read_bytes(), chance))

    return harm


def _flipped(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]


def _swapped(entries: list[Path], chance: random.Random) -> None:
    contents = [path.read_bytes() for path in entries]
    shift = chance.randrange(1, len(entries))
    for path, data in zip(entries, contents[shift:] + contents[:shift], strict=True):
        path.write_bytes(data)


def _folders(entries: list[Path], _: random.Random) -> None:
    for path in entries:
        path.unlink()
        path.mkdir()


def _full_folders(entries: list[Path], _: random.Random) -> None:
    for path in entries:
        path.unlink()
        path.mkdir()
        (path / "mine").write_text("not yours")


def _links(target: Callable[[Path], str]) -> Harm:
    def harm(entries: list[Path], _: random.Random) -> None:
        for path in entries:
            path.unlink()
            path.symlink_to(target(path))

    return harm


def _shards_are_files(entries: list[Path], _: random.Random) -> None:
    for folder in {path.parent for path in entries}:
        shutil.rmtree(folder)
        folder.write_text("in the way")


def _unfinished_is_a_file(entries: list[Path], _: random.Random) -> None:
    unfinished = entries[0].parents[1] / "unfinished"
    shutil.rmtree(unfinished)
    unfinished.write_text("in the way")
    for path in entries[::2]:
        path.unlink()


def _is_a_file(entries: list[Path], _: random.Random) -> None:
    root = entries[0].parents[2]
    shutil.rmtree(root)
    root.write_text("in the way")


def _moved(entries: list[Path], _: random.Random) -> None:
    """As an older program would have left it: the same names in another version's folder, and a new one's."""
    root = entries[0].parents[2]
    (root / LAYOUT).rename(root / "v0")
    shutil.copytree(root / "v0", root / "v999")


def _from_the_future(entries: list[Path], _: random.Random) -> None:
    for path in entries:
        os.utime(path, (4e9, 4e9))


def _before_the_epoch(entries: list[Path], _: random.Random) -> None:
    for path in entries:
        os.utime(path, (-4e9, -4e9))


HARMS: Mapping[str, Harm] = MappingProxyType(
    {
        "truncated": _each(lambda data, chance: data[: chance.randrange(len(data))]),
        "empty": _each(lambda _data, _chance: b""),
        "longer": _each(lambda data, chance: data + chance.randbytes(1 + chance.randrange(99))),
        "a bit flipped": _each(_flipped),
        "noise": _each(lambda data, chance: chance.randbytes(len(data))),
        "swapped": _swapped,
        "of another format": _each(lambda data, _: b"LESSON0\n" + data[8:]),
        "of another version's folder": _moved,
        "folders in their place": _folders,
        "folders that hold something": _full_folders,
        "links to themselves": _links(lambda path: path.name),
        "links to nothing": _links(lambda _: "/nowhere/at/all"),
        "links to a device": _links(lambda _: "/dev/null"),
        "shards that are files": _shards_are_files,
        "no place for unfinished entries": _unfinished_is_a_file,
        "a file instead of the cache": _is_a_file,
        "from the future": _from_the_future,
        "from before 1970": _before_the_epoch,
    }
)


def damaged_caches(folder: Path, rounds: int, seed: int) -> Outcome:
    """Each harm to every entry: the build after it has the same bytes, and so has the one after that."""
    ground = Ground(folder, {"damage.txt": SCRIPT})
    chance = random.Random(seed)
    outcome = Outcome(f"a cache that is harmed, in {len(HARMS)} ways")
    with Runs(folder, ground.environment()) as runs:
        assert runs.run(*BUILD).code == 0
        wanted = ground.built()
        whole = ground.put_aside(ground.cache, "cache")
        for name, harm in list(HARMS.items()) * rounds:
            ground.restore(ground.cache, ground.folder / "nothing")
            if ground.cache.exists():
                ground.cache.unlink()
            ground.restore(ground.cache, whole)
            harm([path for path in sorted(ground.cache.glob(f"{LAYOUT}/?/*")) if path.is_file()], chance)
            problems = []
            for _ in range(2):
                shutil.rmtree(ground.output)
                ran = runs.run(*BUILD)
                problems += complaints(ran.stderr)
                problems += [f"it ended with {ran.code}"] if ran.code else []
                problems += [*compared(ground.built(), wanted), *ground.strays()]
            outcome.add(name, problems)
    return outcome

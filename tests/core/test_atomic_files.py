"""Outputs are the old file or the new one, whole."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.core import atomic_files
from generator.core.atomic_files import atomic_writer, link_atomically, remove_unfinished, write_atomically

LOCKS = pytest.mark.skipif(sys.platform == "win32", reason="there an unfinished file is told by its age")
HOLD = """\
import pathlib, subprocess, sys
from generator.core.atomic_files import atomic_writer
with atomic_writer(pathlib.Path(sys.argv[1])) as stream:
    stream.write(b"new")
    stream.flush()
    nothing = subprocess.DEVNULL
    child = subprocess.Popen(["sleep", "60"], stdin=nothing, stdout=nothing)
    print(child.pid, flush=True)
    sys.stdin.read()
"""
SWEEP = """\
import pathlib, sys
from generator.core.atomic_files import remove_unfinished
remove_unfinished(pathlib.Path(sys.argv[1]))
"""
ALONE = ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc")
"""A process as in a container: it is number 1, and sees no other."""


def test_an_error_while_writing_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "lesson.mp3"
    path.write_bytes(b"old")

    def fail() -> None:
        with atomic_writer(path) as stream:
            stream.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_is_called_by_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "lesson.mp3"
    with pytest.raises(FileNotFoundError) as caught, atomic_writer(path):
        pass
    assert caught.value.filename == str(path)


def test_the_new_file_takes_the_old_ones_place(tmp_path: Path) -> None:
    path = tmp_path / ("langer Name mit Ümläuten 🌿 " * 6 + ".mp3")
    assert write_atomically(path, b"one")
    assert write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_would_not_change_keeps_its_date(tmp_path: Path) -> None:
    path = tmp_path / "lesson.vtt"
    write_atomically(path, b"same")
    before = path.stat().st_mtime_ns
    assert not write_atomically(path, b"same")
    assert path.stat().st_mtime_ns == before


def test_a_linked_file_is_the_source_and_leaves_no_other(tmp_path: Path) -> None:
    """Linking once more, where both names are one file already, does no harm either."""
    source, path = tmp_path / "source.mp3", tmp_path / "lesson.mp3"
    source.write_bytes(b"new")
    path.write_bytes(b"old")
    link_atomically(path, source)
    link_atomically(path, source)
    assert path.samefile(source)
    assert sorted(tmp_path.iterdir()) == [path, source]


def test_where_nothing_can_be_linked_it_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(18, "another disk")

    monkeypatch.setattr("os.link", refuse)
    source, path = tmp_path / "source.mp3", tmp_path / "lesson.mp3"
    source.write_bytes(b"new")
    link_atomically(path, source)
    assert path.read_bytes() == b"new"
    assert not path.samefile(source)
    assert sorted(tmp_path.iterdir()) == [path, source]


def test_a_link_to_nothing_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "lesson.mp3"
    path.write_bytes(b"old")
    with pytest.raises(OSError, match="No such file"):
        link_atomically(path, tmp_path / "source.mp3")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def holding(path: Path, way: Sequence[str] = ()) -> tuple[subprocess.Popen[str], int]:
    """A process in the middle of writing `path`, and the number of another one that it has started."""
    process = subprocess.Popen(
        [*way, sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    return process, int(process.stdout.readline())


def sweep(folder: Path, way: Sequence[str] = ()) -> None:
    subprocess.run([*way, sys.executable, "-c", SWEEP, folder], check=True)


def alone() -> Sequence[str]:
    if (
        sys.platform != "linux"
        or subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("this machine makes no containers here")
    return ALONE


def test_a_name_says_nothing_about_its_process(tmp_path: Path) -> None:
    """Two builds of one number never begin the same file."""
    with atomic_writer(tmp_path / "a") as _, atomic_writer(tmp_path / "a") as _:
        found = names(tmp_path)
        assert len(found) == 2
        assert not any(f".{os.getpid()}" in name for name in found)


@LOCKS
def test_what_is_being_written_is_swept_away_by_nobody(tmp_path: Path) -> None:
    process, child = holding(tmp_path / "lesson.mp3")
    sweep(tmp_path)
    assert len(names(tmp_path)) == 1
    process.communicate("")
    os.kill(child, 9)
    assert process.returncode == 0
    assert names(tmp_path) == ["lesson.mp3"]


@LOCKS
def test_another_container_sweeps_nothing_away_that_is_being_written(tmp_path: Path) -> None:
    """There no process has the writer's number."""
    way = alone()
    process, child = holding(tmp_path / "lesson.mp3")
    sweep(tmp_path, way)
    process.communicate("")
    os.kill(child, 9)
    assert process.returncode == 0
    assert (tmp_path / "lesson.mp3").read_bytes() == b"new"


@LOCKS
def test_processes_of_one_number_are_in_nobodys_way(tmp_path: Path) -> None:
    """Two at once, after one that was killed, each the first of its container."""
    way, path = alone(), tmp_path / "lesson.mp3"
    killed, _ = holding(path, way)
    killed.kill()
    killed.communicate()
    processes = [holding(path, way)[0] for _ in range(2)]
    sweep(tmp_path, way)
    for process in processes:
        process.communicate("")
        assert process.returncode == 0
    assert names(tmp_path) == ["lesson.mp3"]


@LOCKS
def test_what_a_killed_process_left_is_swept_away_though_one_that_it_started_lives_on(tmp_path: Path) -> None:
    process, child = holding(tmp_path / "lesson.mp3")
    process.kill()
    process.communicate()
    assert len(names(tmp_path)) == 1
    remove_unfinished(tmp_path)
    assert names(tmp_path) == []
    os.kill(child, 9)


@LOCKS
def test_a_file_that_is_swept_away_before_it_is_held_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, swept = atomic_files._lock, False

    def swept_first(descriptor: int, *, shared: bool = False) -> bool | None:
        nonlocal swept
        if not swept:
            swept = True
            remove_unfinished(tmp_path)
            assert names(tmp_path) == []
        return take(descriptor, shared=shared)

    monkeypatch.setattr(atomic_files, "_lock", swept_first)
    write_atomically(tmp_path / "lesson.mp3", b"new")
    assert (tmp_path / "lesson.mp3").read_bytes() == b"new"


@LOCKS
def test_where_nothing_can_be_locked_files_are_written_and_old_ones_swept_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOTSUP, "no locks here")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with atomic_writer(tmp_path / "lesson.mp3") as stream:
        stream.write(b"new")
        remove_unfinished(tmp_path)
    assert names(tmp_path) == ["lesson.mp3"]
    link_atomically(tmp_path / "linked.mp3", tmp_path / "lesson.mp3")
    old = tmp_path / ".lesson.mp3.0123456789abcdef.unfinished"
    old.touch()
    os.utime(old, (time.time() - 2 * 24 * 3600,) * 2)
    remove_unfinished(tmp_path)
    assert names(tmp_path) == ["lesson.mp3", "linked.mp3"]


def test_a_file_of_ones_own_with_that_ending_is_never_swept_away(tmp_path: Path) -> None:
    for name in ("chapter two.unfinished", ".notes.unfinished"):
        (tmp_path / name).write_text("mine")
    remove_unfinished(tmp_path)
    assert names(tmp_path) == [".notes.unfinished", "chapter two.unfinished"]

"""What a person wrote is replaced only by what is on the disk already; else its file stays the same."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core import flushed_files
from generator.core.flushed_files import ChangedMeanwhileError, ReadOnlyError, rewrite


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    return path


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was flushed and renamed, in order."""
    found: list[str] = []
    replace, fsync = Path.replace, os.fsync

    def note_replace(path: Path, target: Path) -> Path:
        found.append("rename")
        return replace(path, target)

    def note_fsync(opened: int) -> None:
        found.append("folder" if stat.S_ISDIR(os.fstat(opened).st_mode) else "file")
        fsync(opened)

    monkeypatch.setattr(Path, "replace", note_replace)
    monkeypatch.setattr(os, "fsync", note_fsync)
    return found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems flush in other ways")
def test_the_new_text_is_on_the_disk_before_it_takes_the_place_of_the_old(
    text: Path, order: list[str]
) -> None:
    rewrite(text, b"old", b"new")
    assert text.read_bytes() == b"new"
    assert order == ["file", "rename", "folder"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other modes")
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_a_file_keeps_its_mode(text: Path, mode: int) -> None:
    text.chmod(mode)
    rewrite(text, b"old", b"new")
    assert stat.S_IMODE(text.stat().st_mode) == mode
    assert list(text.parent.iterdir()) == [text]


def test_its_date_is_that_of_the_change(text: Path) -> None:
    """Whoever watches it has to see that it changed."""
    os.utime(text, (0, 0))
    rewrite(text, b"old", b"new")
    assert text.stat().st_mtime > 1_000_000_000


def test_a_file_with_two_names_keeps_both(text: Path) -> None:
    other = text.with_name("b.txt")
    os.link(text, other)
    for before, after in ((b"old", b"much longer"), (b"much longer", b"new")):
        rewrite(text, before, after)
        assert other.read_bytes() == after
        assert text.samefile(other)
    assert sorted(text.parent.iterdir()) == [text, other]


@pytest.mark.parametrize("error", [OSError(28, "No space left"), KeyboardInterrupt()])
def test_where_it_cannot_be_written_in_its_place_it_is_as_it_was(
    text: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    os.link(text, text.with_name("b.txt"))
    write: Callable[..., None] = flushed_files._write_whole

    def fail(stream: object, data: bytes) -> None:
        write(stream, data[:2] if data == b"new" else data)
        if data == b"new":
            raise error

    monkeypatch.setattr(flushed_files, "_write_whole", fail)
    with pytest.raises(type(error)):
        rewrite(text, b"old", b"new")
    assert text.read_bytes() == b"old"
    assert len(list(text.parent.iterdir())) == 2


def test_a_read_only_file_stays(text: Path) -> None:
    """Even for an administrator, whom the system would let write."""
    text.chmod(0o444)
    with pytest.raises(ReadOnlyError):
        rewrite(text, b"old", b"new")
    assert text.read_bytes() == b"old"


def test_what_was_saved_meanwhile_stays(text: Path) -> None:
    text.write_bytes(b"newer")
    with pytest.raises(ChangedMeanwhileError):
        rewrite(text, b"old", b"new")
    assert text.read_bytes() == b"newer"

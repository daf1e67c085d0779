"""Of a folder that somebody else may have filled only regular files are read, of a bounded size."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.core.regular_files import (
    ImpossibleNameError,
    NotRegularError,
    NotTextError,
    OutsideError,
    TooLargeError,
    open_regular,
    read_regular,
    read_regular_text,
    regular_file,
)

needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes in its folders")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one file, and another one outside."""
    (tmp_path / "secret.txt").write_bytes(b"secret")
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "a.txt").write_bytes(b"words\r\n")
    return tmp_path / "scripts"


def test_a_regular_file_is_read_byte_for_byte(folder: Path) -> None:
    assert read_regular(folder / "a.txt", within=folder) == b"words\r\n"
    assert read_regular_text(folder / "a.txt") == "words\r\n"
    with open_regular(folder / "a.txt", folder, 7) as file:
        assert file.read(2) == b"wo"


@needs_pipes
def test_a_pipe_is_never_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    for within in (folder, None):
        with pytest.raises(NotRegularError, match="a pipe or a device"):
            read_regular(folder / "pipe", within=within)


@needs_pipes
def test_a_pipe_that_takes_a_files_place_meanwhile_is_not_waited_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was looked at by its name says nothing about what is then opened."""
    os.mkfifo(folder / "pipe")
    looked_at = (folder / "a.txt").stat()
    monkeypatch.setattr(Path, "stat", lambda _: looked_at)
    with pytest.raises(NotRegularError):
        read_regular(folder / "pipe")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="Windows has no such device")
def test_a_device_is_refused_through_a_link_too(folder: Path) -> None:
    (folder / "zero").symlink_to("/dev/zero")
    with pytest.raises(OutsideError):
        read_regular(folder / "zero", 100, folder)
    for path in (folder / "zero", Path("/dev/zero")):
        with pytest.raises(NotRegularError):
            read_regular(path, 100)


def test_a_folder_is_called_so(folder: Path) -> None:
    with pytest.raises(NotRegularError, match="this is a folder"):
        read_regular(folder)


def test_a_link_leads_nowhere_out_of_the_folder(folder: Path) -> None:
    (folder / "inside.txt").symlink_to("a.txt")
    (folder / "out.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "nothing.txt").symlink_to(folder.parent / "nothing.txt")
    (folder / "up").symlink_to("..")
    assert read_regular(folder / "inside.txt", within=folder) == b"words\r\n"
    for name in ("out.txt", "up/secret.txt", "nothing.txt", "../secret.txt"):
        with pytest.raises(OutsideError):
            read_regular(folder / name, within=folder)
    assert read_regular(folder / "out.txt") == b"secret"


def test_a_folder_that_is_a_link_itself_is_one(folder: Path) -> None:
    """Whoever keeps lessons in a cloud drive has such a folder."""
    linked = folder.parent / "linked"
    linked.symlink_to(folder, target_is_directory=True)
    assert read_regular(linked / "a.txt", within=linked) == b"words\r\n"
    assert regular_file(linked / "a.txt", linked) == (folder / "a.txt").resolve()


def test_twenty_gigabytes_are_refused_unread(folder: Path) -> None:
    with (folder / "a.txt").open("wb") as file:
        file.truncate(20_000_000_000)
    with pytest.raises(TooLargeError, match="over 20 MB"):
        read_regular(folder / "a.txt", 20_000_000)


def test_a_file_that_grows_while_it_is_read_is_too_large(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = (folder / "a.txt").stat()
    (folder / "a.txt").write_bytes(b"x" * 100)
    monkeypatch.setattr(os, "fstat", lambda _: small)
    with pytest.raises(TooLargeError):
        read_regular(folder / "a.txt", 50)


def test_what_is_not_there_is_missing_and_what_is_no_text_is_told(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_regular(folder / "b.txt", within=folder)
    with pytest.raises(ImpossibleNameError):
        read_regular(Path("a\0b"), within=folder)
    (folder / "a.txt").write_bytes(b"\xff")
    with pytest.raises(NotTextError, match="UTF-8"):
        read_regular_text(folder / "a.txt")

"""Outputs are the old file or the new one, whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core.atomic_files import atomic_writer, link_atomically, write_atomically


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

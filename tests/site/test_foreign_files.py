"""What a stranger has put into a teacher's folders is neither waited for nor published."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.site.conftest import Lesson

SECRET = "the secret that nobody may read"  # noqa: S105  # nobody's password

needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes in its folders")


def published(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in (folder / "output" / "site").rglob("*") if path.is_file())


@pytest.mark.parametrize("name", ["scripts/third.md", "scripts/site.yaml"])
@pytest.mark.parametrize("command", ["site", "check"])
def test_a_text_that_is_a_link_to_elsewhere_is_refused(
    folder: Path, lesson: Lesson, name: str, command: str
) -> None:
    (folder.parent / "secret").write_text(f"## About\n\n{SECRET}\n")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(folder.parent / "secret")
    told = lesson(command)
    assert told.code == 1
    assert f"{name}:1:1: error[E031]: a link leads to a file outside of its folder" in told.err
    assert "put a copy of the file in its place" in told.err
    assert SECRET not in told.err + told.out
    assert not (folder / "output" / "site").exists()


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="Windows has no such device")
def test_a_text_without_end_is_refused(folder: Path, lesson: Lesson) -> None:
    (folder / "scripts" / "third.md").symlink_to("/dev/zero")
    assert "error[E031]" in lesson("site").err


@needs_pipes
@pytest.mark.parametrize("name", ["scripts/third.md", "scripts/site.yaml"])
def test_a_text_that_is_a_pipe_is_not_waited_for(folder: Path, lesson: Lesson, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    told = lesson("site")
    assert told.code == 1
    assert f"{name}:1:1: error[E094]: this is not a file, but a pipe or a device" in told.err


@needs_pipes
def test_a_timeline_that_is_a_pipe_holds_up_no_command(folder: Path, lesson: Lesson) -> None:
    for name in ("third.timeline.json", "third.changes.json", "third.vtt"):
        (folder / "output" / name).unlink()
        os.mkfifo(folder / "output" / name)
    assert 'error[E103]: "third" is not built yet' in lesson("site").err
    assert (
        "third.timeline.json cannot be read: this is not a file" in lesson("verify", "output/third.mp3").out
    )
    assert "delete it, and build the lesson" in lesson("changes", "third").err
    told = lesson("build", "scripts/third.txt")
    assert told.code == 0
    assert "W073" in told.err
    assert lesson("site").code == 0


@needs_pipes
def test_an_mp3_that_is_a_pipe_is_not_waited_for(folder: Path, lesson: Lesson) -> None:
    (folder / "output" / "third.mp3").unlink()
    os.mkfifo(folder / "output" / "third.mp3")
    assert "it cannot be read: this is not a file" in lesson("verify", "output/third.mp3").out
    assert lesson("build", "scripts/third.txt").code == 0
    assert (folder / "output" / "third.mp3").is_file()


@pytest.mark.parametrize("name", ["third.jpg", "third.vtt"])
def test_an_output_that_is_a_link_to_elsewhere_is_not_published(
    folder: Path, lesson: Lesson, name: str
) -> None:
    """Building the lesson puts the file itself in its place."""
    (folder.parent / "secret").write_text(SECRET)
    (folder / "output" / name).unlink()
    (folder / "output" / name).symlink_to(folder.parent / "secret")
    told = lesson("site")
    assert told.code == 3
    assert f'{name}" is not published: a link leads to a file outside of its folder' in told.err
    assert lesson("build", "scripts/third.txt").code == 0
    assert lesson("site").code == 0
    assert SECRET.encode() not in published(folder)
    assert (folder.parent / "secret").read_text() == SECRET


def test_a_link_in_the_sites_folder_is_replaced_and_not_followed(folder: Path, lesson: Lesson) -> None:
    assert lesson("site").code == 0
    mine = folder.parent / "mine"
    mine.write_bytes((folder / "output" / "third.vtt").read_bytes())
    published_file = folder / "output" / "site" / "third" / "third.vtt"
    published_file.unlink()
    published_file.symlink_to(mine)
    assert lesson("site").code == 0
    assert not published_file.is_symlink()


def test_a_script_that_is_a_link_to_elsewhere_is_spoken_only_where_it_is_named(
    folder: Path, lesson: Lesson
) -> None:
    (folder.parent / "diary.txt").write_text("Dear diary.")
    (folder / "scripts" / "fourth.txt").symlink_to(folder.parent / "diary.txt")
    for command in ("build", "check", "site", "fmt"):
        told = lesson(command)
        assert told.code == 1
        assert "scripts/fourth.txt:1:1: error[E031]: a link leads to a file outside of its folder" in told.err
        assert "or name it yourself, as in: lesson build scripts/fourth.txt" in told.err
    assert lesson("plan", "--estimate", "scripts/fourth.txt").code == 0


def test_folders_that_are_links_are_read_and_published(
    folder: Path, lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As those of a teacher whose lessons lie in a cloud drive."""
    desk = folder.parent / "desk"
    desk.mkdir()
    for name in ("scripts", "output"):
        (desk / name).symlink_to(folder / name, target_is_directory=True)
    monkeypatch.chdir(desk)
    assert lesson("build").code == 0
    assert lesson("site").code == 0
    assert lesson("verify", "output/third.mp3").code == 0


def test_twenty_gigabytes_are_not_read_to_be_published(folder: Path, lesson: Lesson) -> None:
    with (folder / "output" / "third.jpg").open("wb") as file:
        file.truncate(20_000_000_000)
    told = lesson("site")
    assert told.code == 3
    assert 'third.jpg" is not published: it has over 1000 MB' in told.err

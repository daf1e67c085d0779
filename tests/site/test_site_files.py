"""What making a site writes, and what it leaves alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.site.conftest import Lesson


def state(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file with its inode, date and bytes."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes())
        for path in files
    }


def changed(before: dict[str, tuple[int, int, bytes]], after: dict[str, tuple[int, int, bytes]]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_an_unchanged_run_writes_nothing(folder: Path, lesson: Lesson) -> None:
    assert lesson("site").code == 0
    before = state(folder / "output")
    told = lesson("site")
    assert told.out.startswith("nothing has changed")
    assert state(folder / "output") == before


def test_the_same_bytes_without_a_cache(folder: Path, lesson: Lesson, site: Path) -> None:
    shutil.rmtree(folder / "cache")
    assert lesson("site").code == 0
    made = {name: data for name, (_, _, data) in state(folder / "output" / "site").items()}
    assert made == {name: data for name, (_, _, data) in state(site).items()}


def test_one_changed_lesson_writes_its_files_the_catalogue_and_the_feed(folder: Path, lesson: Lesson) -> None:
    lesson("site")
    before = state(folder / "output" / "site")
    script = folder / "scripts" / "third.txt"
    script.write_text(
        script.read_text("utf-8").replace("---\ntitle", "---\ndescription: New words.\ntitle"), "utf-8"
    )
    assert lesson("build", "--profile", "both", "scripts/third.txt").code == 0
    assert lesson("site").code == 0
    written = changed(before, state(folder / "output" / "site"))
    assert {"index.html", "feed.xml", "third/index.html", "third/third.mp3"} <= written
    assert all(
        name in {"index.html", "feed.xml", "lesson-files.json"} or name.startswith("third/")
        for name in written
    )


def test_a_changed_text_writes_its_page_and_the_feed(folder: Path, lesson: Lesson) -> None:
    lesson("site")
    before = state(folder / "output" / "site")
    text = folder / "scripts" / "evil.md"
    text.write_text(text.read_text("utf-8").replace("Three minutes.", "Four minutes."), "utf-8")
    lesson("site")
    written = changed(before, state(folder / "output" / "site"))
    assert "evil/index.html" in written
    assert written <= {"evil/index.html", "feed.xml", "lesson-files.json"}


def test_audio_takes_no_room_twice(folder: Path, lesson: Lesson) -> None:
    lesson("site")
    assert (folder / "output" / "site" / "evil" / "evil.mp3").samefile(folder / "output" / "evil.mp3")


def test_where_there_are_no_links_files_are_copied_once(
    folder: Path, lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(1, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    assert lesson("site").code == 0
    copy = folder / "output" / "site" / "evil" / "evil.mp3"
    assert not copy.samefile(folder / "output" / "evil.mp3")
    assert copy.read_bytes() == (folder / "output" / "evil.mp3").read_bytes()
    before = state(folder / "output" / "site")
    lesson("site")
    assert state(folder / "output" / "site") == before


def test_a_damaged_copy_is_replaced(folder: Path, lesson: Lesson) -> None:
    """Of the same size, and not a link: told by its checksum."""
    lesson("site")
    copy = folder / "output" / "site" / "evil" / "evil.mp3"
    data = copy.read_bytes()
    copy.unlink()
    copy.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    lesson("site")
    assert copy.read_bytes() == data


def test_what_a_lesson_leaves_behind_is_named_and_left(folder: Path, lesson: Lesson) -> None:
    lesson("site")
    site = folder / "output" / "site"
    (site / "images").mkdir()
    (site / "CNAME").write_text("lessons.invalid")
    (folder / "scripts" / "übung zwei.txt").unlink()
    script = folder / "scripts" / "evil.txt"
    script.write_text(script.read_text("utf-8").replace("lengths: [0:20, 0:25]\n", ""), "utf-8")
    assert lesson("build", "--profile", "both").code == 0
    told = lesson("site")
    assert told.code == 0
    assert "übung zwei: its lesson is gone" in told.err
    assert "evil-25s.mp3: no lesson has it any more" in told.err
    assert "images" not in told.err
    assert "CNAME" not in told.err
    assert (site / "übung zwei" / "index.html").is_file()
    assert (site / "evil" / "evil-25s.mp3").is_file()
    assert "Second lesson" not in (site / "index.html").read_text("utf-8")


@pytest.mark.parametrize("output", ["scripts", "output", "output/../scripts"])
def test_no_output_is_an_input(folder: Path, lesson: Lesson, output: str) -> None:
    before = state(folder)
    told = lesson("site", "-o", output)
    assert told.code == 3
    assert "choose another folder" in told.err
    assert state(folder) == before


def test_a_file_of_a_killed_run_is_swept_away(folder: Path, lesson: Lesson) -> None:
    lesson("site")
    rest = folder / "output" / "site" / ".index.html.999999999-0.unfinished"
    rest.write_text("half")
    lesson("site")
    assert not rest.exists()


def test_a_cover_of_ones_own(folder: Path, lesson: Lesson) -> None:
    Image.new("RGB", (1500, 1500), "teal").save(folder / "scripts" / "own.png")
    with (folder / "scripts" / "site.yaml").open("a") as stream:
        stream.write("cover: own.png\n")
    assert lesson("site").code == 0
    site = folder / "output" / "site"
    assert (site / "cover.png").read_bytes() == (folder / "scripts" / "own.png").read_bytes()
    assert "quiet/cover.png" in (site / "feed.xml").read_text("utf-8")


def test_an_unchanged_site_loads_nothing_heavy(folder: Path, lesson: Lesson) -> None:
    """Half a second is little: what makes pages is imported when a page is made."""
    assert lesson("site").code == 0
    program = (
        "import sys; from generator.cli.main import run; run(['site']); "
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True
    )
    assert "nothing has changed" in done.stdout
    heavy = {"jinja2", "markdown_it", "feedgen", "lxml", "PIL", "numpy", "starlette", "pydub"}
    assert not heavy & set(done.stderr.split("\n"))

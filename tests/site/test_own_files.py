"""A site replaces no file of somebody's own, and is removed without one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.site.conftest import Lesson

MINE = b"This is mine."


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize(
    "name", ["index.html", "feed.xml", "cover.jpg", "third/index.html", "third/third.mp3", "third/third.vtt"]
)
def test_a_file_that_was_there_before_is_named_and_stays(folder: Path, lesson: Lesson, name: str) -> None:
    mine = folder / "web" / name
    mine.parent.mkdir(parents=True)
    mine.write_bytes(MINE)
    told = lesson("site", "-o", "web")
    assert told.code == 3
    assert f'error[E082]: "{Path("web") / name}" was not made by this program' in told.err
    assert contents(folder / "web") == {name: MINE}
    assert lesson("site", "-o", "web", "--overwrite").code == 0
    assert mine.read_bytes() != MINE
    assert "nothing has changed" in lesson("site", "-o", "web").out


def test_a_page_that_was_changed_since_is_named_and_stays(folder: Path, lesson: Lesson) -> None:
    lesson("site")
    page = folder / "output" / "site" / "index.html"
    page.write_bytes(page.read_bytes() + MINE)
    told = lesson("site")
    assert told.code == 3
    assert f'"{Path("output/site/index.html")}" was changed after it was made' in told.err
    assert page.read_bytes().endswith(MINE)


def test_a_site_of_an_earlier_version_is_made_anew(folder: Path, lesson: Lesson) -> None:
    lesson("site")
    site = folder / "output" / "site"
    (site / "lesson-files.json").unlink()
    page = site / "index.html"
    page.write_bytes(page.read_bytes().replace(b"Small", b"Smaller"))
    assert lesson("site").code == 0
    assert b"Smaller" not in page.read_bytes()
    assert (site / "lesson-files.json").is_file()


def test_no_input_of_a_site_is_ever_an_output(folder: Path, lesson: Lesson) -> None:
    pictures = folder / "scripts" / "pics"
    pictures.mkdir()
    Image.new("RGB", (1500, 1500), "teal").save(pictures / "cover.png")
    with (folder / "scripts" / "site.yaml").open("a") as stream:
        stream.write("cover: pics/cover.png\n")
    before = contents(pictures)
    told = lesson("site", "-o", "scripts/pics", "--overwrite")
    assert told.code == 3
    assert "is never written over" in told.err
    assert contents(pictures) == before


def test_clean_removes_the_site_and_nothing_else(folder: Path, lesson: Lesson) -> None:
    lesson("site")
    site = folder / "output" / "site"
    (site / "CNAME").write_bytes(MINE)
    (site / "third" / "notes.txt").write_bytes(MINE)
    changed = site / "evil" / "index.html"
    changed.write_bytes(MINE)
    told = lesson("clean", "output/site")
    assert told.code == 0
    assert f"{Path('output/site/evil/index.html')}: it was changed" in told.err
    assert contents(site) == {"CNAME": MINE, "third/notes.txt": MINE, "evil/index.html": MINE}
    assert (folder / "output" / "third.mp3").is_file()

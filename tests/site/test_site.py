"""What making a site tells the teacher, and what it refuses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.site.conftest import Lesson


def test_an_mp3_older_than_its_script_is_said(folder: Path, lesson: Lesson) -> None:
    script = folder / "scripts" / "third.txt"
    script.write_text(script.read_text("utf-8").replace("chair", "stool"), "utf-8")
    told = lesson("site")
    assert told.code == 0
    assert "scripts/third.txt:2:8: warning[W103]" in told.err
    assert "older than its script" in told.err
    assert "lesson build scripts/third.txt" in told.err


def test_a_lesson_that_is_not_built_is_an_error_and_nothing_is_written(folder: Path, lesson: Lesson) -> None:
    """Every lesson that is not is named, with what to do."""
    (folder / "output" / "third.timeline.json").unlink()
    (folder / "output" / "evil.mp3").unlink()
    told = lesson("site")
    assert told.code == 1
    assert "lesson build scripts/third.txt" in told.err
    assert "lesson build scripts/evil.txt" in told.err
    assert not (folder / "output" / "site").exists()


def test_recordings_of_another_text_are_left_out(folder: Path, lesson: Lesson) -> None:
    """Built in the standard profile only: the small MP3 and the other length say other words."""
    script = folder / "scripts" / "evil.txt"
    script.write_text(script.read_text("utf-8").replace("Stand up.", "Sit up."), "utf-8")
    assert lesson("build", "--length", "0:20", "scripts/evil.txt").code == 0
    told = lesson("site")
    assert told.code == 0
    assert told.err.count("W104") == 2
    page = (folder / "output" / "site" / "evil" / "index.html").read_text("utf-8")
    assert "evil.small.mp3" not in page
    assert "evil-25s.mp3" not in page


def test_a_length_that_is_not_built_is_left_out(folder: Path, lesson: Lesson) -> None:
    (folder / "output" / "evil-25s.mp3").unlink()
    told = lesson("site")
    assert told.code == 0
    assert '"evil-25s.mp3" is not built, and is left out' in told.err


def test_an_mp3_that_is_not_its_timelines_is_refused(folder: Path, lesson: Lesson) -> None:
    """The page would mark other words than are heard."""
    shutil.copy(folder / "output" / "third.mp3", folder / "output" / "evil.mp3")
    told = lesson("site")
    assert told.code == 1
    assert "E104" in told.err


@pytest.mark.parametrize("damage", ["", "{", "[]", "\udcff", '{"format": "else"}'])
def test_a_damaged_timeline_is_refused(folder: Path, lesson: Lesson, damage: str) -> None:
    path = folder / "output" / "third.timeline.json"
    path.write_bytes(damage.encode("utf-8", "surrogateescape"))
    told = lesson("site")
    assert told.code == 1
    assert "third.timeline.json" in told.err
    assert "lesson build scripts/third.txt" in told.err


def test_without_page_texts_a_site_is_made_and_the_teacher_told(folder: Path, lesson: Lesson) -> None:
    for path in (folder / "scripts").glob("*.md"):
        path.unlink()
    told = lesson("site")
    assert told.code == 0
    assert told.err.count("W101") == 3
    assert "## Ask first" in told.err
    page = (folder / "output" / "site" / "evil" / "index.html").read_text("utf-8")
    assert page.count("not been reviewed") == 1


def test_check_tells_what_a_page_lacks(folder: Path, lesson: Lesson) -> None:
    text = folder / "scripts" / "evil.md"
    text.write_text(text.read_text("utf-8").replace("## Afterwards", "### Afterwards"), "utf-8")
    told = lesson("check")
    assert told.code == 0
    assert 'the part "Afterwards" is missing' in told.err
    assert "scripts/third.md:1:1: warning[W101]" in told.err
    (folder / "scripts" / "site.yaml").write_text("base: lessons.example.org\n", "utf-8")
    told = lesson("check")
    assert told.code == 1
    assert "write base: https://lessons.example.org/" in told.err


def test_scripts_without_a_site_need_no_pages(folder: Path, lesson: Lesson) -> None:
    (folder / "scripts" / "site.yaml").unlink()
    told = lesson("check", "scripts/third.txt")
    assert (told.code, told.err) == (0, "")


def test_two_lessons_with_one_title_are_said(folder: Path, lesson: Lesson) -> None:
    script = folder / "scripts" / "third.txt"
    script.write_text(script.read_text("utf-8").replace("Third lesson", "SECOND lesson"), "utf-8")
    assert lesson("build", "scripts/third.txt").code == 0
    told = lesson("site")
    assert told.code == 0
    assert "W105" in told.err


def test_two_scripts_with_one_page_or_one_mp3_are_an_error(folder: Path, lesson: Lesson) -> None:
    scripts = folder / "scripts"
    shutil.copy(scripts / "third.txt", scripts / "Third.txt")
    shutil.copy(scripts / "third.txt", scripts / "evil-25s.txt")
    if len(list(scripts.glob("[Tt]hird.txt"))) == 1:
        pytest.skip("this disk takes the two names for one")
    told = lesson("site")
    assert told.code == 1
    assert '"third.txt" and "Third.txt" would have the same page' in told.err
    assert 'both built as "evil-25s.mp3"' in told.err


@pytest.mark.parametrize("name", ["...txt", "feed.xml.txt", "INDEX.HTML.txt", ".hidden.txt"])
def test_a_name_that_cannot_be_an_address_is_an_error(folder: Path, lesson: Lesson, name: str) -> None:
    """`...txt` is the script of a lesson called `..`, whose page would lie outside the site."""
    shutil.copy(folder / "scripts" / "third.txt", folder / "scripts" / name)
    told = lesson("site")
    assert told.code == 1
    assert "E102" in told.err
    assert not (folder / "output" / "index.html").exists()


def test_a_listed_lesson_without_script_is_told_at_its_line(folder: Path, lesson: Lesson) -> None:
    site = folder / "scripts" / "site.yaml"
    site.write_text(site.read_text("utf-8").replace("name: third", "name: thrid"), "utf-8")
    told = lesson("site")
    assert told.code == 1
    assert "scripts/site.yaml:7:11: error[E101]" in told.err
    assert 'did you mean "third"?' in told.err


def test_whoever_has_reviewed_a_lesson_is_named(folder: Path, lesson: Lesson) -> None:
    """And where the page's own words still deny it, the teacher is told."""
    site = folder / "scripts" / "site.yaml"
    site.write_text(
        site.read_text("utf-8").replace("- name: ", '- reviewed: "B. Reader, physiotherapist"\n    name: '),
        "utf-8",
    )
    told = lesson("site")
    assert told.code == 0
    assert told.err.count("W107") == 1
    page = (folder / "output" / "site" / "third" / "index.html").read_text("utf-8")
    assert "read before publishing by B. Reader, physiotherapist" in page
    assert "not been reviewed" not in page


def test_a_folder_that_cannot_be_made_is_told(folder: Path, lesson: Lesson) -> None:
    (folder / "file").write_text("")
    told = lesson("site", "-o", "file/site")
    assert told.code == 3
    assert "cannot be written" in told.err


def test_no_scripts_are_told(lesson: Lesson) -> None:
    told = lesson("site", "cache")
    assert told.code == 3
    assert "lesson site scripts" in told.err

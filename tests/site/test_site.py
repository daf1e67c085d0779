"""Making a site: what is written, what is left alone, and what is said."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image

Lesson = Callable[..., "Told"]


class Told(Protocol):
    """What a command did."""

    code: int
    out: str
    err: str


class Reader(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(path.read_text("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.found if "id" in attributes]

    @property
    def links(self) -> list[str]:
        return [each[name] for _, each in self.found for name in ("href", "src") if name in each]

    @property
    def meta(self) -> dict[str, str]:
        named = [each for tag, each in self.found if tag == "meta" and "content" in each]
        return {each.get("property") or each.get("name", ""): each["content"] for each in named}


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("index.html"))


def state(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file with its inode, date and bytes."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes())
        for path in files
    }


def changed(before: dict[str, tuple[int, int, bytes]], after: dict[str, tuple[int, int, bytes]]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_every_link_leads_somewhere(site: Path) -> None:
    """Files beside the page, other pages, and places within a page are there."""
    for page in pages(site):
        reader = Reader(page)
        assert len(set(reader.ids)) == len(reader.ids)
        for link in reader.links:
            parts = urlsplit(link)
            if parts.scheme in {"mailto", "data"} or link.startswith("https://lessons.invalid/quiet/"):
                continue
            assert not parts.scheme, link
            assert not parts.netloc, link
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            assert target.is_file(), link
            if parts.fragment and not parts.fragment.startswith("t="):
                assert parts.fragment in Reader(target).ids, link


def test_addresses_on_the_sites_own_host_are_there_too(site: Path) -> None:
    for page in pages(site):
        for link in [*Reader(page).links, *Reader(page).meta.values()]:
            if link.startswith("https://lessons.invalid/quiet/"):
                path = site / unquote(urlsplit(link).path.removeprefix("/quiet/"))
                assert path.is_file() or (path / "index.html").is_file(), link


def test_pages_name_no_other_host(site: Path) -> None:
    for page in pages(site):
        hosts = set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", page.read_text("utf-8")))
        assert hosts <= {"https://lessons.invalid"}


def test_pages_are_small(site: Path) -> None:
    assert all(page.stat().st_size < 100_000 for page in pages(site))


def test_shared_links_show_title_and_cover(site: Path, evil: str) -> None:
    meta = Reader(site / "evil" / "index.html").meta
    assert meta["og:title"] == evil
    assert meta["og:url"] == "https://lessons.invalid/quiet/evil/"
    assert meta["og:image"] == "https://lessons.invalid/quiet/evil/evil.jpg"
    assert meta["og:audio"] == "https://lessons.invalid/quiet/evil/evil.mp3"
    assert meta["twitter:card"] == "summary"
    meta = Reader(site / "index.html").meta
    assert meta["og:title"] == "Small & quiet"
    assert meta["og:image"] == "https://lessons.invalid/quiet/cover.jpg"


def test_hostile_titles_are_words(site: Path, evil: str) -> None:
    """They are told in full, make no element, and no folder outside the site."""
    for page in pages(site):
        scripts = [tag for tag, _ in Reader(page).found if tag == "script"]
        assert len(scripts) == (1 if page.parent == site else 2)
        assert "<script>alert" not in page.read_text("utf-8")
    shown = evil.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;")
    assert shown in (site / "index.html").read_text("utf-8")
    assert sorted(path.name for path in site.iterdir() if path.is_dir()) == ["evil", "third", "übung zwei"]


def test_downloads_are_told_with_their_lengths_sizes_and_checksums(site: Path) -> None:
    """Both encodings, the other length, words and captions, each under its own name."""
    page = site / "evil" / "index.html"
    text = page.read_text("utf-8")
    offered = [each["href"] for tag, each in Reader(page).found if tag == "a" and "download" in each]
    names = [
        "evil.mp3",
        "evil.small.mp3",
        "evil-25s.mp3",
        "evil-25s.small.mp3",
        "evil.transcript.txt",
        "evil.vtt",
        "evil.srt",
    ]
    assert [name for name in dict.fromkeys(offered) if name] == names
    for name in names:
        data = (site / "evil" / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() in text
        size = f"{len(data) / 1e6:.1f} MB" if len(data) >= 1e6 else f"{max(1, round(len(data) / 1e3))} kB"
        assert size in text
    assert "0:25" in text


def test_nobody_has_reviewed_is_said_once(site: Path) -> None:
    """By the teacher's words where they say it, else by the page."""
    for page in pages(site):
        if page.parent != site:
            assert page.read_text("utf-8").count("not been reviewed") == 1


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


@pytest.mark.parametrize("output", ["scripts", "output", "output/../scripts"])
def test_no_output_is_an_input(folder: Path, lesson: Lesson, output: str) -> None:
    before = state(folder)
    told = lesson("site", "-o", output)
    assert told.code == 3
    assert "choose another folder" in told.err
    assert state(folder) == before


def test_a_folder_that_cannot_be_made_is_told(folder: Path, lesson: Lesson) -> None:
    (folder / "file").write_text("")
    told = lesson("site", "-o", "file/site")
    assert told.code == 3
    assert "cannot be written" in told.err


def test_no_scripts_are_told(lesson: Lesson) -> None:
    told = lesson("site", "cache")
    assert told.code == 3
    assert "lesson site scripts" in told.err


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

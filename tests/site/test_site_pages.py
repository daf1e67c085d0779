"""What the pages of a site say, and where their links lead."""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


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

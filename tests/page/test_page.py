"""The page as a file: small, whole, safe, and alone."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.audio.clip import ClipFacts
from generator.companions.formats import DownloadKind
from generator.companions.page.page_data import page_data
from generator.companions.page.page_facts import Download, NextLesson, PageText, SiteInfo
from generator.companions.page.render import ASSETS, MODULES, environment, render_page
from generator.core.clock import SAMPLE_RATE
from generator.core.errors import Span
from generator.script import kinds
from generator.script.lesson import Cue, Delivery, Header, Lesson, Pause, Section
from generator.timeline.edition import Edition
from generator.timeline.layout import lay_out

RECORDING = Download("Recording", "x.mp3", 9_612_345, 20 * 60 * SAMPLE_RATE, "ab" * 32, DownloadKind.STANDARD)
SPAN = Span("x.txt", 1, 1, 1, "x")
EVIL = '</script><script>alert(1)</script> "quoted" & <b> ../../etc \u2028 \' -->'


class Reader(HTMLParser):
    """What a browser would find in a page: elements, attributes, and the text of scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = dict(attrs).get("id") or tag

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  # as HTMLParser calls it
        self._open = ""

    def handle_data(self, data: str) -> None:
        self.texts[self._open] = self.texts.get(self._open, "") + data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


SOUND = ClipFacts("k", 4 * SAMPLE_RATE // 1152 + 3, 300, 4 * SAMPLE_RATE, -19, -3)


def lesson_of(words: list[str], header: Header) -> Edition:
    """One section, each cue followed by a rest."""
    items = [
        item
        for text in words
        for item in (Cue(text, SPAN, Delivery("", None)), Pause(kinds.REST, 400_000, 400_000, SPAN))
    ]
    section = Section(header.title or "Section", tuple(items), SPAN)
    timeline = lay_out(Lesson(header, (section,), None), [SOUND] * len(words)).timeline
    clips = (SOUND,) * len(words)
    return Edition("x", "x.txt", "ab" * 32, header, timeline, clips)


def test_forty_minutes_stay_under_100_kb() -> None:
    """2,000 words in 200 cues, with 12 kB of the teacher's own text around them."""
    cue = "Let the right knee and the right elbow drift closer."
    edition = lesson_of([cue] * 200, Header(title="Knee and elbow"))
    edition = replace(edition, header=replace(edition.header, description="A lesson. " * 20))
    text = PageText(
        about="<p>Words.</p>" * 400, ask_first="<p>Words.</p>" * 300, afterwards="<p>Words.</p>" * 200
    )
    assert len(render_page(edition, text, (RECORDING,), SiteInfo("Site")).encode()) < 100_000


def test_page_names_no_other_host(folder: Path) -> None:
    """Its own address, where it has one, is the only one."""
    page = (folder / "index.html").read_text("utf-8")
    assert set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", page)) <= {"https://lessons.example"}
    for tag, attributes in read(page).elements:
        loaded = attributes.get("src") if tag != "link" else attributes.get("href")
        if loaded and attributes.get("rel") != "canonical":
            assert ":" not in loaded or loaded == "data:,"


def test_hostile_words_stay_words() -> None:
    """Titles, cues, labels and site with tags, quotes and slashes: no element more than with plain ones."""
    site = SiteInfo(EVIL, EVIL, "", "a@b.example?x=<", EVIL, next_lessons=(NextLesson(EVIL, "../y/", EVIL),))
    header = Header(title=EVIL, author=EVIL, description=EVIL, series=EVIL, language=EVIL)
    download = replace(RECORDING, label=EVIL)
    page = read(render_page(lesson_of([EVIL], header), PageText(reviewed_by=EVIL), (download,), site))
    plain_site = SiteInfo("t", "t", "", "a@b.example", "en", next_lessons=(NextLesson("t", "../y/", "t"),))
    plain_header = Header(title="t", author="t", description="t", series="t")
    plain = read(
        render_page(lesson_of(["t"], plain_header), PageText(reviewed_by="t"), (RECORDING,), plain_site)
    )
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in plain.elements]
    data = json.loads(page.texts["lesson"])
    assert data["title"] == " ".join(EVIL.split())


@given(st.text(min_size=1).filter(str.strip))
def test_data_survives_any_text_and_never_ends_its_script(text: str) -> None:
    edition = lesson_of([text], Header(title=text))
    data = environment().from_string("{{ data | tojson }}").render(data=page_data(edition, (RECORDING,)))
    assert not set("<>&\u2028\u2029") & set(data)
    assert len(json.loads(data)["events"]) == len(edition.timeline.events)


def test_all_that_a_reader_needs_is_plain_html(folder: Path, edition: Edition) -> None:
    """Words, silences over 5 s, files, social preview, and that nobody has reviewed it."""
    page = (folder / "index.html").read_text("utf-8")
    reader = read(page)
    for expected in (
        "rest, 6 s",
        "move, 6 s",
        "rest, 8 s",
        "has not been reviewed",
        "No change is an answer",
    ):
        assert expected in page
    assert "move, 4 s" not in page
    meta = {
        item.get("property") or item.get("name"): item.get("content")
        for tag, item in reader.elements
        if tag == "meta"
    }
    assert meta["og:title"] == edition.header.title
    assert meta["og:url"] == "https://lessons.example/tones/"
    assert meta["og:audio"] == "https://lessons.example/tones/tones.mp3"
    files = [item for tag, item in reader.elements if tag == "a" and "download" in item]
    assert {item["href"] for item in files} >= {
        "tones.mp3",
        "tones.small.mp3",
        "tones.vtt",
        "tones.transcript.txt",
    }
    mails = [
        item["href"]
        for tag, item in reader.elements
        if tag == "a" and (item["href"] or "").startswith("mailto:")
    ]
    assert len(mails) == 1
    assert (mails[0] or "").startswith("mailto:teacher@lessons.example?subject=Question%20about")


def test_cover_is_for_links_and_lock_screen_only(edition: Edition) -> None:
    cover = Download("Cover", "x.jpg", 200_000, None, "cd" * 32, DownloadKind.COVER)
    site = SiteInfo("Site", base_url="https://lessons.example/", page_url="x/")
    page = render_page(edition, PageText(), (RECORDING, cover), site)
    assert '<meta property="og:image" content="https://lessons.example/x/x.jpg">' in page
    assert '"cover":"x.jpg"' in page
    assert 'href="x.jpg"' not in page


def test_page_without_its_recording_is_refused(edition: Edition) -> None:
    with pytest.raises(ValueError, match="recording"):
        render_page(edition, PageText(), (), SiteInfo("Site"))


def test_same_lesson_same_page(edition: Edition, page_text: PageText, site_info: SiteInfo) -> None:
    pages = {render_page(edition, page_text, (RECORDING,), site_info) for _ in range(2)}
    assert len(pages) == 1


def test_modules_can_stand_in_one_script() -> None:
    """Each imports only from those before it, what they export; no two name the same thing."""
    named: dict[str, str] = {}
    exported: dict[str, set[str]] = {}
    for name in MODULES:
        source = (ASSETS / "js" / f"{name}.js").read_text("utf-8")
        for names, origin in re.findall(r'^import \{ ([^}]*) \} from "\./(\w+)\.js";$', source, re.MULTILINE):
            assert set(names.split(", ")) <= exported[origin], name
        own = re.findall(r"^(export )?(?:async )?(?:function|const|class|let) (\w+)", source, re.MULTILINE)
        exported[name] = {word for export, word in own if export}
        for _, word in own:
            assert word not in named, f"{word} stands in {named.get(word)} and in {name}"
            named[word] = name
    assert {path.stem for path in (ASSETS / "js").glob("*.js")} == set(MODULES)


def test_untitled_beginning_is_named_after_the_lesson(edition: Edition) -> None:
    first, *rest = edition.timeline.sections
    timeline = replace(edition.timeline, sections=(replace(first, title=""), *rest))
    header = replace(edition.header, title="The lesson")
    page = render_page(
        replace(edition, timeline=timeline, header=header), PageText(), (RECORDING,), SiteInfo("Site")
    )
    assert '<span class="title">The lesson</span>' in page


def test_each_language_is_named_where_it_is_not_english(edition: Edition) -> None:
    """The page's own words are English; what is spoken and what the teacher writes may be something else."""
    header = replace(edition.header, language="de")
    text = PageText(about="<p>Worte.</p>")
    page = render_page(replace(edition, header=header), text, (RECORDING,), SiteInfo("Seite", language="fr"))
    assert '<html lang="en">' in page
    assert '<h1 lang="de">' in page
    assert '<div id="words" class="words-of" lang="de">' in page
    assert '<div lang="fr"><p>Worte.</p></div>' in page

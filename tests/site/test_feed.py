"""The feed, read back by feedparser and held against the specifications of its tags."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

import feedparser
import pytest
from PIL import Image

from generator.core.clock import SAMPLE_RATE
from generator.site.feed import NAMESPACE, feed_guid
from generator.site.podcast_tags import ITUNES, PODCAST
from generator.site.site_lesson import SiteConfig
from generator.timeline.edition_json import edition_from_json
from tests.site.conftest import Lesson

BASE = "https://lessons.invalid/quiet/"


class Read(Protocol):
    """What feedparser returns, as far as it is looked at."""

    bozo: bool
    feed: feedparser.FeedParserDict
    entries: list[feedparser.FeedParserDict]


@pytest.fixture(scope="module")
def parsed(site: Path) -> Read:
    """As feedparser understands it."""
    found: Read = feedparser.parse((site / "feed.xml").read_bytes())
    assert not found.bozo
    return found


@pytest.fixture(scope="module")
def channel(site: Path) -> ET.Element:
    """As it is written."""
    found = ET.fromstring((site / "feed.xml").read_bytes()).find("channel")  # noqa: S314 - our own file
    assert found is not None
    return found


def items(channel: ET.Element) -> Iterator[tuple[str, ET.Element]]:
    """Each lesson's name and item."""
    for item in channel.findall("item"):
        yield unquote(item.findtext("link", "").removeprefix(BASE).strip("/")), item


def on_disk(address: str, site: Path) -> Path:
    assert address.startswith(BASE)
    assert address.isascii()
    return site / unquote(address.removeprefix(BASE))


def test_channel_says_what_podcast_directories_require(parsed: Read, channel: ET.Element, site: Path) -> None:
    """Apple: title, description, artwork, language, category, explicit. Atom: the feed's own address."""
    about = parsed.feed
    assert about.title == "Small & quiet"
    assert about.subtitle == "Recorded movement lessons by A. Teacher."
    assert about.link == BASE
    assert about.language == "en"
    assert [link.href for link in about.links if link.rel == "self"] == [f"{BASE}feed.xml"]
    assert about.author == "A. Teacher"
    assert about.publisher_detail == {"name": "A. Teacher", "email": "teacher@lessons.invalid"}
    assert [tag.term for tag in about.tags] == ["Health & Fitness", "Alternative Health"]
    assert channel.findtext(f"{{{ITUNES}}}explicit") == "false"
    assert channel.findtext(f"{{{ITUNES}}}type") == "serial"
    artwork = channel.find(f"{{{ITUNES}}}image")
    assert artwork is not None
    with Image.open(on_disk(artwork.attrib["href"], site)) as image:
        assert image.width == image.height
        assert 1400 <= image.width <= 3000
        assert (image.format, image.mode) == ("JPEG", "RGB")


def test_lessons_come_in_the_suggested_order(parsed: Read, channel: ET.Element, evil: str) -> None:
    """Those that site.yaml lists first, then the others; episode numbers and dates keep the order."""
    assert [entry.title for entry in parsed.entries] == ["Third lesson", evil, "Second lesson"]
    numbers = [item.findtext(f"{{{ITUNES}}}episode") for _, item in items(channel)]
    assert (
        numbers == ["1", "2", "3"] == [item.findtext(f"{{{PODCAST}}}episode") for _, item in items(channel)]
    )


def test_dates_are_the_lessons_own(channel: ET.Element) -> None:
    """A day, a month, or none: noon of its first day, and a minute for each lesson before it."""
    dates = {name: parsedate_to_datetime(item.findtext("pubDate", "")) for name, item in items(channel)}
    assert dates == {
        "third": datetime(2000, 1, 1, 12, 0, tzinfo=UTC),
        "evil": datetime(2026, 11, 22, 12, 1, tzinfo=UTC),
        "übung zwei": datetime(2025, 3, 1, 12, 2, tzinfo=UTC),
    }
    newest = parsedate_to_datetime(channel.findtext("lastBuildDate", ""))
    assert newest == max(dates.values())


def test_enclosures_are_the_files_that_stand_there(parsed: Read, site: Path) -> None:
    for entry in parsed.entries:
        (enclosure,) = entry.enclosures
        assert enclosure.type == "audio/mpeg"
        assert int(enclosure.length) == on_disk(enclosure.href, site).stat().st_size


def test_durations_are_the_lessons_in_whole_seconds(channel: ET.Element, built: Path) -> None:
    for name, item in items(channel):
        timeline = edition_from_json((built / "output" / f"{name}.timeline.json").read_text("utf-8")).timeline
        assert item.findtext(f"{{{ITUNES}}}duration") == str(round(timeline.length / SAMPLE_RATE))


def test_chapters_and_transcripts_are_there_and_of_their_type(channel: ET.Element, site: Path) -> None:
    """Types as the podcast namespace spells them."""
    begins = {"text/vtt": "WEBVTT", "application/x-subrip": "1\n00:00:", "text/plain": ""}
    for _, item in items(channel):
        (chapters,) = item.findall(f"{{{PODCAST}}}chapters")
        assert chapters.attrib["type"] == "application/json+chapters"
        assert json.loads(on_disk(chapters.attrib["url"], site).read_text("utf-8"))["version"] == "1.2.0"
        transcripts = item.findall(f"{{{PODCAST}}}transcript")
        assert {each.attrib["type"] for each in transcripts} == set(begins)
        for each in transcripts:
            text = on_disk(each.attrib["url"], site).read_text("utf-8")
            assert text.startswith(begins[each.attrib["type"]])
            assert each.get("rel") == (None if each.attrib["type"] == "text/plain" else "captions")


def test_both_encodings_can_be_checked(channel: ET.Element, site: Path) -> None:
    """The first is the enclosure itself; each has its size, bit rate and a checksum in the form of SRI."""
    for _, item in items(channel):
        enclosure = item.find("enclosure")
        assert enclosure is not None
        kinds = item.findall(f"{{{PODCAST}}}alternateEnclosure")
        assert [each.get("bitrate") for each in kinds] == ["64000", "32000"]
        assert [each.get("default") for each in kinds] == ["true", None]
        sources = [each.find(f"{{{PODCAST}}}source") for each in kinds]
        addresses = [each.attrib["uri"] for each in sources if each is not None]
        assert addresses[0] == enclosure.attrib["url"]
        for each, address in zip(kinds, addresses, strict=True):
            data = on_disk(address, site).read_bytes()
            assert each.get("length") == str(len(data))
            integrity = each.find(f"{{{PODCAST}}}integrity")
            assert integrity is not None
            digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
            assert integrity.attrib == {"type": "sri", "value": f"sha256-{digest}"}


def test_feeds_guid_is_made_as_specified(channel: ET.Element) -> None:
    """The specification's own example, and this feed's address without scheme."""
    assert str(uuid5(NAMESPACE, "podnews.net/rss")) == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert channel.findtext(f"{{{PODCAST}}}guid") == str(uuid5(NAMESPACE, "lessons.invalid/quiet/feed.xml"))
    assert channel.findtext(f"{{{PODCAST}}}medium") == "podcast"
    kept = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert feed_guid(SiteConfig(base="https://new.example/", guid=kept)) == UUID(kept)


def test_notes_carry_who_should_ask_first(parsed: Read) -> None:
    """Whoever listens in an app never sees the page: the words are in the notes, with whole addresses."""
    notes = next(entry for entry in parsed.entries if entry.link.endswith("/evil/"))
    assert f"{BASE}evil/#ask-first" in notes.summary
    html = notes.content[0].value
    assert "Ask a doctor if you are not sure." in html
    assert f"{BASE}%C3%BCbung%20zwei/index.html" in html
    assert "<script>" not in html


def test_guids_outlast_edits_and_reordering(folder: Path, lesson: Lesson) -> None:
    assert lesson("site").code == 0
    path = folder / "output" / "site" / "feed.xml"
    before = guids(path)
    site = folder / "scripts" / "site.yaml"
    site.write_text(site.read_text("utf-8").replace("- name: third", "- name: übung zwei"), "utf-8")
    script = folder / "scripts" / "third.txt"
    script.write_text(script.read_text("utf-8").replace("Sit on a chair", "Sit on the floor"), "utf-8")
    assert lesson("build", "--profile", "both", str(script)).code == 0
    assert lesson("site").code == 0
    after = guids(path)
    assert after == before
    assert list(after) != list(before)
    assert len(set(after.values())) == 3


def guids(path: Path) -> dict[str, str]:
    parsed = feedparser.parse(path.read_bytes())
    found = {entry.link: entry.id for entry in parsed.entries}
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each) for each in found.values())
    return found


def test_without_an_address_there_is_no_feed(folder: Path, lesson: Lesson) -> None:
    """It could name no file; the page then does not link to it, and the teacher is told."""
    lesson("site")
    site = folder / "scripts" / "site.yaml"
    site.write_text("title: Small\n", "utf-8")
    told = lesson("site")
    assert told.code == 0
    assert "no feed" in told.err
    assert "feed.xml: no lesson has it any more" in told.err
    assert "feed.xml" not in (folder / "output" / "site" / "index.html").read_text("utf-8")


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    from generator.site.feed import _fit

    assert _fit("a\x0bb\x00c\ufffed\U0001f33f") == "abcd\U0001f33f"

"""A kind of silence that the page's script was not written for: it lists none, but is handed the table."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from generator.companions.formats import DownloadKind
from generator.companions.page.page_facts import Download, PageText, SiteInfo
from generator.companions.page.render import render_page
from generator.script import kinds
from generator.script.kinds import SILENCES, SilenceKind
from generator.timeline.edition import Edition
from generator.timeline.timeline import Silence
from tests.page.test_my_pace import Opener, wish

SETTLE = SilenceKind("settle", example="[settle 30s]", slider="Time to settle", noted=True)


@pytest.fixture
def settling(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """The lesson of tones, in which every rest is of another kind."""
    monkeypatch.setitem(SILENCES, SETTLE.name, SETTLE)
    events = tuple(
        replace(event, kind=SETTLE) if isinstance(event, Silence) and event.kind is kinds.REST else event
        for event in edition.timeline.events
    )
    return replace(edition, timeline=replace(edition.timeline, events=events))


@pytest.fixture
def page(  # noqa: PLR0917  # fixtures
    settling: Edition,
    open_page: Opener,
    folder: Path,
    page_text: PageText,
    site_info: SiteInfo,
    tmp_path: Path,
) -> Page:
    """Its page, opened from the disk."""
    data = (folder / "tones.mp3").read_bytes()
    checksum = hashlib.sha256(data).hexdigest()
    recording = Download(
        "Recording", "tones.mp3", len(data), settling.timeline.length, checksum, DownloadKind.STANDARD
    )
    (tmp_path / "tones.mp3").write_bytes(data)
    file = tmp_path / "index.html"
    file.write_text(render_page(settling, page_text, (recording,), site_info), "utf-8")
    return open_page(file.as_uri())


def test_it_has_a_slider_of_its_own(page: Page) -> None:
    expect(page.get_by_label(SETTLE.slider)).to_be_visible()
    expect(page.locator("#pace-rest")).to_be_hidden()  # this lesson has none


def test_it_is_stretched_and_told_at_its_new_length(page: Page, tmp_path: Path) -> None:
    told = page.locator("#words .silence", has_text="settle")
    expect(told).to_have_text(["settle, 6 s", "settle, 8 s", "settle, 6 s"])
    wish(page, settle="200")
    expect(page.locator("output[for=pace-settle]")).to_have_text("200 %")
    page.get_by_role("button", name="Make my version").click()
    page.locator("#file").set_input_files(tmp_path / "tones.mp3")
    expect(page.locator("[data-part=status]")).to_contain_text("Your version is ready")
    expect(told).to_have_text(["settle, 11 s", "settle, 16 s", "settle, 12 s"])


def test_its_wish_is_kept(page: Page) -> None:
    wish(page, settle="180")
    page.reload()
    expect(page.locator("#pace-settle")).to_have_value("180")
    expect(page.locator("[data-part=summary]")).to_contain_text("Your version")

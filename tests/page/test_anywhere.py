"""The page wherever it may stand: on a disk, on paper, without a script, without storage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from generator.core.clock import SAMPLE_RATE
from generator.timeline.edition import Edition

Opener = Callable[..., Page]
Hear = Callable[..., float]
Frequency = Callable[[int], float]
NEAR = 12.0
"""Hz: one bin of the analyser."""


def position(page: Page) -> float:
    seconds: float = page.evaluate("document.getElementById('audio').currentTime")
    return seconds


def paused(page: Page) -> bool:
    quiet: bool = page.evaluate("document.getElementById('audio').paused")
    return quiet


def pause(page: Page) -> None:
    page.evaluate("document.getElementById('audio').pause()")


def test_never_plays_by_itself(open_page: Opener) -> None:
    page = open_page("#t=5")
    page.wait_for_timeout(300)
    assert paused(page)
    assert page.locator("#audio").get_attribute("preload") == "metadata"
    assert page.locator("[autoplay]").count() == 0


FORBIDDEN = """Object.defineProperty(window, 'localStorage', {
  get() { throw new DOMException('no', 'SecurityError'); },
});"""
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
BROKEN = (
    "try { localStorage.setItem('lesson:tones', '[\"{'); localStorage.setItem('lesson-page', '7'); } catch {}"
)


@pytest.mark.parametrize("storage", [FORBIDDEN, FULL, BROKEN], ids=["forbidden", "full", "broken"])
def test_storage_may_fail(
    open_page: Opener, hear: Hear, starts: tuple[float, ...], frequency: Frequency, storage: str
) -> None:
    page = open_page(init=storage)
    page.locator("[name=speed]").select_option("0.75")
    page.locator("[name=colours]").select_option("dark")
    page.locator("#words a").nth(3).click()
    assert hear(page, starts[3] + 0.2) == pytest.approx(frequency(3), abs=NEAR)
    pause(page)


def test_from_the_disk(open_page: Opener, folder: Path, starts: tuple[float, ...]) -> None:
    """A folder with a space and an umlaut in its name: the page plays, seeks and follows."""
    page = open_page((folder / "index.html").as_uri())
    page.locator("#words a").nth(4).click()
    page.wait_for_timeout(400)
    assert starts[4] < position(page) < starts[4] + 2
    assert not paused(page)
    expect(page.locator("#words a[aria-current]")).to_have_text("Leave it.")
    page.locator("#chapters a").nth(3).click()
    expect(page.locator("#chapters a[aria-current] .title")).to_contain_text("Walking")


def test_without_javascript(open_page: Opener, edition: Edition, spoken: list[str]) -> None:
    """Player, download, transcript and chapters are there; nothing that needs a script is shown."""
    page = open_page(java_script_enabled=False)
    expect(page.locator("audio[controls][src='tones.mp3']")).to_be_visible()
    for words in spoken:
        expect(page.locator("#words").get_by_text(" ".join(words.split()), exact=True)).to_be_visible()
    expect(page.locator("#chapters a")).to_have_count(len(edition.timeline.sections))
    second = edition.timeline.sections[2].start / SAMPLE_RATE
    expect(page.locator("#chapters a").nth(2)).to_have_attribute("href", f"tones.mp3#t={second:.1f}")
    with page.expect_download() as download:
        page.locator("#downloads a").first.click()
    assert download.value.suggested_filename == "tones.mp3"
    for scripted in ("#appearance", "#my-pace-form", "#share", "#resume", ".hint", "[data-do]"):
        expect(page.locator(scripted).first).to_be_hidden()


def test_share_and_copy_fallback(open_page: Opener) -> None:
    page = open_page(init="navigator.share = async (what) => { window.shared = what; };")
    page.get_by_role("button", name="Share this page").click()
    assert page.evaluate("window.shared.url") == "https://lessons.example/tones/"
    page = open_page(
        init="delete Navigator.prototype.share;", permissions=["clipboard-read", "clipboard-write"]
    )
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator("#share [role=status]")).to_have_text("The link is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == "https://lessons.example/tones/"
    page = open_page(init="delete Navigator.prototype.share; delete Navigator.prototype.clipboard;")
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator("#share [role=status]")).to_have_text(
        "Copy this address: https://lessons.example/tones/"
    )


def test_colours_and_type_are_kept(open_page: Opener) -> None:
    page = open_page()
    background = "getComputedStyle(document.body).backgroundColor"
    light, size = page.evaluate(background), page.evaluate("getComputedStyle(document.body).fontSize")
    page.get_by_label("Colours").select_option("dark")
    page.get_by_label("Type").select_option("larger")
    page.reload()
    assert page.evaluate(background) != light
    assert float(page.evaluate("getComputedStyle(document.body).fontSize")[:-2]) > 1.4 * float(size[:-2])


def test_print_is_black_on_white_with_all_words_and_no_player(open_page: Opener, spoken: list[str]) -> None:
    """Also where the device or the learner has chosen dark colours and very large type."""
    page = open_page(color_scheme="dark")
    page.get_by_label("Colours").select_option("dark")
    page.get_by_label("Type").select_option("larger")
    page.emulate_media(media="print")
    body = "(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(document.body))"
    assert page.evaluate(body) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize").startswith("14.6")
    for hidden in ("#audio", "#my-pace", "#downloads", "[data-do=play]", "#appearance"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator("#words").get_by_text(spoken[-1])).to_be_visible()


def test_nothing_moves_for_those_who_asked_for_stillness(open_page: Opener) -> None:
    page = open_page(reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    moving = """[...document.querySelectorAll("*")].filter((each) => {
      const style = getComputedStyle(each);
      return style.animationName !== "none" || style.transitionDuration !== "0s";
    }).length"""
    assert page.evaluate(moving) == 0


def test_only_files_beside_the_page_are_asked_for(open_page: Opener, address: str) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.locator("#words a").nth(4).click()
    page.wait_for_timeout(200)
    assert asked
    assert all(url.startswith(address) for url in asked if not url.startswith("data:"))

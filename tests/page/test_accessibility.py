"""axe-core (WCAG 2.0 to 2.2, A and AA, and its best practices) and an HTML validator find nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

Opener = Callable[..., Page]
Judge = Callable[[Page], list[str]]

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing(open_page: Opener, violations: Judge, scheme: str, size: dict[str, int]) -> None:
    page = open_page(color_scheme=scheme, viewport=size, bypass_csp=True)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_playing_at_my_pace(
    open_page: Opener, violations: Judge, scheme: str
) -> None:
    """A marked line and chapter, open details, a version to download, colours and type chosen."""
    page = open_page(color_scheme="light", bypass_csp=True)
    page.get_by_label("Colours").select_option(scheme)
    page.get_by_label("Type").select_option("larger")
    page.locator("[name=rest]").fill("130")
    page.get_by_role("button", name="Make my version").click()
    expect(page.locator("[data-part=result]")).to_be_visible()
    page.locator("#words a").nth(5).click()
    for summary in page.locator("summary").all():
        summary.click()
    page.evaluate("document.querySelector('[data-part=chooser]').hidden = false")
    assert violations(page) == []


def test_axe_finds_nothing_in_the_page_without_its_script(
    open_page: Opener, violations: Judge, folder: Path
) -> None:
    """As it stands where JavaScript is off."""
    html = (folder / "index.html").read_text("utf-8")
    bare = folder / "bare.html"
    bare.write_text(html[: html.index('<script type="module">')], "utf-8")
    page = open_page(bare.as_uri(), bypass_csp=True)
    expect(page.locator("#my-pace-form")).to_be_hidden()
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("size", ["normal", "larger"])
def test_nothing_sticks_out_on_a_narrow_screen(open_page: Opener, width: int, size: str) -> None:
    """WCAG 1.4.10: 320 CSS pixels are enough, with very large type too."""
    page = open_page(viewport={"width": width, "height": 640})
    page.get_by_label("Type").select_option(size)
    page.get_by_text("Checksums").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_targets_are_large_enough(open_page: Opener) -> None:
    """WCAG 2.5.8: all that can be pressed is at least 24 CSS pixels high, but for links within text."""
    page = open_page()
    page.locator("#words a").first.wait_for()
    small = page.evaluate("""[...document.querySelectorAll("a, button, select, input, summary")]
      .filter((each) => each.checkVisibility() && !each.matches(".skip, .site a, section > p a, #next a"))
      .filter((each) => each.getBoundingClientRect().height < 24).map((each) => each.outerHTML)""")
    assert small == []


def test_html_is_valid(folder: Path, html_problems: Callable[..., str]) -> None:
    assert html_problems(folder / "index.html") == ""

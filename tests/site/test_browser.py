"""The site in a real browser: from the disk and from `lesson serve`, in light and dark."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

Opener = Callable[..., Page]


def wait_until(page: Page, condition: str) -> None:
    """As `page.wait_for_function`, which the page's own policy does not allow."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never came true: {condition}")


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where `lesson serve` shows the site."""
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", str(site), "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    yield process.stdout.readline().split()[0]
    process.kill()
    process.communicate()


@pytest.fixture
def open_site(browser: Browser, site: Path, address: str) -> Iterator[Opener]:
    """Opens a page of the site; fails the test on an error in it, or if it asks anybody else for anything."""
    contexts = []
    problems: list[str] = []

    def opened(where: str, *, served: bool = False, **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]  # passed through as they are
        contexts.append(context)
        page = context.new_page()
        home = address if served else f"{site.as_uri()}/"
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("request", lambda asked: _judge(asked.url, home, problems))
        page.goto(home + where)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert problems == []


def _judge(url: str, home: str, problems: list[str]) -> None:
    if not url.startswith((home, "data:", "blob:")):
        problems.append(url)


@pytest.mark.parametrize("served", [False, True], ids=["disk", "served"])
def test_from_the_catalogue_to_the_middle_of_a_lesson(open_site: Opener, evil: str, *, served: bool) -> None:
    """Find the lesson, open it, play it from its second chapter on."""
    page = open_site("index.html", served=served)
    expect(page.get_by_role("heading", level=3)).to_have_text(["Third lesson", evil, "Second lesson"])
    page.get_by_role("link", name=evil).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(evil)
    wait_until(page, "document.querySelector('audio').duration > 19")
    page.locator("#chapters a").nth(1).click()
    wait_until(page, "document.querySelector('audio').currentTime > 4")
    page.locator("header.site a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Small & quiet")


def test_a_covers_whole_row_leads_to_its_lesson(open_site: Opener) -> None:
    page = open_site("index.html")
    box = page.locator(".lessons img").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_role("heading", level=1)).to_have_text("Third lesson")


def test_covers_are_seen(open_site: Opener) -> None:
    page = open_site("index.html", served=True)
    for picture in page.locator(".lessons img").all():
        picture.scroll_into_view_if_needed()
        handle = picture.element_handle()
        assert handle
        for _ in range(200):
            if handle.evaluate("(image) => image.complete && image.naturalWidth === 1400"):
                break
            page.wait_for_timeout(50)
        else:
            pytest.fail("a cover is not seen")


def test_chosen_colours_hold_on_every_page(open_site: Opener) -> None:
    page = open_site("index.html", served=True, color_scheme="light")
    page.get_by_label("Colours").select_option("dark")
    page.get_by_role("link", name="Third lesson").click()
    expect(page.get_by_label("Colours")).to_have_value("dark")
    expect(page.locator("html")).to_have_attribute("data-colours", "dark")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("where", ["index.html", "third/index.html", "evil/index.html"])
def test_axe_finds_nothing(
    open_site: Opener, violations: Callable[[Page], list[str]], where: str, width: int, scheme: str
) -> None:
    page = open_site(where, color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True)
    assert violations(page) == []


def test_axe_finds_nothing_without_javascript(
    open_site: Opener, violations: Callable[[Page], list[str]], site: Path
) -> None:
    """As the catalogue stands where scripts are off."""
    html = (site / "index.html").read_text("utf-8")
    page = open_site("index.html", bypass_csp=True)
    page.set_content(html[: html.index('<script type="module">')])
    expect(page.locator("#appearance")).to_be_hidden()
    assert violations(page) == []


@pytest.mark.parametrize("size", ["normal", "larger"])
def test_nothing_sticks_out_on_a_narrow_screen(open_site: Opener, size: str) -> None:
    """WCAG 1.4.10: 320 CSS pixels are enough, with very large type too."""
    page = open_site("index.html", viewport={"width": 320, "height": 640})
    page.get_by_label("Type").select_option(size)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_html_is_valid(site: Path, html_problems: Callable[..., str]) -> None:
    assert html_problems(*sorted(site.rglob("index.html"))) == ""

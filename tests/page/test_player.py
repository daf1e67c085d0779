"""The player in a real browser: the right tone after each seek, and everything else in step with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Opener = Callable[..., Page]
Hear = Callable[[Page, float], float]
NEAR = 12.0
"""Hz: one bin of the analyser."""


def position(page: Page) -> float:
    seconds: float = page.evaluate("document.getElementById('audio').currentTime")
    return seconds


def test_never_plays_by_itself_and_loads_little(open_page: Opener) -> None:
    page = open_page(init="performance.mark('begin')")
    page.wait_for_timeout(400)
    state = page.evaluate(
        "(() => { const a = document.getElementById('audio'); return [a.paused, a.preload, a.currentTime]; })()"
    )
    assert state == [True, "metadata", 0]


@pytest.mark.parametrize("cue", [0, 8, 3, 6, 1])
def test_right_tone_after_choosing_a_line(
    open_page: Opener, hear: Hear, starts: tuple[float, ...], frequency: Callable[[int], float], cue: int
) -> None:
    page = open_page()
    page.locator("#words .words a").nth(cue).click()
    assert hear(page, starts[cue] + 0.2) == pytest.approx(frequency(cue), abs=NEAR)
    expect(page.locator("#words a[aria-current]")).to_have_count(1)

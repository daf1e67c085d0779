"""The player in a real browser: the right tone after each seek, and everything else in step with it."""

from __future__ import annotations

from collections.abc import Callable

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


def go(page: Page, seconds: float) -> None:
    """As if the learner had dragged the browser's own control."""
    page.evaluate(
        """(at) => new Promise((done) => {
          const audio = document.getElementById('audio');
          audio.addEventListener('seeked', () => setTimeout(done, 20), { once: true });
          audio.currentTime = at;
        })""",
        seconds,
    )


def pause(page: Page) -> None:
    page.evaluate("document.getElementById('audio').pause()")


@pytest.mark.parametrize("cue", [0, 8, 3, 6, 1])
def test_right_tone_after_choosing_a_line(
    open_page: Opener, hear: Hear, starts: tuple[float, ...], frequency: Frequency, cue: int
) -> None:
    page = open_page()
    page.locator("#words a").nth(cue).click()
    assert hear(page, starts[cue] + 0.2) == pytest.approx(frequency(cue), abs=NEAR)
    expect(page.locator("#words a[aria-current]")).to_have_count(1)


def test_right_tone_after_each_of_many_seeks(
    open_page: Opener, hear: Hear, starts: tuple[float, ...], frequency: Frequency
) -> None:
    """Back and forth with the browser's own control, to the middle of each tone."""
    page = open_page()
    page.get_by_role("button", name="Play").click()
    for cue in (9, 0, 7, 2, 5, 1, 8, 4):
        go(page, starts[cue] + 0.05)
        assert hear(page, starts[cue] + 0.2) == pytest.approx(frequency(cue), abs=NEAR)


def test_seeking_is_exact(open_page: Opener, starts: tuple[float, ...], hear: Hear) -> None:
    """Half a second before a tone there is silence; behind its beginning there is the tone."""
    page = open_page()
    page.get_by_role("button", name="Play").click()
    go(page, starts[3] - 0.45)
    assert hear(page, starts[3] - 0.15, patience=1) == 0


def test_chapters_and_transcript_follow(
    open_page: Opener, edition: Edition, starts: tuple[float, ...], spoken: list[str]
) -> None:
    page = open_page()
    for cue, start in enumerate(starts):
        go(page, start + 0.02)
        line = " ".join(spoken[cue].split())
        expect(page.locator("#words a[aria-current]")).to_have_text(line)
        expect(page.locator("#now")).to_have_text(line)
    for section in edition.timeline.sections:
        go(page, section.start / SAMPLE_RATE + 0.02)
        expect(page.locator("#chapters a[aria-current] .title")).to_have_text(section.title)


def test_choosing_a_chapter_plays_it(
    open_page: Opener, hear: Hear, starts: tuple[float, ...], frequency: Frequency
) -> None:
    page = open_page()
    page.locator("#chapters a").nth(2).click()
    assert hear(page, starts[5] + 0.2) == pytest.approx(frequency(5), abs=NEAR)


def test_following_never_scrolls(open_page: Opener, starts: tuple[float, ...]) -> None:
    page = open_page(viewport={"width": 400, "height": 500})
    page.locator("#listen").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    before = page.evaluate("scrollY")
    for start in starts:
        go(page, start + 0.1)
    assert page.evaluate("scrollY") == before


def test_resume_is_offered_and_goes_on_where_the_learner_stopped(
    open_page: Opener, starts: tuple[float, ...]
) -> None:
    page = open_page()
    expect(page.locator("#resume")).to_be_hidden()
    page.locator("#words a").nth(5).click()
    page.wait_for_timeout(400)
    pause(page)
    page.reload()
    assert position(page) == 0
    assert paused(page)
    page.get_by_role("button", name="Go on from").click()
    page.wait_for_timeout(100)
    assert position(page) == pytest.approx(starts[5] + 0.4, abs=0.6)
    assert not paused(page)


def test_resume_holds_for_a_version_at_my_pace(open_page: Opener, starts: tuple[float, ...]) -> None:
    """The place is kept in the lesson as recorded, whatever version was playing."""
    page = open_page()
    page.locator("[name=rest]").fill("300")
    page.get_by_role("button", name="Make my version").click()
    expect(page.locator("[data-part=status]")).to_contain_text("ready")
    page.locator("#words a").nth(8).click()
    page.wait_for_timeout(300)
    pause(page)
    page.wait_for_timeout(100)
    assert position(page) > starts[8] + 20
    page.reload()
    page.get_by_role("button", name="Go on from").click()
    page.wait_for_timeout(100)
    assert position(page) == pytest.approx(starts[8] + 0.3, abs=0.6)


def test_repeat_says_the_present_cue_again_and_then_the_one_before(
    open_page: Opener, hear: Hear, starts: tuple[float, ...], frequency: Frequency
) -> None:
    page = open_page()
    go(page, starts[4] - 2)
    page.get_by_role("button", name="Repeat this cue").click()
    assert hear(page, starts[3] + 0.2) == pytest.approx(frequency(3), abs=NEAR)
    page.get_by_role("button", name="Repeat this cue").click()
    assert hear(page, starts[2] + 0.2) == pytest.approx(frequency(2), abs=NEAR)


def test_skipping_and_speed(open_page: Opener) -> None:
    page = open_page()
    page.get_by_role("button", name="Ahead 15 s").click()
    assert position(page) == pytest.approx(15, abs=0.05)
    page.get_by_role("button", name="Back 15 s").click()
    assert position(page) == 0
    page.get_by_label("Speed").select_option("1.3")
    speed = "document.getElementById('audio').playbackRate"
    assert page.evaluate(speed) == 1.3
    assert page.evaluate("document.getElementById('audio').preservesPitch")
    page.reload()
    assert page.evaluate(speed) == 1.3


def test_tone_keeps_its_pitch_at_another_speed(
    open_page: Opener, hear: Hear, starts: tuple[float, ...], frequency: Frequency
) -> None:
    page = open_page()
    page.get_by_label("Speed").select_option("0.75")
    page.locator("#words a").nth(9).click()
    assert hear(page, starts[9] + 0.4) == pytest.approx(frequency(9), abs=30)


def test_keyboard_alone(
    open_page: Opener, hear: Hear, starts: tuple[float, ...], frequency: Frequency
) -> None:
    """From the top of the page, without a pointer: to the player, through the transcript, and Enter plays."""
    page = open_page()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the recording")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#listen")).to_be_focused()
    page.keyboard.press("k")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("k")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    before = position(page)
    page.keyboard.press("l")
    assert position(page) == pytest.approx(before + 15, abs=0.1)
    page.keyboard.press("n")
    page.keyboard.press("p")
    page.keyboard.press("j")
    assert position(page) < before + 15
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('#words')"):
            break
    expect(page.locator("#words a:focus")).to_have_count(1)
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert hear(page, starts[3] + 0.2) == pytest.approx(frequency(3), abs=NEAR)
    page.keyboard.press("Tab")
    assert not page.evaluate("!!document.activeElement.closest('#words')")


def test_keys_work_only_inside_the_player(open_page: Opener) -> None:
    """WCAG 2.1.4: a single letter does nothing elsewhere on the page, or in a list of choices."""
    page = open_page()
    page.locator("#words a").first.focus()
    page.keyboard.press("k")
    page.get_by_label("Speed").focus()
    page.keyboard.press("l")
    assert paused(page)
    assert position(page) == 0


def test_link_with_a_time_goes_there_and_waits(open_page: Opener) -> None:
    page = open_page("#t=12.5")
    assert position(page) == pytest.approx(12.5, abs=0.05)
    assert paused(page)


def test_lock_screen_shows_the_lesson_and_its_keys_work(open_page: Opener, starts: tuple[float, ...]) -> None:
    spy = """
      window.keys = {};
      MediaSession.prototype.setActionHandler = (name, action) => { window.keys[name] = action; };
      MediaSession.prototype.setPositionState = (state) => { window.place = state; };
    """
    page = open_page(init=spy)
    page.locator("#words a").nth(2).click()
    page.wait_for_timeout(300)
    shown = page.evaluate(
        "(({ title, artist, album }) => [title, artist, album])(navigator.mediaSession.metadata)"
    )
    assert shown == ['Tones & "quotes" </script><script>alert(1)</script>', "A. Teacher", "Meeting the floor"]
    assert page.evaluate("Math.round(window.place.duration)") == pytest.approx(starts[9] + 3, abs=1)
    page.evaluate("window.keys.nexttrack()")
    page.evaluate("window.keys.pause()")
    expect(page.locator("#chapters a[aria-current] .title")).to_have_text("Right knee, right elbow")
    page.evaluate("window.keys.seekto({ seekTime: 3 })")
    assert position(page) == pytest.approx(3, abs=0.05)
    assert set(page.evaluate("Object.keys(window.keys)")) == {
        "play", "pause", "seekbackward", "seekforward", "seekto", "previoustrack", "nexttrack",
    }  # fmt: skip

"""My pace as a learner uses it: the version that is made is played, kept in step, and measured."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Page, expect

from generator.audio.clip import Clip
from generator.audio.edges import span
from generator.audio.profile import STANDARD, Profile
from generator.core.clock import MILLISECOND, SAMPLE_RATE
from generator.timeline.edition import Edition
from generator.timeline.timeline import Sound

Opener = Callable[..., Page]
Hear = Callable[..., float]
Clips = Mapping[Profile, tuple[Clip, ...]]

ROUNDING = 12 * MILLISECOND
SMEAR = 11 * MILLISECOND
"""How far MP3 spreads a sound (design: at most 6 ms before, 11 ms after)."""


def wish(page: Page, **values: str) -> None:
    """Move sliders and choose sections."""
    for name, value in values.items():
        field = page.locator(f"#my-pace-form [name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def make(page: Page) -> None:
    page.get_by_role("button", name="Make my version").click()
    expect(page.locator("[data-part=status]")).to_contain_text("Your version is ready")


def downloaded(page: Page, tmp_path: Path) -> Path:
    with page.expect_download() as download:
        page.locator("[data-part=download]").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


def heard(path: Path, count: int) -> list[tuple[int, int]]:
    """From where to where each of `count` sounds is heard, in samples, by a decoder that is not ours."""
    samples, rate = soundfile.read(path, dtype="float32")
    assert rate == SAMPLE_RATE
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    breaks = np.flatnonzero(np.diff(loud) > 30 * MILLISECOND)
    starts = [int(loud[0]), *(int(loud[at + 1]) for at in breaks)]
    ends = [*(int(loud[at]) + 1 for at in breaks), int(loud[-1]) + 1]
    assert len(starts) == count
    pieces = []
    for start, end in zip(starts, ends, strict=True):
        from_ = max(0, start - 30 * MILLISECOND)
        found = span(samples[from_ : end + 30 * MILLISECOND])
        assert found is not None
        pieces.append((from_ + found[0], from_ + found[1]))
    return pieces


@pytest.fixture
def longer_rests(open_page: Opener) -> Page:
    """Rests half as long again, pauses halved."""
    page = open_page()
    wish(page, rest="150", pause="50")
    make(page)
    return page


@pytest.mark.parametrize(
    "percent",
    [
        {"rest": "150", "pause": "130"},
        {"rest": "50", "move": "70"},
        {"rest": "300", "move": "300", "pause": "300"},
    ],
    ids=str,
)
def test_downloaded_version_is_measured_against_the_shifted_timeline(
    open_page: Opener, edition: Edition, tmp_path: Path, percent: dict[str, str]
) -> None:
    """Each sound is where the stretched silences put it, by another decoder, with no drift."""
    page = open_page()
    wish(page, **percent)
    make(page)
    path = downloaded(page, tmp_path)
    factors = {kind: int(value) / 100 for kind, value in percent.items()}
    at = 0.0
    expected = []
    for event in edition.timeline.events:
        if isinstance(event, Sound):
            expected.append((at, at + event.length))
            at += event.length
        else:
            at += event.wanted * factors.get(event.kind.name, 1)
    for (start, end), (wanted_start, wanted_end) in zip(heard(path, len(expected)), expected, strict=True):
        assert abs(start - wanted_start) <= ROUNDING + SMEAR
        assert abs(end - wanted_end) <= ROUNDING + SMEAR
    assert abs(soundfile.info(path).frames - at) <= ROUNDING
    seconds = round(soundfile.info(path).frames / SAMPLE_RATE)
    assert path.name == f"tones-my-pace-{seconds // 60}-{seconds % 60:02}.mp3"


def test_other_peoples_tools_find_nothing_wrong(
    longer_rests: Page, tmp_path: Path, program: Callable[..., str]
) -> None:
    path = downloaded(longer_rests, tmp_path)
    report = subprocess.run([program("mp3val"), path], capture_output=True, text=True, check=True).stdout
    assert "WARNING" not in report
    assert "CBR" in report
    decoded = subprocess.run(
        [program("ffmpeg"), "-v", "warning", "-i", path, "-f", "f32le", "-"], capture_output=True, check=True
    )
    assert decoded.stderr == b""
    assert len(decoded.stdout) // 4 == soundfile.info(path).frames


def test_the_version_plays_and_chapters_and_transcript_keep_step(
    longer_rests: Page, hear: Hear, frequency: Callable[[int], float]
) -> None:
    page = longer_rests
    page.locator("#words a").nth(8).click()
    start = page.evaluate("document.getElementById('audio').currentTime")
    assert hear(page, start + 0.25) == pytest.approx(frequency(8), abs=12)
    expect(page.locator("#words a[aria-current]")).to_have_text("Stand up, and wait.")
    expect(page.locator("#chapters a[aria-current] .title")).to_have_text('Walking </script> & "home"')
    page.locator("#chapters a").nth(2).click()
    expect(page.locator("#now")).to_have_text(
        "Let the right knee & the right elbow drift closer, and apart again."
    )
    expect(page.locator("#words .silence[data-event='13']")).to_have_text("rest, 12 s")


def test_introduction_left_out_and_a_section_twice(
    open_page: Opener, tmp_path: Path, edition: Edition, hear: Hear, frequency: Callable[[int], float]
) -> None:
    page = open_page()
    wish(page, **{"from": "1", "again": "2"})
    make(page)
    expect(page.locator("#chapters .title")).to_have_text(
        [
            "Meeting the floor",
            "Right knee, right elbow",
            "Right knee, right elbow (again)",
            'Walking </script> & "home"',
        ]
    )
    expect(page.get_by_text("Lie on your back.")).to_be_hidden()
    page.locator("#chapters a").nth(2).click()
    at = page.evaluate("document.getElementById('audio').currentTime")
    assert hear(page, at + 0.35) == pytest.approx(frequency(5), abs=12)
    expect(page.locator("#words a[aria-current]")).to_have_text(
        "Let the right knee & the right elbow drift closer, and apart again."
    )
    path = downloaded(page, tmp_path)
    assert len(heard(path, 11)) == 11
    assert soundfile.info(path).frames > 0
    assert edition.timeline.length > 0


def test_as_recorded_brings_the_lesson_back_at_the_same_place(
    longer_rests: Page, starts: tuple[float, ...]
) -> None:
    page = longer_rests
    page.locator("#words a").nth(6).click()
    page.evaluate("document.getElementById('audio').pause()")
    page.get_by_role("button", name="As recorded").click()
    expect(page.locator("[data-part=status]")).to_contain_text("as it was recorded")
    state: dict[str, Any] = page.evaluate("""() => {
      const a = document.getElementById('audio');
      return { source: a.src, at: a.currentTime, paused: a.paused };
    }""")
    assert state["source"].endswith("/tones.mp3")
    assert state["paused"]
    assert state["at"] == pytest.approx(starts[6], abs=0.5)
    expect(page.locator("[data-part=result]")).to_be_hidden()


def test_from_the_disk_it_asks_for_the_downloaded_file(
    open_page: Opener, folder: Path, tmp_path: Path
) -> None:
    page = open_page((folder / "index.html").as_uri())
    wish(page, rest="200")
    page.get_by_role("button", name="Make my version").click()
    expect(page.locator("[data-part=status]")).to_contain_text("choose the MP3")
    chooser = page.locator("#file")
    expect(chooser).to_be_focused()
    wrong = tmp_path / "letter.mp3"
    wrong.write_text("Dear reader")
    chooser.set_input_files(wrong)
    expect(page.locator("[data-part=status]")).to_contain_text("not an MP3")
    short = tmp_path / "short.mp3"
    short.write_bytes((folder / "tones.mp3").read_bytes()[:-1000])
    chooser.set_input_files(short)
    expect(page.locator("[data-part=status]")).to_contain_text("not whole")
    chooser.set_input_files(folder / "tones.mp3")
    expect(page.locator("[data-part=status]")).to_contain_text("Your version is ready")
    path = downloaded(page, tmp_path)
    assert soundfile.info(path).frames > soundfile.info(folder / "tones.mp3").frames + 15 * SAMPLE_RATE
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate("document.getElementById('audio').currentTime") > 0


def test_the_small_file_serves_as_well(open_page: Opener, folder: Path, tmp_path: Path) -> None:
    page = open_page((folder / "index.html").as_uri())
    wish(page, rest="200")
    page.get_by_role("button", name="Make my version").click()
    page.locator("#file").set_input_files(folder / "tones.small.mp3")
    expect(page.locator("[data-part=status]")).to_contain_text("Your version is ready")
    assert soundfile.info(downloaded(page, tmp_path)).samplerate == STANDARD.sample_rate // 2


def test_wishes_are_kept_but_nothing_is_made_by_itself(open_page: Opener) -> None:
    page = open_page()
    wish(page, rest="180", again="2")
    page.reload()
    expect(page.locator("[data-part=summary]")).to_contain_text("Your version")
    expect(page.locator("#pace-rest")).to_have_value("180")
    expect(page.locator("[data-part=result]")).to_be_hidden()
    assert page.evaluate("document.getElementById('audio').currentSrc").endswith("tones.mp3")


def test_recording_that_cannot_be_fetched_is_asked_for(open_page: Opener, folder: Path) -> None:
    page = open_page(init="window.fetch = () => Promise.reject(new TypeError('offline'));")
    wish(page, rest="150")
    page.get_by_role("button", name="Make my version").click()
    expect(page.locator("#file")).to_be_visible()
    page.locator("#file").set_input_files(folder / "tones.mp3")
    expect(page.locator("[data-part=status]")).to_contain_text("Your version is ready")

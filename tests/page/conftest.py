"""A lesson of tones at known times, its page, a server for it, and a real browser."""

from __future__ import annotations

import hashlib
import io
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest
import uvicorn
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from generator.audio.clip import Clip, ClipFacts
from generator.audio.encode import render_segment
from generator.audio.mp3 import write_frames
from generator.audio.profile import PROFILES, STANDARD, Profile
from generator.audio.segment import from_samples, trim
from generator.companions.captions import vtt
from generator.companions.formats import DownloadKind
from generator.companions.page.page_facts import Download, NextLesson, PageText, SiteInfo
from generator.companions.page.render import ASSETS, render_page
from generator.companions.tags import tags
from generator.companions.transcript import transcript
from generator.core.clock import SAMPLE_RATE
from generator.core.errors import Span
from generator.script.kinds import SilenceKind
from generator.script.lesson import Cue, Delivery, Item, Lesson, Pause, Section
from generator.timeline.edition import Edition
from generator.timeline.layout import lay_out
from tests.page.tones import HEADER, SECTIONS, tone

Clips: TypeAlias = Mapping[Profile, tuple[Clip, ...]]
Opener: TypeAlias = Callable[..., Page]


def _facts(clip: Clip) -> ClipFacts:
    key = hashlib.sha256(clip.data).hexdigest()
    return replace(clip.facts, key=key)


@pytest.fixture(scope="session")
def frequency() -> Callable[[int], float]:
    """Hz of the tone that stands for the lesson's cue of that number."""
    return lambda cue: 300.0 + 110 * cue


@pytest.fixture(scope="session")
def lesson() -> Lesson:
    """Four sections with every kind of silence, and titles and words that are hard on HTML."""
    sections = []
    line = 0
    for title, parts in SECTIONS:
        heading = Span("scripts/tones.txt", line := line + 1, 1, 1, title)
        items: list[Item] = []
        for seconds, what in parts:
            span = Span("scripts/tones.txt", line := line + 1, 1, 1, str(what))
            length = round(seconds * SAMPLE_RATE)
            items.append(
                Pause(what, length, length, span)
                if isinstance(what, SilenceKind)
                else Cue(what, span, Delivery("", None))
            )
        sections.append(Section(title, tuple(items), heading))
    return Lesson(HEADER, tuple(sections), None)


@pytest.fixture(scope="session")
def clips(frequency: Callable[[int], float]) -> Clips:
    """Each cue's tone, encoded for both profiles."""
    lengths = [part[0] for _, parts in SECTIONS for part in parts if not isinstance(part[1], SilenceKind)]
    rendered = [
        render_segment(trim(from_samples(tone(frequency(cue), length))), PROFILES)
        for cue, length in enumerate(lengths)
    ]
    return {profile: tuple(each[profile] for each in rendered) for profile in PROFILES}


@pytest.fixture(scope="session")
def edition(lesson: Lesson, clips: Clips) -> Edition:
    """The lesson of tones, laid out by the real layout."""
    timeline = lay_out(lesson, [clip.facts for clip in clips[STANDARD]]).timeline
    facts = tuple(_facts(clip) for clip in clips[STANDARD])
    return Edition("tones", "scripts/tones.txt", "ab" * 32, lesson.header, timeline, facts)


@pytest.fixture(scope="session")
def mp3_of(clips: Clips) -> Callable[[Edition, Profile], bytes]:
    """The MP3 of any layout of these clips, tag and all."""

    def make(edition: Edition, profile: Profile) -> bytes:
        stream = io.BytesIO()
        stream.write(tags(edition, None))
        placed = [(sound.frame, clips[profile][sound.clip].data) for sound in edition.timeline.sounds]
        write_frames(stream, profile, edition.timeline.length, placed)
        return stream.getvalue()

    return make


@pytest.fixture(scope="session")
def starts(edition: Edition) -> tuple[float, ...]:
    """Seconds where each tone begins."""
    return tuple(event.start / SAMPLE_RATE for event in edition.timeline.sounds)


@pytest.fixture(scope="session")
def page_text() -> PageText:
    """What a teacher might write."""
    return PageText(
        about="<p>The front works a little, so that the back may let go: an idea, no promise.</p>",
        ask_first="<p>Ask a professional first after recent surgery, or when you get dizzy.</p>",
        what_to_expect="<p>More of your back may meet the floor. No change is an answer, too.</p>",
        how_to_practise="<ul><li>With great attention.</li><li>Play, not exercise.</li></ul>",
        afterwards="<p>Move gently for an hour.</p>",
    )


@pytest.fixture(scope="session")
def site_info() -> SiteInfo:
    """A small site with an address of its own."""
    return SiteInfo(
        title="Small lessons",
        teacher="A. Teacher",
        base_url="https://lessons.example/",
        contact="teacher@lessons.example",
        page_url="tones/",
        feed="../feed.xml",
        next_lessons=(NextLesson("Freeing the hips", "../hips/index.html", "if knees are hard, begin here"),),
    )


@pytest.fixture(scope="session")
def folder(
    tmp_path_factory: pytest.TempPathFactory,
    edition: Edition,
    mp3_of: Callable[[Edition, Profile], bytes],
    page_text: PageText,
    site_info: SiteInfo,
) -> Path:
    """The page and the files beside it, as they would lie on a disk."""
    folder = tmp_path_factory.mktemp("site") / "tönes und mehr"
    folder.mkdir()
    length = edition.timeline.length
    files: list[tuple[str, str, bytes, int | None, DownloadKind]] = [
        ("Recording", f"tones{profile.suffix}.mp3", mp3_of(edition, profile), length, kind)
        for profile, kind in zip(PROFILES, (DownloadKind.STANDARD, DownloadKind.SMALL), strict=True)
    ]
    files += [
        ("Transcript", "tones.transcript.txt", transcript(edition).encode(), None, DownloadKind.TRANSCRIPT),
        ("Captions", "tones.vtt", vtt(edition).encode(), None, DownloadKind.CAPTIONS),
    ]
    downloads = []
    for label, name, data, samples, kind in files:
        (folder / name).write_bytes(data)
        downloads.append(Download(label, name, len(data), samples, hashlib.sha256(data).hexdigest(), kind))
    (folder / "index.html").write_text(render_page(edition, page_text, tuple(downloads), site_info), "utf-8")
    return folder


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    """Where the page is served with Range support, ending in `/`; `modules/` holds the script's modules."""
    app = Starlette(
        routes=[
            Mount("/modules", StaticFiles(directory=ASSETS / "js")),
            Mount("/", StaticFiles(directory=folder, html=True)),
        ]
    )
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    yield f"http://{host}:{port}/"
    server.should_exit = True
    thread.join()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Opener]:
    """Opens the lesson's page in a fresh profile; fails the test on any error in its script."""
    contexts = []
    problems: list[str] = []

    def opened(where: str = "", *, init: str = "", **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]  # passed through as they are
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        if init:
            page.add_init_script(init)
        page.goto(where if ":" in where else address + where)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert problems == []


HEAR = """async ([selector, least]) => {
  const audio = document.querySelector(selector);
  if (!window.ear) {
    const context = new AudioContext({ sampleRate: 48000 });
    await context.resume();
    const ear = context.createAnalyser();
    ear.fftSize = 4096;
    ear.smoothingTimeConstant = 0;
    context.createMediaElementSource(audio).connect(ear);
    ear.connect(context.destination);
    window.ear = ear;
  }
  const until = performance.now() + 5000;
  while (audio.seeking || audio.currentTime < least) {
    if (performance.now() > until) return -1;
    await new Promise((done) => setTimeout(done, 5));
  }
  const bins = new Float32Array(window.ear.frequencyBinCount);
  window.ear.getFloatFrequencyData(bins);
  const loudest = bins.indexOf(Math.max(...bins));
  return bins[loudest] < -60 ? 0 : loudest * 48000 / window.ear.fftSize;
}"""


@pytest.fixture(scope="session")
def hear() -> Callable[..., float]:
    """Hz of what sounds when `least` seconds are passed; 0 is silence, −1 never came there."""

    def heard(page: Page, least: float, patience: int = 6) -> float:
        frequency: float = 0
        for _ in range(patience):
            frequency = page.evaluate(HEAR, ["#audio", least])
            if frequency:
                break
            page.wait_for_timeout(60)  # on a busy machine the clock runs before the sound does
        return frequency

    return heard


@pytest.fixture(scope="session")
def spoken(edition: Edition) -> Sequence[str]:
    """The words of each cue."""
    return [event.text for event in edition.timeline.sounds]

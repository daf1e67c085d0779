"""How long a learner waits for a version at their own pace, in Chromium.

    python tests/bench/my_pace.py [output/knee-and-elbow.mp3]

Timed inside the browser, from the press of the button: the first version, with the recording fetched from a
server on this machine and checked; and any further one, when the recording is there.
"""

from __future__ import annotations

import hashlib
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import uvicorn
from playwright.sync_api import Page, sync_playwright
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from generator.companions.formats import DownloadKind
from generator.companions.page.page_facts import Download, PageText, SiteInfo
from generator.companions.page.render import render_page
from generator.timeline.edition_json import edition_from_json

ROOT = Path(__file__).parents[2]
ROUNDS = 7
AIM = 200
"""Milliseconds, for twenty minutes."""

WAIT = """() => new Promise((done) => {
  const status = document.querySelector("[data-part=status]");
  status.textContent = "";
  const start = performance.now();
  new MutationObserver((_, observer) => {
    if (!status.textContent.includes("ready")) return;
    observer.disconnect();
    done(performance.now() - start);
  }).observe(status, { childList: true });
  document.querySelector("#my-pace-form [type=submit]").click();
})"""


def main() -> None:
    """Of the MP3 that is named, or the shipped lesson's."""
    mp3 = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "output" / "knee-and-elbow.mp3"
    click.echo(my_pace(mp3))


def my_pace(mp3: Path) -> str:
    """Build a page around an MP3 that was made before, press its button, and say how long that took."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    if browser_path is None:
        return "- my pace: left out, because Chromium is not installed"
    with (
        tempfile.TemporaryDirectory(prefix="lesson-bench-") as folder,
        serving(expanded(mp3, Path(folder))) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        first, further = zip(*(times(browser.new_page(), address) for _ in range(ROUNDS)), strict=True)
        browser.close()
    return (
        f"- my pace, 20 minutes: {statistics.median(further):.0f} ms (aim: {AIM}); "
        f"the first time, with the recording fetched and checked, {statistics.median(first):.0f} ms"
    )


def expanded(mp3: Path, folder: Path) -> Path:
    """A folder with the lesson's page and its recording."""
    data = mp3.read_bytes()
    edition = edition_from_json(mp3.with_suffix(".timeline.json").read_text("utf-8"))
    recording = Download(
        "Recording",
        "lesson.mp3",
        len(data),
        edition.timeline.length,
        hashlib.sha256(data).hexdigest(),
        DownloadKind.STANDARD,
    )
    (folder / "lesson.mp3").write_bytes(data)
    page = render_page(edition, PageText(), (recording,), SiteInfo("Bench"))
    (folder / "index.html").write_text(page, "utf-8")
    return folder


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a server on this machine."""
    app = Starlette(routes=[Mount("/", StaticFiles(directory=folder, html=True))])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield "http://{}:{}/".format(*server.servers[0].sockets[0].getsockname()[:2])
    server.should_exit = True
    thread.join()


def times(page: Page, address: str) -> tuple[float, float]:
    """Milliseconds for the first version and for the next."""
    page.goto(address)
    page.locator("[name=rest]").fill("150")
    first: float = page.evaluate(WAIT)
    page.locator("[name=rest]").fill("180")
    further: float = page.evaluate(WAIT)
    page.close()
    return first, further


if __name__ == "__main__":
    main()

"""What every room's tests may use."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Real engines and files make the first example of a property slow; how slow is never a fact to assert.
settings.register_profile("lesson", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("lesson")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever uses a browser says so, so that `-m "not browser"` leaves it out."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


# Whatever voices somebody has added on this machine, no test may depend on them.
os.environ["LESSON_CONFIG"] = os.environ["LESSON_VOICES"] = str(Path(__file__).with_name("not-there"))


@pytest.fixture(scope="session")
def program() -> Callable[..., str]:
    """The path of a program that only tests need; where it is missing, CI fails and a desk skips."""

    def find(*names: str) -> str:
        for name in names:
            path = shutil.which(name)
            if path:
                return path
        message = f"{' or '.join(names)} is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)

    return find


ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser(program: Callable[..., str]) -> Iterator[Browser]:
    """The system's own Chromium, because its download may be impossible.

    For one module at a time: while Playwright runs, nothing else in the process can start an event loop.
    """
    from playwright.sync_api import sync_playwright

    path = program("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def node_modules(program: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """axe-core and html-validate, pinned by `package-lock.json`; without a network, CI fails."""
    npm = program("npm")
    folder = tmp_path_factory.mktemp("npm")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(Path(__file__).parent / "page" / name, folder)
    done = subprocess.run(
        [npm, "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"npm could not install axe-core and html-validate: {done.stderr}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder / "node_modules"


@pytest.fixture(scope="session")
def violations(node_modules: Path) -> Callable[[Page], list[str]]:
    """What axe-core finds on an open page (WCAG 2.0 to 2.2, A and AA, and its best practices)."""

    def find(page: Page) -> list[str]:
        page.evaluate((node_modules / "axe-core" / "axe.min.js").read_text("utf-8"))
        found: dict[str, Any] = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        return [f"{each['id']}: {[node['target'] for node in each['nodes']]}" for each in found["violations"]]

    return find


@pytest.fixture(scope="session")
def html_problems(node_modules: Path) -> Callable[..., str]:
    """What html-validate says about HTML files."""
    rules = {
        "extends": ["html-validate:standard", "html-validate:document", "html-validate:a11y"],
        "rules": {
            # Styles and scripts are named by hash in the page's own policy.
            "require-sri": "off",
            # A lesson's title may be as long as the teacher likes.
            "long-title": "off",
        },
    }
    settings = node_modules.parent / "rules.json"
    settings.write_text(json.dumps(rules), "utf-8")
    program = node_modules / ".bin" / "html-validate"

    def find(*paths: Path) -> str:
        done = subprocess.run(
            [program, "--config", settings, "--formatter", "text", *paths],
            capture_output=True,
            text=True,
            check=False,
        )
        said = (done.stdout + done.stderr).strip()
        return said or ("html-validate failed" if done.returncode else "")

    return find

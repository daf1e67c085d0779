"""The bar is for those who wait, and only for them."""

from __future__ import annotations

import sys

import pytest

from generator.cli.progress import PATIENCE_SECONDS, Bar


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)


@pytest.mark.usefixtures("terminal")
def test_who_waits_sees_how_far_it_is_before_anything_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    with Bar("hips", quiet=False) as bar:
        bar.update(0, 12)
        assert bar._drawn is None
        now[0] += PATIENCE_SECONDS
        bar.update(0, 12)
        assert bar._drawn is not None
        bar.update(5, 12)
        assert bar._drawn[0].tasks[0].completed == 5


@pytest.mark.usefixtures("terminal")
def test_who_wants_quiet_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.cli.progress.PATIENCE_SECONDS", 0)
    with Bar("hips", quiet=True) as bar:
        bar.update(0, 12)
        assert bar._drawn is None

"""Outputs are on the disk before they take the place of others, once a build."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from generator.cli.main import run

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others flush in other ways")


def test_outputs_are_flushed_before_any_is_renamed_and_a_rebuild_flushes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[str] = []
    replace, fsync = Path.replace, os.fsync

    def note_replace(path: Path, target: Path) -> Path:
        found.extend(["rename"] if target.parent.name == "output" else [])
        return replace(path, target)

    def note_fsync(opened: int) -> None:
        found.append("folder" if stat.S_ISDIR(os.fstat(opened).st_mode) else "file")
        fsync(opened)

    monkeypatch.setattr(Path, "replace", note_replace)
    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LESSON_CACHE", str(folder / "cache"))
    assert run(["build"]) == 0
    files = len(list((folder / "output").iterdir()))
    assert found == ["file"] * files + ["rename"] * files + ["folder"], "the cache's own files need none"
    found.clear()
    assert run(["build"]) == 0
    assert found == []

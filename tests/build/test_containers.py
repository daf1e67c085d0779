"""Builds that know nothing of each other's processes, in one folder, as containers over one volume are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.build.edges import Lesson

ALONE = ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc")
"""Each build is number 1 of its own."""


@pytest.fixture(autouse=True)
def _containers() -> None:
    if (
        sys.platform != "linux"
        or subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("this machine makes no containers here")


def begin(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*ALONE, sys.executable, "-m", "generator", "build"],
        cwd=folder,
        env={**os.environ, "LESSON_CACHE": str(folder / "cache")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_builds_of_one_number_share_cache_and_output(folder: Path, lesson: Lesson) -> None:
    processes = [begin(folder) for _ in range(2)]
    for process in processes:
        _, told = process.communicate(timeout=120)
        assert (process.returncode, told) == (0, "")
    assert not list(folder.rglob("*.unfinished"))
    assert ", 0 spoken," in lesson("build").stdout

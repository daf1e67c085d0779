"""What goes wrong around a build: it says so, and the last good files stay."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.build.edges import SCRIPT, Lesson


def test_a_failed_build_leaves_the_last_good_files_in_place(lesson: Lesson, folder: Path) -> None:
    lesson("build")
    before = {path.name: path.read_bytes() for path in (folder / "output").iterdir()}
    (folder / "scripts" / "edges.txt").write_text(SCRIPT.replace("[pause 3s]", "[puase 3s]"))
    failed = lesson("build", check=False)
    assert failed.returncode == 1
    assert "scripts/edges.txt:7:" in failed.stderr
    assert "pause" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert {path.name: path.read_bytes() for path in (folder / "output").iterdir()} == before


def test_an_unwritable_cache_is_told_and_the_build_goes_on(lesson: Lesson, folder: Path) -> None:
    (folder / "file").write_text("in the way")
    done = lesson("build", LESSON_CACHE=str(folder / "file" / "cache"))
    assert "nothing could be kept for the next build" in done.stderr
    assert (folder / "output" / "edges.mp3").exists()


def test_a_cache_that_cannot_even_be_looked_at_is_told_and_the_build_goes_on(
    lesson: Lesson, folder: Path
) -> None:
    done = lesson("build", LESSON_CACHE=str(folder / ("x" * 300)))
    assert "nothing could be kept for the next build" in done.stderr
    assert (folder / "output" / "edges.mp3").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_where_the_mp3_belongs_is_replaced(lesson: Lesson, folder: Path) -> None:
    (folder / "output").mkdir()
    os.mkfifo(folder / "output" / "edges.mp3")
    lesson("build")
    assert (folder / "output" / "edges.mp3").is_file()


def test_damaged_cache_entries_are_made_again_and_the_bytes_stay_the_same(
    lesson: Lesson, folder: Path
) -> None:
    lesson("build")
    before = (folder / "output" / "edges.mp3").read_bytes()
    entries = [path for path in (folder / "cache").rglob("*") if path.is_file()]
    for number, path in enumerate(entries):
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2] if number % 2 else bytes([data[0] ^ 1]) + data[1:])
    lesson("build")
    assert (folder / "output" / "edges.mp3").read_bytes() == before


def test_an_output_folder_that_is_a_file_is_told(lesson: Lesson, folder: Path) -> None:
    (folder / "output").write_text("in the way")
    failed = lesson("build", check=False)
    assert failed.returncode == 2
    assert "'output' is a file" in failed.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
def test_ctrl_c_ends_cleanly(folder: Path) -> None:
    """Exit 130, one word, no unfinished file, no process left."""
    words = [f"Sentence number {i} is here to be spoken." for i in range(3000)]
    (folder / "scripts" / "edges.txt").write_text("\n\n".join(words))
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "build"],
        cwd=folder,
        env={**os.environ, "LESSON_CACHE": str(folder / "cache")},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not list((folder / "cache").rglob("*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told.strip().endswith("interrupted")
    assert "Traceback" not in told
    assert not list(folder.rglob("*.unfinished"))
    assert not list((folder / "output").glob("*")) if (folder / "output").exists() else True
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)

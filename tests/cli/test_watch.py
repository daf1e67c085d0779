"""`lesson watch`: every save is built, whatever the editor does to the file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import soundfile

from generator.build.watch import mentioned, settled, stamp
from generator.core.clock import SAMPLE_RATE

if TYPE_CHECKING:
    from tests.cli.conftest import Desk

Until = Callable[[subprocess.Popen[str], str], list[str]]


def in_place(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def by_renaming(path: Path, text: str) -> None:
    beside = path.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def with_a_backup(path: Path, text: str) -> None:
    """As vim does: the old file is renamed, and a new one written."""
    path.replace(path.with_suffix(".txt~"))
    path.write_text(text, encoding="utf-8")


def in_two_halves(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.flush()
        time.sleep(0.02)
        file.write(text[: len(text) // 2])
        file.flush()
        file.write(text[len(text) // 2 :])


@pytest.fixture
def watch(desk: Desk, until: Until) -> Iterator[subprocess.Popen[str]]:
    process = desk.start("watch", "scripts/small.txt")
    until(process, "Ctrl-C ends it")
    yield process
    end(process)


def end(process: subprocess.Popen[str]) -> None:
    """Ctrl-C: exit 130, and nothing that it started is left."""
    started = children(process.pid)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 130
    # A killed process that is nobody's child any more is gone a moment after it was killed.
    for _ in range(100):
        if not any(map(alive, started)):
            break
        time.sleep(0.05)
    assert not [child for child in started if alive(child)]


def children(pid: int) -> list[int]:
    if not Path("/proc").is_dir():
        return []
    found: list[int] = []
    with suppress(FileNotFoundError):  # it, or a thread of it, has just ended
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return [*found, *(grand for child in found for grand in children(child))]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("save", [in_place, by_renaming, with_a_backup, in_two_halves])
def test_every_way_of_saving_is_seen(
    desk: Desk, watch: subprocess.Popen[str], until: Until, save: Callable[[Path, str], None]
) -> None:
    for words in ("be wide.", "be heavy."):
        text = desk.script.read_text(encoding="utf-8")
        save(desk.script, text.replace("be long.", words).replace("be wide.", words))
        until(watch, f" → “Let both legs {words}”")  # the first half may have been built, too
    heard = [event.text for event in desk.edition.timeline.sounds if event.text]
    assert heard[1] == "Let both legs be heavy."


def test_an_included_file_counts_too(desk: Desk, watch: subprocess.Popen[str], until: Until) -> None:
    (desk.folder / "scripts" / "common" / "end.txt").write_text("Come to standing.\n", encoding="utf-8")
    assert "Come to standing." in until(watch, "changed at")[-1]


def test_a_broken_script_is_told_and_what_was_built_stays(
    desk: Desk, watch: subprocess.Popen[str], until: Until
) -> None:
    mp3 = (desk.folder / "output" / "small.mp3").read_bytes()
    desk.edit("[rest 3s]", "[rest 3q]")
    lines = until(watch, "not built")
    assert any("scripts/small.txt:9:" in line and "error[" in line for line in lines)
    assert (desk.folder / "output" / "small.mp3").read_bytes() == mp3
    desk.edit("[rest 3q]", "[rest 4s]")
    until(watch, "rest 3 s → rest 4 s")


def test_an_include_that_is_missing_is_built_as_soon_as_it_is_there(
    desk: Desk, watch: subprocess.Popen[str], until: Until
) -> None:
    desk.edit("[include common/end.txt]", "[include later/end.txt]")
    until(watch, "not built")
    (desk.folder / "scripts" / "later").mkdir()
    (desk.folder / "scripts" / "later" / "end.txt").write_text("Rise.\n", encoding="utf-8")
    assert "“Rise.”" in until(watch, "changed at")[-1]


def test_a_lexicon_counts_as_soon_as_it_is_there_and_is_told_where_it_is_wrong(
    desk: Desk, watch: subprocess.Popen[str], until: Until
) -> None:
    lexicon = desk.folder / "scripts" / "lexicon.yaml"
    lexicon.write_text("knee: kneecap\n", encoding="utf-8")
    until(watch, "1 spoken")
    lexicon.write_text("knee kneecap\n", encoding="utf-8")
    until(watch, "lexicon.yaml:1")
    lexicon.write_text("knee: kneecap\nback: backside\n", encoding="utf-8")
    until(watch, "1 spoken")


def test_a_script_may_go_and_come_back(desk: Desk, watch: subprocess.Popen[str], until: Until) -> None:
    text = desk.script.read_text(encoding="utf-8")
    desk.script.unlink()
    until(watch, "is gone")
    assert (desk.folder / "output" / "small.mp3").exists()
    desk.script.write_text(text.replace("[rest 3s]", "[rest 6s]"), encoding="utf-8")
    until(watch, "rest 3 s → rest 6 s")


def test_a_draft_of_the_wrong_length_is_built_with_a_warning(
    desk: Desk, watch: subprocess.Popen[str], until: Until
) -> None:
    desk.edit("title: Small", "title: Small\nlength: 9:00")
    assert any("cannot be 9:00 long" in line for line in until(watch, "header: length"))


def test_what_changed_is_played_and_the_next_save_stops_it(desk: Desk, until: Until) -> None:
    process = desk.start("watch", "scripts/small.txt", "--play", "--silent")
    until(process, "Ctrl-C ends it")
    desk.edit("be long.", "be quiet.")
    until(process, "Lie on your back.")
    desk.edit("Lie on", "Lie down on")
    lines = until(process, "  Lie down on your back.")
    assert any("rebuilt" in line for line in lines)
    end(process)


def test_two_watches_on_one_script_leave_a_whole_mp3(
    desk: Desk, watch: subprocess.Popen[str], until: Until
) -> None:
    other = desk.start("watch", "scripts/small.txt")
    until(other, "Ctrl-C ends it")
    for seconds in (4, 5, 6):
        desk.edit(f"[rest {seconds - 1}s]", f"[rest {seconds}s]")
        until(watch, "rebuilt")
        until(other, "rebuilt")
        data, _ = soundfile.read(desk.folder / "output" / "small.mp3")
        assert len(data) == desk.edition.timeline.length
        assert len(data) > seconds * SAMPLE_RATE
    assert not list((desk.folder / "output").glob("*unfinished*"))
    end(other)


def test_all_lessons_are_watched_and_new_ones_too(desk: Desk, until: Until) -> None:
    process = desk.start("watch")
    until(process, "Ctrl-C ends it")
    (desk.folder / "scripts" / "other.txt").write_text("Rest.\n", encoding="utf-8")
    until(process, "other: rebuilt")
    end(process)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_no_process_outlives_a_watch_that_is_killed(desk: Desk, until: Until) -> None:
    process = desk.start("watch", "scripts/small.txt")
    until(process, "Ctrl-C ends it")
    desk.edit("be long.", f"be {time.monotonic_ns()}.")
    until(process, "rebuilt")
    started = children(process.pid)
    process.kill()
    process.wait()
    limit = time.monotonic() + 10
    while any(map(alive, started)) and time.monotonic() < limit:
        time.sleep(0.05)
    assert not [child for child in started if alive(child)]


def test_no_script_at_all_is_an_error(desk: Desk) -> None:
    desk.script.unlink()
    done = desk.run("watch")
    assert done.returncode == 3
    assert "there is no script" in done.stderr


def test_a_file_that_is_being_saved_gets_a_moment(tmp_path: Path) -> None:
    path = tmp_path / "script.txt"
    assert settled(path, stamp(path)) is None
    path.write_text("")
    empty = stamp(path)
    path.write_text("Rest.")
    assert settled(path, empty) == stamp(path)


def test_what_a_broken_script_names_is_watched(tmp_path: Path) -> None:
    path = tmp_path / "script.txt"
    path.write_text('---\ncover: "face.png"\nlexicon: words.pls\n---\n[pause 2q]\n[include common/a.txt]\n')
    named = ("face.png", "words.pls", "lexicon.yaml", "common/a.txt")
    assert mentioned(path) == {path, *(tmp_path / name for name in named)}

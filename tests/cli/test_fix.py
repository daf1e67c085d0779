"""`lesson check --fix` writes the corrections that it shows, when it may, and keeps what was there."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.cli.conftest import Desk

BOLD = "Turn **slowly** now. [pause 2s]\n\n[include common/end.txt]\n"
PLAIN = "Turn slowly now. [pause 2s]\n\n[include common/end.txt]\n"


def test_in_a_pipe_it_shows_and_writes_nothing_without_a_word(desk: Desk) -> None:
    desk.script.write_text(BOLD)
    done = desk.run("check", "--fix")
    assert done.returncode == 2
    assert "-Turn **slowly** now. [pause 2s]\n+Turn slowly now. [pause 2s]\n" in done.stdout
    assert "add --yes" in done.stderr
    assert desk.script.read_text() == BOLD


def test_with_yes_it_writes_keeps_the_old_file_and_finds_nothing_more(desk: Desk) -> None:
    desk.script.write_text(BOLD)
    done = desk.run("check", "--fix", "--yes")
    assert done.returncode == 0
    assert "1 script checked: nothing is wrong" in done.stdout
    assert desk.script.read_text() == PLAIN
    assert (desk.script.parent / "small.txt.bak").read_text() == BOLD
    desk.script.write_text(BOLD)
    assert "small.txt.bak2" in desk.run("check", "--fix", "--yes").stdout
    assert (desk.script.parent / "small.txt.bak").read_text() == BOLD


def test_included_files_are_corrected_too_and_line_ends_stay(desk: Desk) -> None:
    end = desk.script.parent / "common" / "end.txt"
    desk.script.write_bytes(b"\xef\xbb\xbf" + BOLD.replace("\n", "\r\n").encode())
    end.write_bytes(b"* Come to sitting.\r\n")
    assert desk.run("check", "--fix", "--yes").returncode == 0
    assert desk.script.read_bytes() == b"\xef\xbb\xbf" + PLAIN.replace("\n", "\r\n").encode()
    assert end.read_bytes() == b"Come to sitting.\r\n"
    assert not list(desk.script.parent.glob("**/*.bak.txt"))


def test_what_a_later_stage_sees_is_corrected_in_the_same_run(desk: Desk) -> None:
    german = "Leg dich auf den **Rücken** und lass die Arme neben dir liegen.\n"
    desk.script.write_text(f"---\nlanguage: en\n---\n{german}", encoding="utf-8")
    done = desk.run("check", "--fix", "--yes")
    assert done.returncode == 0
    assert "language: de" in desk.script.read_text(encoding="utf-8")
    assert len(list(desk.script.parent.glob("*.bak*"))) == 1


def test_what_cannot_be_corrected_is_told_and_stays(desk: Desk) -> None:
    desk.script.write_text("Turn. [paws 2s]\n")
    done = desk.run("check", "--fix", "--yes")
    assert done.returncode == 1
    assert "E001" in done.stderr
    assert not list(desk.script.parent.glob("*.bak*"))


def test_a_read_only_script_stays(desk: Desk) -> None:
    desk.script.write_text(BOLD)
    desk.script.chmod(0o444)
    done = desk.run("check", "--fix", "--yes")
    assert done.returncode == 3
    assert "read-only" in done.stderr
    assert not list(desk.script.parent.glob("*.bak*"))
    assert desk.script.read_text() == BOLD


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no terminals of this kind")
@pytest.mark.parametrize(("answer", "left"), [("y", PLAIN), ("n", BOLD)])
def test_on_a_terminal_it_asks(desk: Desk, answer: str, left: str) -> None:
    desk.script.write_text(BOLD)
    ours, theirs = os.openpty()
    os.write(ours, f"{answer}\n".encode())
    done = subprocess.run(
        [sys.executable, "-m", "generator", "check", "--fix"],
        cwd=desk.folder,
        env={**os.environ, "LESSON_CACHE": str(desk.cache)},
        stdin=theirs,
        capture_output=True,
        timeout=60,
        check=False,
    )
    os.close(ours)
    os.close(theirs)
    assert b"Write this into 1 file? [y/N]" in done.stdout
    assert desk.script.read_text() == left

"""`lesson fmt` changes a script's spelling, and nothing else about its file."""

from __future__ import annotations

import os
import stat
import sys

import pytest

from tests.cli.conftest import Desk

TIDY = "Rest now. [pause 2s]\n"
UNTIDY = "Rest now. [Pause  2 s]\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other modes")
def test_mode_and_further_names_stay(desk: Desk) -> None:
    desk.script.write_text(UNTIDY)
    desk.script.chmod(0o640)
    assert desk.run("fmt", "scripts/small.txt").stdout == "scripts/small.txt: changed\n"
    assert desk.script.read_text() == TIDY
    assert stat.S_IMODE(desk.script.stat().st_mode) == 0o640
    desk.script.write_text(UNTIDY)
    os.link(desk.script, desk.folder / "other.txt")
    assert desk.run("fmt", "scripts/small.txt").returncode == 0
    assert (desk.folder / "other.txt").read_text() == TIDY
    assert desk.script.samefile(desk.folder / "other.txt")


def test_a_read_only_script_stays_and_is_told(desk: Desk) -> None:
    """The others are changed all the same."""
    for name in ("one", "two"):
        (desk.script.parent / f"{name}.txt").write_text(UNTIDY)
    (desk.script.parent / "one.txt").chmod(0o444)
    told = desk.run("fmt", "scripts/one.txt", "scripts/two.txt")
    assert told.returncode == 3
    assert 'scripts/one.txt" is read-only and stays as it is: allow writing to it' in told.stderr.replace(
        "\\", "/"
    )
    assert told.stdout.replace("\\", "/") == "scripts/two.txt: changed\n"
    assert (desk.script.parent / "one.txt").read_text() == UNTIDY
    assert "Rest now. [pause 2s]" in desk.run("fmt", "--diff", "scripts/one.txt").stdout


def test_a_link_within_the_folder_leads_to_the_file_that_is_changed(desk: Desk) -> None:
    (desk.script.parent / "common" / "real.txt").write_text(UNTIDY)
    link = desk.script.parent / "link.txt"
    link.symlink_to("common/real.txt")
    assert desk.run("fmt", "scripts/link.txt").returncode == 0
    assert link.is_symlink()
    assert (desk.script.parent / "common" / "real.txt").read_text() == TIDY

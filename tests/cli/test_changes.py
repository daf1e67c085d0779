"""The edit report of a build, and `lesson changes`, which still knows it later."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Desk


def test_a_build_tells_what_an_edit_did_and_changes_still_knows(desk: Desk) -> None:
    first = desk.run("build")
    assert "first build" in first.stdout
    desk.edit("Lie on your back.", "Lie quietly on your back.")
    again = desk.run("build")
    assert "cues: 1 changed, 4 reused" in again.stdout
    # The lead is half a second: the last bits of a sample decide which way it is rounded.
    told = r"changed at 0:0[01], small.txt:6: “Lie on your back.” → “Lie quietly on your back.”"
    assert re.search(told, again.stdout)
    assert "everything after" in again.stdout
    assert "section “Arriving”" in again.stdout
    later = desk.run("changes", "small")
    assert "cues: 1 changed, 4 reused" in later.stdout


def test_building_again_keeps_the_report_of_the_last_edit(desk: Desk) -> None:
    desk.run("build")
    desk.edit("[rest 3s]", "[rest 5s]")
    desk.run("build")
    report = (desk.folder / "output" / "small.changes.json").read_bytes()
    assert "nothing changed" in desk.run("build").stdout
    assert (desk.folder / "output" / "small.changes.json").read_bytes() == report
    said = json.loads(desk.run("changes", "small", "--json").stdout)
    assert [(pause["before"], pause["after"]) for pause in said["pauses"]] == [("rest 3 s", "rest 5 s")]


def test_the_report_is_in_the_json_of_a_build(desk: Desk) -> None:
    desk.run("build")
    desk.edit("be long.", "be quite long.")
    (built,) = json.loads(desk.run("build", "--json").stdout)["built"]
    assert [cue["kind"] for cue in built["changes"]["cues"]] == ["changed"]
    assert built["changes"]["after"] == built["length"]


@pytest.mark.parametrize("damage", ["", "{", '{"format": "movement-lesson-timeline", "version": 99}', "\0"])
def test_a_damaged_last_build_counts_as_none_and_that_is_said(desk: Desk, damage: str) -> None:
    desk.run("build")
    (desk.folder / "output" / "small.timeline.json").write_text(damage)
    again = desk.run("build")
    assert again.returncode == 0
    assert "warning[W073]" in again.stderr
    assert "first build" in again.stdout
    assert desk.edition.name == "small"


@pytest.mark.parametrize(
    "name", ["small", "scripts/small.txt", "output/small.mp3", "output/small.changes.json"]
)
def test_a_lesson_may_be_named_in_several_ways(desk: Desk, name: str) -> None:
    desk.run("build")
    done = desk.run("changes", name)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "small:")


def test_a_script_means_all_of_its_lengths(desk: Desk) -> None:
    desk.edit("title: Small", "title: Small\nlengths: [0:30, 1:00]")
    desk.edit("[rest 3s]", "[rest 3-60s]")
    desk.run("build")
    told = desk.run("changes", "scripts/small.txt").stdout.splitlines()
    assert [line for line in told if not line.startswith(" ")] == ["small-1m:", "small-30s:"]


def test_an_unknown_name_is_told_with_the_nearest(desk: Desk) -> None:
    desk.run("build")
    done = desk.run("changes", "smal")
    assert done.returncode == 2
    assert 'did you mean "small"?' in done.stderr
    assert desk.run("changes", "output/other.mp3").returncode == 3


def test_a_damaged_report_is_told(desk: Desk) -> None:
    desk.run("build")
    kept = desk.folder / "output" / "small.changes.json"
    kept.write_text("{")
    done = desk.run("changes", "small")
    assert done.returncode == 3
    assert f'"{Path("output/small.changes.json")}" is damaged' in done.stderr
    kept.unlink()
    assert "written anew: small.changes.json" in desk.run("build").stdout
    assert "nothing changed" in desk.run("changes", "small").stdout

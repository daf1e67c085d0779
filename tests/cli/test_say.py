"""`lesson say` and `lesson plan --spoken`: what will be said of what is written."""

from __future__ import annotations

import json

import pytest
import soundfile

from tests.cli.conftest import Desk

SCRIPT = """\
---
say:
  psoas: /ˈsoʊəs/
---
Do it 10-15 times, e.g. with the psoas. [pause 2s] Let it be. [chime] Slowly...and gently.
"""


def test_it_prints_what_is_spoken_and_its_sounds(desk: Desk) -> None:
    done = desk.run("say", "Do it 10-15 times.", "--no-sound")
    text, spoken, sounds = done.stdout.splitlines()
    assert text == "Do it 10-15 times."
    assert spoken == "  spoken  Do it {ten to fifteen} times."
    assert "fˌɪftˈin" in sounds
    assert sounds.endswith("(heart)")


def test_what_is_said_as_it_is_written_has_no_line_of_its_own(desk: Desk) -> None:
    assert len(desk.run("say", "Rest.", "--no-sound").stdout.splitlines()) == 2


def test_each_try_is_played_and_can_be_copied(desk: Desk) -> None:
    done = desk.run("say", "psoas", "--try", "so-az", "--try", "/ˈsoʊəs/", "--silent")
    assert done.returncode == 0
    assert done.stdout.splitlines()[-2:] == ["  psoas: so-az", '  psoas: "/ˈsoʊəs/"']
    desk.script.write_text('---\nsay:\n  psoas: "/ˈsoʊəs/"\n---\nThe psoas. [pause 1s]\n', encoding="utf-8")
    assert desk.run("check").returncode == 0


def test_it_speaks_like_a_script(desk: Desk) -> None:
    desk.script.write_text(SCRIPT, encoding="utf-8")
    done = desk.run("say", "psoas", "--like", "scripts/small.txt", "--no-sound")
    assert "{psoas /ˈsoʊəs/}" in done.stdout


def test_it_speaks_other_languages_and_writes_a_file(desk: Desk) -> None:
    done = desk.run("say", "Beuge das Knie 10x.", "--language", "de", "-o", "knee.mp3")
    assert "{zehnmal}" in done.stdout
    assert "tsˈeːnmɑːl" in done.stdout
    assert 1.5 < soundfile.info(desk.folder / "knee.mp3").duration < 8


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["Rest [paus 2s]"], "did you mean [pause 2s]?"),
        (["  "], "this script is empty"),
        (["Rest.", "--rate", "1000"], "1000 is not in the range"),
        (["Rest.", "--voice", "nobody"], 'there is no voice "nobody"'),
        (["Rest.", "-o", "rest.txt"], "ends neither in .mp3 nor in .wav"),
        (["Rest.", "-o", "r.mp3", "--try", "a", "--try", "b"], "name one --try at a time"),
        (["Rest.", "--like", "none.txt"], "this file is not there"),
        (["psoas", "--try", "/ɮ/"], "it has no sound"),
    ],
)
def test_what_cannot_be_said_is_told(desk: Desk, arguments: list[str], told: str) -> None:
    done = desk.run("say", "--no-sound", *arguments)
    assert done.returncode in {1, 2, 3}
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_the_plan_shows_what_is_said_below_what_is_written(desk: Desk) -> None:
    desk.script.write_text(SCRIPT, encoding="utf-8")
    usual = desk.run("plan", "scripts/small.txt").stdout.splitlines()
    shown = desk.run("plan", "--spoken", "scripts/small.txt").stdout.splitlines()
    said = [line.strip() for line in shown if line.strip().startswith("said ")]
    assert said == [
        "said   Do it {ten to fifteen} times, {for example} with the {psoas /ˈsoʊəs/}.",
        "said   Slowly{,} and gently.",
    ]
    assert [line for line in shown if line.strip() not in said] == usual


def test_the_plans_json_has_what_is_said(desk: Desk) -> None:
    desk.script.write_text(SCRIPT, encoding="utf-8")
    facts = json.loads(desk.run("plan", "--spoken", "--estimate", "--json", "scripts/small.txt").stdout)
    assert [event["spoken"] for event in facts["events"] if "spoken" in event] == [
        "Do it ten to fifteen times, for example with the psoas.",
        "Let it be.",
        "Slowly, and gently.",
    ]
    plain = json.loads(desk.run("plan", "--estimate", "--json", "scripts/small.txt").stdout)
    assert not [event for event in plain["events"] if "spoken" in event]

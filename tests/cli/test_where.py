"""`lesson where`: from a time that was heard to the line that says so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from generator.core.clock import SAMPLE_RATE, tenths_text
from generator.timeline.timeline import Event, Sound

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Desk

MIRRORED = """\
---
title: Small
length: 1:00
---
[include common/end.txt]

# Right
[repeat 2]
Bend the right knee. [pause 2s]
[end repeat]
[rest 3-60s]

# Left
[mirror: Right]
[chime]
"""


@pytest.fixture
def mirrored(desk: Desk) -> Desk:
    """A lesson with all that brings a line to another place, built."""
    desk.script.write_text(MIRRORED, encoding="utf-8")
    desk.run("build", "--draft")
    return desk


def middle(event: Event) -> str:
    return tenths_text((event.start + event.end) // 2)


def test_every_sound_and_silence_is_found_on_its_line(mirrored: Desk) -> None:
    """An included cue, each round of a repeat, the mirrored side, an elastic pause, a bell."""
    lines = {"scripts/small.txt": MIRRORED, "scripts/common/end.txt": "Come slowly to sitting."}
    seen = set()
    for event in mirrored.edition.timeline.events:
        if event.span is None or (not isinstance(event, Sound) and not event.kind.written):
            continue
        done = mirrored.run("where", middle(event))
        place = f"{event.span.path.removeprefix('scripts/')}:{event.span.line}"
        assert done.stdout.splitlines()[1].startswith(f"{place}: "), done.stderr
        source = lines[event.span.path].split("\n")[event.span.line - 1]
        assert done.stdout.splitlines()[2].endswith(f"{event.span.line} | {source}")
        assert done.stderr == ""
        seen.add(place)
    assert seen == {"common/end.txt:1", "small.txt:9", "small.txt:11", "small.txt:15"}


def test_it_tells_section_words_and_silence(mirrored: Desk) -> None:
    events = mirrored.edition.timeline.events
    left = next(each for each in events if isinstance(each, Sound) and "left knee" in each.text)
    told = mirrored.run("where", "scripts/small.txt", middle(left)).stdout
    assert 'in the section "Left", which mirrors "Right"' not in told, "the bell is its own"
    assert 'in the section "Left"\n' in told
    assert '"Bend the left knee."' in told
    rest = next(each for each in events if not isinstance(each, Sound) and each.kind.name == "rest")
    told = mirrored.run("where", middle(rest)).stdout
    assert "elastic, from 3 s to 1:00" in told
    assert "\n   11 | [rest 3-60s]\n      | ^^^^^^^^^^^^\n" in told
    assert "before: " in told
    assert 'small.txt:9: cue "Bend the right knee."' in told


def test_the_beginning_and_the_end_are_silences_that_nobody_wrote(mirrored: Desk) -> None:
    assert "adds before the first cue" in mirrored.run("where", "0:00").stdout
    assert "adds after the last cue" in mirrored.run("where", "1:00").stdout
    for time in ("1:01", "59:00"):
        done = mirrored.run("where", time)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"the lesson has ended before {time}: it is 1:00 long" in done.stderr


def test_json_has_the_same_for_programs(mirrored: Desk) -> None:
    said = json.loads(mirrored.run("where", "small", "0:01", "--json").stdout)
    assert (said["place"], said["source"]) == ("common/end.txt:1", "Come slowly to sitting.")
    assert (said["built"], said["estimated"], said["position"]) == (True, False, SAMPLE_RATE)
    assert said["event"]["kind"] == "cue"
    assert said["event"]["start"] <= SAMPLE_RATE < said["event"]["end"]
    assert said["next"]["text"] == "Bend the right knee."


@pytest.mark.parametrize("name", ["output/small.mp3", "small.mp3", "small", "output/small.timeline.json"])
def test_an_mp3_is_asked_as_it_was_built_and_told_when_its_script_is_another(
    mirrored: Desk, name: str
) -> None:
    before = mirrored.run("where", name, "0:05")
    mirrored.edit("[include common/end.txt]", "A new beginning.\n\n[include common/end.txt]")
    after = mirrored.run("where", name, "0:05")
    assert (
        'its script "scripts/small.txt" was changed since it was built: lines are those of then'
        in after.stderr
    )
    assert after.stdout.splitlines()[:2] == before.stdout.splitlines()[:2]
    assert " | " not in after.stdout, "the line that is there now is another"


def test_a_timeline_makes_it_read_no_other_file(mirrored: Desk) -> None:
    """It may be somebody else's: it names places, and only what its script is made of is shown."""
    (mirrored.folder / "private.txt").write_text("My diary.\n")
    timeline = mirrored.folder / "output" / "small.timeline.json"
    text = timeline.read_text(encoding="utf-8")
    for path, line in (("scripts/../private.txt", 1), ("private.txt", 1), ("scripts/small.txt", 999)):
        place = f'"path": "{path}", "line": {line}'
        timeline.write_text(text.replace('"path": "scripts/common/end.txt", "line": 1', place))
        done = mirrored.run("where", "output/small.mp3", "0:01")
        assert (done.returncode, "Come slowly to sitting." in done.stdout) == (0, True), done.stderr
        assert " | " not in done.stdout


def test_an_mp3_whose_script_is_gone_still_tells_its_lines(mirrored: Desk) -> None:
    mirrored.script.unlink()
    done = mirrored.run("where", "output/small.mp3", "0:01")
    assert 'its script "scripts/small.txt" is gone or has errors' in done.stderr
    assert "common/end.txt:1: cue" in done.stdout


def test_a_script_that_was_changed_or_never_built_is_planned_and_that_is_said(
    desk: Desk, tmp_path: Path
) -> None:
    empty = {"LESSON_CACHE": str(tmp_path / "none")}
    never = desk.run("where", "0:01", **empty)
    assert '"scripts/small.txt" is not built yet: times are estimates' in never.stderr
    assert "small.txt:6: cue" in never.stdout
    desk.run("build")
    desk.edit("[pause 2s]", "[pause 9s]")
    changed = desk.run("where", "0:08")
    assert "was changed since it was built: times are those of the next build" in changed.stderr
    assert "small.txt:6: pause" in changed.stdout
    (desk.folder / "output" / "small.timeline.json").write_text("{")
    assert "cannot be read" in desk.run("where", "0:08").stderr


def test_of_several_lengths_one_is_chosen(desk: Desk) -> None:
    desk.edit("title: Small", "title: Small\nlengths: [0:30, 1:00]")
    desk.edit("[rest 3s]", "[rest 3-60s]")
    first = desk.run("where", "0:29")
    assert "This is the length 0:30; for another: --length 1:00" in first.stderr
    assert "adds after the last cue" in first.stdout
    other = desk.run("where", "0:29", "--length", "1:00")
    assert "small.txt:10: rest" in other.stdout
    wrong = desk.run("where", "0:29", "--length", "2:00")
    assert (wrong.returncode, "E063" in wrong.stderr) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "at which time? write it as in: lesson where 5:18"),
        (("scripts/small.txt",), 2, "is no time; write it as in: lesson where scripts/small.txt 5:18"),
        (("scripts/small.txt", "5:99x"), 2, '"5:99x" is no time; write it as in: lesson where 5:18'),
        (("a", "b", "0:01"), 2, "name one script and one time"),
        (("scripts/smal.txt", "0:01"), 1, 'did you mean "small.txt"?'),
        (("output/other.mp3", "0:01"), 3, 'nothing is known of a lesson "other"'),
    ],
)
def test_what_cannot_be_answered_is_told(
    desk: Desk, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = desk.run("where", *arguments)
    assert (done.returncode, words in done.stderr) == (code, True), done.stderr


def test_without_a_script_and_with_several_it_asks_for_one(desk: Desk) -> None:
    (desk.folder / "scripts" / "another.txt").write_text("Rest.\n")
    several = desk.run("where", "0:01")
    assert several.returncode == 2
    assert (
        "scripts/ holds 2 lessons: name one, as in: lesson where scripts/another.txt 0:01" in several.stderr
    )
    for path in (desk.folder / "scripts").glob("*.txt"):
        path.unlink()
    assert "there is no script" in desk.run("where", "0:01").stderr

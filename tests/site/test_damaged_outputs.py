"""Whatever has happened to the files of a lesson: each command says what is wrong, in words of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.cli.main import run
from tests.site.conftest import Lesson


def change(folder: Path, file: str, /, **values: Any) -> None:  # noqa: ANN401  # whatever JSON can say
    path = folder / "output" / file
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | values), "utf-8")


@pytest.mark.parametrize("date", ["2026-13-45", "today", "0000-00"])
def test_a_date_that_is_none_is_told(folder: Path, lesson: Lesson, date: str) -> None:
    change(folder, "third.timeline.json", date=date)
    told = lesson("site")
    assert told.code == 1
    assert 'third.timeline.json" is damaged: date is no date: run: lesson build scripts/third.txt' in told.err


def test_a_timeline_of_another_lesson_names_no_file_elsewhere(folder: Path, lesson: Lesson) -> None:
    change(folder, "third.timeline.json", name="../../secret")
    told = lesson("site")
    assert told.code == 1
    assert 'third.timeline.json" is the timeline of "../../secret"' in told.err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"chapters": [{"title": "Sitting", "startTime": 1e999, "endTime": 1}]}', "startTime is too large"),
        ('{"chapters": [{"title": "Sitting", "startTime": NaN, "endTime": 1}]}', "NaN is not a number"),
        ('{"chapters": [{"title": "Sitting", "endTime": 1}]}', "startTime is missing"),
        ('{"chapters": [null]}', "is not a JSON object"),
        ("[" * 100_000, "this is not a JSON file"),
        ("null", "is not a JSON object"),
    ],
)  # fmt: skip
def test_chapters_that_are_damaged_are_told(folder: Path, lesson: Lesson, text: str, words: str) -> None:
    (folder / "output" / "third.chapters.json").write_text(text)
    told = lesson("verify", "output/third.mp3")
    assert told.code == 1
    assert "third.chapters.json is damaged" in told.out
    assert words in told.out


def test_a_timeline_without_clips_is_a_plan(folder: Path, lesson: Lesson) -> None:
    change(folder, "third.timeline.json", clips=[])
    told = lesson("verify", "output/third.mp3")
    assert told.code == 1
    assert "third.timeline.json is only a plan" in told.out
    assert lesson("site").code == 1


def test_an_event_without_its_frame_is_told(folder: Path, lesson: Lesson) -> None:
    events = json.loads((folder / "output" / "third.timeline.json").read_text("utf-8"))["events"]
    change(folder, "third.timeline.json", events=[{**each, "frame": None} for each in events])
    told = lesson("verify", "output/third.mp3")
    assert told.code == 1
    assert "frame is not a whole number" in told.out


def test_what_decodes_a_damaged_mp3_prints_nothing(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = folder / "output" / "third.mp3"
    whole = path.read_bytes()
    middle = len(whole) * 3 // 4  # the first half is the cover
    for damaged in (
        whole[:middle],
        whole[:middle] + bytes(999) + whole[middle + 999 :],
        whole + whole[-999:],
    ):
        path.write_bytes(damaged)
        capfd.readouterr()
        assert run(["verify", "output/third.mp3"]) == 1
        assert capfd.readouterr().err == ""

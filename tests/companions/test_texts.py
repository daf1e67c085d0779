"""Transcript, chapters and labels."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from generator.companions.chapters import chapters
from generator.companions.formats import COMPANIONS
from generator.companions.labels import labels
from generator.companions.transcript import WIDTH, transcript
from generator.core.clock import SAMPLE_RATE
from generator.script.lesson import Header
from generator.timeline.edition import Edition
from generator.timeline.timeline import SoundKind

Maker = Callable[..., Edition]

anything = st.text(st.characters(codec="utf-8"), max_size=200)


def test_the_transcript_is_a_page_that_can_be_printed(lesson: Edition) -> None:
    assert transcript(lesson).splitlines() == [
        "Knee and elbow",
        "==============",
        "A. Teacher, 2:17",
        "",
        "A lesson for the lower back.",
        "",
        "0:01  Lie on your back. Which parts of you meet the floor?",
        "",
        "",
        "0:22  Right knee, right elbow",
        "",
        "0:22  Let the right knee and the right elbow drift a little closer, and",
        "      apart again; the arms carry the head, and the neck does nothing at",
        "      all. How heavy is it today?",
        "",
        "0:38  [move, 48 s]",
        "",
        "1:26  [chime]",
        "",
        "1:26  [rest, 40 s]",
        "",
        "",
        "2:07  Walking",
        "",
        "2:07  Stand, and take a few steps.",
    ]


def test_a_plain_pause_only_ends_a_paragraph(lesson: Edition) -> None:
    assert "[pause" not in transcript(lesson)


@given(text=anything, title=anything)
def test_no_word_is_missing_from_the_transcript_and_no_line_leaves_the_page(
    make: Maker, text: str, title: str
) -> None:
    edition = make([("", [f"first {text}"]), (f"title {title}", ["last"])])
    page = transcript(edition)
    assert all(len(line) <= WIDTH for line in page.split("\n"))
    cue = edition.timeline.sounds[0]
    visible = "".join(char for char in cue.text if char.isalnum())
    assert visible in "".join(char for char in page if char.isalnum())
    assert not any(char in page for char in "\x1b\x07\x00\r")


def test_chapters_follow_podcasting_2_0(lesson: Edition) -> None:
    read = json.loads(chapters(lesson))
    assert (read["version"], read["title"], read["author"]) == ("1.2.0", "Knee and elbow", "A. Teacher")
    assert [each["title"] for each in read["chapters"]] == [
        "Knee and elbow",
        "Right knee, right elbow",
        "Walking",
    ]
    for each, section in zip(read["chapters"], lesson.timeline.sections, strict=True):
        assert 0 <= section.start / SAMPLE_RATE - each["startTime"] < 0.001
        assert 0 <= section.end / SAMPLE_RATE - each["endTime"] < 0.001


def test_labels_name_every_cue_where_it_is_heard_to_the_sample(lesson: Edition) -> None:
    """Audacity's own rule: start, end and text parted by tabs, one label a line."""
    rows = list(csv.reader(labels(lesson).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert {len(row) for row in rows} == {3}
    read = {
        text: (round(float(start) * SAMPLE_RATE), round(float(end) * SAMPLE_RATE))
        for start, end, text in rows
    }
    for event in lesson.timeline.events:
        if event.kind is SoundKind.CUE:
            assert read[f"{event.text} (knee.txt:{event.span.line})"] == (event.start, event.end)
    assert [text for _, _, text in rows if text.startswith("#")] == [
        "# Knee and elbow",
        "# Right knee, right elbow",
        "# Walking",
    ]
    assert [float(row[0]) for row in rows] == sorted(float(row[0]) for row in rows)


@given(text=anything)
def test_nothing_in_a_text_can_forge_a_label_or_a_chapter(make: Maker, text: str) -> None:
    edition = make([(text, [f"a\t{text}\n1.0\t2.0\tforged"])], Header(title=text, description=text))
    assert [line.count("\t") for line in labels(edition).split("\n")] == [2, 2, 0]
    assert len(json.loads(chapters(edition))["chapters"]) == 1


def test_a_section_without_any_time_is_no_chapter(make: Maker) -> None:
    edition = make([("One", ["Word."]), ("Two", ["Word."])])
    empty = replace(edition.timeline.sections[1], title="Empty", end=edition.timeline.sections[1].start)
    sections = (edition.timeline.sections[0], empty, edition.timeline.sections[1])
    changed = replace(edition, timeline=replace(edition.timeline, sections=sections))
    assert "Empty" not in chapters(changed)


def test_every_companion_is_the_same_text_every_time(lesson: Edition) -> None:
    for suffix, companion in COMPANIONS.items():
        write = companion.write
        assert suffix.startswith(".")
        assert write(lesson) == write(lesson)
        assert "\r" not in write(lesson)
        assert write(lesson).endswith("\n")

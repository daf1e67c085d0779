"""Whatever is done to the tag or to the files beside an MP3 is found, and named with its line."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import ID3

from generator.audio.profile import Profile
from generator.timeline.edition_json import edition_from_json
from generator.verify.findings import Grade, place
from generator.verify.verify_mp3 import verify_mp3
from tests.verify.spoilt import chances, each_profile


@pytest.mark.parametrize("number", [1, 3])
def test_a_moved_chapter(output: Path, line_of: Callable[[str], int], number: int) -> None:
    path = output / "lesson.mp3"
    tag: Any = ID3(path, translate=False)  # type: ignore[no-untyped-call]  # mutagen has no type hints
    tag[f"CHAP:ch{number:05}"].start_time += 1500
    tag.save(path, v2_version=3)
    found = verify_mp3(path).wrong
    assert [(each.check, each.error) for each in found] == [("chapters", 1500)]
    line = line_of(["# Arriving", "# The right", "# The left", "# Ending"][number])
    assert found[0].place.endswith(f"lesson.txt:{line}")


def test_a_renamed_chapter_and_title(output: Path) -> None:
    path = output / "lesson.mp3"
    tag: Any = ID3(path, translate=False)  # type: ignore[no-untyped-call]  # mutagen has no type hints
    tag["CHAP:ch00002"].sub_frames["TIT2"].text = ["Elsewhere"]
    tag["TIT2"].text = ["Another"]
    tag.save(path, v2_version=3)
    assert [each.check for each in verify_mp3(path).wrong] == ["tags", "chapters"]


@pytest.mark.parametrize("ending", [".vtt", ".srt"])
@chances
def test_a_retimed_caption(output: Path, ending: str, seed: int) -> None:
    """One time that is off by 100 ms is found, with the line of its cue."""
    path = output / f"lesson{ending}"
    text = path.read_text(encoding="utf-8")
    edition = edition_from_json((output / "lesson.timeline.json").read_text(encoding="utf-8"))
    cue = random.Random(seed).choice([each for each in edition.timeline.sounds if each.text])
    start = cue.start * 1000 // 48000
    old = f"{start // 60000:02}:{start // 1000 % 60:02}[.,]{start % 1000:03}(?= -->)"
    moved = start + 100
    new = f"{moved // 60000:02}:{moved // 1000 % 60:02}{',' if ending == '.srt' else '.'}{moved % 1000:03}"
    changed, count = re.subn(old, new, text)
    assert count == 1
    path.write_text(changed, encoding="utf-8")
    found = verify_mp3(output / "lesson.mp3").wrong
    assert [(each.check, each.error, each.place) for each in found] == [("captions", 100, place(cue.span))]


@pytest.mark.parametrize("ending", [".vtt", ".srt"])
def test_a_changed_caption(output: Path, ending: str, line_of: Callable[[str], int]) -> None:
    path = output / f"lesson{ending}"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Do nothing at all", "Do something"), encoding="utf-8")
    found = verify_mp3(output / "lesson.mp3").wrong
    assert [each.check for each in found] == ["captions"]
    assert found[0].place.endswith(f":{line_of('Do nothing')}")


@pytest.mark.parametrize("ending", [".vtt", ".srt"])
def test_a_lost_caption(output: Path, ending: str) -> None:
    """Without its last caption, a file ends too early; nothing is blamed twice."""
    path = output / f"lesson{ending}"
    text = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(text.rpartition("\n\n")[0] + "\n", encoding="utf-8")
    assert [each.check for each in verify_mp3(output / "lesson.mp3").wrong] == ["captions"]


def test_captions_that_a_player_does_not_know_as_webvtt(output: Path) -> None:
    path = output / "lesson.vtt"
    path.write_text(path.read_text(encoding="utf-8").replace("WEBVTT", "XEBVTT", 1), encoding="utf-8")
    found = verify_mp3(output / "lesson.mp3").wrong
    assert len(found) == 1
    assert found[0].message.startswith("lesson.vtt begins with “XEBVTT”, and should begin with WEBVTT")


@pytest.mark.parametrize("ending", [".transcript.txt", ".labels.txt", ".vtt", ".srt"])
def test_another_side_in_any_text(output: Path, ending: str) -> None:
    """One word of a cue: what stands there and what should, with the file's line."""
    path = output / f"lesson{ending}"
    text = path.read_text(encoding="utf-8")
    number = next(number for number, line in enumerate(text.splitlines(), start=1) if "Let the right" in line)
    path.write_text(text.replace("Let the right", "Let the left", 1), encoding="utf-8")
    (found,) = verify_mp3(output / "lesson.mp3").wrong
    assert f"its line {number} is “" in found.message
    assert "Let the left" in found.message
    assert "and should be “" in found.message


@pytest.mark.parametrize(
    ("ending", "old", "new"),
    [
        (".transcript.txt", "A. Teacher", "Somebody"),
        (".transcript.txt", "Do nothing at all about it.", "Do nothing at all, about it!"),
        (".transcript.txt", "A quiet shoulder", "A loud shoulder"),
        (".transcript.txt", "Shoulders & neck", "Hips & neck"),
        (".labels.txt", "Do nothing at all about it.", "Do nothing at all about it!"),
        (".vtt", "Do nothing at all about it.", "Do nothing at all about it!"),
        (".srt", "Do nothing at all about it.", "Do nothing at all about it!"),
    ],
)
def test_what_was_edited_by_hand_is_told_at_its_line(output: Path, ending: str, old: str, new: str) -> None:
    """Not only words that are heard: title, description and a full stop stand in the timeline, too."""
    path = output / f"lesson{ending}"
    text = path.read_text(encoding="utf-8")
    number = next(number for number, line in enumerate(text.splitlines(), start=1) if old in line)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    (found,) = verify_mp3(output / "lesson.mp3").wrong
    assert f"lesson{ending} is not as it was built: its line {number} is “" in found.message
    assert "into the script" in found.message


def test_another_machines_line_ends_are_no_edit(output: Path) -> None:
    for ending in (".transcript.txt", ".labels.txt", ".vtt", ".srt"):
        path = output / f"lesson{ending}"
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert verify_mp3(output / "lesson.mp3").wrong == ()


@each_profile
def test_another_cover_embedded(output: Path, profile: Profile) -> None:
    path = output / f"lesson{profile.suffix}.mp3"
    tag: Any = ID3(path, translate=False)  # type: ignore[no-untyped-call]  # mutagen has no type hints
    tag["APIC:"].data = (output / "other.jpg").read_bytes()
    tag.save(path, v2_version=3)
    (found,) = verify_mp3(path).wrong
    assert found.check == "cover"
    assert "the tag" in found.message


def test_no_cover_embedded(output: Path) -> None:
    tag: Any = ID3(output / "lesson.mp3", translate=False)  # type: ignore[no-untyped-call]  # no type hints
    tag.delall("APIC")
    tag.save(output / "lesson.mp3", v2_version=3)
    assert [each.check for each in verify_mp3(output / "lesson.mp3").wrong] == ["cover"]


def test_another_cover_beside(output: Path) -> None:
    (output / "lesson.jpg").write_bytes((output / "other.jpg").read_bytes())
    (found,) = verify_mp3(output / "lesson.mp3").wrong
    assert found.check == "cover"
    assert found.message.startswith("lesson.jpg is another picture")


def test_a_missing_cover_file_and_one_of_an_earlier_version_are_only_noted(output: Path) -> None:
    (output / "lesson.png").write_bytes(b"another picture")
    report = verify_mp3(output / "lesson.mp3")
    assert not report.wrong
    assert ["lesson.png" in each.message for each in report.findings if each.severity is Grade.NOTE] == [True]
    (output / "lesson.png").unlink()
    (output / "lesson.jpg").unlink()
    report = verify_mp3(output / "lesson.mp3")
    assert not report.wrong
    assert ["lesson.jpg" in each.message for each in report.findings if each.severity is Grade.NOTE] == [True]


def test_a_timeline_of_an_earlier_version_knows_no_cover_which_is_noted(output: Path) -> None:
    path = output / "lesson.timeline.json"
    path.write_text(
        re.sub('"cover_hash": "[0-9a-f]{64}",\n', "", path.read_text(encoding="utf-8")), encoding="utf-8"
    )
    report = verify_mp3(output / "lesson.mp3")
    assert not report.wrong
    (note,) = (each for each in report.findings if each.severity is Grade.NOTE)
    assert note.check == "cover"
    assert "earlier version" in note.message

"""What a build says, and what it refuses."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from generator.core.clock import SAMPLE_RATE
from tests.build.edges import SCRIPT, Lesson, edition


def test_the_installed_command_says_all_and_ends_with_its_code(lesson: Lesson, folder: Path) -> None:
    command = Path(sys.executable).with_name("lesson")
    assert json.loads(subprocess.check_output([command, "voices", "--json"], cwd=folder))["voices"]
    (folder / "scripts" / "edges.txt").write_text("Lie down. [pauze]\n")
    done = subprocess.run([command, "check"], cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, lesson("check", check=False).stderr)
    if Path("/dev/full").exists():
        with Path("/dev/full").open("w") as full:
            assert subprocess.run([command, "voices"], stdout=full, stderr=full, check=False).returncode
            told = subprocess.run([command, "voices"], stdout=full, stderr=subprocess.PIPE, check=False)
        assert told.returncode == 3
        assert b'"standard output" cannot be used: No space left' in told.stderr


@pytest.mark.skipif(os.name != "posix", reason="Windows tells of a closed pipe otherwise")
def test_nobody_reads_what_is_printed(folder: Path) -> None:
    """`lesson voices | true`: no word of complaint, and no success."""
    command = [sys.executable, "-m", "generator"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*command, "voices"], cwd=folder, stdout=writing, stderr=subprocess.PIPE, check=False
    )
    assert (done.returncode, done.stderr) == (3, b"")
    for wrong in ("nosuch", "plan nosuch.txt", "changes nosuch"):
        done = subprocess.run(
            [*command, *wrong.split()], cwd=folder, stdout=subprocess.PIPE, stderr=writing, check=False
        )
        assert (done.returncode, done.stdout) == (3, b"")
    os.close(writing)


def test_a_bad_script_keeps_no_good_one_from_being_built(lesson: Lesson, folder: Path) -> None:
    (folder / "scripts" / "a-bad-one.txt").write_text("Rest. [pause 2q]\n")
    failed = lesson("build", check=False)
    assert failed.returncode == 1
    assert (folder / "output" / "edges.mp3").exists()
    assert not (folder / "output" / "a-bad-one.mp3").exists()


@pytest.mark.parametrize(("header", "code"), [("cover: words.txt", "E072"), ("chime: words.txt", "")])
def test_a_file_that_is_not_what_the_header_says_keeps_no_other_script_from_being_built(
    lesson: Lesson, folder: Path, header: str, code: str
) -> None:
    """The first script fails while its cues are being spoken; the voice then speaks the second."""
    (folder / "scripts" / "words.txt").unlink(missing_ok=True)
    (folder / "scripts" / "sub").mkdir()
    (folder / "scripts" / "sub" / "words.txt").write_text("words")
    header = header.replace("words", "sub/words")
    text = f"---\nlength: 1:00\n{header}\n---\n[chime]\n\nRest. [rest 10-60s]\n"
    (folder / "scripts" / "a-bad-one.txt").write_text(text)
    failed = lesson("build", check=False)
    assert code in failed.stderr
    assert "closed" not in failed.stderr
    assert (folder / "output" / "edges.mp3").exists()
    assert not (folder / "output" / "a-bad-one.mp3").exists()


def test_a_script_gives_the_same_files_whatever_was_built_before_it_in_the_same_run(
    lesson: Lesson, folder: Path
) -> None:
    """Of another language, so another voice, rate and gain; or beside another file of the same name."""
    texts = {"en": "[chime]\n\nLie down, and rest.", "de": "[chime]\n\nBleib liegen und ruh dich aus."}
    for hertz, (language, text) in enumerate(texts.items(), start=4):
        place = folder / language
        place.mkdir()
        (place / f"{language}.txt").write_text(f"---\nlanguage: {language}\nchime: bell.wav\n---\n{text}\n")
        tone = np.sin(np.arange(SAMPLE_RATE) / SAMPLE_RATE * 200 * hertz) * np.hanning(SAMPLE_RATE)
        soundfile.write(place / "bell.wav", tone * 0.5, SAMPLE_RATE)
    both = [f"{language}/{language}.txt" for language in texts]
    lesson("build", "-o", "together", *both)
    for script in both:
        lesson("build", "-o", "alone", script)
    names = [f"{language}.{kind}" for language in texts for kind in ("mp3", "timeline.json")]
    for name in names:
        assert (folder / "together" / name).read_bytes() == (folder / "alone" / name).read_bytes(), name


def test_an_unknown_voice_is_an_error_at_its_line_with_the_nearest_names(
    lesson: Lesson, folder: Path
) -> None:
    script = folder / "scripts" / "edges.txt"
    script.write_text(SCRIPT.replace("length: 0:52", "length: 0:52\nvoice: en-uss"))
    failed = lesson("check", check=False)
    assert failed.returncode == 1
    assert "scripts/edges.txt:4:8: error" in failed.stderr
    assert "en-us" in failed.stderr.split("did you mean")[1]


def test_a_length_out_of_reach_is_an_error_and_a_draft_is_built(lesson: Lesson, folder: Path) -> None:
    (folder / "scripts" / "edges.txt").write_text(SCRIPT.replace("0:52", "20:00"))
    failed = lesson("build", check=False)
    assert failed.returncode == 1
    assert "too short" in failed.stderr
    draft = lesson("build", "--draft")
    assert "warning" in draft.stderr
    assert (folder / "output" / "edges.mp3").exists()


def test_no_output_may_be_an_input(lesson: Lesson) -> None:
    failed = lesson("build", "-o", "scripts", check=False)
    assert failed.returncode == 3
    assert "lesson build -o output" in failed.stderr


def test_two_scripts_of_one_name_never_replace_each_other_in_one_run(lesson: Lesson, folder: Path) -> None:
    for name in ("one", "two"):
        (folder / name).mkdir()
        (folder / name / "rest.txt").write_text(f"This is {name}.")
    ended = lesson("build", "one/rest.txt", "two/rest.txt", check=False)
    assert ended.returncode == 3
    assert '"two/rest.txt" and "one/rest.txt" would both become "rest.mp3"' in ended.stderr
    assert edition(folder, "rest").script == "one/rest.txt"

    again = lesson("build", "two/rest.txt")
    assert "warning[W074]" in again.stderr
    assert '"one/rest.txt"' in again.stderr
    assert "W074" not in lesson("build", "./two/rest.txt").stderr


def test_a_length_of_one_script_never_replaces_another_script(lesson: Lesson, folder: Path) -> None:
    (folder / "rest.txt").write_text("---\nlengths: [20s, 10s]\n---\nLie down. [pause 1-20s] Rest.")
    (folder / "rest-10s.txt").write_text("Lie down.")
    ended = lesson("build", "rest.txt", "rest-10s.txt", check=False)
    assert ended.returncode == 3
    assert 'would both become "rest-10s.mp3"' in ended.stderr


def test_all_that_a_header_names_in_vain_is_told_at_once(lesson: Lesson, folder: Path) -> None:
    header = "---\nvoice: en-us+nosuch\ncover: nope.jpg\nchime: nope.wav\n---\n"
    (folder / "bad.txt").write_text(header + "Rest. [chime]\n\n[voice nobody]\nRest more.")
    told = lesson("check", "bad.txt", check=False).stderr
    places = ("bad.txt:2:8: error[E070]", "3:8: error[E072]", "4:8: error[E071]", "8:1: error[E070]")
    assert all(place in told for place in places)

    (folder / "bad.txt").write_text(header + "Rest. [pasue]\n\n[voice nobody]\nRest more.")
    for command in ("check", "build"):
        told = lesson(command, "bad.txt", check=False).stderr
        assert all(place in told for place in (*places, "6:7: error[E001]"))


def test_files_of_an_earlier_version_are_named_and_left(lesson: Lesson, folder: Path) -> None:
    assert "W075" not in lesson("build", "--profile", "both", "--wav").stderr
    assert "W075" not in lesson("build").stderr
    (folder / "scripts" / "edges.txt").write_text(SCRIPT.replace("Hush.", "Hush now."))
    told = lesson("build").stderr
    assert 'warning[W075]: "output/edges.small.mp3" is of an earlier version' in told
    assert 'warning[W075]: "output/edges.wav" is of an earlier version' in told
    assert "edges.small.mp3" in lesson("build").stderr
    assert "W075" not in lesson("build", "--profile", "both", "--wav").stderr


def test_files_of_a_script_that_is_gone_are_named_and_left(lesson: Lesson, folder: Path) -> None:
    lesson("build")
    shutil.move(folder / "scripts" / "edges.txt", folder / "scripts" / "corners.txt")
    done = lesson("build")
    assert "output/edges.*: its script is gone" in done.stderr
    assert (folder / "output" / "edges.mp3").exists()

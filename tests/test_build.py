"""The whole way from a script to an MP3, with the real voice, measured on what is decoded."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile

from generator.audio.sound import loud
from generator.clock import MILLISECOND, SAMPLE_RATE
from generator.edition import Edition
from generator.edition_json import from_json
from generator.timeline import SOUNDS, Kind

SCRIPT = """\
---
title: Four soft edges
length: 0:52
---
# Lying

Feel how the floor carries your feet. [pause 3s]
She sees six ships [pause 2.5s] at half past four. [rest 10-20s]

# Moving

Let the right knee lean out and back. [move 3 x 4s]
Thanks, that is enough.

Half a breath, if you wish. [pause 0s]
Hush.
"""

Lesson = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A teacher's folder: one script, and a cache of its own."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "edges.txt").write_text(SCRIPT)
    return tmp_path


@pytest.fixture
def lesson(folder: Path) -> Lesson:
    """Run `lesson` there, as a process of its own."""

    def run(*arguments: str, check: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "generator", *arguments],
            cwd=folder,
            env={**os.environ, "LESSON_CACHE": str(folder / "cache"), **environment},
            capture_output=True,
            text=True,
            check=check,
        )

    return run


def edition(folder: Path, name: str = "edges") -> Edition:
    return from_json((folder / "output" / f"{name}.timeline.json").read_text())


def heard(folder: Path, name: str = "edges") -> tuple[list[int], list[int], int]:
    """Onsets, ends and the number of samples of a decoded MP3, by what counts as sound."""
    samples, rate = soundfile.read(folder / "output" / f"{name}.mp3", dtype="float32")
    assert rate == SAMPLE_RATE
    onsets: list[int] = []
    ends: list[int] = []
    # Cues are far apart against the silences inside of them, so each is looked for around its own event.
    events = [e for e in edition(folder, name).timeline.events if e.kind in SOUNDS]
    borders = [0, *((a.end + b.start) // 2 for a, b in pairwise(events)), len(samples)]
    for start, stop in pairwise(borders):
        where = np.flatnonzero(loud(samples[start:stop], -50.0))
        onsets.append(start + int(where[0]))
        ends.append(start + int(where[-1]) + 1)
    return onsets, ends, len(samples)


def test_what_is_heard_is_what_is_written(lesson: Lesson, folder: Path) -> None:
    """Length to the sample, sounds within 5 ms of the timeline, gaps within 30 ms of the written pauses."""
    lesson("build")
    made = edition(folder)
    onsets, ends, count = heard(folder)
    assert count == made.timeline.length == 52 * SAMPLE_RATE
    events = [event for event in made.timeline.events if event.kind in SOUNDS]
    for onset, end, event in zip(onsets, ends, events, strict=True):
        assert abs(onset - event.start) <= 5 * MILLISECOND
        assert abs(end - event.end) <= 5 * MILLISECOND
    silences = [event for event in made.timeline.events if event.kind not in SOUNDS]
    written = [event.wanted or 0 for event in silences[1:-1]]
    for end, onset, wanted in zip(ends, onsets[1:], written, strict=False):
        if wanted >= 70 * MILLISECOND:
            assert abs(onset - end - wanted) <= 30 * MILLISECOND
        else:
            assert onset - end <= 90 * MILLISECOND
    assert [event.kind for event in silences if event.kind in {Kind.REST, Kind.MOVE, Kind.GAP}] == [
        Kind.REST,
        Kind.MOVE,
        Kind.GAP,
    ]


def test_the_mp3_and_the_pydub_master_have_the_same_sounds_at_the_same_samples(
    lesson: Lesson, folder: Path
) -> None:
    lesson("build", "--wav")
    exact, _ = soundfile.read(folder / "output" / "edges.wav", dtype="float64")
    decoded, _ = soundfile.read(folder / "output" / "edges.mp3", dtype="float64")
    assert len(exact) == len(decoded)
    for event in edition(folder).timeline.events:
        if event.kind is Kind.CUE:
            a, b = exact[event.start : event.end], decoded[event.start : event.end]
            size = 1 << (2 * len(a)).bit_length()
            correlation = np.fft.irfft(np.fft.rfft(b, size) * np.conj(np.fft.rfft(a, size)))
            assert int(np.argmax(correlation)) == 0
            assert 10 * np.log10(np.sum(a * a) / np.sum((a - b) ** 2)) > 12


def test_the_same_script_gives_the_same_bytes(lesson: Lesson, folder: Path) -> None:
    """Cold, from the cache, with one worker or eight, each time in a fresh process."""
    results = []
    for cache, workers in (("one", "1"), ("one", "8"), ("two", "8")):
        lesson("build", "--workers", workers, LESSON_CACHE=str(folder / cache))
        results.append({path.name: path.read_bytes() for path in (folder / "output").iterdir()})
    assert results[0] == results[1] == results[2]


def test_one_edited_sentence_costs_one_clip_and_a_pause_costs_none(lesson: Lesson, folder: Path) -> None:
    def built(text: str) -> tuple[int, int]:
        (folder / "scripts" / "edges.txt").write_text(text)
        (facts,) = json.loads(lesson("build", "--json").stdout)["built"]
        return facts["spoken"], facts["reused"]

    assert built(SCRIPT) == (7, 0)
    assert built(SCRIPT) == (0, 7)
    assert built(SCRIPT.replace("Hush.", "Quiet.")) == (1, 6)
    assert built(SCRIPT.replace("[pause 3s]", "[pause 2s]")) == (0, 7)


def test_what_has_not_changed_is_not_written_and_what_was_damaged_is(lesson: Lesson, folder: Path) -> None:
    lesson("build")
    files = sorted((folder / "output").iterdir())
    before = {file: (file.stat().st_ino, file.stat().st_mtime_ns, file.read_bytes()) for file in files}
    again = lesson("build", PYTHONPROFILEIMPORTTIME="1")
    assert "nothing changed" in again.stdout
    assert "generator.finishing" in again.stderr
    assert "generator.changes" not in again.stderr
    assert before == {
        file: (file.stat().st_ino, file.stat().st_mtime_ns, file.read_bytes()) for file in files
    }
    mp3 = folder / "output" / "edges.mp3"
    damaged = bytearray(mp3.read_bytes())
    damaged[-500] ^= 1
    mp3.write_bytes(damaged)
    assert "0 spoken" in lesson("build").stdout
    assert {file: file.read_bytes() for file in files} == {file: was for file, (_, _, was) in before.items()}


def test_another_cover_is_told_and_a_report_that_was_lost_is_made_anew(lesson: Lesson, folder: Path) -> None:
    from PIL import Image

    cover = folder / "scripts" / "cover.png"
    Image.new("RGB", (640, 640), "navy").save(cover)
    (folder / "scripts" / "edges.txt").write_text(SCRIPT.replace("title:", "cover: cover.png\ntitle:"))
    lesson("build")
    Image.new("RGB", (700, 700), "olive").save(cover)
    (folder / "output" / "edges.changes.json").unlink()
    told = lesson("build").stdout
    assert "nothing changed; written anew: edges.changes.json, edges.jpg, edges.mp3" in told
    assert "nothing changed" in lesson("changes", "edges").stdout


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
    command = [sys.executable, "-m", "generator", "voices"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, cwd=folder, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (3, b"")


def test_a_failed_build_leaves_the_last_good_files_in_place(lesson: Lesson, folder: Path) -> None:
    lesson("build")
    before = {path.name: path.read_bytes() for path in (folder / "output").iterdir()}
    (folder / "scripts" / "edges.txt").write_text(SCRIPT.replace("[pause 3s]", "[puase 3s]"))
    failed = lesson("build", check=False)
    assert failed.returncode == 1
    assert "scripts/edges.txt:7:" in failed.stderr
    assert "pause" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert {path.name: path.read_bytes() for path in (folder / "output").iterdir()} == before


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


def test_the_loudness_that_a_quiet_voice_is_advised_is_one_that_it_reaches(
    lesson: Lesson, folder: Path
) -> None:
    script = folder / "quiet.txt"
    script.write_text("---\nvoice: de\nlengths: [10s, 20s]\n---\nRuhe dich aus. [pause 1-30s] Gut.")
    told = lesson("check", "quiet.txt").stderr
    assert lesson("build", "quiet.txt").stderr == told
    advised = re.search(r"loudness: (-\d+)", told)
    assert advised
    script.write_text(f"---\nvoice: de\nloudness: {advised[1]}\n---\nRuhe dich aus.")
    checked = lesson("check", "quiet.txt")
    assert (checked.stdout, checked.stderr) == ("1 script checked: nothing is wrong\n", "")


def test_files_of_an_earlier_version_are_named_and_left(lesson: Lesson, folder: Path) -> None:
    assert "W075" not in lesson("build", "--profile", "both", "--wav").stderr
    assert "W075" not in lesson("build").stderr
    (folder / "scripts" / "edges.txt").write_text(SCRIPT.replace("Hush.", "Hush now."))
    told = lesson("build").stderr
    assert 'warning[W075]: "output/edges.small.mp3" is of an earlier version' in told
    assert 'warning[W075]: "output/edges.wav" is of an earlier version' in told
    assert "edges.small.mp3" in lesson("build").stderr
    assert "W075" not in lesson("build", "--profile", "both", "--wav").stderr


def test_an_unwritable_cache_is_told_and_the_build_goes_on(lesson: Lesson, folder: Path) -> None:
    (folder / "file").write_text("in the way")
    done = lesson("build", LESSON_CACHE=str(folder / "file" / "cache"))
    assert "nothing could be kept for the next build" in done.stderr
    assert (folder / "output" / "edges.mp3").exists()


def test_a_cache_that_cannot_even_be_looked_at_is_told_and_the_build_goes_on(
    lesson: Lesson, folder: Path
) -> None:
    done = lesson("build", LESSON_CACHE=str(folder / ("x" * 300)))
    assert "nothing could be kept for the next build" in done.stderr
    assert (folder / "output" / "edges.mp3").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_where_the_mp3_belongs_is_replaced(lesson: Lesson, folder: Path) -> None:
    (folder / "output").mkdir()
    os.mkfifo(folder / "output" / "edges.mp3")
    lesson("build")
    assert (folder / "output" / "edges.mp3").is_file()


def test_damaged_cache_entries_are_made_again_and_the_bytes_stay_the_same(
    lesson: Lesson, folder: Path
) -> None:
    lesson("build")
    before = (folder / "output" / "edges.mp3").read_bytes()
    entries = [path for path in (folder / "cache").rglob("*") if path.is_file()]
    for number, path in enumerate(entries):
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2] if number % 2 else bytes([data[0] ^ 1]) + data[1:])
    lesson("build")
    assert (folder / "output" / "edges.mp3").read_bytes() == before


def test_an_output_folder_that_is_a_file_is_told(lesson: Lesson, folder: Path) -> None:
    (folder / "output").write_text("in the way")
    failed = lesson("build", check=False)
    assert failed.returncode == 2
    assert "'output' is a file" in failed.stderr


def test_files_of_a_script_that_is_gone_are_named_and_left(lesson: Lesson, folder: Path) -> None:
    lesson("build")
    shutil.move(folder / "scripts" / "edges.txt", folder / "scripts" / "corners.txt")
    done = lesson("build")
    assert "output/edges.*: its script is gone" in done.stderr
    assert (folder / "output" / "edges.mp3").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
def test_ctrl_c_ends_cleanly(folder: Path) -> None:
    """Exit 130, one word, no unfinished file, no process left."""
    words = [f"Sentence number {i} is here to be spoken." for i in range(3000)]
    (folder / "scripts" / "edges.txt").write_text("\n\n".join(words))
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "build"],
        cwd=folder,
        env={**os.environ, "LESSON_CACHE": str(folder / "cache")},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not list((folder / "cache").rglob("*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told.strip().endswith("interrupted")
    assert "Traceback" not in told
    assert not list(folder.rglob("*.unfinished"))
    assert not list((folder / "output").glob("*")) if (folder / "output").exists() else True
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)

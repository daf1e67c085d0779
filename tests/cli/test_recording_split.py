"""A lesson that was read in one go, cut into the recordings of its cues."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from generator.audio.recording import Recording
from generator.audio.segment import at_lesson_rate
from generator.core.clock import SAMPLE_RATE
from tests.cli.recorded import FOLDER, TEXTS, files, record, spoken_by_another

if TYPE_CHECKING:
    from tests.cli.conftest import Desk


@pytest.fixture(scope="module")
def read_aloud() -> dict[str, Recording]:
    return spoken_by_another()


def read_in_one_go(path: Path, read_aloud: dict[str, Recording], texts: Sequence[str], gap: float) -> None:
    silence = np.zeros(round(gap * SAMPLE_RATE))
    room = np.random.default_rng(1)
    parts = [silence]
    for text in texts:
        sound = at_lesson_rate(read_aloud[text])
        parts += [sound * (0.4 / np.abs(sound).max()), silence]
    whole = np.concatenate(parts)
    soundfile.write(path, whole + room.standard_normal(len(whole)) * 0.0005, SAMPLE_RATE)


def test_a_reading_in_one_go_is_cut_into_its_cues(desk: Desk, read_aloud: dict[str, Recording]) -> None:
    reading = desk.folder / "reading.wav"
    read_in_one_go(reading, read_aloud, TEXTS, 1.5)
    done = desk.run("recordings", "scripts/small.txt", "--split", "reading.wav")
    assert (done.returncode, done.stderr) == (0, "")
    assert "4 recordings of 4 cues" in done.stdout
    assert "Listen" not in done.stdout
    for text, path in files(desk).items():
        sound, _ = soundfile.read(path)
        wanted = len(read_aloud[text].samples) / 2 / read_aloud[text].rate
        assert len(sound) / SAMPLE_RATE == pytest.approx(wanted, abs=0.6)
    assert desk.run("build", "--recorded-only", "--verify").returncode == 0
    assert "4 recorded" in desk.run("recordings", "scripts/small.txt").stdout


def test_a_cue_that_was_not_read_is_told_and_takes_are_kept(
    desk: Desk, read_aloud: dict[str, Recording]
) -> None:
    desk.run("recordings", "scripts/small.txt")
    first = files(desk)["Lie on your back."].with_suffix(".flac")
    record(first, read_aloud["Lie on your back."])
    before = first.read_bytes()
    reading = desk.folder / "reading.wav"
    read_in_one_go(reading, read_aloud, (TEXTS[0], TEXTS[1], TEXTS[3]), 1.5)
    done = desk.run("recordings", "scripts/small.txt", "--split", "reading.wav")
    assert done.returncode == 1
    assert "3 recordings of 4 cues" in done.stdout
    assert done.stdout.count("not found") == 1
    assert "Listen to those around each ? and gap." in done.stdout
    assert (first.parent / "takes" / f"{first.stem}.1.flac").read_bytes() == before
    assert not first.exists()
    again = desk.run("recordings", "scripts/small.txt", "--split", "reading.wav")
    assert again.returncode == 1
    assert len(list((first.parent / "takes").iterdir())) == 1, "the same reading is no new take"


def test_an_edited_cue_is_read_again(desk: Desk, read_aloud: dict[str, Recording]) -> None:
    reading = desk.folder / "reading.wav"
    read_in_one_go(reading, read_aloud, TEXTS, 1.5)
    desk.run("recordings", "scripts/small.txt", "--split", "reading.wav")
    desk.edit("Lie on your back.", "Lie quietly on your back.")
    assert "W082" in desk.run("build").stderr
    read_in_one_go(reading, read_aloud, ("Lie quietly on your back.", *TEXTS[1:]), 1.2)
    assert desk.run("recordings", "scripts/small.txt", "--split", "reading.wav").returncode == 0
    built = desk.run("build", "--recorded-only")
    assert (built.returncode, built.stderr) == (0, "")


@pytest.mark.parametrize("what", ["silence", "text", "nothing"])
def test_what_is_no_reading_is_told(desk: Desk, what: str) -> None:
    reading = desk.folder / "reading.wav"
    if what == "silence":
        soundfile.write(reading, np.zeros(SAMPLE_RATE), SAMPLE_RATE)
    elif what == "text":
        reading.write_text("Lie on your back.", encoding="utf-8")
    done = desk.run("recordings", "scripts/small.txt", "--split", "reading.wav")
    assert done.returncode != 0
    assert "reading.wav" in done.stderr
    assert not list((desk.folder / FOLDER).glob("*.wav"))

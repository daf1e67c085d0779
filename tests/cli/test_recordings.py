"""A lesson in the teacher's own voice, from the list to the edit of a cue that was recorded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from generator.audio.level import loudness_between_silences
from generator.audio.recording import Recording
from generator.core.clock import SAMPLE_RATE, seconds
from tests.cli.recorded import FOLDER, TEXTS, files, record, spoken_by_another

if TYPE_CHECKING:
    from tests.cli.conftest import Desk


@pytest.fixture(scope="module")
def read_aloud() -> dict[str, Recording]:
    return spoken_by_another()


def test_all_of_a_lesson_is_recorded(desk: Desk, read_aloud: dict[str, Recording]) -> None:
    listed = desk.run("recordings", "scripts/small.txt")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "4 to record" in listed.stdout
    assert tuple(files(desk)) == TEXTS
    refused = desk.run("build", "--recorded-only")
    assert refused.returncode == 1
    assert refused.stderr.count("this cue has no recording") == 4
    assert not list((desk.folder / "output").glob("*.mp3"))
    for text, path in files(desk).items():
        record(path, read_aloud[text], level=0.05 if "legs" in text else 0.8)
    built = desk.run("build", "--recorded-only", "--verify")
    assert (built.returncode, built.stderr) == (0, "")
    edition = desk.edition
    assert edition.voices == ()
    assert edition.recorded
    assert [clip.loudness for clip in edition.clips] == pytest.approx([-19] * len(edition.clips), abs=0.5)
    assert "4 recorded" in desk.run("recordings", "scripts/small.txt").stdout
    assert desk.run("site").returncode == 0
    assert "synthetic" not in page_of(desk)


def page_of(desk: Desk) -> str:
    return (desk.folder / "output" / "site" / "small" / "index.html").read_text(encoding="utf-8")


def test_recorded_and_spoken_cues_are_equally_loud_and_the_pauses_exact(
    desk: Desk, read_aloud: dict[str, Recording]
) -> None:
    desk.run("recordings", "scripts/small.txt")
    record(files(desk)["Lie on your back."], read_aloud["Lie on your back."], 0.03)
    assert desk.run("build", "--verify").returncode == 0
    edition = desk.edition
    assert edition.voices == ("heart",)
    assert desk.run("site").returncode == 0
    assert "Where no person speaks, the voice is synthetic" in page_of(desk)
    samples, _ = soundfile.read(desk.folder / "output" / "small.mp3", dtype="float32")
    sounds = edition.timeline.sounds
    heard = [loudness_between_silences(samples[each.start : each.end], SAMPLE_RATE) for each in sounds]
    assert max(heard) - min(heard) <= 1
    pause = edition.timeline.silences[1][0]
    assert seconds(pause.length) == pytest.approx(2, abs=0.03)


def test_a_recording_that_the_script_names_is_heard(desk: Desk, read_aloud: dict[str, Recording]) -> None:
    record(desk.folder / "scripts" / "own" / "back.wav", read_aloud["Lie on your back."])
    desk.edit("Lie on your back.", "[recording own/back.wav] Lie on your back.")
    assert desk.run("build").returncode == 0
    clips = desk.edition.clips
    assert [bool(clip.voice) for clip in clips[:2]] == [False, True]
    assert "own/back.wav  " in desk.run("recordings", "scripts/small.txt").stdout
    desk.edit("own/back.wav", "own/bakc.wav")
    wrong = desk.run("check")
    assert wrong.returncode == 1
    assert "small.txt:6:1: error[E078]: the recording own/bakc.wav cannot be read" in wrong.stderr
    assert 'did you mean "back.wav"?' in wrong.stderr


def test_an_edit_after_the_recording_is_told_with_what_changed(
    desk: Desk, read_aloud: dict[str, Recording]
) -> None:
    desk.run("recordings", "scripts/small.txt")
    path = files(desk)["Lie on your back."]
    record(path, read_aloud["Lie on your back."])
    desk.run("recordings", "scripts/small.txt")
    desk.edit("Lie on your back.", "Lie quietly on your back.")
    told = desk.run("build")
    assert told.returncode == 0
    assert f"warning[W082]: recordings/small/{path.name} says “Lie on your back.”" in told.stderr
    assert desk.edition.clips[0].voice
    listed = desk.run("recordings", "scripts/small.txt").stdout
    assert f"{path.name} was recorded as: Lie on your back." in listed
    assert "The script now says: Lie quietly on your back." in listed
    assert path.is_file()
    record(path, read_aloud["Lie quietly on your back."])
    assert "1 recorded, 3 to record" in desk.run("recordings", "scripts/small.txt").stdout
    assert desk.run("build").stderr == ""
    assert not desk.edition.clips[0].voice


def test_a_recording_that_still_fits_is_kept_by_a_word(desk: Desk, read_aloud: dict[str, Recording]) -> None:
    desk.run("recordings", "scripts/small.txt")
    path = files(desk)["Lie on your back."]
    record(path, read_aloud["Lie on your back."])
    desk.edit("Lie on your back.", "Lie on your back!")
    assert "W082" in desk.run("build").stderr
    assert "1 recorded" in desk.run("recordings", "scripts/small.txt", "--fits", path.name).stdout
    assert desk.run("build").stderr == ""
    unknown = desk.run("recordings", "scripts/small.txt", "--fits", "no.wav")
    assert unknown.returncode == 3
    assert 'the sheet lists no recording "no.wav"' in unknown.stderr


def test_poor_recordings_are_told_at_their_lines(desk: Desk, read_aloud: dict[str, Recording]) -> None:
    desk.run("recordings", "scripts/small.txt")
    record(files(desk)["Lie on your back."], read_aloud["Lie on your back."], 6.0)
    record(files(desk)["Let both legs be long."], read_aloud["Let both legs be long."], 0.001)
    path = files(desk)["Bend the right knee."]
    record(path, read_aloud["Bend the right knee."])
    sound, rate = soundfile.read(path)
    noise = np.random.default_rng(1).standard_normal(len(sound)) * 0.02
    soundfile.write(path, sound + noise, rate)
    told = desk.run("check").stderr
    assert "small.txt:6:1: warning[W083]" in told
    assert "was recorded too loud" in told
    assert "is very soft" in told
    assert "is noisy" in told


def test_a_recording_of_another_length_than_its_text_is_told(
    desk: Desk, read_aloud: dict[str, Recording]
) -> None:
    desk.run("recordings", "scripts/small.txt")
    path = files(desk)["Come slowly to sitting."]
    record(path, read_aloud["Come slowly to sitting."])
    sound, rate = soundfile.read(path)
    soundfile.write(path, np.tile(sound, 8), rate)
    told = desk.run("check").stderr
    assert "common/end.txt:1:1: warning[W084]" in told
    assert "is very long for its text" in told


def test_what_is_no_recording_is_an_error_at_its_line(desk: Desk) -> None:
    desk.run("recordings", "scripts/small.txt")
    path = files(desk)["Lie on your back."]
    path.write_bytes(b"")
    told = desk.run("build")
    assert told.returncode == 1
    assert "small.txt:6:1: error[E078]" in told.stderr
    assert "is not an audio file" in told.stderr
    with path.open("wb") as file:
        file.truncate(2 << 30)  # of holes, which take no room
    assert "is too large" in desk.run("build").stderr
    path.unlink()
    path.mkdir()
    assert desk.run("build").returncode == 0, "a folder is no recording"


def test_a_broken_sheet_is_told_and_left_alone(desk: Desk) -> None:
    sheet = desk.folder / FOLDER / "sheet.csv"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("my own notes\n", encoding="utf-8")
    for command in (("build",), ("recordings", "scripts/small.txt")):
        told = desk.run(*command)
        assert told.returncode == 1
        assert "its first line must name the columns file and text" in told.stderr
    assert sheet.read_text(encoding="utf-8") == "my own notes\n"


def test_a_watched_lesson_is_built_when_a_recording_is_saved(
    desk: Desk, read_aloud: dict[str, Recording], until: object
) -> None:
    assert callable(until)
    desk.run("recordings", "scripts/small.txt")
    process = desk.start("watch", "scripts/small.txt")
    until(process, "small: ")
    record(files(desk)["Lie on your back."], read_aloud["Lie on your back."])
    until(process, "“Lie on your back.”")


def test_the_list_is_read_aloud_from_a_page(desk: Desk) -> None:
    desk.edit("Lie on your back.", "Lie on your \\<back\\>.")
    desk.run("recordings", "scripts/small.txt")
    page = (desk.folder / FOLDER / "sheet.html").read_text(encoding="utf-8")
    assert "<title>Small</title>" in page
    assert "Lie on your &lt;back&gt;." in page


def test_nothing_of_somebody_elses_is_overwritten_and_no_link_followed(desk: Desk, tmp_path: Path) -> None:
    folder = desk.folder / FOLDER
    folder.mkdir(parents=True)
    (folder / "sheet.html").write_text("mine", encoding="utf-8")
    told = desk.run("recordings", "scripts/small.txt")
    assert told.returncode == 3
    assert "was not made by this program" in told.stderr
    assert (folder / "sheet.html").read_text(encoding="utf-8") == "mine"
    assert not (folder / "sheet.csv").exists()
    (folder / "sheet.html").unlink()
    folder.rmdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder.symlink_to(elsewhere, target_is_directory=True)
    told = desk.run("recordings", "scripts/small.txt")
    assert told.returncode == 1
    assert "a link leads to a file outside of its folder" in told.stderr
    assert not list(elsewhere.iterdir())

"""`lesson preview`: a part of a lesson as it sounds there."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import miniaudio
import mutagen.id3
import numpy as np
import pytest
import soundfile

from generator import expand, parse
from generator.audio.frames import parse_frames
from generator.audio.mp3 import write_frames
from generator.audio.profile import STANDARD
from generator.build.preview import Preview
from generator.build.session import BuildSession, Settings
from generator.cli.main import run
from generator.core.cache import Cache
from generator.core.clock import SAMPLE_RATE
from generator.timeline.excerpt import EventRange

if TYPE_CHECKING:
    from tests.cli.conftest import Desk

Until = Callable[[subprocess.Popen[str], str], list[str]]


def samples(path: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    data, rate = soundfile.read(path, dtype="float32")
    assert rate == SAMPLE_RATE
    return np.asarray(data, dtype=np.float32)


def stretches_of_sound(data: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> list[tuple[int, int]]:
    """Where anything above −50 dBFS is heard, parted by silences of half a second."""
    loud = np.flatnonzero(np.abs(data) > 10 ** (-50 / 20))
    borders = np.flatnonzero(np.diff(loud) > SAMPLE_RATE // 2)
    starts = [loud[0], *loud[borders + 1]]
    ends = [*loud[borders], loud[-1]]
    return [(int(a), int(b)) for a, b in zip(starts, ends, strict=True)]


def test_a_line_sounds_as_it_does_in_the_lesson_with_its_neighbours(desk: Desk) -> None:
    """Sample by sample: the excerpt's MP3 holds the same frames at the same distances."""
    desk.run("build")
    done = desk.run("preview", "scripts/small.txt", "--line", "8", "-o", "part.mp3")
    assert done.returncode == 0, done.stderr
    whole, part = samples(desk.folder / "output" / "small.mp3"), samples(desk.folder / "part.mp3")
    cues = [event for event in desk.edition.timeline.sounds if event.text]
    assert cues[1].text == "Let both legs be long."
    heard = stretches_of_sound(part)
    assert len(heard) == 3
    first, last = cues[0].start, cues[2].end
    offset = heard[0][0] - stretches_of_sound(whole)[0][0]
    np.testing.assert_allclose(part[first + offset : last + offset], whole[first:last], atol=1e-6)


def test_an_mp3_excerpt_is_whole_and_has_its_own_chapters(desk: Desk) -> None:
    assert desk.run("preview", "scripts/small.txt", "--line", "9", "-o", "part.mp3").returncode == 0
    data = (desk.folder / "part.mp3").read_bytes()
    assert all(frame.size == STANDARD.frame_bytes for frame in parse_frames(data))
    tags = mutagen.id3.ID3(desk.folder / "part.mp3")  # type: ignore[no-untyped-call]  # mutagen has no hints
    assert str(tags["TIT2"]) == "Small (excerpt)"
    found = tags.getall("CHAP")  # type: ignore[no-untyped-call]  # mutagen has no hints
    chapters = sorted(found, key=lambda chapter: chapter.start_time)
    assert [str(chapter.sub_frames["TIT2"]) for chapter in chapters] == ["Arriving", "Right"]
    samples_long = len(samples(desk.folder / "part.mp3"))
    assert abs(chapters[-1].end_time * SAMPLE_RATE / 1000 - samples_long) < SAMPLE_RATE // 100


def test_a_wav_has_the_same_sounds_at_the_same_samples(desk: Desk) -> None:
    for name in ("part.mp3", "part.wav"):
        assert desk.run("preview", "scripts/small.txt", "--section", "right", "-o", name).returncode == 0
    mp3, wav = samples(desk.folder / "part.mp3"), samples(desk.folder / "part.wav")
    assert len(mp3) == len(wav)
    for one, other in zip(stretches_of_sound(mp3), stretches_of_sound(wav), strict=True):
        assert abs(one[0] - other[0]) <= SAMPLE_RATE * 6 // 1000
        assert abs(one[1] - other[1]) <= SAMPLE_RATE * 11 // 1000


def test_nothing_but_the_part_is_spoken(desk: Desk, tmp_path: Path) -> None:
    cache = tmp_path / "empty"
    done = desk.run("preview", "scripts/small.txt", "--line", "6", "-o", "part.mp3", LESSON_CACHE=str(cache))
    assert done.returncode == 0
    assert "estimates" in done.stderr
    clips = [path for path in cache.glob("v*/?/*") if 2_000 < path.stat().st_size < 1_000_000]
    assert len(clips) == 2, "neither spoken forms, nor what is prepared of the voice"
    assert not (desk.folder / "output").exists()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("1000", "there is no line 1000: the script ends with line 18; the nearest cue is on line 14"),
        ("0", "there is no line 0"),
        ("18", "line 18 is empty, and nothing is heard after it; the nearest cue is on line 14"),
        (
            "common/end.txt:3",
            "line 3 is a comment, and nothing is heard after it; the nearest cue is on line 1",
        ),
        ("nine", '"nine" is no line; write it as --line 42'),
    ],
)
def test_a_line_after_which_nothing_is_heard_names_the_nearest(desk: Desk, line: str, words: str) -> None:
    done = desk.run("preview", "scripts/small.txt", "--line", line, "-o", "part.mp3")
    assert done.returncode == 2
    assert words in done.stderr
    assert not (desk.folder / "part.mp3").exists()


@pytest.mark.parametrize(
    ("part", "count"),
    [
        (("--line", "9"), 3),  # where a cue that is wrapped goes on
        (("--line", "4"), 3),  # a heading is its section
        (("--line", "common/end.txt:1"), 2),
        (("--line", "17"), 2),  # the marker that includes it
        (("--line", "5"), 2),  # an empty line: what comes next
        (("--section", "ARR"), 3),
        (("--from", "0:00"), 5),
        ((), 5),
    ],
)
def test_a_part_can_be_named_in_several_ways(desk: Desk, part: tuple[str, ...], count: int) -> None:
    desk.run("build")
    done = desk.run("preview", "scripts/small.txt", *part, "-o", "part.mp3")
    assert done.stdout.startswith(f"part.mp3: {count} cue"), done.stderr


def test_from_a_time_within_a_cue_begins_with_that_cue(desk: Desk) -> None:
    desk.run("build")
    last = [event for event in desk.edition.timeline.sounds if event.text][-1]
    second = f"{-(-last.start // SAMPLE_RATE)}s"
    done = desk.run("preview", "scripts/small.txt", "--from", second, "-o", "part.mp3")
    assert done.stdout.startswith("part.mp3: 1 cue from common/end.txt:1 on, "), done.stderr
    done = desk.run("preview", "scripts/small.txt", "--from", "0:00", "-o", "part.mp3")
    assert done.stdout.startswith("part.mp3: 5 cues from small.txt:6 on, "), done.stderr


def test_a_line_that_is_heard_twice_is_played_once_and_said(desk: Desk) -> None:
    done = desk.run("preview", "scripts/small.txt", "--line", "14", "-o", "part.mp3")
    assert "heard again at" in done.stderr
    assert done.stdout.startswith("part.mp3: 3 cues")


def test_what_is_heard_instead_of_a_line_is_said(desk: Desk) -> None:
    for line, words in (
        ("7", "line 7 is a comment; what comes next is line 8"),
        ("13", "nothing is heard on line 13; what comes next is line 14"),
        ("4", 'line 4 is a heading: all of "Arriving" is heard'),
    ):
        done = desk.run("preview", "scripts/small.txt", "--line", line, "-o", "part.mp3")
        assert (done.returncode, words in done.stderr) == (0, True), done.stderr


def test_unknown_sections_and_times_are_told(desk: Desk) -> None:
    for part, words in (
        (("--section", "Rihgt"), 'did you mean "Right"?'),
        (("--section", "Xyz"), 'its sections are "Arriving", "Right"'),
        (("--from", "59:00"), "the lesson has ended before 59:00"),
        (("--from", "0:01", "--line", "6"), "exclude one another"),
        (("--changed",), "there is no earlier version"),
    ):
        done = desk.run("preview", "scripts/small.txt", *part, "-o", "part.mp3")
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr


def test_changed_is_what_is_not_built_yet_and_then_what_the_last_build_changed(desk: Desk) -> None:
    desk.run("build")
    desk.edit("be long.", "be very long.")
    for _ in range(2):
        done = desk.run("preview", "scripts/small.txt", "--changed", "-o", "part.mp3")
        assert done.stdout.startswith("part.mp3: 3 cues"), done.stderr
        desk.run("build")
    desk.edit("[rest 3s]", "[rest 4s]")
    desk.run("build")
    done = desk.run("preview", "scripts/small.txt", "--changed", "-o", "part.mp3")
    assert done.stdout.startswith("part.mp3: 2 cues"), done.stderr


def test_short_pauses_cut_silence_and_no_sound(desk: Desk) -> None:
    assert desk.run("preview", "scripts/small.txt", "-o", "long.mp3").returncode == 0
    done = desk.run("preview", "scripts/small.txt", "--short-pauses", "1s", "-o", "short.mp3")
    assert "of silence left out" in done.stdout
    long, short = (stretches_of_sound(samples(desk.folder / name)) for name in ("long.mp3", "short.mp3"))
    assert [b - a for a, b in long] == [b - a for a, b in short]
    for (_, end), (start, _) in pairwise(short):
        assert start - end < 1.1 * SAMPLE_RATE


@pytest.mark.parametrize("name", ["part.ogg", "part", "none/part.mp3"])
def test_a_file_that_cannot_be_written_is_told(desk: Desk, name: str) -> None:
    done = desk.run("preview", "scripts/small.txt", "-o", name)
    assert done.returncode in {2, 3}
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_no_file_of_the_script_is_ever_written(desk: Desk) -> None:
    chime = desk.folder / "scripts" / "bell.wav"
    soundfile.write(chime, np.sin(np.arange(24_000) / 20) * 0.5, SAMPLE_RATE)
    before = chime.read_bytes()
    desk.edit("title: Small", "title: Small\nchime: bell.wav")
    done = desk.run("preview", "scripts/small.txt", "-o", "scripts/bell.wav")
    assert done.returncode == 3
    assert chime.read_bytes() == before


def test_playing_shows_time_line_and_text_of_each_cue(desk: Desk) -> None:
    done = desk.run("preview", "scripts/small.txt", "--line", "6", "--silent", "--short-pauses", "0.2s")
    assert done.returncode == 0, done.stderr
    shown = [line.split(None, 2) for line in done.stdout.splitlines()[1:]]
    assert [text for _, _, text in shown] == ["Lie on your back.", "Let both legs be long."]
    assert [line for _, line, _ in shown] == ["small.txt:6", "small.txt:8"]
    assert shown[0][0] in {"0:00", "0:01"}


def test_the_listener_may_stop_it(desk: Desk, until: Until) -> None:
    """Ctrl-C ends a preview and is no failure; no process is left."""
    process = desk.start("preview", "scripts/small.txt", "--silent")
    until(process, "Lie on your back.")
    process.send_signal(signal.SIGINT)
    assert process.stdout
    assert "stopped" in process.stdout.read()
    assert process.wait() == 0


class NoDevice:
    def __init__(self, *_: object, **__: object) -> None:
        raise miniaudio.MiniaudioError("failed to init device", -401)


class OnlyNull:
    backend = "Null"

    def __init__(self, *_: object, **__: object) -> None: ...

    def close(self) -> None: ...


@pytest.mark.parametrize("device", [NoDevice, OnlyNull])
def test_without_a_sound_device_it_says_so_and_offers_a_file(
    desk: Desk, device: type, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where the sound library finds no system at all, and would play into nothing."""
    monkeypatch.chdir(desk.folder)
    monkeypatch.setenv("LESSON_CACHE", str(desk.cache))
    monkeypatch.setattr(miniaudio, "PlaybackDevice", device)
    assert run(["preview", "scripts/small.txt", "--line", "6"]) == 3
    said = capsys.readouterr().err
    assert "there is no sound device here" in said
    assert "-o part.mp3" in said


def test_what_is_played_is_what_the_mp3_holds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The samples for the device are those that another decoder makes of the excerpt's MP3."""
    monkeypatch.chdir(desk.folder)
    with BuildSession(Settings(), Cache(desk.cache)) as session:
        preview = Preview(session, expand(parse(Path("scripts/small.txt"))))
        whole = (EventRange(0, len(preview.timeline.events) - 1),)
        part = preview.render(whole)
        played = b"".join(preview.samples(part))
        stream = io.BytesIO()
        placements = [(sound.frame, preview._frames(sound.clip)) for sound in part.timeline.sounds]
        write_frames(stream, STANDARD, part.timeline.length, placements)
    stream.seek(0)
    expected, _ = soundfile.read(stream, dtype="float32")
    heard = np.frombuffer(played, dtype=np.int16).astype(np.float32) / 32_768
    assert abs(len(heard) - len(expected)) <= SAMPLE_RATE // 10
    shared = min(len(heard), len(expected))
    np.testing.assert_allclose(heard[:shared], expected[:shared], atol=1e-3)


def test_without_a_library_that_plays_it_says_so_and_offers_a_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """There is no ready-made miniaudio for Linux on ARM; an MP3 can be written all the same."""
    monkeypatch.chdir(desk.folder)
    monkeypatch.setenv("LESSON_CACHE", str(desk.cache))
    monkeypatch.setitem(sys.modules, "miniaudio", None)
    assert run(["preview", "scripts/small.txt", "--line", "6"]) == 3
    said = capsys.readouterr().err
    assert "miniaudio is not installed" in said
    assert "-o part.mp3" in said
    assert run(["preview", "scripts/small.txt", "--line", "6", "-o", "part.mp3"]) == 0
    assert Path("part.mp3").stat().st_size > 1000
    assert run(["doctor"]) == 0

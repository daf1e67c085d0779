"""The whole way from a script to an MP3, with the real voice, measured on what is decoded."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import soundfile

from generator.audio.edges import loud
from generator.core.clock import MILLISECOND, SAMPLE_RATE
from generator.script import kinds
from generator.timeline.timeline import Silence, SoundKind
from tests.build.edges import SCRIPT, Lesson, edition


def heard(folder: Path, name: str = "edges") -> tuple[list[int], list[int], int]:
    """Onsets, ends and the number of samples of a decoded MP3, by what counts as sound."""
    samples, rate = soundfile.read(folder / "output" / f"{name}.mp3", dtype="float32")
    assert rate == SAMPLE_RATE
    onsets: list[int] = []
    ends: list[int] = []
    # Cues are far apart against the silences inside of them, so each is looked for around its own event.
    events = [*edition(folder, name).timeline.sounds]
    borders = [0, *((a.end + b.start) // 2 for a, b in pairwise(events)), len(samples)]
    for start, stop in pairwise(borders):
        where = np.flatnonzero(loud(samples[start:stop], -50.0))
        onsets.append(start + int(where[0]))
        ends.append(start + int(where[-1]) + 1)
    return onsets, ends, len(samples)


def test_what_is_heard_is_what_is_written(lesson: Lesson, folder: Path) -> None:
    """Length to the sample, sounds within 10 ms of the timeline, gaps within 30 ms of the written pauses."""
    lesson("build")
    made = edition(folder)
    onsets, ends, count = heard(folder)
    assert count == made.timeline.length == 52 * SAMPLE_RATE
    events = [*made.timeline.sounds]
    for onset, end, event in zip(onsets, ends, events, strict=True):
        assert abs(onset - event.start) <= 10 * MILLISECOND
        assert abs(end - event.end) <= 10 * MILLISECOND
    silences = [event for event in made.timeline.events if isinstance(event, Silence)]
    written = [event.wanted or 0 for event in silences[1:-1]]
    for end, onset, wanted in zip(ends, onsets[1:], written, strict=False):
        if wanted >= 70 * MILLISECOND:
            assert abs(onset - end - wanted) <= 30 * MILLISECOND
        else:
            assert onset - end <= 150 * MILLISECOND, "a voice fades over 60 ms at each side"
    assert [event.kind for event in silences if event.kind in {kinds.REST, kinds.MOVE, kinds.GAP}] == [
        kinds.REST,
        kinds.MOVE,
        kinds.GAP,
    ]


def test_the_mp3_and_the_pydub_master_have_the_same_sounds_at_the_same_samples(
    lesson: Lesson, folder: Path
) -> None:
    lesson("build", "--wav")
    assert "  nothing changed\n" in lesson("build", "--wav").stdout
    exact, _ = soundfile.read(folder / "output" / "edges.wav", dtype="float64")
    decoded, _ = soundfile.read(folder / "output" / "edges.mp3", dtype="float64")
    assert len(exact) == len(decoded)
    for event in edition(folder).timeline.events:
        if event.kind is SoundKind.CUE:
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
    assert "generator.build.pipeline" in again.stderr
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
    anew = "edges.timeline.json, edges.changes.json, edges.jpg, edges.mp3"
    assert f"nothing changed; written anew: {anew}" in told
    assert "nothing changed" in lesson("changes", "edges").stdout

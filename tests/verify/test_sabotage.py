"""Whatever is done to a finished lesson is found, and named with its line."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from mutagen.id3 import ID3

from generator.audio.edges import Samples
from generator.audio.encode import encode
from generator.audio.frames import parse_frames, tag_bytes
from generator.audio.layer3 import Mp3Error
from generator.audio.mp3 import silent_frame
from generator.audio.profile import PROFILES, SMALL, STANDARD, Profile
from generator.core.clock import MILLISECOND
from generator.script import kinds
from generator.timeline.edition import Edition
from generator.timeline.edition_json import edition_from_json
from generator.timeline.timeline import Sound
from generator.verify import container
from generator.verify.findings import Finding, place
from generator.verify.verify_mp3 import Report, verify_mp3

each_profile = pytest.mark.parametrize("profile", PROFILES, ids=lambda each: each.name)
chances = pytest.mark.parametrize("seed", range(4))


class Spoilt:
    """A copy of a lesson's MP3 whose frames can be changed."""

    def __init__(self, folder: Path, profile: Profile, name: str = "lesson") -> None:
        self.profile = profile
        self.path = folder / f"{name}{profile.suffix}.mp3"
        self.edition: Edition = edition_from_json(
            (folder / f"{name}.timeline.json").read_text(encoding="utf-8")
        )
        data = self.path.read_bytes()
        frames = list(parse_frames(data))
        self.head = data[: frames[1].offset]
        self.frames = [data[each.offset : each.offset + each.size] for each in frames[1:]]

    @property
    def cues(self) -> list[Sound]:
        return [event for event in self.edition.timeline.sounds if event.text]

    def cue(self, words: str) -> Sound:
        return next(event for event in self.cues if event.text.startswith(words))

    def any_cue(self, seed: int) -> Sound:
        """One of three words or more, so that there is a word in its middle."""
        return random.Random(seed).choice([cue for cue in self.cues if len(cue.text.split()) > 2])

    def slots(self, event: Sound) -> slice:
        """Where its frames are."""
        return slice(event.frame, event.frame + self.edition.clips[event.clip].frames)

    def reencode(self, event: Sound, change: Callable[[Samples], Samples], more: int = 0) -> None:
        """Decode a cue, change its samples, and put it back, with `more` frames of silence to its end."""
        slots = self.slots(event)
        slots = slice(slots.start, slots.stop + more)
        samples, _ = soundfile.read(self.path, dtype="float32")
        size = self.profile.frame_samples
        changed = change(samples[slots.start * size : slots.stop * size])
        data = encode(changed.astype(np.float32), self.profile)
        step = self.profile.frame_bytes
        self.frames[slots] = [data[at : at + step] for at in range(0, len(data), step)]

    def verify(self) -> Report:
        self.path.write_bytes(self.head + b"".join(self.frames))
        return verify_mp3(self.path)


@pytest.fixture(params=PROFILES, ids=lambda each: each.name)
def spoilt(output: Path, request: pytest.FixtureRequest) -> Spoilt:
    return Spoilt(output, request.param)


def about(report: Report, event: Sound, *checks: str) -> list[Finding]:
    """What is wrong with one cue."""
    return [each for each in report.wrong if each.place == place(event.span) and each.check in checks]


def lines(found: Sequence[Finding]) -> set[str]:
    return {each.place for each in found}


def test_a_good_lesson_is_good(spoilt: Spoilt) -> None:
    """Nothing is wrong with what was built, before or after it was taken apart and put together."""
    assert verify_mp3(spoilt.path).wrong == ()
    assert spoilt.verify().wrong == ()


@chances
def test_a_shift_of_50_ms(spoilt: Spoilt, seed: int) -> None:
    """A clip that is heard 50 ms late is found by its onset and its end, and nothing but it is blamed."""
    cue = spoilt.any_cue(seed)
    by = 50 * MILLISECOND // spoilt.profile.divisor
    spoilt.reencode(cue, lambda samples: np.pad(samples, (by, 0))[:-by], more=3)
    report = spoilt.verify()
    onset, end = (about(report, cue, check) for check in ("onset", "end"))
    assert [each.error for each in onset] == [pytest.approx(50, abs=12)]
    assert [each.error for each in end] == [pytest.approx(50, abs=30)]
    assert report.worst in onset + end + about(report, cue, "envelope")
    blamed = [each for each in report.wrong if each.check in {"onset", "end", "envelope", "level"}]
    assert lines(blamed) == {place(cue.span)}


@chances
def test_a_silenced_word(spoilt: Spoilt, seed: int) -> None:
    """A quarter of a second of silence inside a cue is found, though its edges are where they were."""
    cue = spoilt.any_cue(seed)
    slots = spoilt.slots(cue)
    middle = (slots.start + slots.stop) // 2
    spoilt.frames[middle : middle + 10] = [silent_frame(spoilt.profile)] * 10
    report = spoilt.verify()
    found = about(report, cue, "envelope")
    assert len(found) == 1
    assert "missing" in found[0].message
    assert not about(report, cue, "onset", "end")
    assert lines([each for each in report.wrong if each.check == "envelope"]) == {place(cue.span)}


@chances
def test_a_dropped_frame(spoilt: Spoilt, seed: int) -> None:
    """One frame less: the count tells that it is gone, the first cue that comes early tells where."""
    cue = spoilt.any_cue(seed)
    slots = spoilt.slots(cue)
    del spoilt.frames[(slots.start + slots.stop) // 2]
    report = spoilt.verify()
    assert [each.error for each in report.wrong if each.check == "frames"] == [-1]
    first = next(each for each in report.wrong if each.check == "end")
    assert first.place == place(cue.span)
    assert first.error == pytest.approx(-24, abs=15)
    late = next((each for each in report.wrong if each.check == "onset"), None)
    assert late is None or (late.at or 0) > cue.end


@pytest.mark.parametrize(("one", "other"), [("Feel the weight of your feet", "Feel the weight of your ribs")])
def test_swapped_cues(spoilt: Spoilt, one: str, other: str) -> None:
    """Two cues of equal length that differ in one word: each is named, and what is heard in its place."""
    first, second = spoilt.cue(one), spoilt.cue(other)
    a, b = spoilt.slots(first), spoilt.slots(second)
    assert a.stop - a.start == b.stop - b.start
    spoilt.frames[a], spoilt.frames[b] = spoilt.frames[b], spoilt.frames[a]
    report = spoilt.verify()
    for cue, heard in ((first, second), (second, first)):
        found = about(report, cue, "envelope")
        assert len(found) == 1
        assert place(heard.span) in found[0].message


@chances
def test_a_softer_cue(spoilt: Spoilt, seed: int) -> None:
    """6 dB less is found and measured; it is also too far from the mean."""
    cue = spoilt.any_cue(seed)
    spoilt.reencode(cue, lambda samples: samples * np.float32(10 ** (-6 / 20)))
    report = spoilt.verify()
    found = about(report, cue, "level")
    assert [each.error for each in found] == [pytest.approx(-6.0, abs=0.5)]
    assert lines([each for each in report.wrong if each.check == "level"]) == {place(cue.span)}
    assert about(report, cue, "loudness of a cue")


def test_a_sound_in_a_rest(spoilt: Spoilt) -> None:
    """What is heard where silence is written is found at the rest's own line."""
    rest = next(event for event in spoilt.edition.timeline.events if event.kind is kinds.REST)
    slots = spoilt.slots(spoilt.cue("Stop."))
    frames = spoilt.frames[slots]
    at = (rest.start + rest.end) // 2 // 1152
    spoilt.frames[at : at + len(frames)] = frames
    report = spoilt.verify()
    found = [each for each in report.wrong if each.check == "silence"]
    assert lines(found) == {place(rest.span)}
    assert lines(report.wrong) == {place(rest.span)}


def test_a_missing_cue(spoilt: Spoilt) -> None:
    cue = spoilt.cue("Do nothing")
    slots = spoilt.slots(cue)
    spoilt.frames[slots] = [silent_frame(spoilt.profile)] * (slots.stop - slots.start)
    assert about(spoilt.verify(), cue, "missing")


def test_a_truncated_file(spoilt: Spoilt) -> None:
    """Cut in the middle of a cue: what is missing is told, from that cue on."""
    cue = spoilt.cue("Slide the right")
    slots = spoilt.slots(cue)
    spoilt.frames[(slots.start + slots.stop) // 2 :] = [spoilt.frames[0][:50]]
    report = spoilt.verify()
    checks = {each.check for each in report.wrong}
    assert {"length", "frames", "missing", "end"} <= checks
    assert about(report, cue, "end", "frames")
    missing = [each.place for each in report.wrong if each.check == "missing"]
    assert missing[-1] == place(spoilt.cues[-1].span)
    assert len(missing) == sum(each.start > cue.end for each in spoilt.cues)


@each_profile
def test_another_lessons_sound(output: Path, profile: Profile) -> None:
    """It is said first, and the cues are named too."""
    path = output / f"lesson{profile.suffix}.mp3"
    path.write_bytes((output / f"other{profile.suffix}.mp3").read_bytes())
    report = verify_mp3(path)
    assert report.wrong[0].check == "lesson"
    assert any("another text" in each.message for each in report.wrong)
    assert len(lines([each for each in report.wrong if each.check in {"onset", "missing", "envelope"}])) > 8


@each_profile
def test_an_older_edition(output: Path, profile: Profile) -> None:
    """The sound of this text under another tag: the hash of the script tells."""
    path = output / f"lesson{profile.suffix}.mp3"
    data, other = path.read_bytes(), (output / f"other{profile.suffix}.mp3").read_bytes()
    path.write_bytes(other[: tag_bytes(other)] + data[tag_bytes(data) :])
    found = verify_mp3(path).wrong
    assert {each.check for each in found} == {"tags", "chapters"}
    assert any("another text" in each.message for each in found)


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


def test_a_flipped_bit_that_nobody_hears(spoilt: Spoilt) -> None:
    """In the stuffing of a silent frame: no sound is another one, but the frames are."""
    rest = next(event for event in spoilt.edition.timeline.events if event.kind is kinds.REST)
    at = (rest.start + rest.end) // 2 // 1152
    frame = bytearray(spoilt.frames[at])
    frame[-1] ^= 1
    spoilt.frames[at] = bytes(frame)
    found = spoilt.verify().wrong
    assert [each.check for each in found] == ["frames"]
    assert "build the lesson again" in found[0].message


def test_a_file_cut_off_in_its_info_frame(output: Path) -> None:
    path = output / "lesson.mp3"
    data = path.read_bytes()
    for kept in range(tag_bytes(data), tag_bytes(data) + 400, 7):
        path.write_bytes(data[:kept])
        assert verify_mp3(path).wrong
        with suppress(Mp3Error):
            assert container.read_container(path).frames <= 2


def test_captions_that_a_player_does_not_know_as_webvtt(output: Path) -> None:
    path = output / "lesson.vtt"
    path.write_text(path.read_text(encoding="utf-8").replace("WEBVTT", "XEBVTT", 1), encoding="utf-8")
    found = verify_mp3(output / "lesson.mp3").wrong
    assert [each.message for each in found] == [
        "lesson.vtt begins with “XEBVTT”, and should begin with WEBVTT"
    ]


def test_both_profiles_are_really_tested() -> None:
    assert {STANDARD, SMALL} == set(PROFILES)


@chances
def test_a_frame_dropped_from_a_silence(spoilt: Spoilt, seed: int) -> None:
    """The first cue behind it is named, with how many come early like it."""
    number = random.Random(seed).randrange(1, len(spoilt.cues) - 1)
    cue = spoilt.cues[number]
    del spoilt.frames[spoilt.slots(cue).start - 3]
    report = spoilt.verify()
    onsets = [each for each in report.wrong if each.check == "onset"]
    assert onsets[0].place == place(cue.span)
    assert onsets[0].error == pytest.approx(-24, abs=8)
    assert len(onsets) == len(spoilt.cues) - number
    assert re.search(r"and so do(es)? the \d+ after it", onsets[0].message)

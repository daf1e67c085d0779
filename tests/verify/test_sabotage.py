"""Whatever is done to the sound of a finished lesson is found, and named with its line."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from generator.audio.frames import tag_bytes
from generator.audio.layer3 import Mp3Error
from generator.audio.mp3 import silent_frame
from generator.audio.profile import PROFILES, SMALL, STANDARD, Profile
from generator.core.clock import MILLISECOND
from generator.script import kinds
from generator.verify import container
from generator.verify.findings import place
from generator.verify.verify_mp3 import verify_mp3
from tests.verify.spoilt import Spoilt, about, chances, each_profile, lines


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


def test_swapped_cues(spoilt: Spoilt) -> None:
    """Two cues of equal length that differ in one word: each is named, and what is heard in its place."""
    alike = [cue for cue in spoilt.cues if cue.text.startswith("Feel the weight of your")]
    length = {cue: spoilt.edition.clips[cue.clip].frames for cue in alike}
    first, second = next(
        pair
        for pair in combinations(alike, 2)
        if pair[0].text != pair[1].text and length[pair[0]] == length[pair[1]]
    )
    a, b = spoilt.slots(first), spoilt.slots(second)
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
    assert {each.check for each in found} == {"tags", "chapters", "cover"}
    assert any("another text" in each.message for each in found)


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

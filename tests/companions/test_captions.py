from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable

import pysubs2
import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from generator.companions.captions import Caption, captions, srt, vtt
from generator.companions.folding import LINE, fold
from generator.core.clock import SAMPLE_RATE
from generator.script import kinds
from generator.timeline.edition import Edition
from tests.companions.conftest import LONG

HOSTILE = [
    "Look here --> and here",
    "1 < 2 & 2 > 1 &amp; <b>bold</b> <v Someone>",
    "NOTE this is no note",
    "STYLE",
    "WEBVTT",
    "00:00:01.000 --> 00:00:02.000",
    "17",
    "{\\an8}moved {\\b1}bold",
    "שכבו על הגב, עם רגליים ארוכות",
    "استلق على ظهرك، وأرح ذراعيك",
    "Breathe 😀👨‍👩‍👧‍👦🏽 in",
    "He said \"stop\" and 'rest'",
    "a\u2028b\u2029c\u0085d\x1b[31mred\x07",
]

anything = st.text(st.characters(codec="utf-8"), max_size=400)


def read_vtt(text: str) -> list[webvtt.Caption]:
    return list(webvtt.from_buffer(io.StringIO(text)).captions)


def milliseconds(stamp: str) -> int:
    hours, minutes, seconds = stamp.split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)


def joined(found: list[Caption]) -> str:
    return "".join("".join(each.lines) for each in found).replace(" ", "")


def test_webvtt_reads_back_the_times_and_words_of_every_caption(lesson: Edition) -> None:
    read = read_vtt(vtt(lesson))
    wanted = captions(lesson)
    assert [(milliseconds(each.start), milliseconds(each.end)) for each in read] == [
        (each.start, each.end) for each in wanted
    ]
    assert [each.lines for each in read] == [list(each.lines) for each in wanted]


def test_pysubs2_reads_back_the_times_and_words_of_every_caption(lesson: Edition) -> None:
    for text, format_ in ((srt(lesson), "srt"), (vtt(lesson), "vtt")):
        read = pysubs2.SSAFile.from_string(text, format_=format_)
        assert [(each.start, each.end, each.plaintext) for each in read] == [
            (each.start, each.end, "\n".join(each.lines)) for each in captions(lesson)
        ]


def test_a_cue_is_shown_exactly_while_it_is_heard(lesson: Edition) -> None:
    cues = [event for event in lesson.timeline.sounds if event.text]
    found = list(captions(lesson))
    for cue in cues:
        start, end = cue.start * 1000 // SAMPLE_RATE, cue.end * 1000 // SAMPLE_RATE
        inside = [each for each in found if start <= each.start < end]
        assert (inside[0].start, inside[-1].end) == (start, end)
        assert joined(inside) == cue.text.replace(" ", "")


def test_a_long_cue_is_parted_at_the_end_of_a_sentence_and_at_commas() -> None:
    assert [each.lines for each in fold(LONG, "en")] == [
        ("Let the right knee and the right elbow", "drift a little closer, and apart again;"),
        ("the arms carry the head, and the neck does", "nothing at all. How heavy is it today?"),
    ]


def test_a_caption_that_would_stand_for_more_than_seven_seconds_is_parted_once_more(lesson: Edition) -> None:
    said = [each for each in captions(lesson) if not each.lines[0].startswith("[")]
    parts = [each for each in said if joined([each]) in LONG.replace(" ", "")]
    assert len(parts) > len(fold(LONG, "en"))
    assert max(each.end - each.start for each in parts) <= 7_000


def test_wide_characters_take_two_cells() -> None:
    text = "现在感觉你的呼吸，不要改变它，然后慢慢地翻到一侧，不着急，再坐起来，休息一下。" * 2
    assert all(sum(map(cell, line)) <= 42 for each in fold(text, "zh") for line in each.lines)


def cell(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def test_a_sentence_end_is_preferred_to_a_full_caption() -> None:
    first = "Let the knee come a little closer to you, as far as it likes."
    second = "Then let it go back to where it came from, and wait."
    assert [" ".join(each.lines) for each in fold(f"{first} {second}", "en")] == [first, second]


def test_a_sentence_without_a_comma_is_parted_before_a_conjunction() -> None:
    text = "Turn your head slowly to the left as far as it goes by itself and let it come back to the middle."
    parts = [" ".join(each.lines) for each in fold(text, "en")]
    assert parts[-1] == "and let it come back to the middle."
    text = "Dreh den Kopf langsam nach links, so weit er von selbst geht und lass ihn zur Mitte zurückkommen."
    assert [" ".join(each.lines) for each in fold(text, "de")][-1].startswith(("und", "so weit"))


def test_each_part_says_where_it_stands_in_the_text() -> None:
    assert [LONG[each.at :].split()[0] for each in fold(LONG, "en")] == ["Let", "the"]


def test_silence_shows_what_it_is_for_when_it_lasts_more_than_five_seconds(lesson: Edition) -> None:
    """A pause of 4 s and a rest of exactly 5 s show nothing."""
    notes = [each.lines[0] for each in captions(lesson) if each.lines[0].startswith("[")]
    assert notes == ["[pause, 12 s]", "[move, 48 s]", "[chime]", "[rest, 40 s]"]


def test_a_note_says_the_written_length_though_a_frame_border_moved_it(make: Callable[..., Edition]) -> None:
    edition = make([("", ["One."] + [part for n in range(40) for part in ((kinds.REST, 20), f"Cue {n}.")])])
    shown = {each.lines for each in captions(edition) if each.lines[0].startswith("[")}
    assert shown == {("[rest, 20 s]",)}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_webvtt(make: Callable[..., Edition], text: str) -> None:
    """However a cue reads, the next one is still there, and the cue's own words come back."""
    edition = make([("", [text, "The next."])])
    read = read_vtt(vtt(edition))
    unescaped = [
        each.raw_text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for each in read
    ]
    assert unescaped[-1] == "The next."
    printable = text.replace("\x1b", "").replace("\x07", "")
    assert "".join("".join(unescaped[:-1]).split()) == "".join(printable.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_subrip(make: Callable[..., Edition], text: str) -> None:
    edition = make([("", [text, "The next."])])
    read = pysubs2.SSAFile.from_string(srt(edition), format_="srt")
    assert len(read) == len(captions(edition))
    assert read[-1].plaintext == "The next."
    shown = "".join(each.plaintext for each in read[:-1])
    assert [char for char in shown if char.isalpha()] == [
        char for char in text.replace("\x1b", "") if char.isalpha()
    ]


@given(first=anything, second=anything)
def test_any_text_gives_captions_in_order_of_at_most_two_lines_of_42_characters(
    make: Callable[..., Edition], first: str, second: str
) -> None:
    edition = make([("", [f"a {first}", (kinds.REST, 6), f"b {second}"])])
    found = captions(edition)
    borders = [border for each in found for border in (each.start, each.end)]
    assert borders == sorted(borders)
    assert all(each.start < each.end for each in found)
    assert all(1 <= len(each.lines) <= 2 for each in found)
    assert all(0 < len(line) <= LINE for each in found for line in each.lines)
    assert len(read_vtt(vtt(edition))) == len(found)
    assert len(pysubs2.SSAFile.from_string(srt(edition), format_="srt")) == len(found)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Z", "Cc"]), min_size=1, max_size=300))
def test_a_word_that_fills_no_line_is_parted_and_nothing_of_it_is_lost(word: str) -> None:
    assert "".join(line for each in fold(word, "en") for line in each.lines) == "".join(word.split())


def test_a_family_is_not_torn_apart() -> None:
    family = "👨‍👩‍👧‍👦"
    lines = [line for each in fold(family * 20, "en") for line in each.lines]
    assert all(len(line) % len(family) == 0 for line in lines)


def test_ten_thousand_characters_without_a_space_become_valid_captions(make: Callable[..., Edition]) -> None:
    edition = make([("", ["x" * 10_000, "The end."])])
    read = read_vtt(vtt(edition))
    assert "".join(line for each in read[:-1] for line in each.lines) == "x" * 10_000
    assert read[-1].text == "The end."


def test_chinese_is_parted_after_its_own_punctuation() -> None:
    text = "请慢慢地仰卧下来,把双腿伸直。".replace(",", "，") * 8
    assert all(each.lines[-1].endswith(("。", "，")) for each in fold(text, "zh"))


def test_hours_are_counted_to_the_longest_lesson_there_may_be(make: Callable[..., Edition]) -> None:
    edition = make([("", ["One.", (kinds.REST, 23 * 3600), "Two."])])
    assert "\n23:00:01.011 --> 23:00:01.511\nTwo." in vtt(edition)

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.clock import SAMPLE_RATE
from generator.core.errors import ScriptError
from generator.script.header import HEADER_KEYS, edition_lengths
from generator.script.lesson import Header
from generator.script.parse import parse


def header(*lines: str) -> Header:
    text = "---\n" + "\n".join(lines) + "\n---\nText."
    return parse(text, "x.txt", lambda _: "coccyx: cock-six").header


def test_the_table_has_every_field_of_the_header() -> None:
    assert [*HEADER_KEYS, "words", "spans"] == [field.name for field in fields(Header)]


def test_without_a_header_the_defaults_count() -> None:
    assert parse("Text.", "x.txt").header == Header()


def test_values_mean_what_they_look_like() -> None:
    read = header(
        "length: 20:00", "language: no", "title: 007", "series: yes", "author: 1e3", "date: 2026-11-22"
    )
    assert read.length == 1200 * SAMPLE_RATE
    assert (read.language, read.title, read.series, read.author) == ("no", "007", "yes", "1e3")
    assert read.date == "2026-11-22"


def test_every_key_is_read() -> None:
    read = header(
        "title: 'It''s: fine'",
        "author: A. Teacher",
        "language: de",
        "description: |",
        "  Two lines,",
        "  kept # as they are.",
        'series: "One # two"  # a comment behind quotes',
        "track: 3",
        "date: 2026",
        "voice: de+f2",
        "rate: 118 # words",
        "pitch: 45",
        "volume: 0,8",
        "length: 20:00",
        "lengths:",
        "  - 10:00",
        "  - 20:00",
        "pause: 3s",
        "breath: 4.5s",
        "gap: 800ms",
        "say: {psoas: so-az}",
        "lexicon: words.yaml",
        "mirror:",
        "  links: rechts",
        "loudness: −20 LUFS",
        "cover: pictures/cover.jpg",
        "chime: bell.wav",
    )
    assert set(read.spans) == {*HEADER_KEYS, "say: psoas", "say: coccyx", "mirror: links"}
    assert read == Header(
        title="It's: fine",
        author="A. Teacher",
        language="de",
        description="Two lines,\nkept # as they are.",
        series="One # two",
        track=3,
        date="2026",
        voice="de+f2",
        rate=118,
        pitch=45,
        volume=0.8,
        length=1200 * SAMPLE_RATE,
        lengths=(600 * SAMPLE_RATE, 1200 * SAMPLE_RATE),
        pause=3 * SAMPLE_RATE,
        breath=SAMPLE_RATE * 9 // 2,
        gap=SAMPLE_RATE * 8 // 10,
        say=(("psoas", "so-az"),),
        lexicon="words.yaml",
        words=(("coccyx", "cock-six"),),
        mirror=(("links", "rechts"),),
        loudness=-20.0,
        cover="pictures/cover.jpg",
        chime="bell.wav",
    )


def test_a_value_knows_its_place() -> None:
    span = header("title: Knee", "voice:   'ün+f2'").spans["voice"]
    assert (span.line, span.column, span.width) == (3, 10, 7)


def test_half_a_character_is_reported_and_never_reaches_yaml() -> None:
    """PyYAML encodes what it is given, and raises UnicodeEncodeError for it."""
    with pytest.raises(ScriptError) as caught:
        header("title: x \udc80")
    assert [problem.code for problem in caught.value.diagnostics] == ["E017"]


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1).filter(str.strip))
def test_a_text_comes_back_whole_or_the_quoted_form_that_is_shown_works(title: str) -> None:
    """Nothing is lost silently: what a header is read as is what was written, up to blanks."""
    wanted = " ".join(title.split())
    try:
        read = header(f"title: {wanted}")
    except ScriptError as error:
        (problem,) = error.diagnostics
        if not problem.hint.startswith("write title:"):
            return
        read = header(problem.hint.removeprefix("write "))
        assert read.title == wanted
    else:
        assert read.title == wanted or wanted[0] in "\"'|>"


@pytest.mark.parametrize(
    ("lines", "minutes"),
    [
        ((), (None,)),
        (("length: 20:00",), (20,)),
        (("lengths: [10:00, 20:00, 40:00]", "length: 20:00"), (20, 10, 40)),
        (("lengths: 10:00, 40:00", "length: 20:00"), (20, 10, 40)),
        (("lengths: [40:00, 10:00]",), (40, 10)),
    ],
)
def test_which_lengths_are_built(lines: tuple[str, ...], minutes: tuple[int | None, ...]) -> None:
    wanted = tuple(None if one is None else one * 60 * SAMPLE_RATE for one in minutes)
    assert edition_lengths(header(*lines)) == wanted

from __future__ import annotations

import json
import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields, replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.audio.clip import ClipFacts
from generator.core.errors import Exit, Span
from generator.core.json_reader import JsonError
from generator.script import kinds
from generator.script.lesson import Header
from generator.timeline.edition import Edition
from generator.timeline.edition_json import NAMED, SETTINGS, edition_from_json, edition_to_json
from generator.timeline.timeline import Chapter, Event, Silence, Sound, SoundKind, Timeline

texts = st.text(st.characters(codec="utf-8"), max_size=30)
counts = st.integers(0, 2**40)
maybe = st.none() | counts
pairs = st.lists(st.tuples(texts, texts), max_size=3).map(tuple)
finite = st.floats(-200, 20)
spans = st.builds(
    Span, texts, st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**6), st.just("")
)

languages = st.sampled_from(["", "en", "pt-BR"])
dates = st.sampled_from(["", "2026", "2026-11", "2026-11-22"])
headers = st.builds(
    Header,
    title=texts, author=texts, language=languages, description=texts, series=texts, track=maybe, date=dates,
    voice=texts, rate=maybe, pitch=counts, volume=finite, length=maybe,
    lengths=st.lists(counts, max_size=3).map(tuple), pause=counts, breath=counts, gap=counts, say=pairs,
    mirror=pairs, loudness=finite, cover=texts, chime=texts, spans=st.just({}),
)  # fmt: skip
clips = st.builds(
    ClipFacts,
    key=texts, frames=counts, onset=counts, end=counts,
    loudness=finite | st.just(-math.inf), peak=finite | st.just(-math.inf), levels=st.binary(max_size=50),
)  # fmt: skip


@st.composite
def timelines(draw: st.DrawFn, clip_count: int) -> Timeline:
    lengths = draw(st.lists(st.integers(0, 10**9), min_size=1, max_size=6))
    borders = [sum(lengths[:n]) for n in range(len(lengths) + 1)]
    sections = tuple(
        Chapter(draw(texts), start, end, draw(spans), draw(texts)) for start, end in pairwise(borders)
    )
    events: list[Event] = []
    for start, end in pairwise(borders):
        section = draw(st.integers(0, len(sections) - 1))
        if draw(st.booleans()):
            clip = draw(st.integers(0, max(clip_count - 1, 0)))
            kind = draw(st.sampled_from(SoundKind))
            events.append(Sound(kind, start, end, section, draw(texts), draw(counts), clip, draw(spans)))
        else:
            silence = draw(st.sampled_from([*kinds.SILENCES.values()]))
            low, high, repetitions = draw(maybe), draw(maybe), draw(maybe)
            span = draw(st.none() | spans)
            events.append(Silence(silence, start, end, section, draw(counts), low, high, repetitions, span))
    return Timeline(borders[-1], tuple(events), sections)


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    facts = tuple(draw(st.lists(clips, max_size=3)))
    timeline = draw(timelines(len(facts)))
    return Edition(draw(texts), draw(texts), draw(texts), draw(headers), timeline, facts, draw(texts))


@given(editions())
def test_what_is_written_is_read_back(edition: Edition) -> None:
    assert edition_from_json(edition_to_json(edition)) == edition


@given(editions())
def test_any_other_program_can_read_it_as_json(edition: Edition) -> None:
    read = json.loads(edition_to_json(edition))
    assert (read["format"], read["version"], read["sample_rate"]) == ("movement-lesson-timeline", 1, 48_000)
    assert [each["start"] for each in read["events"]] == [each.start for each in edition.timeline.events]


def test_every_value_of_the_header_is_kept() -> None:
    """A new key of the header cannot be forgotten here."""
    assert {*NAMED, *SETTINGS, "spans"} == {field.name for field in fields(Header)}


@pytest.fixture
def edition() -> Edition:
    span = Span("knee.txt", 3, 1, 4, "One.")
    events = (
        Silence(kinds.LEAD, 0, 24_000, 0, wanted=24_000),
        Sound(SoundKind.CUE, 24_000, 72_000, 0, "One.", frame=20, clip=0, span=span),
        Silence(kinds.REST, 72_000, 552_000, 0, wanted=480_000, low=240_000, high=960_000, span=span),
        Silence(kinds.TAIL, 552_000, 648_000, 0, wanted=96_000),
    )
    timeline = Timeline(648_000, events, (Chapter("Welcome", 0, 648_000, span),))
    clip = ClipFacts("abc", 50, 960, 48_960, -19.3, -2.5, bytes(range(50)))
    return Edition("knee", "knee.txt", "00ff", Header(title="Knee", rate=118), timeline, (clip,))


def test_a_source_line_is_not_kept(edition: Edition) -> None:
    """The script has it; the timeline would be twice as long."""
    assert "source" not in edition_to_json(edition)
    span = edition_from_json(edition_to_json(edition)).timeline.events[1].span
    assert span == Span("knee.txt", 3, 1, 4, "")


def test_what_has_nothing_to_say_is_left_out(edition: Edition) -> None:
    read = json.loads(edition_to_json(edition))
    assert "author" not in read
    assert read["settings"] == {"rate": 118}
    assert read["events"][0] == {"kind": "lead", "start": 0, "end": 24_000, "section": 0, "wanted": 24_000}


def test_one_event_stands_on_a_line(edition: Edition) -> None:
    lines = edition_to_json(edition).splitlines()
    assert len([line for line in lines if line.startswith('{"kind"')]) == 4


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data.update(format="something"), "not a lesson's timeline"),
        (lambda data: data.pop("format"), "not a lesson's timeline"),
        (lambda data: data.update(version=2), "version 2, and this .* 1: build the lesson again"),
        (lambda data: data.update(version="1"), "version is not a whole number"),
        (lambda data: data.update(version=True), "version is not a whole number"),
        (lambda data: data.update(sample_rate=44_100), "sample_rate is not 48000"),
        (lambda data: data.pop("length"), "length is missing"),
        (lambda data: data.update(length=-1), "length is not between 0"),
        (lambda data: data.update(length=10**30), "length is not between 0"),
        (lambda data: data.update(title=5), "title is not text"),
        (lambda data: data.update(title="\ud800"), "title holds half a character"),
        (lambda data: data.update(loudness="loud"), "loudness is not a number"),
        (lambda data: data.update(events={}), "events is not a list"),
        (lambda data: data.update(events=[]), "events end at sample 0, and the lesson at 648000"),
        (lambda data: data.update(settings=[]), "settings is not a JSON object"),
        (lambda data: data["settings"].update(say=[["a"]]), "settings.say is not a list of pairs"),
        (lambda data: data["settings"].update(lengths=[1.5]), "settings.lengths is not a whole number"),
        (lambda data: data["events"].pop(1), r"events\[1\] does not start where the one before it ends"),
        (lambda data: data["events"][1].update(start=1), r"events\[1\] does not start"),
        (lambda data: data["events"][1].update(end=1), r"events\[1\] ends before it starts"),
        (lambda data: data["events"][1].update(kind="song"), r"events\[1\].kind is none of cue, chime"),
        (lambda data: data["events"][1].update(section=1), r"events\[1\].section names a section"),
        (lambda data: data["events"][1].update(clip=1), r"events\[1\].clip names a clip"),
        (lambda data: data["events"][1].update(line=0), r"events\[1\].line is not between 1"),
        (lambda data: data["events"].append("x"), r"events\[4\] is not a JSON object"),
        (lambda data: data["sections"][0].pop("line"), r"sections\[0\].line is missing"),
        (lambda data: data["clips"][0].update(levels="ü"), r"clips\[0\].levels is not base64"),
        (lambda data: data["clips"][0].update(levels="a"), r"clips\[0\].levels is not base64"),
        (lambda data: data["clips"][0].update(peak=[]), r"clips\[0\].peak is not a number"),
    ],
)  # fmt: skip
def test_a_damaged_timeline_says_what_is_wrong_with_it(
    edition: Edition, change: Change, message: str
) -> None:
    data = json.loads(edition_to_json(edition))
    change(data)
    with pytest.raises(JsonError, match=message) as caught:
        edition_from_json(json.dumps(data))
    assert caught.value.exit_code is Exit.CHECK_FAILED


@pytest.mark.parametrize(
    "text",
    ["", "{", "null", "[]", "ID3\x03", '{"format": NaN}', '{"a": Infinity}', "[" * 100_000,
     '{"version": 1' + "0" * 5000 + "}"],
)  # fmt: skip
def test_what_is_no_timeline_is_refused(text: str) -> None:
    with pytest.raises(JsonError):
        edition_from_json(text)


@pytest.mark.parametrize("number", ["1e999", "-1e999", "2e308"])
def test_a_number_without_end_is_refused(edition: Edition, number: str) -> None:
    text = edition_to_json(edition).replace('"loudness": -19.3', f'"loudness": {number}')
    with pytest.raises(JsonError, match="too large"):
        edition_from_json(text)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("date", "2026-13-45"),
        ("date", "today"),
        ("date", "0000"),
        ("language", "\x1b[31m"),
        ("language", "e n"),
    ],
)
def test_what_the_header_would_refuse_is_refused_here_too(edition: Edition, key: str, value: str) -> None:
    data = json.loads(edition_to_json(edition)) | {key: value}
    with pytest.raises(JsonError, match=f"{key} is no {key}"):
        edition_from_json(json.dumps(data))


@given(st.data())
def test_a_timeline_that_is_cut_or_changed_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    """Never any other exception."""
    text = edition_to_json(data.draw(editions()))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    with suppress(JsonError):
        edition_from_json(text[:start] + data.draw(st.text('0123456789-.e"{}[]:,a', max_size=4)) + text[end:])


def test_a_plan_without_clips_is_read_back_though_its_cues_number_them(edition: Edition) -> None:
    planned = replace(edition, clips=())
    assert edition_from_json(edition_to_json(planned)) == replace(
        planned,
        timeline=edition_from_json(edition_to_json(edition)).timeline,
    )

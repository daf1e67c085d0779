"""Spoken forms: what a voice is given for what is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.script.warn import WITH_RULES
from generator.spoken.form import SpokenForm, needs_rules, spoken_form
from generator.spoken.rules import rules_for
from generator.spoken.table import LANGUAGES

CASES = [
    (path.stem, *line.split(" → "))
    for path in sorted(Path(__file__).with_name("cases").glob("*.txt"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
PIECES = st.sampled_from(
    [
        *"0123456789", *" ,.-–—/:;?!'%°€$£&+=@#½¼()…", "10", "1/2", "cm", "min", "min.", "h", "x", "×",
        "...", "--", "e.g.", "etc.", "Dr.", "z. B.", "usw.", "p. ex.", "p. ej.", "p. es.", "bijv.", "No.",
        "L5", "T12", "II", "IV", "Part ", "Teil ", "and", "und", "knee", "Knie", "the ", "am ", "der ",
        "st", "th", "º", "ª", "\n", "LIE", "NICHT", "MRI",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=14).map("".join)


@pytest.mark.parametrize(("language", "written", "spoken"), CASES)
def test_what_is_written_is_spoken_so(language: str, written: str, spoken: str) -> None:
    assert spoken_form(written, language).text == spoken


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 300
    assert {language for language, *_ in CASES} == set(LANGUAGES)


@pytest.mark.parametrize(("language", "written", "spoken"), CASES)
def test_the_spoken_form_of_a_spoken_form_is_itself(language: str, written: str, spoken: str) -> None:
    del written
    assert spoken_form(spoken, language).text == spoken


WORDS = st.text("abcdefghijklmnopqrstuvwxyzäöüéèñßABCDEFGHIJ", min_size=4, max_size=12)
PLAIN = st.lists(WORDS, min_size=1, max_size=12).map(lambda words: " ".join(words) + ".")


@given(PLAIN, st.sampled_from(LANGUAGES))
def test_plain_words_stay_as_they_are(text: str, language: str) -> None:
    known = set(re.findall(r"\w+", " ".join(written for _, written, _ in CASES)))
    if not known & set(re.findall(r"\w+", text)):
        assert spoken_form(text, language).text.lower() == text.lower()


@given(TEXTS, st.sampled_from(LANGUAGES))
@settings(max_examples=300)
def test_every_letter_of_a_word_stays(text: str, language: str) -> None:
    """`knee` and `Knie` are in as often, and in the same order, as they were written."""
    find = re.compile("knee|Knie")
    assert find.findall(spoken_form(text, language).text) == find.findall(text)


@given(TEXTS, st.sampled_from(LANGUAGES))
@settings(max_examples=500)
def test_no_rule_finds_anything_in_a_text_that_seems_to_need_none(text: str, language: str) -> None:
    if not needs_rules(text, language):
        rules = rules_for(language)
        assert rules
        assert not list(rules.replaced(text))


@given(TEXTS, st.sampled_from(LANGUAGES), st.lists(st.tuples(PIECES, WORDS), max_size=3))
def test_parts_are_in_order_and_lie_within_the_text(
    text: str, language: str, say: list[tuple[str, str]]
) -> None:
    form = spoken_form(text, language, say)
    at = 0
    for part in form.parts:
        assert at <= part.begin <= part.end <= len(text)
        at = part.end


def test_units_and_capitals_are_warned_of_only_where_there_are_no_rules() -> None:
    assert set(LANGUAGES) == WITH_RULES


def test_the_words_of_say_come_first_and_are_not_looked_at_again() -> None:
    form = spoken_form("Feel L5, 3x, and the psoas.", "en", (("L5", "ell 5"), ("psoas", "so-az")))
    assert form.text == "Feel ell 5, three times, and the so-az."
    assert [form.written[part.begin : part.end] for part in form.parts] == ["L5", "3x", "psoas"]


def test_a_language_without_a_table_is_left_to_its_voice() -> None:
    assert spoken_form("Powoli 3x, 10-15 razy.", "pl") == SpokenForm("Powoli 3x, 10-15 razy.", ())

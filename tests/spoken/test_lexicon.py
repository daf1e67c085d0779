from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.spoken.form import spoken_form as spoken
from generator.spoken.lexicon import composed

PSOAS = (("psoas", "so-az"),)


def said(text: str, say: Sequence[tuple[str, str]]) -> str:
    """Without the rules of a language."""
    return spoken(text, "", say).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The psoas is long.", "The so-az is long."),
        ("Psoas, PSOAS.", "so-az, so-az."),
        ("the psoas's end", "the so-az's end"),
        ("the psoas’s end", "the so-az’s end"),
        ("‘psoas’ and (psoas)", "‘so-az’ and (so-az)"),
        ("psoases, prepsoas, psoas2", "psoases, prepsoas, psoas2"),
        ("a psoas-like pull", "a so-az-like pull"),
    ],
)
def test_a_written_word_is_spoken_otherwise_only_where_it_is_a_whole_word(text: str, expected: str) -> None:
    assert said(text, PSOAS) == expected


def test_a_word_with_an_apostrophe_is_not_its_beginning_or_end() -> None:
    assert said("I can't, but you can.", (("can", "kan"), ("t", "tee"))) == "I can't, but you kan."


def test_the_longest_entry_wins_wherever_it_stands_in_the_list() -> None:
    say = (("knee", "nee"), ("knee cap", "patella"))
    assert said("The knee  cap of the knee", say) == "The patella of the nee"


def test_a_replacement_is_not_replaced_again() -> None:
    assert said("left right", (("left", "right"), ("right", "left"))) == "right left"


def test_a_word_whose_vowel_sign_follows_is_another_word() -> None:
    assert said("पानी पान", (("पान", "paan"),)) == "पानी paan"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("e\u0301te\u0301", "été"),
        ("vie\u0323\u0302t", "việt"),
        ("１０かい、５０％", "10かい、50%"),
        ("３．５，ＭＲＩ！", "3.5，MRI！"),
        ("½ № … 2²", "½ № … 2²"),
    ],
)
def test_accents_stand_with_their_letters_and_wide_letters_are_the_usual_ones(
    text: str, expected: str
) -> None:
    """What an editor of macOS or Japan writes is spoken as what everybody else writes."""
    assert said(text, ()) == expected


def test_a_word_is_found_however_its_accents_are_written() -> None:
    assert said("das cafe\u0301", (("café", "kaffee"),)) == "das kaffee"
    assert said("das café", (("cafe\u0301", "kaffee\u0301"),)) == "das kaffeé"


def test_where_no_blanks_part_words_an_entry_is_found_anywhere() -> None:
    say = (("手", "て"), ("右手", "みぎて"), ("มือ", "mue"), ("MRI", "エムアールアイ"))
    assert said("いま右手を上げて、手も。", say) == "いまみぎてを上げて、ても。"
    assert said("ยกมือขวา", say) == "ยกmueขวา"
    assert said("MRIの FMRI", say) == "エムアールアイの FMRI"


def test_characters_of_patterns_are_only_characters() -> None:
    assert said("C7 (T1) a.b axb", (("a.b", "ay bee"), ("T1", "tee one"))) == "C7 (tee one) ay bee axb"
    assert said("back", (("back", r"\1 \g<0>"),)) == r"\1 \g<0>"


@given(st.text(), st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), max_size=4))
def test_any_table_and_text_give_a_text(text: str, say: list[tuple[str, str]]) -> None:
    """Nothing raises, and a table whose words are not in the text changes nothing."""
    result = said(text, say)
    if not any(written.casefold().split()[0] in text.casefold() for written, _ in say if written.strip()):
        assert result == composed(text)


def test_a_sharp_s_is_one_letter_in_a_word_that_is_said_otherwise() -> None:
    form = spoken("Der Fuß, die FÜSSE, die Füße.", "de", (("Fuß", "Fuhs"), ("füße", "Fühse")))
    assert form.marked == "Der {Fuhs}, die {füsse}, die {Fühse}."

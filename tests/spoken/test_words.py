"""How many words there are in a text, in scripts with blanks between words and without."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.spoken.expected import shortest_words, word_count
from generator.spoken.text import sentences, words_in


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Lie on your back, and don't hurry.", 7),
        ("Powoli zegnij kolano – i odpocznij.", 5),
        ("धीरे धीरे अपने घुटने को मोड़ें।", 6),
        ("慢慢弯曲你的膝盖，然后休息一下。", 9),
        ("みぎてを ゆっくり あげて ください。", 4),
        ("ค่อยๆงอเข่าขวาของคุณ", 5),
        ("Say 你好 now.", 3),
        ("…", 0),
    ],
)
def test_words_are_counted_as_people_count_them(text: str, count: int) -> None:
    assert word_count(text) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("慢慢弯曲。然后休息。", 2),
        ("धीरे मोड़ें। फिर आराम करें।", 2),
        ("ارفع يدك. هل تتنفس؟ استرح.", 3),
        ("Lift it. “Rest.” Why?", 3),
    ],
)
def test_sentences_end_with_the_signs_of_every_script(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@given(st.text("aeéñघुटनेค่อยๆ慢ゆ '’-.", max_size=30))
def test_an_accent_of_its_own_parts_no_word(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert len(words_in(apart)) == len(words_in(unicodedata.normalize("NFC", text)))
    assert shortest_words(apart) == pytest.approx(
        shortest_words(unicodedata.normalize("NFC", text)), abs=1e-6
    )

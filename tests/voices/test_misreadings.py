"""What is told of words that would be said otherwise than it is meant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import BuildSession, Cache, Settings, expand, parse
from generator.core.errors import Diagnostic
from generator.spoken.function_words import FUNCTION_WORDS, plainly_other
from generator.spoken.signs import named_signs
from generator.voices.calibration_text import calibration_text

GERMAN = "Leg dich auf den Rücken und lass die Arme neben dir liegen."
ENGLISH = "Lie on your back, and let the floor take the weight of your legs."


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuildSession]:
    with BuildSession(Settings(draft=True), Cache(tmp_path_factory.mktemp("cache"))) as session:
        yield session


def told(session: BuildSession, text: str) -> tuple[Diagnostic, ...]:
    return session.check_resources(expand(parse(text, Path("a.txt"))))


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Do it * now.", '"*"'),
        ("The knee @home, a+b.", '"@", "+"'),
        ("---\nvoice: espeak\n---\nLeft → right.", '"→"'),
        ("---\nlanguage: pl\n---\nKolano * łokieć, a + b.", '"*"'),
    ],
)
def test_a_sign_that_a_voice_would_name_is_told_at_its_place(
    session: BuildSession, text: str, signs: str
) -> None:
    (problem,) = told(session, text)
    assert (problem.code, problem.message.partition(": ")[2]) == ("W079", signs)
    assert problem.span
    assert problem.span.source[problem.span.column - 1] == signs[1]


@pytest.mark.parametrize(
    "text",
    [
        "Up/down, in & out, 3 + 4 = 7, #1, and ~10 times: 50% of 5 cm at 10:30…",
        "// ok W079: it is heard as it should be\nDo it * now.",
        "---\nsay:\n  psoas: /ˈsoʊæs/\n---\nThe psoas.",
    ],
)
def test_what_is_put_into_words_is_not_told(session: BuildSession, text: str) -> None:
    assert not told(session, text)


def test_signs_inside_given_sounds_are_none_of_the_text() -> None:
    assert named_signs("a \x02psoas\x03/ˈsoʊæs/\x02 *", ruled=True) == ("*",)


def test_a_lesson_in_another_language_is_told_at_the_header(session: BuildSession) -> None:
    (problem,) = told(session, f"---\nlanguage: en\n---\n{GERMAN} [pause 1s]\n{GERMAN}")
    assert problem.code == "W080"
    assert problem.correction
    assert problem.correction.line == "language: de"


def test_a_lesson_in_another_language_without_a_header_is_told_at_its_first_words(
    session: BuildSession,
) -> None:
    (problem,) = told(session, f"# Anfang\n{GERMAN}")
    assert (problem.code, problem.hint) == ("W080", "write language: de in the header")
    assert problem.span
    assert problem.span.line == 2


def test_one_cue_in_another_language_is_told_and_a_voice_for_it_silences_that(session: BuildSession) -> None:
    text = "\n\n".join([ENGLISH] * 4)
    (problem,) = told(session, f"{text}\n\n{GERMAN}")
    assert problem.code == "W080"
    assert problem.span
    assert problem.span.line == 9
    assert not told(session, f"{text}\n\n# Deutsch\n[voice espeak:de]\n{GERMAN}")


@pytest.mark.parametrize("language", FUNCTION_WORDS)
def test_no_language_is_taken_for_another(language: str) -> None:
    cues = calibration_text("nb" if language == "no" else language)
    assert cues
    assert not plainly_other(" ".join(cues), language)
    assert not [cue for cue in cues if plainly_other(cue, language)]
    if language != "en":
        assert plainly_other(" ".join(cues), "en") == language

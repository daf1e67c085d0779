"""Everyday teachers' writing: each line is said as it is meant, by its phonemes, or a message names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import BuildSession, Cache, Settings, expand, parse
from generator.core.errors import GeneratorError
from generator.script.lesson import Cue
from generator.spoken.phonetic import as_written

FOLDER = Path(__file__).parents[1] / "spoken"
VOICES = {"en": ("heart", "espeak:en-us"), "de": ("espeak:de",)}
LINES = [
    (language, *line.rsplit(" → ", 1))
    for language in VOICES
    for line in (FOLDER / f"everyday.{language}.txt").read_text(encoding="utf-8").splitlines()
]
TOLD = [row for row in LINES if re.fullmatch("[EW][0-9]{3}", row[2])]
SAID = [row for row in LINES if row not in TOLD]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuildSession]:
    with BuildSession(Settings(draft=True), Cache(tmp_path_factory.mktemp("cache"))) as session:
        yield session


def script(language: str, text: str) -> str:
    return f"---\nlanguage: {language}\n---\n{text}\n"


def codes(session: BuildSession, text: str) -> list[str]:
    try:
        expanded = expand(parse(text))
    except GeneratorError as error:
        return [each.code for each in error.diagnostics]
    warned = [each.code for each in expanded.script.warnings]
    try:
        return [*warned, *(each.code for each in session.check_resources(expanded))]
    except GeneratorError as error:
        return [*warned, *(each.code for each in error.diagnostics)]


@pytest.mark.parametrize(("language", "written", "code"), TOLD)
def test_what_is_not_understood_is_told(
    session: BuildSession, language: str, written: str, code: str
) -> None:
    assert code in codes(session, script(language, written))


@pytest.mark.parametrize(("language", "written", "said"), SAID)
def test_what_is_understood_is_said_so_and_nothing_is_told(
    session: BuildSession, language: str, written: str, said: str
) -> None:
    text = script(language, written)
    assert codes(session, text) == []
    _, lesson = expand(parse(text)).lessons[0]
    (cue,) = (item for section in lesson.sections for item in section.items if isinstance(item, Cue))
    spoken = session.resolver.spoken(cue, lesson.header).text
    assert said.lower() in spoken.lower()
    assert not re.search(r"[0-9%°/&#~≈]", as_written(spoken))
    for name in VOICES[language]:
        voice = session.engines.voice(name, language)
        whole, part = session.engines.of(voice).phonemes([spoken, said], voice)
        # What stands around it may move its stress, and reduce its vowels.
        assert consonants(part) in consonants(whole)


def consonants(sounds: str) -> str:
    return re.sub(r"[^bdfɡhjklmnŋprstvwzʃʒθðçx]", "", sounds.replace("ɹ", "r").replace("ɾ", "t"))


def test_there_are_enough_lines() -> None:
    assert sum(row[0] == "en" for row in LINES) >= 60
    assert sum(row[0] == "de" for row in LINES) >= 30

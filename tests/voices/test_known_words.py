"""Each word that this program knows is one that a voice reads otherwise, and says rightly with its entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import BuildSession, Cache, Settings, expand, parse
from generator.spoken.form import spoken_form
from generator.spoken.known_words import KNOWN_WORDS, known_words

VOICES = {"en": ("heart", "en-us"), "de": ("de",)}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuildSession]:
    with BuildSession(Settings(draft=True), Cache(tmp_path_factory.mktemp("cache"))) as session:
        yield session


def sounds(session: BuildSession, name: str, language: str, texts: list[str]) -> list[str]:
    voice = session.engines.voice(name, language)
    told = session.engines.of(voice).phonemes(texts, voice)
    return [re.sub(r"[ˈˌ'ː:.\s]", "", each) for each in told]


@pytest.mark.parametrize("language", KNOWN_WORDS)
def test_some_voice_reads_each_word_otherwise(session: BuildSession, language: str) -> None:
    written = [word for word, _ in known_words(language)]
    given = [spoken_form(word, language, known_words(language)).text for word in written]
    differs: set[str] = set()
    for name in VOICES[language]:
        plain = sounds(session, name, language, written)
        told = sounds(session, name, language, given)
        differs |= {word for word, one, other in zip(written, plain, told, strict=True) if one != other}
    assert differs >= {word for word in written if not _differs_by_stress(word)}


def _differs_by_stress(word: str) -> bool:
    return word in {"Achillessehne", "Iliosakralgelenk", "multifidus", "Zwerchfell", "Zwerchfells"}


@pytest.mark.parametrize("language", KNOWN_WORDS)
def test_every_voice_can_say_each_entry(session: BuildSession, language: str) -> None:
    for name in VOICES[language]:
        voice = session.engines.voice(name, language)
        for word, _ in known_words(language):
            said = spoken_form(word, language, known_words(language)).text
            assert said != word
            assert not session.engines.of(voice).unreadable(said, voice)


HEARD = {
    ("en", "psoas"): "soʊəs", ("en", "sacroiliac"): "ækroʊ", ("en", "Pilates"): "lɑ", ("en", "qigong"): "tʃi",
    ("en", "coccyx"): "ɑksɪks", ("en", "fascia"): "æʃ", ("en", "Gindler"): "ɡɪnd", ("en", "vagus"): "veɪɡ",
    ("de", "ISG"): "iɛsɡe", ("de", "Schulterblatt"): "ʃʊltɜblat", ("de", "Tai-Chi"): "taɪtʃi",
    ("de", "Faszie"): "fastsjə", ("de", "Gluteus"): "ɡluteʊs", ("de", "Bodyscan"): "bɔdiskɛn",
}  # fmt: skip


@pytest.mark.parametrize(("language", "word"), HEARD)
def test_with_its_entry_it_sounds_as_it_should(session: BuildSession, language: str, word: str) -> None:
    said = spoken_form(word, language, known_words(language)).text
    for name in VOICES[language]:
        (told,) = sounds(session, name, language, [said])
        assert HEARD[language, word] in told.replace("ɹ", "r")


def test_a_script_and_its_lexicon_count_before_them(session: BuildSession, tmp_path: Path) -> None:
    (tmp_path / "lexicon.yaml").write_text("coccyx: tail bone\n")
    (tmp_path / "a.txt").write_text("---\nsay:\n  psoas: so-az\n---\nThe psoas, the coccyx, the talus.")
    expanded = expand(parse(tmp_path / "a.txt"))
    (form,) = session.spoken_forms(expanded.lessons[0][1], expanded.path)
    assert form
    assert form.marked == "The {so-az}, the {tail bone}, the {talus /ˈteɪləs/}."


def test_a_changed_lexicon_voices_again_only_what_holds_the_word(
    session: BuildSession, tmp_path: Path
) -> None:
    script = tmp_path / "a.txt"
    script.write_text("---\nvoice: espeak\n---\nThe psoas. [pause 1s] The knee. [pause 1s] The arm.")

    def keys() -> list[str]:
        (planned,) = session.plan(expand(parse(script)))
        return [clip.key for clip in planned.edition.clips]

    before = keys()
    (tmp_path / "lexicon.yaml").write_text("psoas: so-az\n")
    after = keys()
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, True, True]


def test_sounds_that_a_voice_cannot_say_are_told_once_and_not_used(
    session: BuildSession, tmp_path: Path
) -> None:
    (tmp_path / "lexicon.yaml").write_text('Psoas: "/ˈpsoːas/"\nKnie: "/kniː/"\n', encoding="utf-8")
    (tmp_path / "a.txt").write_text("---\nlanguage: de\n---\nDer Psoas, das Knie.", encoding="utf-8")
    expanded = expand(parse(tmp_path / "a.txt"))
    (warning,) = session.check_resources(expanded)
    assert warning.code == "W081"
    assert warning.span
    assert (Path(warning.span.path).name, warning.span.line) == ("lexicon.yaml", 1)
    (form,) = session.spoken_forms(expanded.lessons[0][1], expanded.path)
    assert form
    assert form.marked == "Der {Psoas [[ps'o:as]]}, das Knie."

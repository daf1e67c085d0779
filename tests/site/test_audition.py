"""`lesson voices --audition`: one sentence in each voice, as an MP3 with chapters, and a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import BuildSession, Cache, Settings, verify_mp3
from generator.core.errors import GeneratorError, VoiceError
from generator.script.lesson import Header
from generator.site.audition import Audition, hold_audition, sentence_of, usual_sentence
from generator.spoken.expected import word_count
from generator.timeline.edition_json import edition_from_json


def held(folder: Path, sentence: str, header: Header) -> Audition:
    with BuildSession(Settings(folder / "output"), Cache(folder / "cache")) as session:
        return hold_audition(session, sentence, header)


def chapters(audition: Audition) -> list[str]:
    text = audition.mp3.with_suffix(".timeline.json").read_text(encoding="utf-8")
    return [section.title for section in edition_from_json(text).timeline.sections]


def test_each_voice_of_the_language_is_a_chapter_of_a_good_mp3_and_of_the_page(tmp_path: Path) -> None:
    audition = held(
        tmp_path,
        "Let the [floor] take your weight. Is it warm?".replace("[floor]", "floor"),
        Header(rate=110),
    )
    titles = chapters(audition)
    assert titles[0] == "heart, natural"
    assert {"en-us, robotic", "en-gb, robotic"} <= set(titles)
    assert len(titles) == len(set(titles)) > 8
    assert not verify_mp3(audition.mp3).wrong
    page = audition.page.read_text(encoding="utf-8")
    assert all(title in page for title in titles)
    assert "The voices are synthetic" in page


def test_every_voice_is_as_loud_as_the_others(tmp_path: Path) -> None:
    audition = held(tmp_path, "Let the left knee lean a little, and wait until the breath goes on.", Header())
    text = audition.mp3.with_suffix(".timeline.json").read_text(encoding="utf-8")
    loudness = [clip.loudness for clip in edition_from_json(text).clips]
    assert max(loudness) - min(loudness) < 5


def test_a_voice_that_cannot_speak_it_is_left_out_with_a_reason(tmp_path: Path) -> None:
    audition = held(tmp_path, "Say α now, and rest.", Header())
    assert "heart, natural" not in chapters(audition)
    assert dict(audition.left_out)["heart"].startswith("it reads English")
    slow = held(tmp_path, "Rest now.", Header(rate=90))
    assert chapters(slow) == ["heart, natural"]


def test_where_nobody_can_speak_it_that_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="no voice"):
        held(tmp_path, "Rest now.", Header(language="tlh"))


def test_a_script_gives_its_sentence_and_its_header(tmp_path: Path) -> None:
    script = tmp_path / "a.txt"
    words = "Leg dich auf den Rücken, und lass den Boden dich tragen."
    script.write_text(f"---\nlanguage: de\nrate: 105\n---\nRuhe.\n\n[pause 2s]\n{words}\n")
    sentence, header = sentence_of(script)
    assert sentence == words
    assert (header.language, header.rate) == ("de", 105)
    with pytest.raises(GeneratorError):
        sentence_of(tmp_path / "none.txt")


@pytest.mark.parametrize("language", ["ja", "pt-br", "hi"])
def test_without_a_sentence_a_cue_in_the_language_is_spoken(tmp_path: Path, language: str) -> None:
    sentence = usual_sentence(language)
    assert word_count(sentence) >= 8
    audition = held(tmp_path, sentence, Header(language=language))
    assert not audition.left_out
    assert chapters(audition)

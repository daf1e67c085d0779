"""The words of a lesson whose sounds are worth hearing before it is built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.core.errors import Span
from generator.script.lesson import Cue, Header
from generator.spoken.form import SpokenForm, spoken_form
from generator.spoken.rare_words import rare_words
from generator.spoken.text import words_in
from generator.voices.engine import Voice
from generator.voices.engines import Engines
from generator.voices.voice_resolver import VoiceResolver


class Grounds(StrEnum):
    """Why a word is worth hearing."""

    GIVEN = "as it is given"
    """By the script, a lexicon or this program."""
    GUESSED = "guessed"
    """It is in none of the voice's dictionaries."""
    RARE = "rare"


@dataclass(frozen=True, slots=True)
class WordToHear:
    """One word, and how its voice says it."""

    word: str
    span: Span
    """The cue in which it stands first."""
    voice: str
    sounds: str
    """In the International Phonetic Alphabet; empty where the engine cannot tell."""
    grounds: Grounds


def words_to_hear(
    cues: Sequence[Cue], header: Header, resolver: VoiceResolver, engines: Engines
) -> tuple[WordToHear, ...]:
    """Each such word once for each voice, in the order in which they stand first.

    Raises:
        VoiceError: a voice is unknown, or ended instead of answering.
    """
    by_voice: dict[Voice, dict[str, tuple[str, Span]]] = {}
    for cue in cues:
        words = by_voice.setdefault(resolver.voice(cue, header), {})
        for word in words_in(cue.text):
            if any(map(str.isalpha, word)):
                words.setdefault(word.casefold(), (word, cue.span))
    return tuple(
        each
        for voice, words in by_voice.items()
        for each in _of_voice(voice, list(words.values()), cues, resolver.said(voice, header), engines)
    )


def _of_voice(
    voice: Voice,
    words: Sequence[tuple[str, Span]],
    cues: Sequence[Cue],
    said: Sequence[tuple[str, str]],
    engines: Engines,
) -> Sequence[WordToHear]:
    engine = engines.of(voice)
    forms = {word: spoken_form(word, voice.language, said, lambda _text, _language: ()) for word, _ in words}
    plain = [word for word, form in forms.items() if not form.parts]
    guessed = frozenset(engine.guessed(plain, voice))
    rare = {word.casefold() for cue in cues for word in rare_words(cue.text, voice.language)}
    chosen = [
        (word, span, _grounds(forms[word], word, guessed))
        for word, span in words
        if forms[word].parts or word in guessed or word.casefold() in rare
    ]
    sounds = engine.phonemes([forms[word].text for word, _, _ in chosen], voice)
    return [
        WordToHear(word, span, voice.name, told, grounds)
        for (word, span, grounds), told in zip(chosen, sounds, strict=True)
    ]


def _grounds(form: SpokenForm, word: str, guessed: frozenset[str]) -> Grounds:
    if form.parts:
        return Grounds.GIVEN
    return Grounds.GUESSED if word in guessed else Grounds.RARE

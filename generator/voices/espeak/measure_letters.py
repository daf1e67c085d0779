"""`python -m generator.voices.espeak.measure_letters` asks eSpeak NG which characters each voice reads.

It writes the table that ships (`letters.json`). About a quarter of an hour on two cores; the same table comes
out each time. eSpeak tells the phonemes of a text, and what it does not know it spells: letter by letter, by
the name of an alphabet ("Chinese letter"), or by the hexadecimal digits of its code.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from generator.core.errors import VoiceError
from generator.processes.threads import run_in_threads
from generator.voices.espeak.calibrated import shipped
from generator.voices.espeak.letters import PATH, Letters, as_json, script_of
from generator.voices.espeak.pyttsx3_engine import Pyttsx3Engine

Ask: TypeAlias = Callable[[Sequence[str]], list[str]]
"""The phonemes of each text, as one voice says it.

Raises:
    VoiceError: its process ended instead.
"""

WORDS: Final = {
    "LATIN": "mama", "GREEK": "δεκα", "CYRILLIC": "мама", "ARMENIAN": "մամա", "HEBREW": "אבא",
    "ARABIC": "بابا", "SYRIAC": "ܡܡ", "DEVANAGARI": "मन", "BENGALI": "মন",
    "GURMUKHI": "ਮਨ", "GUJARATI": "મન", "ORIYA": "ମନ",
    "TAMIL": "மன", "TELUGU": "మన", "KANNADA": "ಮನ", "MALAYALAM": "മന", "SINHALA": "මන", "THAI": "มานา",
    "LAO": "ມານາ", "TIBETAN": "མན", "MYANMAR": "မာန", "GEORGIAN": "მამა", "ETHIOPIC": "ማና", "HANGUL": "마나",
    "HIRAGANA": "まな", "KATAKANA": "マナ",
}  # fmt: skip
"""A word in each script that eSpeak has letters of: where it is spelled, the script is not read."""

KANA: Final = ("HIRAGANA", "KATAKANA")

IDEOGRAPH: Final = "一"

NEVER_READ: Final = "\u3040\u3097\u3130\u9fff"
"""What eSpeak knows in no language: nothing, or what was added long after its dictionaries."""

ALL_BUT: Final = 0.7
"""Names may be shortened in a row; a word that is read has far less sounds than the names of its letters."""

MOST_NEIGHBOURS: Final = 40
BATCH: Final = 2000
SURROUNDINGS: Final = ("5{}", "{}5", "5{}5", "5 {} 5")
"""Some signs are spoken beside a number only."""

_LANGUAGE: Final = re.compile(r"\([\w-]+\)")
_NO_SOUND: Final = re.compile(r"\([\w-]+\)|[_|:!', ]")


class Phonemes:
    """What a voice makes of texts: asked in batches, each text once."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: dict[str, str] = {}

    def learn(self, texts: Iterable[str]) -> None:
        """Ask for many texts at once."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for first in range(0, len(new), BATCH):
            self._learn(new[first : first + BATCH])

    def of(self, text: str) -> str:
        """The phonemes of a text; empty where it makes no sound, or ended eSpeak's process."""
        if text not in self._known:
            self._learn([text])
        return self._known[text]

    def _learn(self, texts: list[str]) -> None:
        try:
            self._known |= dict(zip(texts, self._ask(texts), strict=True))
        except VoiceError:
            if len(texts) == 1:
                self._known[texts[0]] = ""
                return
            half = len(texts) // 2
            self._learn(texts[:half])
            self._learn(texts[half:])


def sounds(phonemes: str) -> str:
    """Phonemes without stress, pauses and names of languages."""
    return _NO_SOUND.sub("", phonemes)


def spoken_groups(phonemes: str) -> int:
    """Into how many words eSpeak parted a text."""
    return sum(1 for part in _LANGUAGE.sub("", phonemes).split() if part.strip("_|:!"))


def spells_code(phonemes: str, character: str) -> bool:
    """Whether the hexadecimal digits of a character's code are spoken: very short pauses part them."""
    digits = len(f"{ord(character):x}")
    return digits > 2 and phonemes.count("_|") >= digits and "_:" in phonemes[-6:]  # noqa: PLR2004  # é is e9


class Listener:
    """Finds out which characters one voice reads."""

    def __init__(self, ask: Ask) -> None:
        self._phonemes = Phonemes(ask)
        self._of = self._phonemes.of
        self._names = {self._of(each) for each in NEVER_READ} - {""}
        for one, other in ((IDEOGRAPH, "水"), ("あ", "い")):
            if self._of(one) == self._of(other):
                self._names.add(self._of(one))
        self._scripts = [script for script, word in WORDS.items() if self._reads_word(word)]

    def letters(self, characters: Iterable[str]) -> Letters:
        """Which of `characters` the voice reads, and which it can only name."""
        ideographs = self._of(IDEOGRAPH) not in self._names  # else it has one name for all
        listed = [each for each in characters if ideographs or script_of(each) != "CJK"]
        in_words = [each for each in listed if unicodedata.category(each)[0] in "LM"]
        signs = [each for each in listed if unicodedata.category(each)[0] not in "LM"]
        self._phonemes.learn([*map(_small, in_words), *signs])
        read = self._read_letters(in_words)
        after = self._read_after([each for each in in_words if each not in read and _is_accent(each)], read)
        everywhere = {each for each, letters in after.items() if letters == self._letters_beside(each, read)}
        read |= everywhere
        after = {each: letters for each, letters in after.items() if letters and each not in everywhere}
        unread = [each for each in in_words if each not in read | after.keys()]
        named = {each for each in unread if not self._unnamed(_small(each))}
        read |= self._read_signs(signs)
        named |= {each for each in signs if each not in read and sounds(self._of(each)) and _is_mark(each)}
        return Letters(frozenset(read), frozenset(named), after, tuple(self._scripts))

    def _reads_word(self, word: str) -> bool:
        said = self._of(word)
        if spoken_groups(said) != 1 or any(self._unnamed(each) for each in word):
            return False
        # English says "delta epsilon kappa alpha" in one breath. Elsewhere a letter's name may be its sound.
        names = "".join(sounds(self._of(each)) for each in word)
        return len(sounds(said)) <= max(2 * len(word), ALL_BUT * len(names))

    def _unnamed(self, character: str) -> bool:
        """Whether a character by itself makes no sound, or one that says only that it is unknown."""
        said = self._of(character)
        return said in self._names or not sounds(said) or spells_code(said, character)

    def _read_letters(self, letters: list[str]) -> set[str]:
        whole = {each for each in letters if script_of(each) not in WORDS and not self._unnamed(_small(each))}
        tried = [each for each in letters if script_of(each) in self._scripts]
        self._phonemes.learn(text for each in tried for text in _surrounded(_small(each)))
        read = {each for each in tried if self._is_read(_small(each), _surrounded(_small(each)))}
        places = {
            each: _beside(_small(each), self._letters_beside(each, read)[:MOST_NEIGHBOURS])
            for each in tried
            if each not in read and self._may_need_another(each)
        }
        self._phonemes.learn(text for texts in places.values() for text in texts)
        return whole | read | {each for each, texts in places.items() if self._is_read(_small(each), texts)}

    def _read_after(self, accents: list[str], read: set[str]) -> dict[str, str]:
        """Behind which letters each accent is read, or passed over: a dot is named in some Hebrew letters."""
        tried = {
            each: self._letters_beside(each, read) for each in accents if script_of(each) in self._scripts
        }
        pairs = [(before, each) for each, letters in tried.items() for before in letters]
        self._phonemes.learn(text for pair in pairs for text in (_within("".join(pair)), *_without(*pair)))
        return {
            each: "".join(before for before in letters if self._reads_after(each, before))
            for each, letters in tried.items()
        }

    def _letters_beside(self, letter: str, read: set[str]) -> str:
        script = script_of(letter)
        small = (each for each in sorted(read) if each == _small(each) and not _is_accent(each))
        return "".join(each for each in small if script_of(each) == script)

    def _reads_after(self, accent: str, letter: str) -> bool:
        text = _within(letter + accent)
        passed_over = {sounds(self._of(each)) for each in _without(letter, accent)}
        return self._reads_in(accent, text) or sounds(self._of(text)) in passed_over

    def _may_need_another(self, letter: str) -> bool:
        """Whether it may be read beside certain letters only, as q before u, or a small kana."""
        if script_of(letter) == "LATIN":
            return letter.isascii()
        return not _is_accent(letter) and (script_of(letter) in KANA or not self._unnamed(_small(letter)))

    def _is_read(self, letter: str, texts: Iterable[str]) -> bool:
        return any(self._reads_in(letter, text) for text in texts)

    def _reads_in(self, letter: str, text: str) -> bool:
        said = self._of(text)
        if spoken_groups(said) != 1 or spells_code(said, letter):
            return False
        if script_of(letter) in KANA:
            return not any(name in said for name in self._names)
        # Two letters may be spelled in one breath.
        return len(text) > 2 or sounds(said) != "".join(sounds(self._of(each)) for each in text)  # noqa: PLR2004  # as above

    def _read_signs(self, signs: list[str]) -> set[str]:
        read = {each for each in signs if not self._unnamed(each)}
        silent = [each for each in signs if not sounds(self._of(each))]
        self._phonemes.learn(place.format(each) for each in silent for place in SURROUNDINGS)
        return read | {each for each in silent if any(self._heard_in(each, place) for place in SURROUNDINGS)}

    def _heard_in(self, sign: str, place: str) -> bool:
        said = self._of(place.format(sign))
        return sounds(said) != sounds(self._of(place.format(" "))) and not spells_code(said, sign)


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("P")


def _small(character: str) -> str:
    """The small letter: a capital in the middle of a word would part it."""
    return character.lower()[0]


def _is_accent(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _without(letter: str, accent: str) -> tuple[str, str]:
    """What is heard where an accent is passed over: it may part the word, as an unknown sign does."""
    word = WORDS[script_of(accent)]
    return (f"{word}{letter}{word}", f"{word}{letter} {word}")


def _surrounded(letter: str) -> tuple[str, ...]:
    word = WORDS[script_of(letter)]
    if _is_accent(letter):
        return (_within(letter),)
    return (_within(letter), f"{word[0]}{letter}")


def _beside(letter: str, neighbours: str) -> list[str]:
    return [_within(pair) for each in neighbours for pair in (each + letter, letter + each)]


def _within(letters: str) -> str:
    word = WORDS[script_of(letters[0])]
    return f"{word}{letters}{word}"


def all_characters() -> list[str]:
    """What may stand in a text and be spoken: letters, marks, numbers, signs. Of Hangul's syllables two."""
    planes = (*range(0x20, 0xE000), *range(0xF900, 0x10000), *range(0x1F000, 0x1FB00))
    syllables = range(0xAC01, 0xD7A3)
    found = (chr(code) for code in planes if code not in syllables)
    return [each for each in found if unicodedata.category(each)[0] in "LMNSP"]


def write_table() -> None:
    """Write the table."""
    workers = os.cpu_count() or 1
    engine = Pyttsx3Engine(workers)
    characters = all_characters()

    def measure(voice: str) -> Letters:
        found = Listener(lambda texts: engine.phonemes(voice, texts)).letters(characters)
        sys.stderr.write(f"{voice}: {len(found.read)} read, {len(found.named)} only named\n")
        return found

    names = [voice.engine_name for voice in shipped().catalogue.voices]
    PATH.write_text(as_json(run_in_threads(measure, names, workers, stop=engine.close)), encoding="utf-8")
    engine.close()


if __name__ == "__main__":
    write_table()

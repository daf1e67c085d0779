"""How much there is to say in a text, counted in words."""

from __future__ import annotations

import re

from generator.spoken.text import without_marks
from generator.spoken.unspaced import parted, unspaced_words

USUAL_LETTERS = 3.9
"""Letters in a word of a lesson: 3.8 to 3.95 in four of them."""

WORD_SHARE = 0.41
LETTER_SHARE = (1 - WORD_SHARE) / USUAL_LETTERS
"""A word takes this much of a usual word's time, and each of its letters that much: fitted (least squares)
to 190 cues spoken by `en-us`."""

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
VOWELS = re.compile("[aeiouyäöüàâéèêëîïôûùáíóúñåæø]", re.IGNORECASE)
LATIN = re.compile(r"[a-zA-ZÀ-ɏ]+(?:['’][a-zA-ZÀ-ɏ]+)*")

SPELLED_SHARE = 0.9
"""A letter, digit or sign that is spoken by its name, in usual words."""
FOREIGN_SHARE = 3.0
"""A sign or letter of another script, which a voice may call by a long name."""


def word_count(text: str) -> int:
    """Words as people count them: what stands between blanks and holds a letter or a digit.

    Chinese, Japanese, Thai, Lao, Burmese, Shan and Khmer have no blanks between words. There, a run of
    letters counts as so many words as its length says (`CHARACTERS_A_WORD`), rounded, and at least one.
    """
    runs, spaced = parted(text)
    return sum(max(1, round(unspaced_words(run))) for run in runs) + sum(
        1 for part in spaced.split() if WORD.search(part)
    )


def shortest_words(text: str) -> float:
    """Words of usual length, if every word is spoken as a word."""
    runs, spaced = parted(text)
    return sum(map(unspaced_words, runs)) + sum(
        WORD_SHARE + LETTER_SHARE * len(word) for word in WORD.findall(without_marks(spaced))
    )


def longest_words(text: str) -> float:
    """Words of usual length, if all that might be spelled out is."""
    return sum(_longest(part) for part in text.split())


def _longest(part: str) -> float:
    letters = part.strip(".,;:!?()\"'“”‘’…–-")
    if not letters:
        return 0.0
    if LATIN.fullmatch(letters) and VOWELS.search(letters) and not letters.isupper():
        return WORD_SHARE + LETTER_SHARE * len(letters)
    plain = sum(1 for one in letters if one.isascii() or LATIN.match(one))
    return plain * SPELLED_SHARE + (len(letters) - plain) * FOREIGN_SHARE

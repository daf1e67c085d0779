"""What the natural voice can read: English in Latin letters, and the International Phonetic Alphabet.

hibari drops letters of other scripts and signs that it does not know without a word, and obeys `[x](/y/)` as
sounds. None of that reaches it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from generator.spoken.phonetic import converted, sounds_in
from generator.spoken.signs import says_nothing
from generator.voices.engine import Misreading

SPOKEN_SIGNS: Final = frozenset("&+@%$£€¢#=~^<>/°×÷§©²³¹½¼¾№ªºµ")
"""Signs that it calls by their names (tried one by one with hibari 0.2.1)."""

LAST_LATIN: Final = "\u024f"

_ALPHABET: Final = frozenset("AIOWYiuæɑəɛɪʊʌɔɜɐᵊᵻbdfhjklmnpstvwzðŋɡɹʃʒʤʧθTˈˌ ")
"""Sounds that the model has learned, in misaki's notation for American English."""

_SPELLINGS: Final = (
    ("tʃ", "ʧ"), ("dʒ", "ʤ"), ("oʊ", "O"), ("əʊ", "O"), ("aɪ", "I"), ("aʊ", "W"), ("eɪ", "A"), ("ɔɪ", "Y"),
    ("ɝ", "ɜɹ"), ("ɚ", "əɹ"), ("ɜːr", "ɜɹ"), ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("r", "ɹ"), ("g", "ɡ"), ("ɫ", "l"),
    ("ɒ", "ɑ"), ("ɾ", "T"), ("ʔ", "t"), ("ʍ", "w"), ("ɨ", "ɪ"), ("ɵ", "O"), ("e", "ɛ"), ("a", "ɑ"),
    ("o", "ɔ"),
    ("n̩", "ᵊn"), ("l̩", "ᵊl"), ("m̩", "ᵊm"), ("'", "ˈ"), ("ː", ""), ("ˑ", ""), (".", ""), ("‿", " "),
)  # fmt: skip
"""Other ways of writing these sounds, the longer ones first where one is part of another."""

_PHONETIC: Final = str.maketrans(
    {
        "A": "eɪ",
        "I": "aɪ",
        "O": "oʊ",
        "W": "aʊ",
        "Y": "ɔɪ",
        "ʧ": "tʃ",
        "ʤ": "dʒ",
        "T": "ɾ",
        "ᵊ": "ə",
        "ᵻ": "ɪ",
    }
)

_IGNORED: Final = re.compile("[\u0361\u035c\u02de\u0303]")
"""Ties over two letters, and what American English does not tell apart."""

_USUAL: Final = re.compile("[\x20-\x7e’‘“”–—…]*")
"""What nearly every cue consists of."""

SPACES: Final = re.compile(r"\s+")


def misread(text: str) -> tuple[Misreading, ...]:
    """What of a text the voice would leave out or obey."""
    if _USUAL.fullmatch(text):
        return ()
    plain = converted(text, lambda *_: "", lambda rest: rest)
    lost = dict.fromkeys(part for part in plain.split() if any(not _readable(sign) for sign in part))
    if lost:
        return (Misreading("it reads English in Latin letters only, and would leave out", tuple(lost)),)
    unknown = (_unknown_sounds(sounds) for sounds in sounds_in(text))
    return tuple(Misreading(reason) for reason in unknown if reason)


def model_text(text: str) -> str:
    """A text that `misread` found nothing in, as hibari takes it."""
    return converted(unicodedata.normalize("NFC", text), _link, _literal)


def model_sounds(sounds: str) -> str:
    """Sounds of the International Phonetic Alphabet, between slashes or not, in the model's alphabet."""
    found = _IGNORED.sub("", unicodedata.normalize("NFC", sounds.strip("/")))
    for written, other in _SPELLINGS:
        found = found.replace(written, other)
    return SPACES.sub(" ", found).strip()


def phonetic(sounds: str) -> str:
    """Sounds of the model's alphabet in the International Phonetic Alphabet."""
    return sounds.translate(_PHONETIC)


def _unknown_sounds(sounds: str) -> str:
    if not sounds.startswith("/"):
        return f"it takes sounds as /…/ in the International Phonetic Alphabet, not {sounds}"
    strange = [sign for sign in model_sounds(sounds) if sign not in _ALPHABET]
    return f'it has no sound "{strange[0]}" ({sounds}): it has those of American English' if strange else ""


def _readable(sign: str) -> bool:
    if sign in SPOKEN_SIGNS or sign.isascii():
        return True
    return sign <= LAST_LATIN if unicodedata.category(sign).startswith("L") else says_nothing(sign)


def _link(written: str, sounds: str) -> str:
    return f"[{written.translate(_NO_LINK)}](/{model_sounds(sounds)}/)"


def _literal(text: str) -> str:
    """Without what hibari would obey, and with the hyphens that it knows."""
    return text.translate(_NO_LINK)


_NO_LINK: Final = str.maketrans("[]\u2010\u2011", "()--")

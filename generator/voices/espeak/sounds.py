"""Sounds under `say:` as eSpeak takes them: its own mnemonics between double brackets.

Sounds of the International Phonetic Alphabet are turned into these for English. The mnemonics are those of
eSpeak NG's `phsource/phonemes` and `ph_english_us`, documented in its `docs/phonemes.md`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from generator.spoken.phonetic import sounds_in

_MNEMONICS: Final = {
    "tʃ": "tS", "dʒ": "dZ", "oʊ": "oU", "əʊ": "oU", "aɪ": "aI", "aʊ": "aU", "eɪ": "eI", "ɔɪ": "OI",
    "ɪə": "i@", "ɛə": "e@", "ʊə": "U@", "iː": "i:", "uː": "u:", "ɑː": "A:", "ɔː": "O:", "ɜː": "3:", "ɝ": "3:",
    "ɚ": "3", "i": "i", "ɪ": "I", "ɛ": "E", "e": "E", "æ": "a", "a": "a", "ʌ": "V", "ə": "@", "ɐ": "a#",
    "ɒ": "0", "ɑ": "A:", "ɔ": "O", "ʊ": "U", "u": "u:", "ɜ": "3:", "ɨ": "I2", "o": "oU", "p": "p", "b": "b",
    "t": "t", "d": "d", "k": "k", "g": "g", "ɡ": "g", "f": "f", "v": "v", "θ": "T", "ð": "D", "s": "s",
    "z": "z", "ʃ": "S", "ʒ": "Z", "h": "h", "m": "m", "n": "n", "ŋ": "N", "l": "l", "ɫ": "l", "r": "r",
    "ɹ": "r", "j": "j", "w": "w", "ʍ": "w", "ɾ": "t#", "ʔ": "?", "x": "x", "ˈ": "'", "'": "'", "ˌ": ",",
    " ": " ",
}  # fmt: skip
_IGNORED: Final = re.compile("[\u0361\u035c\u0329.ːˑ/]")
_SIGN: Final = re.compile("|".join(map(re.escape, sorted(_MNEMONICS, key=len, reverse=True))) + "|.")
_OWN: Final = re.compile(r"\[\[[\x20-\x5a\x5e-\x7e]+\]\]")


def missaid(text: str, language: str) -> str:
    """What of the sounds in a text eSpeak cannot say, as half a sentence; empty where it can say all."""
    for sounds in sounds_in(text):
        if sounds.startswith("/"):
            if language.partition("-")[0] != "en":
                return f"for this language it takes its own sounds, between [[ and ]], not {sounds}"
            strange = [sign for sign in _signs(sounds) if sign not in _MNEMONICS]
            if strange:
                return f'it has no English sound "{strange[0]}" ({sounds})'
        elif not _OWN.fullmatch(sounds):
            return f"{sounds} is not in eSpeak's own notation"
    return ""


def own_sounds(sounds: str) -> str:
    """Sounds that `missaid` found nothing in, in eSpeak's own notation."""
    if not sounds.startswith("/"):
        return sounds
    return f"[[{''.join(_MNEMONICS[sign] for sign in _signs(sounds))}]]"


def _signs(sounds: str) -> list[str]:
    written = unicodedata.normalize("NFC", sounds.strip("/"))
    # A long vowel is one sign; any other mark of length says nothing.
    return [sign for sign in _SIGN.findall(written) if not _IGNORED.fullmatch(sign)]

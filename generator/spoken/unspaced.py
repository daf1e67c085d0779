"""Words of scripts that are written without blanks between them: so many characters are one."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

CHARACTERS_A_WORD: Final = {
    "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff": 1.6,  # Han
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f": 3.5,  # kana
    "\u0e01-\u0e3a\u0e40-\u0e4e": 3.8,  # Thai
    "\u0e81-\u0ece\u0edc-\u0edf": 4.2,  # Lao
    "\u1000-\u103f\u104c-\u108f\u109a-\u109f\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f": 4.8,  # Burmese, Shan
    "\u1780-\u17d3\u17d7\u17dc\u17dd": 5.1,  # Khmer
}
"""How many letters and vowel signs of a script (a class of a regular expression) make a word.

Han: 255 characters and 158 words a minute are read aloud in Chinese (Trauzettel-Klosinski & Dietz 2012,
https://doi.org/10.1167/iovs.11-8284, table 2). The others, but for kana: the Universal Declaration of Human
Rights (https://github.com/eric-muller/udhr), parted by the dictionaries of ICU 78, where Chinese has 1.67.
Kana: as far apart as the blanks of a child's book; mixed with Han in the usual way it comes to 2.5, by which
translators from the Japanese divide.
"""

_FIRST: Final = "\u0e01"
_TYPOGRAPHY: Final = str.maketrans("", "", "‘’“”–—…")


def parted(text: str) -> tuple[list[str], str]:
    """The runs of letters that hold no blanks, and the text with a blank in place of each."""
    if max(text.translate(_TYPOGRAPHY), default="") < _FIRST:
        return [], text  # what finds them exactly takes 5 ms to compile
    return _run().findall(text), _run().sub(" ", text)


def unspaced_words(run: str) -> float:
    """How many words of usual length a run of such characters is."""
    return sum(len(script.findall(run)) / usual for script, usual in _scripts())


@cache
def _run() -> re.Pattern[str]:
    return re.compile(f"[{''.join(CHARACTERS_A_WORD)}]+")


@cache
def _scripts() -> list[tuple[re.Pattern[str], float]]:
    return [(re.compile(f"[{each}]"), usual) for each, usual in CHARACTERS_A_WORD.items()]

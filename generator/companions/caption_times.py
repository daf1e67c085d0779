"""When each part of a cue's text is said: the rests of its sound, held against the stops of its text.

A voice rests at the end of a sentence, a little at most commas, and before some conjunctions. The rests are
found in the clip's levels; which of them belongs to which stop is the cheapest monotone alignment. Between
two of them, time is shared out as words usually take it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final

from generator.audio.clip import ClipFacts
from generator.core.clock import FRAME, seconds
from generator.spoken.expected import shortest_words
from generator.spoken.function_words import is_conjunction, is_function_word

SOFTER: Final = 60
"""Steps of half a decibel below a cue's loud frames: what is softer is a rest."""

LOUD_SHARE: Final = 10
"""One frame in so many is louder than a cue's loud level."""

LEAST_FRAMES: Final = 4
"""A shorter silence is a part of a word, such as that before a p: about a tenth of a second."""

_REST: Final = re.compile(b"\x01{%d,}" % LEAST_FRAMES)
"""Where each byte says whether a frame is softer."""

SENTENCE, CLAUSE, CONJUNCTION = "sentence", "clause", "conjunction"

_STOP: Final = re.compile(
    rf"""(?P<{SENTENCE}>[.!?…。！？।؟۔]+["'”’»)\]]*\s*)
    |(?P<{CLAUSE}>[,;:、，；：،؛–—]["'”’»)\]]*\s*)
    |(?P<{CONJUNCTION}>\s)(?=(\w+))""",
    re.VERBOSE,
)

MISSING: Final = {SENTENCE: 2.0, CLAUSE: 0.5, CONJUNCTION: 0.05}
"""What it costs, in seconds of deviation, that no rest is found at the end of a sentence or of a clause, or
before a conjunction."""

DOUBT: Final = {SENTENCE: 1, CLAUSE: 1, CONJUNCTION: 2}
"""By what a deviation counts, because a voice does not rest before every conjunction."""

UNUSED: Final = 12.0
"""What a rest costs that belongs to no stop, in seconds of deviation for each second over `WITHIN_WORDS`."""

WITHIN_WORDS: Final = 0.15
"""Seconds: so long a silence may belong to a word."""

FINAL_WORDS: Final = 0.3
"""By so much of a usual word the last one before a rest is drawn out."""

UNSTRESSED: Final = 0.6
"""What a function word takes of the time of another word as long: fitted to 1,224 words of the natural voice
at 100 to 150 words a minute, as a recogniser aligns them."""


@dataclass(frozen=True, slots=True)
class InnerSilence:
    """A silence inside a cue, in samples of its clip."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A place of the text that is known in time."""

    at: int
    """A character."""
    ended: int
    """Where what stands before it ends, in samples of the clip."""
    heard: int
    """Where what follows begins."""


@dataclass(frozen=True, slots=True)
class _Stop:
    """A place in the text where a voice may rest."""

    at: int
    """Where the next clause begins."""
    kind: str
    """`SENTENCE`, `CLAUSE` or `CONJUNCTION`: what ends before it, or begins it."""


class CueTimes:
    """When the words of one cue are said."""

    def __init__(self, text: str, clip: ClipFacts, language: str) -> None:
        """Its rests are found, and laid upon its stops.

        Args:
            text: of the whole cue.
            clip: what was measured of its sound.
            language: the lesson's, as in its header.
        """
        self._text = text
        self._language = language
        self._anchors = _anchors(text, language, rests(clip), clip)
        self._starts = [anchor.at for anchor in self._anchors]

    def at(self, place: int) -> int:
        """When the word begins that stands at a character of the text, in samples of the clip.

        After the last character, that is when the sound ends.
        """
        if place == len(self._text):
            return self._anchors[-1].heard
        number = max(bisect_right(self._starts, place) - 1, 0)
        here, after = self._anchors[number : number + 2]
        whole = _usual_words(self._text[here.at : after.at], self._language) + FINAL_WORDS
        share = _usual_words(self._text[here.at : place], self._language) / whole
        return here.heard + round(share * (after.ended - here.heard))


def rests(clip: ClipFacts) -> list[InnerSilence]:
    """The silences inside a clip's sound of a tenth of a second or more."""
    first, last = clip.onset // FRAME, -(-clip.end // FRAME)
    levels = clip.levels[first:last]
    if not levels:
        return []
    least = sorted(levels)[len(levels) // LOUD_SHARE] + SOFTER
    marked = levels.translate(bytes(level >= least for level in range(256)))
    return [
        InnerSilence((first + found.start()) * FRAME, (first + found.end()) * FRAME)
        for found in _REST.finditer(marked)
        if found.start() > 0 and found.end() < len(levels)
    ]


def _usual_words(text: str, language: str) -> float:
    """How long a text takes to say, in words of usual length."""
    return sum(_usual_word(part, language) for part in text.split())


@lru_cache(maxsize=1024)
def _usual_word(part: str, language: str) -> float:
    return shortest_words(part) * (UNSTRESSED if is_function_word(part, language) else 1.0)


def _anchors(text: str, language: str, silences: Sequence[InnerSilence], clip: ClipFacts) -> list[_Anchor]:
    """The beginning, every stop that is heard, and the end."""
    stops = list(_stops(text, language))
    pairs = _aligned(_expected(text, language, stops, silences, clip), stops, silences, clip)
    return [
        _Anchor(0, clip.onset, clip.onset),
        *(_Anchor(stop.at, rest.begin, rest.end) for stop, rest in pairs),
        _Anchor(len(text), clip.end, clip.end),
    ]


def _stops(text: str, language: str) -> Iterator[_Stop]:
    spoken = next((at for at, character in enumerate(text) if character.isalnum()), len(text))
    for found in _STOP.finditer(text):
        kind = found.lastgroup or CONJUNCTION
        begins_clause = kind != CONJUNCTION or is_conjunction(found[4], language)
        if spoken < found.end() < len(text) and begins_clause:
            yield _Stop(found.end(), kind)


def _expected(
    text: str, language: str, stops: Sequence[_Stop], silences: Sequence[InnerSilence], clip: ClipFacts
) -> list[float]:
    """Seconds of sound, rests left out, before each stop, if words took the time that they usually take."""
    sounding = seconds(clip.end - clip.onset - sum(rest.end - rest.begin for rest in silences))
    drawn_out = [*(FINAL_WORDS * (stop.kind != CONJUNCTION) for stop in stops), FINAL_WORDS]
    places = [0, *(stop.at for stop in stops), len(text)]
    parts = [
        _usual_words(text[begin:end], language) + more
        for (begin, end), more in zip(pairwise(places), drawn_out, strict=True)
    ]
    whole = sum(parts)
    return [sounding * before / whole for before in accumulate(parts[:-1])]


def _aligned(
    expected: Sequence[float], stops: Sequence[_Stop], silences: Sequence[InnerSilence], clip: ClipFacts
) -> list[tuple[_Stop, InnerSilence]]:
    """Which stop is heard at which rest: least deviation in all, neither order changed."""
    before = 0
    heard = []
    for rest in silences:
        heard.append(seconds(rest.begin - clip.onset - before))
        before += rest.end - rest.begin
    # costs[s][r]: the cheapest way for all stops from s and all rests from r on.
    costs = [[0.0] * (len(silences) + 1) for _ in range(len(stops) + 1)]
    steps = [[""] * (len(silences) + 1) for _ in range(len(stops) + 1)]
    for s in range(len(stops), -1, -1):
        for r in range(len(silences), -1, -1):
            ways = []
            if s < len(stops) and r < len(silences):
                deviation = DOUBT[stops[s].kind] * abs(expected[s] - heard[r])
                ways.append((deviation + costs[s + 1][r + 1], "both"))
            if s < len(stops):
                ways.append((MISSING[stops[s].kind] + costs[s + 1][r], "stop"))
            if r < len(silences):
                lasts = seconds(silences[r].end - silences[r].begin)
                ways.append((UNUSED * max(0.0, lasts - WITHIN_WORDS) + costs[s][r + 1], "rest"))
            costs[s][r], steps[s][r] = min(ways, default=(0.0, ""))
    pairs = []
    s = r = 0
    while steps[s][r]:
        step = steps[s][r]
        if step == "both":
            pairs.append((stops[s], silences[r]))
        s, r = s + (step != "rest"), r + (step != "stop")
    return pairs

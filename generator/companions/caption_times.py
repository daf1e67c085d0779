"""When each part of a cue's text is said: the rests of its sound, held against the stops of its text.

A voice rests at the end of a sentence, and a little at most commas. The rests are found in the clip's levels;
which of them belongs to which stop is the cheapest monotone alignment. Between two of them, time is shared
out as words usually take it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from generator.audio.clip import ClipFacts
from generator.core.clock import FRAME, seconds
from generator.spoken.expected import shortest_words

SOFTER: Final = 60
"""Steps of half a decibel below a cue's loud frames: what is softer is a rest."""

LOUD_SHARE: Final = 10
"""One frame in so many is louder than a cue's loud level."""

LEAST_FRAMES: Final = 4
"""A shorter silence is a part of a word, such as that before a p: about a tenth of a second."""

_STOP: Final = re.compile(r"(?P<sentence>[.!?…。！？।؟۔]+)[\"'”’»)\]]*\s*|[,;:、，；：،؛–—][\"'”’»)\]]*\s*")

MISSING: Final = {True: 2.0, False: 0.5}
"""What it costs, in seconds of deviation, that no rest is found at the end of a sentence, or of a clause."""

UNUSED: Final = 12.0
"""What a rest costs that belongs to no stop, in seconds of deviation for each second over `WITHIN_WORDS`."""

WITHIN_WORDS: Final = 0.15
"""Seconds: so long a silence may belong to a word."""

FINAL_WORDS: Final = 0.3
"""By so much of a usual word the last one before a rest is drawn out."""


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
    ends_sentence: bool


class CueTimes:
    """When the words of one cue are said."""

    def __init__(self, text: str, clip: ClipFacts) -> None:
        """Its rests are found, and laid upon its stops.

        Args:
            text: of the whole cue.
            clip: what was measured of its sound.
        """
        self._text = text
        self._anchors = _anchors(text, rests(clip), clip)
        self._starts = [anchor.at for anchor in self._anchors]

    def at(self, place: int) -> int:
        """When the word begins that stands at a character of the text, in samples of the clip."""
        number = max(bisect_right(self._starts, place) - 1, 0)
        here, after = self._anchors[number : number + 2]
        whole = shortest_words(self._text[here.at : after.at]) + FINAL_WORDS
        share = shortest_words(self._text[here.at : place]) / whole
        return here.heard + round(share * (after.ended - here.heard))


def rests(clip: ClipFacts) -> list[InnerSilence]:
    """The silences inside a clip's sound of a tenth of a second or more."""
    first, last = clip.onset // FRAME, -(-clip.end // FRAME)
    levels = clip.levels[first:last]
    if not levels:
        return []
    least = sorted(levels)[len(levels) // LOUD_SHARE] + SOFTER
    found = []
    begin = None
    for number, level in enumerate((*levels, 0)):
        if level >= least and begin is None:
            begin = number
        elif level < least and begin is not None:
            if number - begin >= LEAST_FRAMES and begin > 0 and number < len(levels):
                found.append(InnerSilence((first + begin) * FRAME, (first + number) * FRAME))
            begin = None
    return found


def _anchors(text: str, silences: Sequence[InnerSilence], clip: ClipFacts) -> list[_Anchor]:
    """The beginning, every stop that is heard, and the end."""
    spoken = next((at for at, character in enumerate(text) if character.isalnum()), len(text))
    stops = [
        _Stop(found.end(), found["sentence"] is not None)
        for found in _STOP.finditer(text)
        if spoken < found.end() < len(text)
    ]
    pairs = _aligned(_expected(text, stops, silences, clip), stops, silences, clip)
    return [
        _Anchor(0, clip.onset, clip.onset),
        *(_Anchor(stop.at, rest.begin, rest.end) for stop, rest in pairs),
        _Anchor(len(text), clip.end, clip.end),
    ]


def _expected(
    text: str, stops: Sequence[_Stop], silences: Sequence[InnerSilence], clip: ClipFacts
) -> list[float]:
    """Seconds of sound, rests left out, before each stop, if words took the time that they usually take."""
    sounding = seconds(clip.end - clip.onset - sum(rest.end - rest.begin for rest in silences))
    places = [0, *(stop.at for stop in stops), len(text)]
    parts = [shortest_words(text[begin:end]) + FINAL_WORDS for begin, end in pairwise(places)]
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
                ways.append((abs(expected[s] - heard[r]) + costs[s + 1][r + 1], "both"))
            if s < len(stops):
                ways.append((MISSING[stops[s].ends_sentence] + costs[s + 1][r], "stop"))
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

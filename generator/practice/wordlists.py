"""What the practice rules listen for, by language.

Nothing is guessed: a rule finds a placement, a scan's region or an announced silence only by these phrases.
A phrase matches whole words in any case; a `*` at a word's end stands for any ending.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    each = (re.escape(phrase).replace(r"\ ", r"\s+").replace(r"\*", r"\w*") for phrase in longest_first)
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases that mean the same to a rule."""

    phrases: tuple[str, ...]

    def find(self, text: str) -> str:
        """The first of them in `text` as it is written there; empty where there is none."""
        match = _pattern(self.phrases).search(text.replace("’", "'"))
        return match[0] if match else ""

    def find_all(self, text: str) -> list[re.Match[str]]:
        """Each place where one of them stands in `text`, in order."""
        return list(_pattern(self.phrases).finditer(text.replace("’", "'")))

    def within(self, text: str) -> bool:
        """Whether one of them stands in `text`."""
        return bool(self.find(text))


@dataclass(frozen=True, slots=True)
class WordList:
    """All that the rules need to know of one language."""

    language: str
    """As in the header, without a region."""
    guidelines: tuple[tuple[str, tuple[Phrases, ...]], ...]
    """Each guideline by name; it is given by a cue that holds one phrase of every group."""
    regions: tuple[tuple[str, Phrases], ...]
    """The places that a scan visits."""
    body: Phrases
    """Parts of the body that can be placed or moved."""
    placing: Phrases
    """Verbs of placement; with a part of the body in the same sentence they make a placement."""
    moving: Phrases
    """Verbs of movement, for comparing the first movement with the last."""
    announcing: Phrases
    """Phrases that prepare a listener for a silence of more than 40 seconds."""
    back: Phrases
    """Phrases for the way back of a movement."""
    smaller: Phrases
    """Words that allow a smaller movement, or ask for comfort."""
    stop: Phrases
    holding: Phrases
    """Phrases that ask to hold a position."""
    holding_last: Phrases
    """Phrases that do so only as a sentence's last words: “hold it” against “hold it with your left hand”."""
    breath: Phrases
    """Phrases that ask to hold the breath."""
    numbers: Phrases
    sides: tuple[str, str]
    other_side: Phrases
    avoid: tuple[tuple[str, str], ...]
    """A phrase to avoid, and what to write instead."""
    negations: Phrases
    """Words that, earlier in its sentence, make a phrase to avoid harmless."""
    rolling: Phrases
    sitting: Phrases
    abbreviations: Phrases
    """What is not spoken as it is written, or is a note to the teacher."""


_SMALLER: Final = ("smaller", "small", "less", "lighter", "light", "softer", "comfort*", "pleasant", "easier")

ENGLISH: Final = WordList(
    language="en",
    guidelines=(
        ("comfort", (Phrases(("comfort*", "pleasant*", "at ease", "kind to", "enjoy*")),)),
        ("smallness", (Phrases(("less than", "small*", "tiny", "little effort")),)),
        (
            "rest",
            (Phrases(("rest", "pause")), Phrases(("whenever", "any time", "at any point", "as often as"))),
        ),
        ("imagining counts", (Phrases(("imagin*", "in your mind", "think the movement")),)),
        ("stop rule", (Phrases(("stop",)), Phrases(("pain*", "hurts", "numb", "dizz*")))),
    ),
    regions=(
        ("heels", Phrases(("heel*",))),
        (
            "legs",
            Phrases(("leg", "legs", "calf", "calves", "thigh*", "back of the knee", "backs of the knees")),
        ),
        ("pelvis", Phrases(("pelvis", "sacrum", "buttock*", "hips"))),
        ("lower back", Phrases(("lower back", "small of the back", "waist"))),
        ("ribs", Phrases(("rib", "ribs", "rib cage", "upper back", "middle back"))),
        ("shoulder blades", Phrases(("shoulder blade*", "shoulder", "shoulders"))),
        ("arms", Phrases(("arm", "arms", "elbow*", "hands"))),
        ("neck", Phrases(("neck",))),
        ("head", Phrases(("head",))),
    ),
    body=Phrases(
        (
            *("knee", "knees", "elbow", "elbows", "foot", "feet", "heel", "heels", "leg", "legs", "thigh*"),
            *(
                "hand",
                "hands",
                "arm",
                "arms",
                "finger*",
                "palm*",
                "head",
                "back",
                "pelvis",
                "shoulder*",
                "side",
            ),
        ),
    ),
    placing=Phrases(
        (
            *(
                "bend",
                "straighten",
                "lie",
                "lay",
                "put",
                "place",
                "slide",
                "slip",
                "stand",
                "lace",
                "interlace",
            ),
            *("unlace", "interlock", "draw", "bring", "cross", "uncross", "take hold", "clasp", "rest your"),
        ),
    ),
    moving=Phrases(
        (
            *("lift*", "raise*", "lean*", "tilt*", "roll*", "turn*", "drift*", "swing*", "slide*", "circle*"),
            *("gather*", "open*", "reach*", "rock*", "press*", "bend*", "nod*", "look*"),
        ),
    ),
    announcing=Phrases(
        (
            *(
                "quiet",
                "silence",
                "silent",
                "say nothing",
                "nothing will be said",
                "no words",
                "without words",
            ),
            *(
                "for a while",
                "a long rest",
                "a longer rest",
                "a minute",
                "in your own time",
                "at your own pace",
            ),
        ),
    ),
    back=Phrases(
        (
            *("and apart", "apart again", "back again", "and back", "come back", "comes back", "go back"),
            *("goes back", "bring it back", "let it back", "down again", "and return", "returns", "go home"),
            *("goes home", "open again", "and open", "away again", "set it down", "let it down", "lower it"),
            *("to where it began", "to the middle", "the way back", "and forth"),
        ),
    ),
    smaller=Phrases((*_SMALLER, "gently", "ease", "kinder", "slower", "without effort", "little effort")),
    stop=Phrases(("stop", "leave it there", "leave that", "let that go", "let go of that", "that is enough")),
    holding=Phrases(
        (
            *("hold it there", "hold the position", "hold the pose", "hold for", "hold this for"),
            *("hold still", "stay up", "keep it up", "keep it lifted", "keep it there"),
        ),
    ),
    holding_last=Phrases(("hold it", "hold this", "hold that", "hold", "stay there")),
    breath=Phrases(
        (
            *("hold your breath", "holding your breath", "hold the breath", "holding the breath"),
            *(
                "keep the breath in",
                "keep your breath in",
                "stop breathing",
                "do not breathe",
                "don't breathe",
            ),
        ),
    ),
    numbers=Phrases(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "and")),
    sides=("left", "right"),
    other_side=Phrases(
        (
            *("other side", "other leg", "other arm", "other knee", "other elbow", "other foot"),
            *("other hand", "other hip", "other shoulder"),
        ),
    ),
    avoid=(
        ("treat", "say what is done, not what it is for"),
        ("treats", "say what is done, not what it is for"),
        ("treatment*", "call it a lesson"),
        ("cure*", "make no promise"),
        ("heal", "make no promise"),
        ("heals", "make no promise"),
        ("healing", "make no promise"),
        ("fix", "make no promise"),
        ("fixes", "make no promise"),
        ("fixed", "make no promise"),
        ("guarantee*", "make no promise"),
        ("prevent*", "make no promise"),
        ("realign*", "make no promise"),
        ("relieve*", "make no promise"),
        ("must", "write “you can” or “let …”"),
        ("push*", "write “let … press” or “carry”"),
        ("force*", "write “let …”"),
        ("forcing", "write “let …”"),
        ("stretch*", "write “let … grow long”"),
        ("as far as you can", "write “less than you can”"),
        ("should feel", "ask: “what do you notice?”"),
    ),
    negations=Phrases(
        (
            *(
                "do not",
                "don't",
                "does not",
                "doesn't",
                "not",
                "never",
                "no need",
                "no",
                "nothing",
                "need not",
            ),
            *("without", "rather than", "instead of"),
        ),
    ),
    rolling=Phrases(("roll", "rolls", "roll over")),
    sitting=Phrases(("sit", "sitting", "seated")),
    abbreviations=Phrases(
        (
            *("e.g.", "e.g", "i.e.", "i.e", "etc.", "etc", "approx.", "approx", "min.", "sec.", "nb", "nb:"),
            *("todo", "fixme", "tbd", "note to self", "cm", "mm", "kg", "reps", "vs", "vs."),
        ),
    ),
)

_LISTS: Final = MappingProxyType({words.language: words for words in (ENGLISH,)})


def for_language(language: str) -> WordList | None:
    """The word list for a header's `language` (`en`, `en-GB`), or None where there is none yet."""
    return _LISTS.get(language.lower().replace("_", "-").partition("-")[0])

"""The practice rules, in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from generator.core.errors import Severity
from generator.practice import shape_rules, time_rules, wording_rules
from generator.practice.lesson_view import LessonView, RuleFinding

Judge = Callable[[LessonView], Iterator[RuleFinding]]

ERROR, WARNING = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the rubric."""

    code: str
    title: str
    severity: Severity
    """Of its findings, where they do not say otherwise."""
    judge: Judge
    """Its docstring says how it decides."""
    reason: str
    source: str
    worded: bool = True
    """Whether it needs the word list of the lesson's language."""


_OUTLINES: Final = "outlines of lessons by several teachers (scan, reference, sides, reference, scan)"
_TIMED: Final = "guided recordings, timed: their pauses, pace and share of speech"
_PHRASING: Final = "teachers' guides to wording: questions, permission, one limb a sentence, the side named"
_CLAIMS: Final = "UK CAP Code, rules 12.1 and 12.2, on health claims"
_SAFETY: Final = "safety advice of teachers and of public health services on back pain"
_LISTENING: Final = "what listeners with closed eyes report: nothing can be read again"

RULES: Final = (
    Rule(
        "P001",
        "the lesson lasts as long as its header says",
        ERROR,
        time_rules.exact_length,
        "a learner plans twenty minutes and should get twenty minutes",
        "the script language: `length:` is exact to the sample",
        worded=False,
    ),
    Rule(
        "P002",
        "35–42 % of the lesson is speech (25–45 % at most)",
        WARNING,
        time_rules.speech_share,
        "movement needs more silence than guided rest, where 45–53 % was measured",
        _TIMED,
        worded=False,
    ),
    Rule(
        "P003",
        "100–135 words a minute inside cues",
        WARNING,
        time_rules.pace,
        "an audiobook's 150–160 is too fast for someone who moves while listening",
        _TIMED,
        worded=False,
    ),
    Rule(
        "P004",
        "comfort, smallness, rest, imagining and the stop rule are given by 2:00",
        ERROR,
        shape_rules.guidelines_early,
        "whoever moves must know first that less is enough, and when to stop",
        _SAFETY,
    ),
    Rule(
        "P005",
        "an opening and a closing scan, each 75 s or more, visit four same places in the same order",
        ERROR,
        shape_rules.two_scans,
        "a change is only noticed where the same question was asked before",
        _OUTLINES,
    ),
    Rule(
        "P006",
        "the reference movement comes again at the end",
        WARNING,
        shape_rules.reference_again,
        "it lets a learner compare without being told what to find",
        _OUTLINES,
    ),
    Rule(
        "P007",
        "a rest of 15 s after every movement section, one of 30 s at least every 3:30",
        ERROR,
        time_rules.rest_often,
        "attention and muscles tire before a learner notices",
        _OUTLINES,
        worded=False,
    ),
    Rule(
        "P008",
        "a rest of 30 s or more has 25 s of silence and at most two cues",
        WARNING,
        time_rules.quiet_rests,
        "a rest that is talked through is none",
        _TIMED,
        worded=False,
    ),
    Rule(
        "P009",
        "mirrored sections have equal cues and repetitions, and lengths within 5 %",
        ERROR,
        time_rules.equal_sides,
        "sides can only be compared when both had the same",
        _OUTLINES,
        worded=False,
    ),
    Rule(
        "P010",
        "a sentence has at most 20 words, a cue at most 40 words or 20 s",
        WARNING,
        wording_rules.short_sentences,
        "who listens and moves keeps one thing in mind",
        _LISTENING,
        worded=False,
    ),
    Rule(
        "P011",
        "4 s after a placement, 8 s for each repetition",
        ERROR,
        time_rules.time_to_move,
        "a limb takes that long to arrive; about 9 s were measured for a movement and its pause",
        _TIMED,
    ),
    Rule(
        "P012",
        "silence over 40 s is announced, and none is over 60 s",
        ERROR,
        time_rules.announced_silence,
        "after a minute a listener thinks that the recording broke",
        _LISTENING,
    ),
    Rule(
        "P013",
        "a movement section has a start, a way out and back, smaller or comfort, a question, a stop",
        WARNING,
        shape_rules.whole_movement,
        "without seeing a teacher, a learner needs all five in words",
        _PHRASING,
    ),
    Rule(
        "P014",
        "4–10 repetitions (two or three in a variation), no holding, no counting aloud",
        WARNING,
        shape_rules.few_repetitions,
        "fewer teach little, more become exercise; a count drives",
        _OUTLINES,
    ),
    Rule(
        "P015",
        "the side is named within two cues, and never as a bare “other side”",
        WARNING,
        shape_rules.sides_named,
        "with closed eyes nothing else tells left from right",
        _PHRASING,
    ),
    Rule(
        "P016",
        "no words that promise, drive or judge",
        WARNING,
        wording_rules.plain_words,
        "claims about conditions need evidence, and effort is not the way",
        _CLAIMS,
    ),
    Rule(
        "P017",
        "the breath is never held",
        WARNING,
        wording_rules.free_breath,
        "held breath stiffens the ribs that are to move, and can make dizzy",
        _SAFETY,
    ),
    Rule(
        "P018",
        "3:00 after the last movement, 30 s from rolling to sitting",
        ERROR,
        time_rules.unhurried_end,
        "what was learned is noticed in the quiet, and rising fast can make dizzy",
        _SAFETY,
    ),
    Rule(
        "P019",
        "no marker, note, address or abbreviation is spoken",
        ERROR,
        wording_rules.only_speech,
        "nothing wakes a listener like a web address read aloud",
        _LISTENING,
        worded=False,
    ),
    Rule(
        "P020",
        "the median sentence has at most 12 words",
        WARNING,
        wording_rules.short_median,
        "short sentences leave time to do what they say",
        _LISTENING,
        worded=False,
    ),
)

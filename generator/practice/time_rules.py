"""Rules on time: lengths, shares, pace, silences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from generator.core.clock import SAMPLE_RATE, duration_text, samples
from generator.core.errors import Severity
from generator.practice.lesson_view import (
    SLACK,
    LessonView,
    RuleFinding,
    SectionView,
    cues_among,
    mirrored_pairs,
    moves_among,
    silence_after,
    silences,
)
from generator.spoken.expected import word_count
from generator.spoken.text import sentences
from generator.timeline.timeline import Silence, Sound

MINUTE = 60 * SAMPLE_RATE

WANTED_PERCENT = (35, 42)
ALLOWED_PERCENT = (25, 45)
"""How much of a lesson is speech, by the rubric."""

FOLLOWED_PACES = (100, 135)
"""Words a minute that can be followed lying down, by the rubric."""

MOST_REST_CUES = 2
"""How often a rest may be interrupted, by the rubric."""

MEASURED_WORDS = 30
"""A section of fewer words is too short for its pace to mean anything."""


def exact_length(view: LessonView) -> Iterator[RuleFinding]:
    """P001: the header's length.

    Compares the timeline with the length that the header asks for at this form, to the sample.
    """
    wanted, length = view.lesson.length, view.timeline.length
    if wanted is None or wanted == length:
        return
    off = f"{duration_text(abs(wanted - length))} too {'long' if length > wanted else 'short'}"
    spans = view.lesson.header.spans
    yield RuleFinding(
        spans.get("length") or spans.get("lengths") or view.whole,
        f"the lesson lasts {duration_text(length)}, which is {off}",
        "widen the elastic pauses, as in [rest 20-40s], until the length is within reach",
        timed=True,
    )


def speech_share(view: LessonView) -> Iterator[RuleFinding]:
    """P002: how much is spoken.

    Speech is the sum of all cues, measured against the whole lesson with its lead and tail.
    """
    spoken = sum(cue.length for cue in view.cues)
    share = 100 * spoken / view.timeline.length
    if WANTED_PERCENT[0] <= share <= WANTED_PERCENT[1]:
        return
    grave = not ALLOWED_PERCENT[0] <= share <= ALLOWED_PERCENT[1]
    much = share > WANTED_PERCENT[1]
    yield RuleFinding(
        view.whole,
        f"{share:.0f} % of the lesson is speech; {WANTED_PERCENT[0]}–{WANTED_PERCENT[1]} % is wanted, "
        f"{ALLOWED_PERCENT[0]}–{ALLOWED_PERCENT[1]} % allowed",
        "say less, or leave longer pauses" if much else "say a little more, or shorten pauses",
        Severity.ERROR if grave else Severity.WARNING,
        timed=True,
    )


def pace(view: LessonView) -> Iterator[RuleFinding]:
    """P003: how fast it is spoken.

    Words divided by the time of their cues, for each section with at least thirty words, or for all of
    a lesson that has no such section. Says nothing while cues are only estimated.
    """
    if view.estimated:
        return
    long = [part for part in view.parts if word_count(part.text) >= MEASURED_WORDS]
    groups = [(part.chapter.span, part.cues) for part in long] or [(view.whole, view.cues)]
    for span, cues in groups:
        count, time = sum(word_count(cue.text) for cue in cues), sum(cue.length for cue in cues)
        rate = count * MINUTE / time if time else 0
        if count and not FOLLOWED_PACES[0] <= rate <= FOLLOWED_PACES[1]:
            slow = "raise" if rate < FOLLOWED_PACES[0] else "lower"
            yield RuleFinding(
                span,
                f"{rate:.0f} words a minute are spoken here; {FOLLOWED_PACES[0]}–{FOLLOWED_PACES[1]} "
                "can be followed lying down",
                f"{slow} rate: in the header, or [rate …] in this section",
                timed=True,
            )


def rest_often(view: LessonView) -> Iterator[RuleFinding]:
    """P007: rest often enough.

    After each section with a `[move …]`, and before the next one, looks for a rest with 15 s of
    silence; and from the first movement to the last, for a rest of 30 s (words included) every 3:30.
    """
    rests, parts = view.rests, view.movement_parts
    if not parts:
        return
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        start = part.moves[-1].end
        end = following.moves[0].start if following else view.timeline.length
        if not any(start <= rest.start < end and rest.silence >= samples(15) - SLACK for rest in rests):
            yield RuleFinding(
                part.chapter.span,
                f"no rest of at least 15 s follows the movement of “{part.chapter.title}”",
                "end it with [rest 20s], or let a section of rest follow",
                timed=True,
            )
    yield from _long_enough_rests(view)


def _long_enough_rests(view: LessonView) -> Iterator[RuleFinding]:
    first, last = view.moves[0].start, view.moves[-1].end
    long = [rest for rest in view.rests if rest.length >= samples(30) - SLACK and first <= rest.start < last]
    starts = [first, *(rest.end for rest in long)]
    ends = [*(rest.start for rest in long), last]
    for start, end in zip(starts, ends, strict=True):
        if end - start > samples(210) + SLACK:
            late = next(part for part in view.movement_parts if part.moves[-1].end > start + samples(210))
            yield RuleFinding(
                late.chapter.span,
                f"{duration_text(end - start)} pass without a rest of 30 s; 3:30 is the most",
                "put a [rest 30s] before this section, or leave something out",
                timed=True,
            )


def quiet_rests(view: LessonView) -> Iterator[RuleFinding]:
    """P008: rests are quiet.

    Of every rest of 30 s or more, counts the cues and adds up what is not spoken.
    """
    for rest in view.rests:
        if rest.length < samples(30) - SLACK:
            continue
        span = rest.span or view.whole
        if rest.silence < samples(25) - SLACK:
            message = (
                f"this rest of {duration_text(rest.length)} has only {duration_text(rest.silence)} of silence"
            )
            yield RuleFinding(span, message, "leave at least 25 s without words", timed=True)
        if len(rest.cues) > MOST_REST_CUES:
            message = f"this rest is interrupted {len(rest.cues)} times"
            yield RuleFinding(span, message, "keep it to two cues at most")


def equal_sides(view: LessonView) -> Iterator[RuleFinding]:
    """P009: both sides get the same.

    Compares a section and its mirror, named by `[mirror: …]` or by a title with the sides exchanged:
    cues, repetitions of each `[move …]`, length.
    """
    for one, other in mirrored_pairs(view):
        title = one.chapter.title
        if len(one.cues) != len(other.cues):
            message = f"{len(other.cues)} cues here, {len(one.cues)} in “{title}”"
            yield RuleFinding(other.chapter.span, message, f"write [mirror: {title}]")
        elif _repetitions(one) != _repetitions(other):
            message = f"repetitions differ from those of “{title}”"
            yield RuleFinding(other.chapter.span, message, f"write [mirror: {title}]")
        elif abs(one.length - other.length) * 20 > max(one.length, other.length):
            lengths = f"{duration_text(other.length)} here, {duration_text(one.length)} in “{title}”"
            hint = "make both sides equally long, within 5 %"
            yield RuleFinding(other.chapter.span, lengths, hint, timed=True)


def _repetitions(part: SectionView) -> tuple[int | None, ...]:
    return tuple(move.repetitions for move in part.moves)


def time_to_move(view: LessonView) -> Iterator[RuleFinding]:
    """P011: time to arrive, time to move.

    A placement is a sentence with a placing verb and a part of the body, both of the word list, that
    asks no question; a cue that goes straight over into a `[move …]` is a movement instead. At least 4
    s of silence must follow its cue. Every `[move 6 x 8s]` must last 8 s a repetition.
    """
    for before, run in silences(view):
        moving = bool(moves_among(run))
        if before and not moving and silence_after(view, before) < samples(4) - SLACK:
            yield from _hurried(view, before)
    for neighbours in pairwise(view.timeline.events):
        cues = cues_among(neighbours)
        if len(cues) == len(neighbours):
            yield from _hurried(view, cues[0])
    for move in view.moves:
        each = (move.wanted or move.length) // (move.repetitions or 1)
        if each < samples(8):
            message = f"{duration_text(each)} for one repetition is too short"
            yield RuleFinding(view.span_of(move), message, "give each at least 8 s, as in [move 6 x 8s]")


def _hurried(view: LessonView, cue: Sound) -> Iterator[RuleFinding]:
    words_ = view.words
    for sentence in sentences(cue.text):
        verb = words_.placing.find(sentence)
        if verb and words_.body.within(sentence) and not sentence.endswith("?"):
            span = view.span_within(cue, verb)
            yield RuleFinding(span, "less than 4 s follow a placement", "write [pause 4s] or more after it")
            return


def announced_silence(view: LessonView) -> Iterator[RuleFinding]:
    """P012: long silences are announced.

    A silence reaches from sound to sound. Over 40 s it needs a `[move …]` in it, or before it a cue
    with one of the word list's announcing phrases; over 60 s nothing excuses it.
    """
    for before, run in silences(view):
        length = sum(event.length for event in run)
        span = view.span_of(max(run, key=lambda event: event.length))
        if length > samples(60) + SLACK:
            message = (
                f"{duration_text(length)} without a word: after 60 s a listener thinks the recording broke"
            )
            yield RuleFinding(span, message, "put a few words in the middle")
        elif length > samples(40) + SLACK and not _announced(view, before, run):
            message = f"{duration_text(length)} of silence come unannounced"
            yield RuleFinding(
                span, message, "say before it “For a while it will be quiet”, or write [move …]"
            )


def _announced(view: LessonView, before: Sound | None, run: Sequence[Silence]) -> bool:
    if moves_among(run):
        return True
    return before is not None and view.words.announcing.within(before.text)


def unhurried_end(view: LessonView) -> Iterator[RuleFinding]:
    """P018: time to end.

    From the end of the last `[move …]` to the lesson's end; and after it, from the beginning of the
    first cue that says to roll to the beginning of the first later cue that speaks of sitting. A lesson
    that ends without rolling or sitting is not judged on that.
    """
    if not view.moves:
        return
    last = view.moves[-1]
    left = view.timeline.length - last.end
    if left < samples(180) - SLACK:
        message = f"only {duration_text(left)} are left after the last movement; 3:00 are wanted"
        yield RuleFinding(view.span_of(last), message, "lengthen the closing scan and the rising", timed=True)
    after = [cue for cue in view.cues if cue.start >= last.end]
    roll = next((cue for cue in after if view.words.rolling.within(cue.text)), None)
    sit = next(
        (c for c in after if roll and c.start > roll.start and view.words.sitting.within(c.text)), None
    )
    if roll and sit and sit.start - roll.start < samples(30) - SLACK:
        message = f"{duration_text(sit.start - roll.start)} from rolling to sitting; 30 s are needed"
        yield RuleFinding(view.span_of(sit), message, "lengthen the pauses before this cue", timed=True)

"""Rules on the shape of a lesson: guidelines, scans, reference movement, what a movement section holds."""

from __future__ import annotations

from collections.abc import Iterator

from generator.core.clock import clock_text, duration_text, samples
from generator.practice.lesson_view import SLACK, LessonView, RuleFinding, SectionView, regions, scans
from generator.practice.wordlists import Phrases
from generator.spoken.text import sentences
from generator.timeline.timeline import Silence, Sound

GUIDELINES_BY = samples(120)
SCAN_LASTS = samples(75)
REGIONS_IN_COMMON = 4
FEWEST, MOST = 4, 10
"""Repetitions of a movement."""


def guidelines_early(view: LessonView) -> Iterator[RuleFinding]:
    """P004: the guidelines come first.

    A guideline is given where one cue holds a phrase of each of its groups in the word list, and is in
    time when that cue ends before 2:00.
    """
    for name, groups in view.words.guidelines:
        given = [cue for cue in view.cues if all(group.within(cue.text) for group in groups)]
        if not given:
            hint = "add it within the first two minutes; [include common/guidelines.txt] has them all"
            yield RuleFinding(view.whole, f"a guideline is missing: {name}", hint)
        elif given[0].end > GUIDELINES_BY + SLACK:
            message = f"the guideline “{name}” comes at {clock_text(given[0].start)}, after 2:00"
            yield RuleFinding(
                view.span_of(given[0]), message, "move it into the first two minutes", timed=True
            )


def two_scans(view: LessonView) -> Iterator[RuleFinding]:
    """P005: the same scan at both ends.

    A scan is a section without `[move …]` and `[rest …]` whose questions name four regions of the word list:
    the first such before any movement, the last such after all of it. Regions are compared in the order of
    their first mention in a question.
    """
    if not view.moves:
        return
    opening, closing = scans(view)
    for name, scan, where in (
        ("opening", opening, "before the first"),
        ("closing", closing, "after the last"),
    ):
        if scan is None:
            hint = "ask how at least four places meet the floor: heels, pelvis, ribs, head …"
            yield RuleFinding(view.whole, f"no {name} scan was found {where} movement", hint)
        elif scan.length < SCAN_LASTS - SLACK:
            message = f"the {name} scan lasts {duration_text(scan.length)}; 75 s are needed"
            yield RuleFinding(scan.chapter.span, message, "leave more time after each question", timed=True)
    if opening and closing:
        yield from _same_places(view, opening, closing)


def _same_places(view: LessonView, opening: SectionView, closing: SectionView) -> Iterator[RuleFinding]:
    first, second = regions(opening, view.words), regions(closing, view.words)
    common = [region for region in first if region in second]
    if len(common) < REGIONS_IN_COMMON:
        message = f"the scans have only {len(common)} places in common: {', '.join(common) or 'none'}"
        yield RuleFinding(closing.chapter.span, message, f"ask again about {', '.join(first)}")
    elif common != [region for region in second if region in first]:
        message = f"the closing scan visits {', '.join(second)}"
        yield RuleFinding(
            closing.chapter.span, message, f"keep the opening scan's order: {', '.join(common)}"
        )


def reference_again(view: LessonView) -> Iterator[RuleFinding]:
    """P006: the first movement comes again.

    The reference movement is what the cue before the first `[move …]` asks for. It comes again where
    the cue before the first or the last `[move …]` of the last movement section shares with it a moving
    verb and a part of the body of the word list.
    """
    parts = view.movement_parts
    if not parts:
        return
    first = _cue_before(view, parts[0].moves[0])
    last = [_cue_before(view, move) for move in parts[-1].moves]
    if first is None or (len(parts) > 1 and any(cue and _alike(view, first, cue) for cue in last)):
        return
    yield RuleFinding(
        parts[-1].chapter.span,
        "the first movement does not come again at the end",
        f"repeat it here, so that it can be compared: “{sentences(first.text)[0]}”",
    )


def _cue_before(view: LessonView, move: Silence) -> Sound | None:
    return next((cue for cue in reversed(view.cues) if cue.end <= move.start), None)


def _alike(view: LessonView, one: Sound, other: Sound) -> bool:
    def shared(phrases: Phrases) -> bool:
        found = [{match[0].lower() for match in phrases.find_all(cue.text)} for cue in (one, other)]
        return bool(found[0] & found[1])

    return shared(view.words.moving) and shared(view.words.body)


def whole_movement(view: LessonView) -> Iterator[RuleFinding]:
    """P013: all that a movement needs.

    Of every section with a `[move …]`, asks for: a part of the body named before the first one; and
    anywhere a phrase for the way back, one for smaller or comfort, and a question mark; and a stop
    phrase after the first.
    """
    words = view.words
    for part in view.movement_parts:
        first = part.moves[0].start
        before = " ".join(cue.text for cue in part.cues if cue.end <= first)
        after = " ".join(cue.text for cue in part.cues if cue.start > first)
        has = {
            "how it starts": words.body.within(before),
            "the way out and back (“… and back again”)": words.back.within(part.text),
            "a word for smaller or comfort": words.smaller.within(part.text),
            "a question": "?" in part.text,
            "an explicit “stop”": words.stop.within(after),
        }
        missing = [name for name, there in has.items() if not there]
        if missing:
            message = f"the movement of “{part.chapter.title}” lacks {', '.join(missing)}"
            yield RuleFinding(part.chapter.span, message, "add it in a few words")


def few_repetitions(view: LessonView) -> Iterator[RuleFinding]:
    """P014: few repetitions, no holding, no counting.

    A `[move …]` may have up to ten repetitions. A section needs four in all, of which some may be in
    variations of two or three; the reference movement (the first section with a `[move …]`) and its
    return (the last) only two. Holding is found by the word list; counting aloud is a sentence of
    nothing but numbers.
    """
    parts = view.movement_parts
    for part in parts:
        for move in part.moves:
            if (move.repetitions or 0) > MOST:
                message = f"{move.repetitions} repetitions are too many for attention"
                yield RuleFinding(view.span_of(move), message, "write four to ten, then vary it")
        total = sum(move.repetitions or 0 for move in part.moves)
        least = 2 if part in (parts[0], parts[-1]) else FEWEST
        if total < least:
            message = f"{total} repetitions in “{part.chapter.title}” are few"
            yield RuleFinding(view.span_of(part.moves[0]), message, f"write at least {least}")
    for cue in view.cues:
        yield from _held_or_counted(view, cue)


def _held_or_counted(view: LessonView, cue: Sound) -> Iterator[RuleFinding]:
    for sentence in sentences(cue.text):
        held = _held(view, sentence)
        rest = "".join(c for c in _without(view.words.numbers, sentence) if c.isalpha())
        if held and not view.words.negations.within(sentence.lower().partition(held.lower())[0]):
            span = view.span_within(cue, held)
            yield RuleFinding(span, f"“{held}” asks for holding", "let every movement come and go")
        elif not rest:
            span = view.span_within(cue, sentence)
            yield RuleFinding(
                span, "counting aloud drives a listener", "write [move 4 x 9s] and leave it to them"
            )


def _held(view: LessonView, sentence: str) -> str:
    held = view.words.holding.find(sentence)
    last = view.words.holding_last.find_all(sentence)
    if not held and last and not any(char.isalnum() for char in sentence[last[-1].end() :]):
        return last[-1][0]
    return held


def _without(phrases: Phrases, text: str) -> str:
    for match in reversed(phrases.find_all(text)):
        text = text[: match.start()] + text[match.end() :]
    return text


def sides_named(view: LessonView) -> Iterator[RuleFinding]:
    """P015: which side is said.

    A section has a side when its title or one of its cues names one, and it holds a `[move …]`: then
    one of its first two cues must name one too. “The other side” or “other leg” needs left or right in
    the same cue.
    """
    sides = Phrases(view.words.sides)
    for part in view.movement_parts:
        sided = sides.within(f"{part.chapter.title} {part.text}")
        if sided and part.cues and not any(sides.within(cue.text) for cue in part.cues[:2]):
            span = view.span_of(part.cues[0])
            yield RuleFinding(
                span, "the side is not named in the first two cues", "say left or right at once"
            )
    for cue in view.cues:
        bare = view.words.other_side.find(cue.text)
        if bare and not sides.within(cue.text):
            span = view.span_within(cue, bare)
            yield RuleFinding(span, f"“{bare}” does not say which", "write left or right")

"""Rules on single sentences and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median
from typing import Final

from generator.core.clock import duration_text, samples
from generator.core.errors import Severity
from generator.practice.lesson_view import LessonView, RuleFinding
from generator.practice.wordlists import Phrases
from generator.spoken.expected import word_count
from generator.spoken.text import sentences

_WRITTEN_ONLY: Final = re.compile(
    r"\[[^\]]*\]?|https?:\S+|www\.\S+|\S+@\S+\.\w+|//|<\w|\(\s*(?:pause|rest|music)\b[^)]*\)", re.IGNORECASE
)
"""Markers of this or another tool, addresses, comments, markup."""

SENTENCE_WORDS: Final = 20
CUE_WORDS: Final = 40
CUE_LASTS: Final = samples(20)
MEDIAN_WORDS: Final = 12


def short_sentences(view: LessonView) -> Iterator[RuleFinding]:
    """P010: short sentences and cues.

    Counts words between full stops, question marks, exclamation marks and ellipses, and in the whole
    cue.
    """
    for cue in view.cues:
        span = view.span_of(cue)
        count = word_count(cue.text)
        if count > CUE_WORDS:
            message = f"{count} words without a pause; 40 is the most"
            yield RuleFinding(span, message, "part it with [pause 4s]", Severity.ERROR)
        elif cue.length > CUE_LASTS:
            message = f"{duration_text(cue.length)} of speech without a pause; 20 s is the most"
            yield RuleFinding(span, message, "part it with [pause 4s]", Severity.ERROR, timed=True)
        for sentence in sentences(cue.text):
            words = word_count(sentence)
            if words > SENTENCE_WORDS:
                message = f"a sentence of {words} words is hard to follow lying down"
                opening = " ".join(sentence.split()[:3])
                yield RuleFinding(view.span_within(cue, opening), message, "part it; 20 words is the most")


def plain_words(view: LessonView) -> Iterator[RuleFinding]:
    """P016: words to avoid.

    Looks for the word list's words to avoid, in titles and cues. In a cue, a negation earlier in the
    same sentence excuses one: “do not push” is fine.
    """
    avoid = [(Phrases((phrase,)), instead) for phrase, instead in view.words.avoid]
    for phrases, instead in avoid:
        found = phrases.find(view.lesson.header.title)
        if found:
            span = view.lesson.header.spans.get("title") or view.whole
            yield RuleFinding(span, f"the title says “{found}”", instead, Severity.ERROR)
        for part in view.parts:
            found = phrases.find(part.chapter.title)
            if found:
                yield RuleFinding(part.chapter.span, f"a title says “{found}”", instead, Severity.ERROR)
    for cue in view.cues:
        for sentence in sentences(cue.text):
            for phrases, instead in avoid:
                found = phrases.find(sentence)
                if found and not _denied(view, sentence, found):
                    yield RuleFinding(view.span_within(cue, found), f"“{found}” is a word to avoid", instead)


def free_breath(view: LessonView) -> Iterator[RuleFinding]:
    """P017: the breath goes on.

    Looks for the word list's phrases of a held breath, without a negation earlier in the sentence.
    """
    for cue in view.cues:
        for sentence in sentences(cue.text):
            found = view.words.breath.find(sentence)
            if found and not _denied(view, sentence, found):
                span = view.span_within(cue, found)
                yield RuleFinding(
                    span, f"“{found}”: the breath is never held", "let the breath go on as it likes"
                )


def _denied(view: LessonView, sentence: str, phrase: str) -> bool:
    return view.words.negations.within(sentence.replace("’", "'").partition(phrase)[0])


def only_speech(view: LessonView) -> Iterator[RuleFinding]:
    """P019: nothing but speech is spoken.

    Looks in spoken text for brackets, addresses, comment signs, markup and another tool's pauses, and
    for the word list's abbreviations and notes.
    """
    for cue in view.cues:
        match = _WRITTEN_ONLY.search(cue.text)
        found = match[0] if match else view.vocabulary and view.vocabulary.abbreviations.find(cue.text)
        if found:
            span = view.span_within(cue, found)
            yield RuleFinding(span, f"“{found}” would be read aloud", "write it in words, or as a // comment")


def short_median(view: LessonView) -> Iterator[RuleFinding]:
    """P020: most sentences are short.

    The median of words over all sentences of the lesson.
    """
    counts = [word_count(sentence) for cue in view.cues for sentence in sentences(cue.text)]
    if counts and median(counts) > MEDIAN_WORDS:
        message = f"half of all sentences have {median(counts):g} words or more; 12 is the most"
        yield RuleFinding(view.whole, message, "part the longest ones")

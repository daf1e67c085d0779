"""What of a lesson's words would be said otherwise than it is meant: told before anything is spoken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.core.errors import Correction, Diagnostic, Severity, Span
from generator.script.lesson import Cue, Header
from generator.spoken.function_words import plainly_other
from generator.spoken.signs import named_signs
from generator.spoken.table import LANGUAGES
from generator.voices.engine import Misreading, Voice
from generator.voices.engines import Engines
from generator.voices.places import by_place
from generator.voices.voice_resolver import VoiceResolver

_IN_WORDS = {
    "*": "nothing",
    "/": "or",
    "@": "at",
    "#": "number",
    "=": "is",
    "+": "and",
    "~": "about",
    "≈": "about",
}


def misreadings(
    cues: Sequence[Cue], header: Header, resolver: VoiceResolver, engines: Engines
) -> Iterator[Diagnostic]:
    """Errors and warnings at the places of cues, and of the header where it is about all of them.

    Args:
        cues: of a lesson, each once.
        header: of its script.
        resolver: knows who speaks each.
        engines: know what they can read.

    Raises:
        VoiceError: a voice is unknown.
    """
    by_language: dict[str, list[Cue]] = {}
    for cue in cues:
        voice = resolver.voice(cue, header)
        yield from _misread(cue, header, voice, resolver.spoken(cue, header).text, engines)
        by_language.setdefault(voice.language, []).append(cue)
    for language, spoken in by_language.items():
        yield from _in_another_language(spoken, header, language)


def _misread(cue: Cue, header: Header, voice: Voice, spoken: str, engines: Engines) -> Iterator[Diagnostic]:
    unreadable = ""
    for wrong in engines.of(voice).unreadable(spoken, voice):
        unreadable += "".join(wrong.parts)
        hint = f"{wrong.instead}, give its spoken form under say:, or choose another voice"
        for span, there in by_place(wrong, cue, header):
            message = f"the voice {voice.name} cannot read this: {there.told()}"
            yield Diagnostic(Severity.ERROR, "E077", span, message, hint)
    ruled = voice.language.partition("-")[0] in LANGUAGES
    signs = tuple(sign for sign in named_signs(spoken, ruled=ruled) if sign not in unreadable)
    if signs:
        for span, there in by_place(Misreading("a voice would name it, or drop it:", signs), cue, header):
            word = _IN_WORDS.get(there.parts[0], "to")
            hint = f'write what it says in words, as in "{word}"' if word != "nothing" else "delete it"
            yield Diagnostic(
                Severity.WARNING, "W079", span, f"this sign has no sound of its own; {there.told()}", hint
            )


def _in_another_language(cues: Sequence[Cue], header: Header, language: str) -> Iterator[Diagnostic]:
    """Whether words are plainly in another language than the voice that reads them: all, or single cues."""
    other = plainly_other(" ".join(cue.text for cue in cues), language)
    if other:
        place = header.spans.get("voice") or header.spans.get("language")
        hint = f"write language: {other} in the header"
        yield _read_by_another(place or cues[0].span, other, language, hint, _language_line(header, other))
        return
    for cue in cues:
        if other := plainly_other(cue.text, language):
            hint = f"write [voice {other}] on a line of its own before it"
            yield _read_by_another(cue.span, other, language, hint)


def _language_line(header: Header, other: str) -> Correction | None:
    line = header.spans.get("language")
    return Correction(line, other) if line and "voice" not in header.spans else None


def _read_by_another(
    span: Span, other: str, language: str, hint: str, correction: Correction | None = None
) -> Diagnostic:
    message = f'these words look like the language "{other}", and a voice for "{language}" reads them'
    return Diagnostic(Severity.WARNING, "W080", span, message, hint, correction)

"""What would sound wrong: warnings on a cue's words, before anything is spoken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.core.errors import Correction, Span
from generator.script.lesson import Header
from generator.script.problems import Problems, quoted
from generator.script.prose import Fragment
from generator.script.source import Source

_EMOJI = re.compile(" ?([\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u231a\u231b\ufe0f\u200d]+)")
_UNIT = re.compile(
    r"\b[0-9]+(?:[.,][0-9]+)?\s?(?:cm|mm|km|kg|lbs?|ft|sec|secs|min|mins|hrs?|°\s?[CF]?)(?![^\W_])"
)
WITH_RULES = frozenset({"de", "en", "es", "fr", "it", "nl", "pt"})
"""Languages in which `spoken` puts units and words in capitals as they are said."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_SURELY_CAPITALS = 4
"""Letters: a shorter word in capitals, alone, is an abbreviation that engines know (TV, MRI)."""
_NO_PART = r"(?!\s+(?:hand|arm|leg|knee|foot|side|elbow|shoulder|hip))"
_OTHER_SENSE = re.compile(
    rf"\b(?:all|quite|that's|that is|is that|just|feels?|seems?)\s+right\b{_NO_PART}"
    r"|\bright\s+(?:away|now|angles?|there|here|before|after|through|to the end)\b"
    r"|\b(?:what|whatever|nothing|anything|something|time|little|is|are|be|was)(?:'s|\s+is|\s+was)?\s+left\b"
    rf"{_NO_PART}|\bleft\s+(?:over|behind)\b",
    re.IGNORECASE,
)
_OPENING_MARK = re.compile(r"[.,;:!?)]")
_FOREIGN_PAUSE = re.compile(r"(?<=[^\s;]);\s?[0-9]+(?:\.[0-9]+)?[^\S\n]*$", re.MULTILINE)
_LONGEST = 20_000
"""Characters of a cue that are looked at."""


class Sight:
    """A cue as it is written, over however many lines, and where each character stands."""

    def __init__(self, pieces: Sequence[Fragment], source: Source) -> None:
        self.raw = "\n".join([piece.raw for piece in pieces])
        self._pieces = pieces
        self._source = source

    def span(self, start: int, width: int) -> Span:
        """Where characters of `raw` stand."""
        for piece in self._pieces:
            if start <= len(piece.raw):
                return self._source.span(piece.line, piece.column + start, min(width, len(piece.raw) - start))
            start -= len(piece.raw) + 1
        raise IndexError(start)


def warn_cue(sight: Sight, header: Header, problems: Problems) -> None:
    """Warn of what an engine would read otherwise than it is meant."""
    raw = sight.raw[:_LONGEST]
    if not raw.isascii():
        for emoji in _EMOJI.finditer(raw):
            message = f"the picture {emoji[1]} is read aloud by its name, or not at all"
            correction = Correction(sight.span(emoji.start(), len(emoji[0])), "")
            problems.warn("W001", sight.span(emoji.start(1), 1), message, "leave it out", correction)
    if header.language.partition("-")[0] not in WITH_RULES:
        _warn_of_letters(sight, raw, header, problems)
    bare = raw.lstrip()
    if _OPENING_MARK.match(bare):
        hint = "put the mark before the marker that ends the sentence"
        place = sight.span(len(raw) - len(bare), 1)
        problems.warn("W007", place, "this cue begins with a punctuation mark", hint)
    for foreign in _FOREIGN_PAUSE.finditer(raw):
        hint = "write [pause 5s]; `lesson import` carries such scripts over"
        message = "the number behind the semicolon would be read aloud"
        problems.warn("W008", sight.span(foreign.start(), len(foreign[0])), message, hint)


def _warn_of_letters(sight: Sight, raw: str, header: Header, problems: Problems) -> None:
    """Warn of what a voice may spell."""
    for unit in _UNIT.finditer(raw):
        hint = "write the unit out, as in 10 centimetres"
        message = f"{quoted(unit[0])} may be read letter by letter"
        problems.warn("W002", sight.span(unit.start(), len(unit[0])), message, hint)
    for start, capitals in _capitals(raw, header):
        hint = "write small letters; for an abbreviation, say in the header's `say:` how it is spoken"
        message = f"{quoted(capitals)} may be read letter by letter"
        problems.warn("W004", sight.span(start, len(capitals)), message, hint)


def other_senses(sight: Sight) -> list[tuple[str, Span]]:
    """The phrases in which left or right is no side, and where each stands."""
    found = []
    for phrase in _OTHER_SENSE.finditer(sight.raw[:_LONGEST]):
        place = re.search(r"right|left", phrase[0], re.IGNORECASE)
        if place and not phrase[0][: place.start()].endswith("\\") and sight.raw[phrase.start() - 1] != "\\":
            found.append((phrase[0], sight.span(phrase.start(), len(phrase[0]))))
    return found


def warn_mirrored(phrase: str, span: Span, problems: Problems) -> None:
    """Warn of a left or right that a mirror wrongly exchanges."""
    message = f"the mirror turns {quoted(phrase)} around as well"
    hint = r"a backslash keeps the word, as in \right; or say it otherwise"
    problems.warn("W003", span, message, hint)


def _capitals(raw: str, header: Header) -> Iterator[tuple[int, str]]:
    """Long words, and two words in a row, in capitals that `say:` does not speak."""
    said = {written for written, _ in (*header.say, *header.words)}
    before: re.Match[str] | None = None
    for word in _WORD.finditer(raw):
        if not word[0].isupper() or word[0] in said:
            before = None
        elif before:
            yield before.start(), raw[before.start() : word.end()]
            before = None
        elif len(word[0]) >= _SURELY_CAPITALS:
            yield word.start(), word[0]
        else:
            before = word


_OK = re.compile(r"\s*//\s*ok\s+([A-Z][0-9]{3})\b\s*(?::\s*(\S.*))?", re.IGNORECASE)


def acknowledged(source: Source, comment_lines: Iterable[int], problems: Problems) -> list[tuple[str, Span]]:
    """What `// ok P007: reason` comments silence: the code, and the next line that says something."""
    found: list[tuple[str, Span]] = []
    comments = frozenset(comment_lines)
    matches = {line: match for line in comments if (match := _OK.match(source.lines[line - 1]))}
    target = 0
    for line in range(len(source.lines) if matches else 0, 0, -1):
        if line not in comments:
            target = line if source.lines[line - 1].strip() else target
        elif line in matches and _silences(matches[line], source.whole_line(line), problems) and target:
            found.append((matches[line][1].upper(), source.whole_line(target)))
    return found[::-1]


def _silences(match: re.Match[str], span: Span, problems: Problems) -> bool:
    code = match[1].upper()
    if not match[2]:
        problems.warn("W005", span, "without a reason this silences nothing", f"write // ok {code}: and why")
    elif code.startswith("E"):
        problems.warn("W005", span, "an error cannot be silenced", "only warnings can")
    else:
        return True
    return False

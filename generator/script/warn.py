"""What would sound wrong: warnings on a cue's words, before anything is spoken."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.errors import Span
from generator.script.model import Header, Words
from generator.script.problems import Problems, quoted
from generator.script.source import Source

_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u231a\u231b\ufe0f]")
_UNIT = re.compile(
    r"\b[0-9]+(?:[.,][0-9]+)?\s?(?:cm|mm|km|kg|lbs?|ft|sec|secs|min|mins|hrs?|°\s?[CF]?)(?![^\W_])"
)
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
_FOREIGN_PAUSE = re.compile(r"[^\s;]\s?;\s?[0-9]+(?:\.[0-9]+)?\s*$")
_LONGEST = 20_000
"""Characters of a cue that are looked at."""


def warn_cue(words: Words, header: Header, problems: Problems) -> None:
    """Warn of what an engine would read otherwise than it is meant."""
    text = words.text[:_LONGEST]
    if not text.isascii() and (found := _EMOJI.search(text)):
        message = f"the picture {found[0]} is read aloud by its name, or not at all"
        problems.warn("W001", words.span, message, "leave it out")
    if found := _UNIT.search(text):
        hint = "write the unit out, as in 10 centimetres"
        problems.warn("W002", words.span, f"{quoted(found[0])} may be read letter by letter", hint)
    if capitals := _capitals(text, header):
        hint = "write small letters; for an abbreviation, say in the header's `say:` how it is spoken"
        problems.warn("W004", words.span, f"{quoted(capitals)} may be read letter by letter", hint)
    if _OPENING_MARK.match(text):
        hint = "put the mark before the marker that ends the sentence"
        problems.warn("W007", words.span, "this cue begins with a punctuation mark", hint)
    if _FOREIGN_PAUSE.search(text):
        hint = "write [pause 5s]; `lesson import` carries such scripts over"
        problems.warn("W008", words.span, "the number behind the semicolon would be read aloud", hint)


def _capitals(text: str, header: Header) -> str:
    """The first long word, or the first two words in a row, in capitals that `say:` does not speak."""
    said = {written for written, _ in header.say}
    before = ""
    for word in _WORD.findall(text):
        if not word.isupper() or word in said:
            before = ""
        elif before or len(word) >= _SURELY_CAPITALS:
            return f"{before} {word}".strip()
        else:
            before = word
    return ""


def warn_mirrored(words: Words, problems: Problems) -> None:
    """Warn of a left or right that a mirror would wrongly exchange."""
    for found in _OTHER_SENSE.finditer(words.text[:_LONGEST]):
        place = re.search(r"right|left", found[0], re.IGNORECASE)
        if place is None or found.start() + place.start() in words.kept:
            continue
        message = f"the mirror turns {quoted(found[0])} around as well"
        hint = f"write \\{place[0]} to keep the word, or say it otherwise"
        problems.warn("W003", words.span, message, hint)


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

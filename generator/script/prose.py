"""The words of a cue: escapes resolved, wrapped lines joined, and what may not stand among them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from generator.core.errors import Span
from generator.script.kinds import written_kinds
from generator.script.problems import Problems, quoted
from generator.script.source import Source

ESCAPABLE = "[]<#/\\(){}*_`~|>+•▪◦‣●○"
"""After a backslash these are themselves."""

_SUSPECT = r"""(?P<escape>\\(?:[^\W\d_]+|.|$))
      | (?P<tag></?[^\W\d_])
      | (?P<address>\b[a-z][a-z0-9+]{1,9}://\S*)
      | (?P<comment>//)
      | (?P<bracket>[({]\s*(?:
            (?:SILENCES|break|silence|chime|repeat|rate|voice|voice-speed|speed|pitch|volume)
            (?:\s*[:=]|\s+[0-9])[^)}]{0,80}
          | (?:pause|silence|chime)\s*
        )[)}])
    """
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What no text has: C0 and C1 but for blanks, halves of surrogate pairs, noncharacters."""
_ANY_SUSPECT = re.compile(r"[\\</({]")
"""Every suspect has one of these: most lines have none, and need no closer look."""
_INVISIBLE = str.maketrans("", "", "\ufeff\u200b\u2060\u00ad")
"""Marks that editors and web pages leave behind: nobody sees or speaks them."""
_ESCAPED = re.compile(r"\\([^\W\d_]|.)")
_IMPORT = "another tool's spelling? `lesson import` carries such scripts over"
_FOREIGN_TAG = re.compile(
    r"</?(?:speak|break|prosody|emphasis|p|s|sub|mark|voice|audio|say-as|phoneme|lang)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Fragment:
    """Text of one line."""

    line: int
    column: int
    raw: str


@cache
def _suspects(silences: str) -> re.Pattern[str]:
    """What may not stand in spoken text; `silences` are the words of markers for one."""
    return re.compile(_SUSPECT.replace("SILENCES", silences), re.VERBOSE | re.IGNORECASE)


def silence_words() -> str:
    """The words of markers for a silence, as alternatives of a regular expression."""
    return "|".join(kind.name for kind in written_kinds())


def check_prose(
    piece: Fragment,
    source: Source,
    problems: Problems,
    keepable: Callable[[str], bool],
    reported: Sequence[tuple[int, int]] = (),
) -> None:
    """Report what may not stand in spoken text.

    Args:
        piece: words of one line.
        source: whose line it is.
        problems: told of each.
        keepable: knows the words that a backslash may keep.
        reported: where in the piece something was reported already.
    """
    check_controls(piece, source, problems)
    if not _ANY_SUSPECT.search(piece.raw):
        return
    for match in _suspects(silence_words()).finditer(piece.raw):
        if any(start <= match.start() < end for start, end in reported):
            continue
        span = source.span(piece.line, piece.column + match.start(), match.end() - match.start())
        found = match[0]
        if match["escape"]:
            _check_escape(found, span, problems, keepable)
        elif match["tag"]:
            hint = r"for the sign itself write \<"
            if _FOREIGN_TAG.match(piece.raw, match.start()):
                hint = _IMPORT
            problems.error("E011", span, "`<` before a letter would be read aloud", hint)
        elif match["address"]:
            hint = "leave it out, or put it into a comment line that begins with //"
            problems.error("E014", span, "a web address would be read aloud", hint)
        elif match["comment"]:
            hint = r"a comment begins its line; for the signs themselves write \/\/"
            problems.error("E013", span, "a comment cannot begin in the middle of a line", hint)
        else:
            _bracket(found, span, problems)


def check_controls(piece: Fragment, source: Source, problems: Problems) -> None:
    """Report control characters."""
    for match in _CONTROL.finditer(piece.raw):
        control(match[0], source.span(piece.line, piece.column + match.start()), problems)


def has_control(text: str) -> bool:
    """Whether `text` holds a character that no text has."""
    return _CONTROL.search(text) is not None


def control(character: str, span: Span, problems: Problems) -> None:
    """Report one control character by its number."""
    message = f"an invisible control character (U+{ord(character):04X}) stands here"
    problems.error("E017", span, message, "delete it, and type the place anew")


def _check_escape(found: str, span: Span, problems: Problems, keepable: Callable[[str], bool]) -> None:
    after = found[1:]
    if (after and after in ESCAPABLE) or keepable(after):
        return
    message = (
        f"a backslash before {quoted(after)} has no meaning" if after.strip() else "a backslash stands alone"
    )
    problems.error("E015", span, message, r"delete it; for the sign itself write \\")


def _bracket(found: str, span: Span, problems: Problems) -> None:
    inside = " ".join(found[1:-1].replace(":", " ").replace("=", " ").split())
    if not re.match(rf"(?:{silence_words()}|chime)\b", inside, re.IGNORECASE):
        hint = _IMPORT
    elif ":" in found:
        hint = f"write [{inside}]; `lesson import` carries whole scripts of other tools over"
    else:
        hint = f"write [{inside}]; for words in parentheses write \\{found[0]}"
    problems.error("E012", span, f"{quoted(found)} is no marker: markers stand in square brackets", hint)


def joined_text(pieces: list[Fragment]) -> tuple[str, tuple[int, ...]]:
    r"""The pieces' text with single blanks, and where its kept words (`\right`) begin."""
    text = " ".join(" ".join([piece.raw for piece in pieces]).translate(_INVISIBLE).split())
    if "\\" not in text:
        return text, ()
    out: list[str] = []
    kept: list[int] = []
    position = length = 0
    for match in _ESCAPED.finditer(text):
        before = text[position : match.start()]
        out += (before, match[1])
        length += len(before)
        if match[1].isalpha():
            kept.append(length)
        length += 1
        position = match.end()
    out.append(text[position:])
    return "".join(out), tuple(kept)


def speaks(text: str) -> bool:
    """Whether there is anything to say: a letter or a digit."""
    return any(character.isalnum() for character in text)

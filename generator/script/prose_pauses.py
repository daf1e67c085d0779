"""Pauses that are written into the words, as `*pause 5s*`, `(short pause)` or "Pause 10 seconds."."""

from __future__ import annotations

import re
from typing import Final

from generator.core.errors import Correction
from generator.script.problems import Problems, quoted
from generator.script.prose import Fragment
from generator.script.source import Source
from generator.script.wishes import Wish, read_wish

_ANY: Final = re.compile(
    r"paus|rest|wait|silen|breath|ruhe|stille|atem|[0-9½]\s?[sm]|minut|sekund", re.IGNORECASE
)
"""Nearly every pause has one of these: most lines have none, and need no closer look."""

_SET_OFF: Final = re.compile(
    r"(?<![\\*])(?P<stars>\*{1,3})(?P<starred>[^*]+)(?P=stars)"
    r"|(?<![\w\\])(?P<lines>_{1,3})(?P<underlined>[^_]+)(?P=lines)(?!\w)"
    r"|(?<!\\)\((?P<round>[^()]+)\)|(?<!\\)\{(?P<curly>[^{}]+)\}|(?<!\\)<(?P<angled>[^<>]+)>"
    r"|(?<!-)--+\s*(?P<dashed>[^-]+?)\s*--+(?!-)"
    r"|(?<![-–—])[–—]\s*(?P<parted>[^-–—]+?)\s*[–—](?![-–—])"
    r"|(?<!\.)(?:\.{3}|…)\s*(?P<dotted>[^.…]+?)\s*(?:\.{3}|…)(?!\.)"
)
"""Words that stand between signs of the same kind."""

_SURE_WITH_LENGTH: Final = frozenset({"parted", "dotted"})
"""Between these a pause may be spoken of, unless it says how long it is."""

_SILENCE: Final = re.compile(r"paus|rest\b|silen|quiet|ruhe|rast|stille|wait", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"(?:(?<=[.!?…)])\s+|^\s*)(pause\b[^.!?…]{0,60}[.!]?)(?=\s|$)", re.IGNORECASE)
_BEGINS: Final = re.compile(r"(?:^|[.!?…])\s*$")
"""What stands before a length in round brackets that is a pause: in `in (4s), out (6s)` they are spoken."""


def check_prose_pauses(
    piece: Fragment, source: Source, problems: Problems, *, before_marker: bool
) -> list[tuple[int, int]]:
    """Report pauses that would be read aloud.

    Args:
        piece: words of one line.
        source: whose line it is.
        problems: told of each.
        before_marker: whether a marker follows: "Pause for ten seconds. [pause 10s]" is an instruction.

    Returns:
        Where in the piece those begin and end that are errors.
    """
    if not _ANY.search(piece.raw):
        return []
    found: list[tuple[int, int]] = []
    for each in _SET_OFF.finditer(piece.raw):
        wish = _set_off(each)
        if wish:
            found.append(each.span())
            span = source.span(piece.line, piece.column + each.start(), len(each[0]))
            message = f"{quoted(each[0])} is no marker: markers stand in square brackets"
            correction = Correction(span, wish.marker) if wish.certain else None
            problems.error("E012", span, message, _hint(wish, each[0]), correction)
    for each in _SENTENCE.finditer(piece.raw):
        wish = read_wish(each[1].rstrip(".!"))
        instructs = before_marker and not piece.raw[each.end() :].strip()
        if wish and wish.certain and wish.marker != "[pause]" and not instructs:
            span = source.span(piece.line, piece.column + each.start(1), len(each[1]))
            message = "this is read aloud, and no pause is made"
            problems.warn("W010", span, message, f"write {wish.marker}", Correction(span, wish.marker))
    return found


def _set_off(found: re.Match[str]) -> Wish | None:
    """The silence that words between signs stand for, if they do."""
    kind = str(found.lastgroup)
    wish = read_wish(found[kind])
    if wish is None:
        return None
    named = bool(_SILENCE.search(found[kind]))
    if not wish.certain:
        return wish if named and kind not in _SURE_WITH_LENGTH else None
    if not wish.marker.startswith("[pause") and not named:
        return None
    if kind in _SURE_WITH_LENGTH and wish.marker == "[pause]":
        return None
    return wish if named or kind != "round" or _BEGINS.search(found.string[: found.start()]) else None


def _hint(wish: Wish, text: str) -> str:
    hint = f"write {wish.marker}" if wish.certain else wish.hint
    return f"{hint}; for words in parentheses write \\{text[0]}" if text[0] in "({" else hint

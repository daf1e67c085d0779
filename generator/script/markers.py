"""One marker's grammar: what may stand between `[` and `]`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

from generator.script.durations import (
    MAX_REPETITIONS,
    Length,
    LengthError,
    MisreadError,
    parse_duration,
    read_length,
)
from generator.script.problems import nearest, quoted

RATE_LIMITS: Final = (40, 400)
"""Words a minute."""
MAX_REPEAT: Final = MAX_REPETITIONS

PAUSES: Final = ("pause", "rest", "move")
BLOCKS: Final = ("include", "repeat", "only", "end", "mirror", "rate", "voice")
"""These stand alone on their line."""
WORDS: Final = (*PAUSES, "chime", *BLOCKS)

Value: TypeAlias = Length | int | str | tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker that was understood."""

    word: str
    """One of `WORDS`."""
    value: Value = None
    """pause, rest, move: a Length (None: a bare pause). rate, repeat: a number. only: lengths in samples.
    include, mirror, voice: a name. end: the block's word. chime: None."""


class MarkerError(MisreadError):
    """A marker that was not understood; its place counts from the `[`."""


_FORM = re.compile(r"\[\s*([^\W\d_]+)(\s*:\s*|\s+|(?=\]))(.*)\]", re.DOTALL)
_NUMBER = re.compile(r"[0-9]{1,9}")
_BARE_LENGTH = re.compile(r"(?=.*[^\W\d_])[0-9]+[^-‐‑‒–—−:x×]*")
_GLUED_UNIT = re.compile(r"[0-9.,]+[^\W\d_]{1,4}")
_SLEEPS = frozenset({"break", "silence", "wait", "sleep", "stop", "hold", "delay", "gap", "p", "pauze"})
_FOREIGN = re.compile(
    r"\[\[|#|/|(?:slnc|speed|speech|voice-speed|pitch|volume|emphasis|prosody|sfx|sound|music)\b"
)


def read_marker(raw: str) -> Marker:
    """Understand `raw`, from its `[` to its `]`.

    Raises:
        MarkerError: with the place in `raw`.
    """
    form = _FORM.fullmatch(raw)
    word = form[1].lower() if form else ""
    if form is None or word not in WORDS:
        return _bare_length(raw)
    start = form.start(3)
    argument = form[3].rstrip()
    read = _READERS.get(word, _name)
    return read(word, argument, start)


def _bare_length(raw: str) -> Marker:
    """`[5s]` is a pause. Anything else is no marker."""
    inside = raw[1:-1].strip()
    start = len(raw) - len(raw[1:].lstrip())
    if _BARE_LENGTH.fullmatch(inside) and (_is_length(inside) or _GLUED_UNIT.fullmatch(inside)):
        return _pause("pause", inside, start)
    raise MarkerError("E001", 0, len(raw), f"{quoted(raw)} is no marker", _suggestion(inside))


def _suggestion(inside: str) -> str:
    if not inside:
        return "write for example [pause 10s]"
    if _FOREIGN.match(inside.lower()):
        return "another tool's spelling? `lesson import` carries such scripts over"
    if _is_length(inside):
        return f"write [pause {inside}]"
    return _nearest_marker(inside) or r"for square brackets that are read aloud as text write \[ and \]"


def _nearest_marker(inside: str) -> str:
    word, _, rest = inside.replace(":", " ").partition(" ")
    argument = _argument_of(rest)
    glued = re.match(r"(pause|rest|move|repeat|rate)[\s=]*([0-9].*)", inside, re.IGNORECASE | re.DOTALL)
    if glued:
        return f"did you mean [{glued[1].lower()} {_argument_of(glued[2])}]?"
    if word.lower() in _SLEEPS:
        return f"did you mean [pause {argument or '10s'}]?"
    if word.lower().startswith("end"):
        return "write [end repeat] or [end only]"
    close = nearest(word, WORDS)
    return f"did you mean [{f'{close} {argument}'.rstrip()}]?" if close else ""


def _argument_of(rest: str) -> str:
    joined = " ".join(rest.split())
    return joined if len(joined) <= len("a title of a usual length, not more") else joined[:30] + "…"


def _is_length(text: str) -> bool:
    try:
        read_length(text)
    except LengthError:
        return False
    return True


def _pause(word: str, argument: str, start: int) -> Marker:
    if not argument:
        if word == "pause":
            return Marker(word)
        hint = {"rest": "write for example [rest 30s]", "move": "write for example [move 6 x 8s]"}[word]
        raise MarkerError("E006", 0, start + 1, f"{word} has no length", hint)
    try:
        return Marker(word, read_length(argument))
    except LengthError as error:
        raise MarkerError(error.code, start + error.start, error.width, error.message, error.hint) from None


def _chime(word: str, argument: str, start: int) -> Marker:
    if argument:
        hint = "write [chime]; header `chime:` names a sound of your own"
        raise MarkerError("E001", start, len(argument), "chime takes nothing more", hint)
    return Marker(word)


def _number_in(low: int, high: int, example: str) -> _ArgumentReader:
    def read(word: str, argument: str, start: int) -> Marker:
        if not argument:
            raise MarkerError("E006", 0, start + 1, f"{word} has no number", f"write for example {example}")
        if not _NUMBER.fullmatch(argument):
            message = f"{word} needs a whole number, not {quoted(argument)}"
            raise MarkerError("E002", start, len(argument), message, f"write for example {example}")
        if not low <= int(argument) <= high:
            message = f"{word} must be {low:,} to {high:,}"
            raise MarkerError("E007", start, len(argument), message, f"write for example {example}")
        return Marker(word, int(argument))

    return read


def _only(word: str, argument: str, start: int) -> Marker:
    example = "write for example [only 20:00, 40:00]"
    if not argument:
        raise MarkerError("E006", 0, start + 1, "only has no length", example)
    lengths: list[int] = []
    for part in argument.split(","):
        length = parse_duration(part)
        if length is None:
            message = f"{quoted(part.strip())} is no length"
            raise MarkerError("E002", start, len(part), message, example)
        lengths.append(length)
        start += len(part) + 1
    return Marker(word, tuple(dict.fromkeys(lengths)))


def _end(word: str, argument: str, start: int) -> Marker:
    block = argument.lower()
    if block not in {"repeat", "only"}:
        raise MarkerError(
            "E001", 0, start + len(argument) + 1, "end of what?", "write [end repeat] or [end only]"
        )
    return Marker(word, block)


def _name(word: str, argument: str, start: int) -> Marker:
    name = " ".join(argument.split())
    if not name:
        example = {
            "include": "[include common/guidelines.txt]",
            "mirror": "[mirror: Right knee]",
            "voice": "[voice en-gb]",
        }[word]
        raise MarkerError("E006", 0, start + 1, f"{word} has no name", f"write for example {example}")
    return Marker(word, name)


class _ArgumentReader(Protocol):
    def __call__(self, word: str, argument: str, start: int, /) -> Marker: ...


_READERS: Final[dict[str, _ArgumentReader]] = {
    **dict.fromkeys(PAUSES, _pause),
    "chime": _chime,
    "repeat": _number_in(1, MAX_REPEAT, "[repeat 3]"),
    "rate": _number_in(*RATE_LIMITS, "[rate 105]"),
    "only": _only,
    "end": _end,
}

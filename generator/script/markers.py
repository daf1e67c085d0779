"""One marker's grammar: what may stand between `[` and `]`, and what was probably meant by anything else."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from generator.script.durations import LengthError, read_length
from generator.script.kinds import PAUSE
from generator.script.marker_arguments import MarkerError, Value
from generator.script.marker_types import MARKERS, MarkerType, marker_type, marker_words
from generator.script.problems import nearest, quoted


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker that was understood."""

    word: str
    type: MarkerType
    value: Value = None
    meant: str = ""
    """The marker that a teacher's own wording stands for."""


_FORM = re.compile(r"\[\s*([^\W\d_]+)(\s*:\s*|\s+|(?=\]))(.*)\]", re.DOTALL)
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
    try:
        return _read(raw)
    except MarkerError as error:
        return _wished(raw, error)


def _read(raw: str) -> Marker:
    form = _FORM.fullmatch(raw)
    word = form[1].lower() if form else ""
    found = marker_type(word)
    if form is None or found is None:
        return _bare_length(raw)
    return Marker(word, found, found.read(word, form[3].rstrip(), form.start(3)))


def _wished(raw: str, misread: MarkerError) -> Marker:
    """What a teacher's own wording means.

    Raises:
        MarkerError: that is not certain.
    """
    from generator.script.wishes import read_wish  # few scripts have any

    wish = read_wish(raw[1:-1])
    if wish is None or (not wish.certain and (misread.code == "E006" or _begins_as_another(raw))):
        raise misread
    if wish.certain:
        try:
            return replace(_read(wish.marker), meant=wish.marker)
        except MarkerError as error:
            if misread.code == error.code:
                raise misread from None
            raise MarkerError(error.code, 0, len(raw), error.message, error.hint) from None
    unclear = MarkerError("E001", 0, len(raw), f"{quoted(raw)} is no marker", wish.hint)
    unclear.instead = wish.marker
    raise unclear


def _begins_as_another(raw: str) -> bool:
    """Whether it begins with the word of a marker that takes a number: that one was meant."""
    word = re.match(r"\[\s*([^\W\d_]+)", raw)
    known = MARKERS.get(word[1].lower()) if word else None
    return known is not None and known.numbered


def _bare_length(raw: str) -> Marker:
    """`[5s]` is a pause. Anything else is no marker."""
    inside = raw[1:-1].strip()
    start = len(raw) - len(raw[1:].lstrip())
    pause = marker_type(PAUSE.name)
    if pause and _BARE_LENGTH.fullmatch(inside) and (_is_length(inside) or _GLUED_UNIT.fullmatch(inside)):
        return Marker(PAUSE.name, pause, pause.read(PAUSE.name, inside, start))
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
    numbered = "|".join(each for each in marker_words() if (found := marker_type(each)) and found.numbered)
    glued = re.match(rf"({numbered})[\s=]*([0-9].*)", inside, re.IGNORECASE | re.DOTALL)
    if glued:
        return f"did you mean [{glued[1].lower()} {_argument_of(glued[2])}]?"
    if word.lower() in _SLEEPS:
        return f"did you mean [pause {argument or '10s'}]?"
    if word.lower().startswith("end"):
        return "write [end repeat] or [end only]"
    close = nearest(word, marker_words())
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

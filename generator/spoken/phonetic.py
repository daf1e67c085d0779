"""A word together with how it sounds, inside a text that goes to an engine.

`say:` writes sounds between slashes, in the International Phonetic Alphabet (`/ˈsoʊæs/`), or in eSpeak's own
notation between double brackets (`[[s'oU,as]]`). Scripts hold no control characters, so these mark the place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

_BEGIN, _SOUNDS = "\x02", "\x03"

_MARKED: Final = re.compile(f"{_BEGIN}([^{_BEGIN}{_SOUNDS}]*){_SOUNDS}([^{_BEGIN}{_SOUNDS}]*){_BEGIN}")
_NOTATIONS: Final = (("/", "/"), ("[[", "]]"))


def is_phonetic(spoken: str) -> bool:
    """Whether the right side of a `say:` entry gives sounds, not letters."""
    return any(
        spoken.startswith(begin) and spoken.endswith(end) and len(spoken) > len(begin + end)
        for begin, end in _NOTATIONS
    )


def with_sounds(written: str, sounds: str) -> str:
    """A written word that carries its sounds, to stand in a text."""
    return f"{_BEGIN}{written}{_SOUNDS}{sounds}{_BEGIN}"


def as_written(text: str) -> str:
    """The text with its words as they are written, without sounds."""
    return _MARKED.sub(lambda found: found[1], text)


def sounds_in(text: str) -> tuple[str, ...]:
    """The sounds that the text gives, in their notation."""
    return tuple(found[2] for found in _MARKED.finditer(text))


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """The text in order: each word that carries its sounds, with them, and what stands between, with none."""
    at = 0
    for found in _MARKED.finditer(text):
        yield text[at : found.start()], ""
        yield found[1], found[2]
        at = found.end()
    yield text[at:], ""


def converted(text: str, convert: Callable[[str, str], str], rest: Callable[[str], str]) -> str:
    """The text in an engine's own notation.

    Args:
        text: with or without sounds in it.
        convert: what the engine is given for a written word and its sounds.
        rest: what it is given for the text between.
    """
    return "".join(convert(part, sounds) if sounds else rest(part) for part, sounds in pieces(text))

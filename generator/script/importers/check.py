"""No word is lost: what went in is what the movement script speaks."""

from __future__ import annotations

import re

from generator.errors import GeneratorError
from generator.script.scan import TokenKind, scan

WORD = re.compile(r"[^\W_](?:\S*[^\W_])?")


class LostWordsError(GeneratorError):
    """An import that would not speak what the source speaks: a fault of this program, never of the file."""

    def __init__(self, path: str, position: int, wanted: str, got: str) -> None:
        super().__init__(
            f"{path} was not imported: word {position} should be “{wanted}” and came out as “{got}”. "
            "This is a fault of the import itself; nothing was written"
        )
        self.position = position
        """Which spoken word is the first to differ, from 1."""


def words(text: str) -> list[str]:
    """What is spoken of a text: from the first letter or digit between two blanks to the last one."""
    return WORD.findall(text)


def compare(path: str, wanted: list[str], got: list[str]) -> None:
    """Raises LostWordsError at the first word that differs."""
    if wanted == got:
        return
    pairs = zip([*wanted, "nothing"], [*got, "nothing"], strict=False)
    position, (want, have) = next((at, pair) for at, pair in enumerate(pairs, 1) if pair[0] != pair[1])
    raise LostWordsError(path, position, want, have)


def script_words(script: str) -> list[str]:
    """What a movement script speaks, titles included."""
    said = []
    for token in scan(tuple(script.split("\n"))):
        if token.kind is TokenKind.TEXT:
            said.append(re.sub(r"\\(.)", r"\1", token.raw))
        elif token.kind is TokenKind.HEADING:
            said.append(re.sub(r"\\(.)", r"\1", token.raw.lstrip("#")))
    return words("\n".join(said))

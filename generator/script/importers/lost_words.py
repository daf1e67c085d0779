"""No word is lost: what went in is what the movement script speaks, as the project's own parser reads it."""

from __future__ import annotations

import re

from generator.core.errors import GeneratorError, ScriptError
from generator.script.lesson import Heading, Words
from generator.script.parse import parse

WORD = re.compile(r"[^\W_](?:\S*[^\W_])?")
INVISIBLE = str.maketrans("", "", "\ufeff\u200b\u2060\u00ad")
"""Marks that nobody sees or speaks: a movement script drops them."""
OURS = "this is a fault of the import itself, not of the file; nothing was written"


class LostWordsError(GeneratorError):
    """An import that would not speak what the source speaks."""

    def __init__(self, path: str, position: int, wanted: str, got: str) -> None:
        super().__init__(f"{path}: word {position} should be “{wanted}” and came out as “{got}”: {OURS}")
        self.position = position
        """Which spoken word is the first to differ, from 1."""


class BrokenImportError(GeneratorError):
    """An import that came out as something that is no movement script."""

    def __init__(self, path: str, problems: ScriptError) -> None:
        super().__init__(f"{path}: the imported script has errors ({problems}): {OURS}")
        self.problems = problems


def words_of(text: str) -> list[str]:
    """What is spoken of a text: from the first letter or digit between two blanks to the last one."""
    return WORD.findall(text.translate(INVISIBLE))


def script_words(script: str, path: str) -> list[str]:
    """What a movement script speaks, and its titles, in order. Raises BrokenImportError where it is none."""
    try:
        body = parse(script, path).body
    except ScriptError as problems:
        raise BrokenImportError(path, problems) from problems
    said: list[str] = []
    for node in body:
        if isinstance(node, Words):
            said += words_of(node.text)
        elif isinstance(node, Heading):
            said += words_of(node.title)
    return said


def check_words(path: str, wanted: list[str], got: list[str]) -> None:
    """Raises LostWordsError at the first word that differs."""
    if wanted == got:
        return
    pairs = zip([*wanted, "nothing"], [*got, "nothing"], strict=False)
    position, (want, have) = next((at, pair) for at, pair in enumerate(pairs, 1) if pair[0] != pair[1])
    raise LostWordsError(path, position, want, have)

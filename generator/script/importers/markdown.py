"""The blocks of a Narakeet script: which lines are narration, and which are something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from generator.script.importers.pausetext import heading

DIRECTION = re.compile(r"\(\s*+([a-zA-Z][\w-]*+)\s*:\s*+([^()]*)\)")
HEADER_LINE = re.compile(r"\s*+(?:#.*|-.*|[\w-]+\s*:.*)?")
LONGEST_DIRECTION = 20
"""Lines: a parenthesis that goes on for longer is narration."""


class BlockKind(Enum):
    """What a stretch of lines is."""

    TEXT = auto()
    BLANK = auto()
    SCENE = auto()
    TITLE = auto()
    HEADER = auto()
    DIRECTION = auto()
    COMMENT = auto()
    FENCE = auto()
    SPEAK = auto()


@dataclass(frozen=True, slots=True)
class NarrationBlock:
    """A stretch of lines of one kind. Every line is in one block, or in several that share a comment."""

    kind: BlockKind
    line: int
    text: str


def blocks(lines: list[str]) -> Iterator[NarrationBlock]:
    """Part a script into blocks."""
    at = header_end(lines)
    if at:
        yield NarrationBlock(BlockKind.HEADER, 1, "\n".join(lines[:at]))
    while at < len(lines):
        start, line = at, lines[at]
        at += 1
        stripped = line.strip()
        if stripped.startswith("```"):
            at = line_from(lines, at, lambda later: later.strip().startswith("```"))
            yield NarrationBlock(BlockKind.FENCE, start + 1, "\n".join(lines[start:at]))
        elif stripped.lower().startswith("<speak"):
            at = line_from(lines, start, lambda later: "</speak>" in later.lower())
            yield NarrationBlock(BlockKind.SPEAK, start + 1, "\n".join(lines[start:at]))
        elif "<!--" in line:
            at = line_from(lines, start, lambda later: "-->" in later)
            yield from with_comments(start + 1, "\n".join(lines[start:at]))
        elif stripped.startswith("(") and (end := direction_end(lines, start)):
            at = end
            yield NarrationBlock(BlockKind.DIRECTION, start + 1, "\n".join(lines[start:at]))
        else:
            yield NarrationBlock(line_kind(stripped), start + 1, line)


def line_from(lines: list[str], start: int, ends: Callable[[str], bool]) -> int:
    """The index after the first line from `start` that `ends`; after the last line where none does."""
    return next((at + 1 for at in range(start, len(lines)) if ends(lines[at])), len(lines))


def header_end(lines: list[str]) -> int:
    """The index after the header's second `---`; 0 where there is no header."""
    if not lines or lines[0].strip() != "---":
        return 0
    end = line_from(lines, 1, lambda line: not HEADER_LINE.fullmatch(line.rstrip()) or line.strip() == "---")
    return end if lines[end - 1].strip() == "---" and end > 1 else 0


def with_comments(line: int, text: str) -> Iterator[NarrationBlock]:
    """Lines that hold `<!-- … -->`: the comments first, then the words around them."""
    rest = text
    for comment in re.findall(r"<!--(.*?)(?:-->|\Z)", text, re.DOTALL):
        yield NarrationBlock(BlockKind.COMMENT, line, comment)
    rest = re.sub(r"<!--.*?(?:-->|\Z)", "", text, flags=re.DOTALL)
    if rest.strip():
        yield NarrationBlock(line_kind(rest.strip()), line, rest)


def direction_end(lines: list[str], start: int) -> int:
    """The index after a direction of one or several lines that begins at `start`; 0 where there is none."""
    end = start
    while end < len(lines) and end < start + LONGEST_DIRECTION and lines[end].strip():
        end += 1
        if lines[end - 1].rstrip().endswith(")"):
            return end if DIRECTION.fullmatch("\n".join(lines[start:end]).strip()) else 0
    return 0


def line_kind(stripped: str) -> BlockKind:
    """What a single line is."""
    if not stripped:
        return BlockKind.BLANK
    if len(stripped) > 2 and not stripped.strip("-"):  # noqa: PLR2004  # three dashes or more
        return BlockKind.SCENE
    return BlockKind.TITLE if heading(stripped) else BlockKind.TEXT

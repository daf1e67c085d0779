"""The blocks of one file: words, markers and headings, nested as they were written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Protocol

from generator.core.errors import Correction, Span
from generator.script.durations import format_clock
from generator.script.headings import read_heading
from generator.script.lesson import (
    Chime,
    GivenRecording,
    Header,
    Include,
    Node,
    Only,
    ParagraphEnd,
    Pause,
    Repeat,
    Words,
)
from generator.script.markdown import check_markdown
from generator.script.marker_arguments import MarkerError
from generator.script.markers import Marker, read_marker
from generator.script.mirror import Sides
from generator.script.problems import Problems, quoted
from generator.script.prose import Fragment, check_controls, check_prose, joined_text, speaks
from generator.script.prose_pauses import check_prose_pauses
from generator.script.scan import Token, TokenKind, scan, with_next
from generator.script.source import Source
from generator.script.warn import Sight, acknowledged, other_senses, warn_cue

MAX_DEPTH: Final = 20
"""How deep blocks and includes may be nested in each other."""


class ParseContext(Protocol):
    """What a file needs of the script that it belongs to."""

    problems: Problems
    header: Header
    sides: Sides
    acknowledged: list[tuple[str, Span]]
    other_senses: dict[int, list[tuple[str, Span]]]
    """By the identity of a cue: phrases that a mirror would wrongly turn around."""

    def include(self, name: str, span: Span, depth: int) -> tuple[str, tuple[Node, ...], int]:
        """Path, nodes and depth of an included file."""


@dataclass(slots=True)
class _OpenBlock:
    """A block that is not ended yet; the outermost is the file itself."""

    marker: Marker | None = None
    span: Span | None = None
    nodes: list[Node] = field(default_factory=list)


class Body:
    """Reads the blocks of one file."""

    def __init__(self, source: Source, context: ParseContext, depth: int) -> None:
        self.height = 0
        """How many levels of blocks and includes were met below this file."""
        self._source = source
        self._context = context
        self._problems = context.problems
        self._depth = depth
        self._blocks = [_OpenBlock()]
        self._pieces: list[Fragment] = []
        self._comments: list[int] = []

    def read(self) -> tuple[Node, ...]:
        """All nodes of the file, in order."""
        line_start = True
        for token, following in with_next(scan(self._source.lines)):
            if token.kind is TokenKind.MARKER:
                alone = line_start and (following is None or following.kind is TokenKind.NEWLINE)
                self._marker(token, alone=alone)
            elif token.kind is TokenKind.TEXT:
                if line_start and _RULE.fullmatch(token.raw):
                    self._rule(token)
                followed = following is not None and following.kind is TokenKind.MARKER
                self._text(token, begins_line=line_start, before_marker=followed)
            elif token.kind is not TokenKind.NEWLINE:
                self._line(token)
            line_start = token.kind is TokenKind.NEWLINE
        self._end_cue()
        self._check_recording()
        self._context.acknowledged += acknowledged(self._source, self._comments, self._problems)
        self._close_all()
        return tuple(self._blocks[0].nodes)

    def _text(self, token: Token, *, begins_line: bool, before_marker: bool) -> None:
        piece = Fragment(token.line, token.column, token.raw)
        pauses = check_prose_pauses(piece, self._source, self._problems, before_marker=before_marker)
        check_prose(piece, self._source, self._problems, self._context.sides.keepable, pauses)
        check_markdown(piece, self._source, self._problems, pauses, begins_line=begins_line)
        self._pieces.append(piece)

    def _line(self, token: Token) -> None:
        if token.kind is TokenKind.COMMENT:
            self._comments.append(token.line)
        elif token.kind is TokenKind.BLANK:
            self._end_cue()
            nodes = self._blocks[-1].nodes
            if nodes and not isinstance(nodes[-1], ParagraphEnd):
                nodes.append(ParagraphEnd())
        elif token.kind is TokenKind.HEADING:
            self._end_cue()
            self._add(read_heading(token, self._source, self._problems, self._context.sides.keepable))
        elif token.kind is TokenKind.STRAY:
            self._stray(token)

    def _rule(self, token: Token) -> None:
        hint = "for a new section write # Title; a header stands first in the file"
        self._problems.error(
            "E040", self._source.whole_line(token.line), "a line of signs is not spoken", hint
        )

    def _add(self, node: Node) -> None:
        if not isinstance(node, Words):
            self._check_recording()
        self._blocks[-1].nodes.append(node)

    def _check_recording(self) -> None:
        """Report a recording that stands before anything but words."""
        nodes = self._blocks[-1].nodes
        before = nodes[-2:-1] if nodes and isinstance(nodes[-1], ParagraphEnd) else nodes[-1:]
        if before and isinstance(before[0], GivenRecording):
            hint = "write it in front of the words that are heard in it: [recording welcome.wav] Welcome."
            self._problems.error("E029", before[0].span, "no words follow this recording", hint)
            nodes.remove(before[0])  # told once

    def _stray(self, token: Token) -> None:
        other = "no ] closes it on its line" if token.raw == "[" else "no [ opens it"
        hint = rf"complete the marker, as in [pause 10s]; for the sign itself write \{token.raw}"
        span = self._source.span(token.line, token.column)
        self._problems.error("E010", span, f"this bracket stands alone: {other}", hint)

    def _end_cue(self) -> None:
        """The words since the last marker become one cue."""
        pieces, self._pieces = self._pieces, []
        if not pieces:
            return
        span, *further = map(self._place, pieces)
        text, kept = joined_text(pieces)
        if not speaks(text):
            self._wordless(text, span)
            return
        words = Words(text, span, tuple(further), kept)
        sight = Sight(pieces, self._source)
        warn_cue(sight, self._context.header, self._problems)
        if found := other_senses(sight):
            self._context.other_senses[id(words)] = found
        self._add(words)

    def _place(self, piece: Fragment) -> Span:
        blanks = len(piece.raw) - len(piece.raw.lstrip())
        return self._source.span(piece.line, piece.column + blanks, len(piece.raw.strip()))

    def _wordless(self, text: str, span: Span) -> None:
        hint = "delete it, or write words"
        nodes = self._blocks[-1].nodes
        if _RULE.fullmatch(text):
            return
        if nodes and isinstance(nodes[-1], Pause | Chime):
            hint = f"put {quoted(text)} before the marker"
        self._problems.error("E016", span, "there is neither letter nor digit to speak here", hint)

    def _marker(self, token: Token, *, alone: bool) -> None:
        self._end_cue()
        for row, part in enumerate(token.raw.split("\n")):
            piece = Fragment(token.line + row, 1 if row else token.column, part)
            check_controls(piece, self._source, self._problems)
        try:
            marker = read_marker(token.raw)
        except MarkerError as error:
            place = self._within(token, error.start, error.width)
            whole = self._within(token, 0, len(token.raw))
            correction = Correction(whole, error.instead) if error.instead and "\n" not in token.raw else None
            self._problems.error(error.code, place, error.message, error.hint, correction)
            return
        span = self._within(token, 0, len(token.raw))
        if marker.type.alone and not alone:
            message = f"{marker.word} must stand alone on its line"
            self._problems.error("E020", span, message, "move it to a line of its own")
        if marker.type.node:
            self._add(marker.type.node(marker.value, span, self._context.header))
        elif marker.word == "end":
            self._end(marker, span)
        elif marker.word == "include":
            self._include(str(marker.value), span)
        else:
            self._begin(marker, span)

    def _within(self, token: Token, start: int, width: int) -> Span:
        """A place in a token that may go over line ends."""
        before = token.raw[:start]
        line = token.line + before.count("\n")
        column = token.column + start if line == token.line else start - before.rfind("\n")
        rest = len(self._source.lines[line - 1]) - column + 1
        return self._source.span(line, column, min(width, rest))

    def _include(self, name: str, span: Span) -> None:
        depth = self._depth + len(self._blocks)
        if self._too_deep(depth, span):
            return
        path, nodes, height = self._context.include(name, span, depth - 1)
        if self._too_deep(depth + height, span):
            return
        self.height = max(self.height, len(self._blocks) + height)
        self._add(Include(path, nodes, span))

    def _too_deep(self, depth: int, span: Span) -> bool:
        if depth > MAX_DEPTH:
            message = f"blocks and includes are nested over {MAX_DEPTH} deep"
            self._problems.error("E024", span, message, "nest them less")
        return depth > MAX_DEPTH

    def _begin(self, marker: Marker, span: Span) -> None:
        self._check_recording()
        self.height = max(self.height, len(self._blocks))
        self._too_deep(self._depth + len(self._blocks), span)
        if marker.word == "only":
            self._check_lengths(marker, span)
        self._blocks.append(_OpenBlock(marker, span))

    def _check_lengths(self, marker: Marker, span: Span) -> None:
        header = self._context.header
        known = tuple(dict.fromkeys((*header.lengths, *(() if header.length is None else (header.length,)))))
        assert isinstance(marker.value, tuple)
        for length in marker.value:
            if length not in known:
                message = f"the header has no length {format_clock(length)}"
                has = ", ".join(map(format_clock, known))
                hint = f"it has {has}" if has else "write there for example lengths: [10:00, 20:00]"
                self._problems.error("E026", span, message, hint)

    def _end(self, marker: Marker, span: Span) -> None:
        words = [block.marker.word if block.marker else "" for block in self._blocks]
        if marker.value not in words:
            hint = f"delete it, or begin the block: {_BEGINNINGS[str(marker.value)]}"
            self._problems.error("E022", span, f"no {marker.value} begins before this end", hint)
            return
        while self._blocks[-1].marker and self._blocks[-1].marker.word != marker.value:
            self._unclosed(self._blocks[-1])
            self._close()
        self._close()

    def _unclosed(self, block: _OpenBlock) -> None:
        if block.marker and block.span:
            word = block.marker.word
            hint = f"write [end {word}] on a line of its own where it ends"
            self._problems.error("E021", block.span, f"this {word} is never ended", hint)

    def _close_all(self) -> None:
        while len(self._blocks) > 1:
            self._unclosed(self._blocks[-1])
            self._close()

    def _close(self) -> None:
        too_deep = self._depth + len(self._blocks) - 1 > MAX_DEPTH
        self._check_recording()
        block = self._blocks.pop()
        if block.marker is None or block.span is None or too_deep:
            return
        nodes = tuple(block.nodes)
        if isinstance(block.marker.value, int):
            self._add(Repeat(block.marker.value, nodes, block.span))
        elif isinstance(block.marker.value, tuple):
            self._add(Only(block.marker.value, nodes, block.span))


_RULE = re.compile(r"\s*([-–—=_*~])\1{2,}\s*")
"""A line that other tools draw, or the fence of a header that does not stand first."""
_BEGINNINGS = {"repeat": "[repeat 3]", "only": "[only 20:00]"}

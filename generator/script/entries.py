"""The header's lines, cut into one entry a key, and the texts in them that YAML would cut or change."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.core.errors import Span
from generator.script.problems import Problems
from generator.script.prose import Fragment, check_controls
from generator.script.source import Source


@dataclass(frozen=True, slots=True)
class Entry:
    """One key with its lines."""

    source: Source
    name: str
    first: int
    """Index of its first line."""
    last: int
    """Index behind its last line."""
    column: int
    """Where its name stands, from 1."""
    value: int
    """Index in its first line where its value begins."""

    @property
    def span(self) -> Span:
        """Where the key's name stands."""
        return self.source.span(self.first + 1, self.column, len(self.name))

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines of the entry, from its name to the next one."""
        return self.source.lines[self.first : self.last]

    def place(self, line: int, column: int, width: int = 0) -> Span:
        """A place within, `line` and `column` from 0; without a width, to the end of the line."""
        line = min(self.first + line, self.last - 1)
        column = min(column, len(self.source.lines[line]))
        rest = len(self.source.lines[line].rstrip()) - column
        return self.source.span(line + 1, column + 1, width or rest)


_PLAIN = re.compile(r"[^\W\d_](?:[\w ,.'()-]*[\w.)])?|[0-9]+")
"""A text that YAML reads as it stands."""


def as_yaml(text: str) -> str:
    """A text as a header or lexicon has it: between quotes where YAML would read something else."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _name(line: str) -> tuple[str, int, int] | None:
    """A line's key, its column, and the index where its value begins; None where the line has no key."""
    head, colon, rest = line.partition(":")
    bare = head.strip()
    name = bare[1:-1] if bare[:1] in {'"', "'"} and bare.endswith(bare[0]) else bare
    if not colon or (rest and not rest[0].isspace()) or not name.strip() or name[0] in "#-'\"":
        return None
    return name, head.index(name) + 1, len(head) + 1 + len(rest) - len(rest.lstrip())


_EXAMPLE = "write a key, a colon, a blank and a value, as in title: Knee and elbow"


def entries(source: Source, first: int, last: int, problems: Problems) -> Iterator[Entry]:
    """The entries in the lines from index `first` to before `last`. A line that is moved in continues one."""
    for index in range(first, last):
        check_controls(Fragment(index + 1, 1, source.lines[index]), source, problems)
    heads = [index for index in range(first, last) if _begins(source.lines[index])]
    for index in range(first, heads[0] if heads else last):
        line = source.lines[index]
        if line.strip() and not line.lstrip().startswith("#"):
            hint = "begin it at the left edge" if _name(line) else _EXAMPLE
            problems.error("E041", source.whole_line(index + 1), "this line belongs to no key", hint)
    for index, end in zip(heads, [*heads[1:], last], strict=False):
        named = _name(source.lines[index])
        if named:
            name, column, value = named
            yield Entry(source, name, index, end, column, value)
        else:
            _report(source, index, problems)


def _begins(line: str) -> bool:
    return bool(line.strip()) and not line[0].isspace() and not line.startswith(("#", "- ", "]", "}"))


def _report(source: Source, index: int, problems: Problems) -> None:
    line = source.lines[index]
    glued = re.match(r"([a-z]+):(\S.{0,80})", line)
    hint = f"write a blank behind the colon: {glued[1]}: {glued[2]}" if glued else _EXAMPLE
    problems.error("E041", source.whole_line(index + 1), "this line of the header cannot be read", hint)


_BLOCK_TEXT = re.compile(r"[|>][-+0-9]{0,2}\s*$")
_PAIR = re.compile(r"(\s*[^\s\"'{\[#][^:]*:[ \t]+)(?=\S)")
_CUT = re.compile(r"^[!@&*%`|>\[\]{},]|^[-?:](?=\s|$)|:(?=\s|$)|#")
_LONGEST_HINT = 200


def quoted_where_needed(entry: Entry, kind: str, problems: Problems) -> bool:
    """Report what YAML would lose, change or refuse in a text without quotes, with the quoted form."""
    if kind in {"text", "file"}:
        return _check_text(entry, problems)
    if kind == "pairs":
        checked = [_check_pair(entry, row, problems) for row in range(1, entry.last - entry.first)]
        return all(checked)
    return True


def _check_text(entry: Entry, problems: Problems) -> bool:
    first, *more = entry.lines
    value = first[entry.value :].strip()
    if value[:1] in {'"', "'"} or _BLOCK_TEXT.match(value):
        return True
    parts = [(0, entry.value, first[entry.value :]), *((row, 0, line) for row, line in enumerate(more, 1))]
    whole = " ".join(" ".join(text for _, _, text in parts).split())
    for row, start, text in parts:
        bare = text.lstrip() if row else text
        cut = _CUT.search(bare)
        if cut:
            column = start + len(text) - len(bare) + cut.start()
            span = entry.place(row, column, max(cut.end() - cut.start(), 1))
            return _needs_quotes(span, cut[0], f"{entry.name}: ", whole, problems)
    return True


def _check_pair(entry: Entry, row: int, problems: Problems) -> bool:
    line = entry.lines[row]
    if line.lstrip().startswith("#"):
        return True
    pair = _PAIR.match(line)
    value = line[pair.end() :].rstrip() if pair else ""
    cut = _CUT.search(value) if value[:1] not in {'"', "'"} else None
    if pair is None or cut is None:
        return True
    span = entry.place(row, pair.end() + cut.start(), cut.end() - cut.start())
    return _needs_quotes(span, cut[0], pair[1].lstrip(), value, problems)


def _needs_quotes(span: Span, sign: str, before: str, text: str, problems: Problems) -> bool:
    quoted = "'" + text.replace("'", "''") + "'" if '"' in text or "\\" in text else f'"{text}"'
    hint = f"write {before}{quoted}" if len(quoted) <= _LONGEST_HINT else "put the whole text between quotes"
    problems.error("E045", span, f"a text with {sign} in it needs quotes", hint)
    return False

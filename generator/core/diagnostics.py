"""Diagnostics as text, in the manner of rustc and ruff; nothing of a script reaches a terminal raw."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from generator.core.errors import Diagnostic, Severity, Span

_TAB = "    "
_GUTTER = 5
_WIDEST = 110
"""Columns of source that are shown: of a longer line, what is around the caret."""
_BEFORE = 70
"""Columns that are shown before the caret where a line is cut."""
_PICTURES = 0x2400
_DELETE = 0x7F
_BLANK = 0x20

_RED, _YELLOW, _BOLD, _PLAIN = "\x1b[1;31m", "\x1b[1;33m", "\x1b[1m", "\x1b[0m"


def render(problem: Diagnostic, *, colour: bool = False) -> str:
    """One diagnostic, without a line end: place, code and message, the line, and a caret with the hint."""
    mark = _paint(f"{problem.severity}[{problem.code}]", problem.severity, colour=colour)
    message = visible(problem.message)
    hint = visible(problem.hint)
    span = problem.span
    if span is None:
        return f"{mark}: {message}" + (f": {hint}" if hint else "")
    place = f"{visible(span.path)}:{span.line}:{span.column}"
    head = f"{_BOLD}{place}{_PLAIN}: {mark}: {message}" if colour else f"{place}: {mark}: {message}"
    if not span.source.strip():
        return f"{head}\n{'':{_GUTTER}} = {hint}" if hint else head
    shown, indent, carets = _window(span)
    underline = "^" * max(carets, 1)
    if colour:
        underline = _paint(underline, problem.severity, colour=True)
    gutter = max(_GUTTER, len(str(span.line)))
    below = f"{'':{gutter}} | {' ' * indent}{underline} {hint}".rstrip()
    return f"{head}\n{span.line:>{gutter}} | {shown}\n{below}"


def render_all(problems: Iterable[Diagnostic], *, colour: bool = False) -> str:
    """Every diagnostic, one below the other, and at last how many there are; "" where there is none."""
    found = tuple(problems)
    if not found:
        return ""
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    counts = ((errors, "error"), (len(found) - errors, "warning"))
    blocks = [render(problem, colour=colour) for problem in found]
    return "\n".join([*blocks, ", ".join(counted(*each) for each in counts if each[0])]) + "\n"


def visible(text: str) -> str:
    """`text` as a terminal may print it: control characters become ␛ and the like, or U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def columns(text: str) -> int:
    """How many columns of a terminal `text`, made visible, takes."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def counted(number: int, noun: str) -> str:
    """`1 cue`, `2 cues`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _paint(text: str, severity: Severity, *, colour: bool) -> str:
    if not colour:
        return text
    return f"{_RED if severity is Severity.ERROR else _YELLOW}{text}{_PLAIN}"


def _shown(character: str) -> str:
    code = ord(character)
    if character == "\t":
        return _TAB
    if code < _BLANK:
        return chr(_PICTURES + code)
    if code == _DELETE:
        return "␡"
    category = unicodedata.category(character)
    joins = character in "\u200c\u200d\u00ad\u200b\ufeff\u2060"
    if category in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"} or (category == "Cf" and not joins):
        return "\ufffd"
    if category == "Zs" or (joins and character not in "\u200c\u200d"):
        return " " if category == "Zs" else "\ufffd"
    return character


def _columns(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 1


def _window(span: Span) -> tuple[str, int, int]:
    """The line as it is shown, and the caret's place and width in columns."""
    start = span.column - 1
    source, end = span.source, start + span.width
    first = max(0, start - _BEFORE) if len(source) > _WIDEST else 0
    last = first + _WIDEST if len(source) > _WIDEST else len(source)
    before = visible(source[first:start])
    marked = visible(source[start : min(end, last)])
    after = visible(source[min(end, last) : last])
    lead = "…" if first else ""
    trail = "…" if last < len(source) else ""
    shown = f"{lead}{before}{marked}{after}{trail}"
    return shown.rstrip(), columns(lead + before), columns(marked)

"""Diagnostics as text, in the manner of rustc and ruff; nothing of a script reaches a terminal raw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from generator.core.errors import Correction, Diagnostic, Severity, Span
from generator.core.terminal_text import columns, counted, visible

_GUTTER = 5
_WIDEST = 110
"""Columns of source that are shown: of a longer line, what is around the caret."""
_BEFORE = 70
"""Columns that are shown before the caret where a line is cut."""

_RED, _YELLOW, _BOLD, _PLAIN = "\x1b[1;31m", "\x1b[1;33m", "\x1b[1m", "\x1b[0m"


def render(problem: Diagnostic, *, colour: bool = False) -> str:
    """One diagnostic, without a line end: place, code and message, the line, and a caret with the hint.

    Below stands the line as it should be, where that is certain.
    """
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
    corrected = _corrected(problem.correction, gutter) if problem.correction else ""
    return f"{head}\n{span.line:>{gutter}} | {shown}\n{below}{corrected}"


def shown_line(span: Span, *, marked: bool) -> str:
    """A line of a script with its number; `marked` with a caret below its stretch."""
    shown, indent, carets = _window(span)
    gutter = max(_GUTTER, len(str(span.line)))
    below = f"\n{'':{gutter}} | {' ' * indent}{'^' * max(carets, 1)}" if marked else ""
    return f"{span.line:>{gutter}} | {shown}{below}"


def _corrected(correction: Correction, gutter: int) -> str:
    lines = correction.line.split("\n")
    shown = [*map(visible, lines)]
    if len(lines) == 1 and shown[0].strip():
        shown = [_window(replace(correction.span, source=lines[0], width=len(correction.text)))[0]]
    numbered = enumerate(filter(str.strip, shown), correction.span.line)
    return "".join(f"\n{number:>{gutter}} + {line}" for number, line in numbered)


def render_all(problems: Iterable[Diagnostic], *, colour: bool = False) -> str:
    """Every diagnostic, one below the other, and at last how many there are; "" where there is none."""
    found = tuple(problems)
    if not found:
        return ""
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    counts = ((errors, "error"), (len(found) - errors, "warning"))
    blocks = [render(problem, colour=colour) for problem in found]
    return "\n".join([*blocks, ", ".join(counted(*each) for each in counts if each[0])]) + "\n"


def _paint(text: str, severity: Severity, *, colour: bool) -> str:
    if not colour:
        return text
    return f"{_RED if severity is Severity.ERROR else _YELLOW}{text}{_PLAIN}"


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

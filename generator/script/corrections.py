"""Writing corrections into a text: only the stretches that they name change."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from generator.core.errors import Correction

_LINE_END: Final = re.compile(r"(\r\n?|\n)")
_BYTE_ORDER_MARK: Final = "\ufeff"


def corrected(text: str, corrections: Iterable[Correction]) -> str:
    """`text` with its corrections written. Of two that overlap, the first of the line is.

    Args:
        text: of the file that the corrections are about, as it was when they were found.
        corrections: in any order; the same one may be among them twice.
    """
    mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
    parts = _LINE_END.split(text.removeprefix(mark))
    by_line: dict[int, set[Correction]] = {}
    for each in corrections:
        by_line.setdefault(each.span.line, set()).add(each)
    for line, found in by_line.items():
        index = 2 * (line - 1)  # the ends of lines stand between
        parts[index] = _corrected_line(parts[index], found)
    return mark + "".join(parts)


def _corrected_line(line: str, corrections: Iterable[Correction]) -> str:
    kept: list[Correction] = []
    for each in sorted(corrections, key=lambda found: (found.span.column, -found.span.width)):
        if not kept or _end(kept[-1]) < each.span.column:
            kept.append(each)
    for each in reversed(kept):
        line = line[: each.span.column - 1] + each.text + line[_end(each) :]
    return line


def _end(correction: Correction) -> int:
    """The last column that it replaces."""
    return correction.span.column - 1 + correction.span.width

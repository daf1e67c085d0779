"""Is a text beside the MP3, line by line, what the timeline makes of it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from generator.verify.findings import Finding, Grade, wrong

BEFORE: Final = 24
"""Characters shown before the first one that differs."""
SHOWN: Final = 60


def with_difference(
    findings: Iterable[Finding], check: str, name: str, text: str, wanted: str
) -> Iterator[Finding]:
    """What a file's own reader found, and the first line that differs, whether the reader minds it or not.

    Args:
        findings: of the reader.
        check: what the check is called.
        name: of the file.
        text: what it holds.
        wanted: what the timeline makes of it.
    """
    told = difference(text, wanted)
    for each in findings:
        if told and each.severity is Grade.WRONG:
            yield replace(each, message=f"{each.message}; its {told}")
            told = ""
        else:
            yield each
    if told:
        hint = "write what is to stay into the script, and build again"
        yield wrong(check, f"{name} is not as it was built: its {told}; {hint}")


def difference(text: str, wanted: str) -> str:
    """The first line that is not as in `wanted`; empty where all are. Blanks at a line's end do not count."""
    rows = zip_longest(_lines(text), _lines(wanted))
    for number, (found, right) in enumerate(rows, start=1):
        if found == right:
            continue
        if right is None:
            return f"line {number} is one too many: {_near(found or '', '')}"
        if found is None:
            return f"line {number} is missing: {_near(right, '')}"
        return f"line {number} is {_near(found, right)}, and should be {_near(right, found)}"
    return ""


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().split("\n")]


def _near(line: str, other: str) -> str:
    """`line` in quotation marks, cut to where it begins to differ from `other`."""
    if not line:
        return "empty"
    at = next((n for n, pair in enumerate(zip(line, other, strict=False)) if pair[0] != pair[1]), 0)
    start = max(at - BEFORE, 0)
    shown = " ".join(line[start : start + SHOWN].split())
    return f"“{'…' if start else ''}{shown}{'…' if len(line) > start + SHOWN else ''}”"

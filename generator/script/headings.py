"""One heading line: `# Title`."""

from __future__ import annotations

from collections.abc import Callable

from generator.script.lesson import Heading
from generator.script.problems import Problems
from generator.script.prose import Fragment, check_prose, joined_text, speaks
from generator.script.scan import Token, next_bracket
from generator.script.source import Source

_LONGEST_SHOWN = 40
"""Characters of a title that a hint repeats."""


def read_heading(
    token: Token, source: Source, problems: Problems, keepable: Callable[[str], bool]
) -> Heading:
    """The section that a line beginning with `#` opens; a heading even where it is reported as wrong."""
    raw = token.raw
    marks = raw.lstrip()
    title = marks.lstrip("#").strip()
    span = source.whole_line(token.line)
    wrong = _wrong(marks, title)
    if wrong:
        problems.error("E018", span, *wrong)
    begin = raw.find("#") + 1
    check_prose(Fragment(token.line, begin + 1, raw[begin:]), source, problems, keepable)
    return Heading(joined_text([Fragment(token.line, 1, title)])[0], span)


def _wrong(marks: str, title: str) -> tuple[str, str] | None:
    """Message and hint for a line that begins with `#`, or None where it is a heading."""
    shown = title if len(title) <= _LONGEST_SHOWN else "Title"
    if marks.startswith("##"):
        return "sections have one level only", f"write # {shown or 'Title'}"
    if not title:
        return "this heading has no title", "write # and a title, as in # Arriving"
    if not marks[1].isspace():
        hint = rf"write # {shown}; for a line that begins with the sign itself write \#"
        return "a blank is missing behind #", hint
    if next_bracket(title, 0) is not None:
        return (
            "a heading holds no markers",
            r"put the marker on the next line; for the bracket itself write \[",
        )
    if not speaks(title):
        return "this title has no word", "write a title, as in # Arriving"
    return None

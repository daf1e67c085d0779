"""The practice report as plain text of at most 80 columns."""

from __future__ import annotations

from typing import Final

from generator.core.clock import SAMPLE_RATE, clock_text, duration_text
from generator.practice.table import Row, Table

_TITLE_WIDTH: Final = 28


def practice_report(table: Table, *, estimated: bool = False) -> str:
    """`table` as text, one line a section, then the totals."""
    head = f"{'section':{_TITLE_WIDTH}}     from  length words speech  rest   L   R"
    rule = "─" * len(head)
    lines = [head, rule, *(_line(row) for row in table.rows), rule, _line(table.total), "", *_summary(table)]
    if estimated:
        lines.append("Speech is estimated: nothing has been voiced yet.")
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    title = row.title or "(before the first heading)"
    if len(title) > _TITLE_WIDTH:
        title = title[: _TITLE_WIDTH - 1] + "…"
    rest = f"{sum(row.rests) / SAMPLE_RATE:.0f} s" if row.rests else ""
    share = f"{100 * row.share:.0f} %"
    start, length = clock_text(row.start), clock_text(row.length)
    line = f"{title:{_TITLE_WIDTH}}  {start:>7} {length:>7} {row.words:>5} {share:>6} {rest:>5}"
    return f"{line} {row.left or '':>3} {row.right or '':>3}".rstrip()


def _summary(table: Table) -> list[str]:
    total = table.total
    lines = [f"Length   {duration_text(total.length)}{_against(table)}"]
    if total.speech:
        pace = total.words * 60 * SAMPLE_RATE / total.speech
        lines.append(f"Speech   {duration_text(total.speech)}, {total.words} words at {pace:.0f} a minute")
    rests = f", the shortest {duration_text(min(total.rests))}" if total.rests else ""
    lines.append(f"Rests    {len(total.rests)}{rests}")
    if total.left or total.right:
        lines.append(f"Sides    left is named {total.left}×, right {total.right}×")
    return lines


def _against(table: Table) -> str:
    if table.wanted is None:
        return " (the header asks for none)"
    off = table.total.length - table.wanted
    if not off:
        return ", as the header says"
    return f", {duration_text(abs(off))} {'more' if off > 0 else 'less'} than the header says"

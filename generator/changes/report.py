"""An edit report in a few lines, for a teacher."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.changes.changes import (
    NOTICEABLE,
    Change,
    Changes,
    CueChange,
    PauseChange,
    SectionChange,
    Shift,
)
from generator.core.clock import MILLISECOND, SAMPLE_RATE, clock_text, duration_text
from generator.core.line_names import line_name
from generator.core.terminal_text import visible

SHOWN = 5
"""How many changes of one sort are listed; the rest are only counted."""

WIDTH = 56
"""Characters of a cue that are shown."""

_MADE = {
    Change.CHANGED: "changed",
    Change.NEW: "new",
    Change.GONE: "gone",
    Change.RESAID: "with another sound",
    Change.MOVED: "moved",
}


def report_lines(changes: Changes, *, everything: bool = False) -> list[str]:
    """What changed, a line each, safe to print on a terminal.

    Args:
        changes: what is told.
        everything: list every change instead of the first few of each sort.
    """
    if changes.before is None:
        return ["first build: nothing to compare with"]
    if not changes.any:
        return ["nothing changed"]
    most = len(changes.cues) + len(changes.pauses) + len(changes.sections) if everything else SHOWN
    lines = [_summary(changes)]
    lines += _listed(
        [_cue(cue, changes.script) for cue in changes.cues if cue.kind is not Change.MOVED], most, "cues"
    )
    lines += _listed([_pause(pause, changes.script) for pause in changes.pauses], most, "pauses")
    lines += _moved(changes)
    edited = [section for section in changes.sections if section.edited]
    lines += _listed([_section(section) for section in edited], most, "sections")
    lines += _stretched([section for section in changes.sections if not section.edited])
    if changes.header:
        lines.append(f"header: {', '.join(changes.header)}")
    return [visible(line) for line in lines]


def _summary(changes: Changes) -> str:
    assert changes.before is not None
    counts = changes.counts
    parts = [f"{counts[kind]} {name}" for kind, name in _MADE.items() if counts[kind]]
    cues = f"cues: {', '.join([*parts, f'{changes.reused} reused'])}"
    difference = changes.after - changes.before
    if abs(difference) < NOTICEABLE:
        return f"{duration_text(changes.after)} as before; {cues}"
    return f"{duration_text(changes.before)} → {duration_text(changes.after)} ({signed(difference)}); {cues}"


def signed(count: int) -> str:
    """A difference for people: `+6.3 s`, `−1:02`."""
    return f"{'−' if count < 0 else '+'}{_size(abs(count))}"


def _size(count: int) -> str:
    """A length for people; below a tenth of a second in milliseconds."""
    if count >= SAMPLE_RATE // 10:
        return duration_text(count)
    return f"{-(-count // MILLISECOND)} ms"


def _listed(lines: Sequence[str], most: int, what: str) -> Iterator[str]:
    yield from lines[:most]
    if len(lines) > most:
        yield f"… and {len(lines) - most} more {what}"


def _cue(cue: CueChange, script: str) -> str:
    at = clock_text((cue.was if cue.start is None else cue.start) or 0)
    where = f"{cue.kind.value} at {at}{_written_at(cue, script)}"
    if cue.kind is Change.CHANGED:
        return f"{where}: {_quoted(cue.before, cue.after)} → {_quoted(cue.after, cue.before)}"
    return f"{where}: {_quoted(cue.after or cue.before)}"


def _written_at(change: CueChange | PauseChange, script: str) -> str:
    return f", {line_name(change.path, change.line, script)}" if change.line else ""


WORDS_BEFORE = 2
"""Words that are alike, shown before the first that differs."""


def _quoted(text: str, other: str = "") -> str:
    """The words, cut around the first that differs from `other`."""
    if not text:
        return "[chime]"
    words, others = text.split(), other.split()
    same = 0
    while same < min(len(words), len(others)) and words[same] == others[same]:
        same += 1
    if other and len(text) > WIDTH and same > WORDS_BEFORE:
        text = "… " + " ".join(words[same - WORDS_BEFORE :])
    if len(text) > WIDTH:
        text = f"{text[: WIDTH - 1].rpartition(' ')[0] or text[: WIDTH - 2]} …"
    return f"“{text}”"


def _pause(pause: PauseChange, script: str) -> str:
    before, after = pause.before or "none", pause.after or "none"
    return f"pause at {clock_text(pause.start)}{_written_at(pause, script)}: {before} → {after}"


def _moved(changes: Changes) -> Iterator[str]:
    """What the edit did to all the rest: elastic pauses took it up, or everything moved."""
    elastic = changes.elastic
    moved = changes.counts[Change.MOVED]
    if moved:
        yield f"{moved} cue{'s stand' if moved > 1 else ' stands'} elsewhere now"
    if elastic.pauses:
        took = changes.before is not None and abs(changes.after - changes.before) < NOTICEABLE
        pauses = "1 is" if elastic.pauses == 1 else f"{elastic.pauses} are"
        yield (
            f"elastic pauses {'took it up' if took else 'changed'}: {pauses} "
            f"{_size(abs(elastic.total))} {'shorter' if elastic.total < 0 else 'longer'} in all, "
            f"{'by' if elastic.pauses == 1 else 'none by more than'} {_size(elastic.most)}"
        )
        return
    yield from _listed([_shift(shift) for shift in changes.shifts], SHOWN, "places")


def _shift(shift: Shift) -> str:
    place = f"everything after {clock_text(shift.was)}" if shift.was else "everything"
    return f"{place} moved by {signed(shift.by)}" if shift.by else f"{place} is where it was"


def _stretched(sections: Sequence[SectionChange]) -> Iterator[str]:
    """Sections that differ by their elastic pauses alone."""
    if len(sections) == 1:
        yield _section(sections[0])
    elif sections:
        most = max(abs((section.after or 0) - (section.before or 0)) for section in sections)
        yield f"{len(sections)} sections differ by elastic pauses alone, none by more than {_size(most)}"


def _section(section: SectionChange) -> str:
    title = f"section “{section.title}”" if section.title else "what stands before the first heading"
    if section.before is None:
        return f"{title} is new: {duration_text(section.after or 0)}"
    if section.after is None:
        return f"{title} is gone: {duration_text(section.before)}"
    told = [f"was called “{section.was}”"] if section.was else []
    told += ["stands elsewhere"] if section.moved else []
    difference = section.after - section.before
    if abs(difference) >= NOTICEABLE:
        lengths = f"{duration_text(section.before)} → {duration_text(section.after)}"
        told.append(f"{lengths} ({signed(difference)})")
    return f"{title}: {', '.join(told)}"

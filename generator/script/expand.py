"""From a script's blocks to what will be heard at one of its lengths. Pure."""

from __future__ import annotations

from generator.core.errors import Diagnostic, ScriptError, Severity, Span
from generator.script.durations import format_clock
from generator.script.flatten import FlatSection, Op, flatten
from generator.script.header import edition_lengths
from generator.script.kinds import GAP
from generator.script.lesson import (
    Chime,
    Cue,
    Delivery,
    Header,
    Item,
    Lesson,
    Mirror,
    ParagraphEnd,
    Pause,
    Script,
    Section,
    Words,
)
from generator.script.measure import Measure
from generator.script.mirror import Sides
from generator.script.mirrors import Mirrors
from generator.script.problems import Problems

__all__ = ["edition_lengths", "expand"]


def expand(script: Script, length: int | None = None) -> Lesson:
    """The lesson at `length` samples, which is one of `edition_lengths`; None is the first of them.

    Raises:
        ScriptError: when a mirror's section is not there, not one, or itself; when the lesson grows over a
            limit; when a section is empty, or nothing is said at all.
    """
    length = _chosen(script, length)
    Measure(length).body(script.body)
    flat = flatten(script.body, length, first_line(script))
    problems = Problems()
    mirrors = Mirrors(flat.parts, flat.left_out_titles, problems)
    mirrors.check()
    problems.raise_errors()
    sides = Sides(script.header)
    sections = [_section(part, index, mirrors, script.header, sides) for index, part in enumerate(flat.parts)]
    if sections[0].title == "" and not sections[0].items:
        del sections[0]
    _check_speech(script, sections)
    return Lesson(script.header, _with_gaps(sections, script.header), length, flat.left_out)


def _chosen(script: Script, length: int | None) -> int | None:
    known = edition_lengths(script.header)
    if length is None:
        return known[0]
    if length in known:
        return length
    span = script.header.spans.get("lengths") or script.header.spans.get("length") or first_line(script)
    has = ", ".join(format_clock(one) for one in known if one is not None)
    hint = f"it has {has}" if has else "write there for example lengths: [10:00, 20:00]"
    raise _error("E063", span, f"the header has no length {format_clock(length)}", hint)


def first_line(script: Script) -> Span:
    """Where messages point that are about all of a script."""
    return Span(script.path, 1, 1, 1, "")


def _error(code: str, span: Span, message: str, hint: str) -> ScriptError:
    return ScriptError((Diagnostic(Severity.ERROR, code, span, message, hint),))


def _section(part: FlatSection, index: int, mirrors: Mirrors, header: Header, sides: Sides) -> Section:
    items = tuple(_item(op, header, sides) for op in mirrors.resolved(index))
    only = part.ops[0].node if len(part.ops) == 1 else None
    mirrors_title = mirrors.title_of(only) if isinstance(only, Mirror) else ""
    return Section(part.title, items, part.span, mirrors_title)


def _item(op: Op, header: Header, sides: Sides) -> Item:
    if isinstance(op.node, Pause | Chime):
        return op.node
    assert isinstance(op.node, Words)
    text = sides.exchange(op.node.text, op.node.kept) if op.swapped else op.node.text
    delivery = Delivery(op.voice or header.voice, header.rate if op.rate is None else op.rate)
    # What was recorded for one side is no recording of the other.
    recording = op.recording if text == op.node.text else None
    return Cue(text, op.node.span, delivery, op.node.further, recording)


def _check_speech(script: Script, sections: list[Section]) -> None:
    if not any(isinstance(item, Cue) for section in sections for item in section.items):
        if all(isinstance(node, ParagraphEnd) for node in script.body):
            raise _error("E060", first_line(script), "this script is empty", "write what is to be said")
        hint = "write at least one sentence outside markers, headings and comments"
        raise _error("E061", first_line(script), "this script has nothing to say", hint)
    problems = Problems()
    for span in dict.fromkeys(section.span for section in sections if not section.items):
        hint = "write its text below it; what is left out at a length takes its heading along"
        problems.error("E062", span, "this section is empty", hint)
    problems.raise_errors()


def _with_gaps(sections: list[Section], header: Header) -> tuple[Section, ...]:
    """Put the header's gap between sounds that nothing parts; across a heading it ends the section before."""
    done: list[Section] = []
    after_sound = False
    for section in sections:
        items: list[Item] = []
        for item in section.items:
            sound = isinstance(item, Cue | Chime)
            if sound and after_sound:
                gap = Pause(GAP, header.gap, header.gap, item.span)
                if items:
                    items.append(gap)
                else:
                    before = done[-1]
                    done[-1] = Section(before.title, (*before.items, gap), before.span, before.mirrors)
            items.append(item)
            after_sound = sound
        done.append(Section(section.title, tuple(items), section.span, section.mirrors))
    return tuple(done)

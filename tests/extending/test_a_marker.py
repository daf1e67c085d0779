"""A new marker is one row of `script.marker_types`."""

from __future__ import annotations

import pytest

from generator.core.clock import SAMPLE_RATE
from generator.core.errors import Span
from generator.script.expand import expand
from generator.script.format import format_script
from generator.script.kinds import REST
from generator.script.lesson import Header, Node, Pause
from generator.script.marker_arguments import Value, number_in
from generator.script.marker_types import MARKERS, MarkerType
from generator.script.parse import BrokenScriptError, parse


def breaths(value: Value, span: Span, header: Header) -> Node:
    assert isinstance(value, int)
    return Pause(REST, value * header.breath, value * header.breath, span)


BREATHE = MarkerType(number_in(1, 9, "[breathe 3]"), breaths, alone=False, numbered=True)


@pytest.fixture(autouse=True)
def _added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MARKERS, "breathe", BREATHE)


def test_it_becomes_what_its_row_says() -> None:
    lesson = expand(parse("---\nbreath: 6s\n---\nLie down. [Breathe: 3] Let go.\n", "a.txt"))
    pauses = [item for item in lesson.sections[0].items if isinstance(item, Pause)]
    assert [(pause.kind, pause.low) for pause in pauses] == [(REST, 18 * SAMPLE_RATE)]


def test_fmt_spells_it() -> None:
    assert format_script("Lie down. [BREATHE:  3 ] Let go.") == "Lie down. [breathe 3] Let go.\n"


@pytest.mark.parametrize("wrong", ["[brethe 3]", "[breathe3]", "[breathe]", "[breathe 12]"])
def test_what_is_written_wrongly_is_answered_with_it(wrong: str) -> None:
    with pytest.raises(BrokenScriptError) as raised:
        parse(f"Lie down. {wrong} Let go.", "a.txt")
    assert "[breathe 3]" in raised.value.diagnostics[0].hint

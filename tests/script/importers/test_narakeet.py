from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.errors import ScriptError
from generator.script.format import format_script
from generator.script.importers import Imported, import_text

Hear = Callable[[Imported], list[str | tuple[str, int]]]
Tell = Callable[[Imported], list[tuple[int, str]]]

GAP = ("gap", 1200)

SCRIPT = """\
---
size: 720p
voice: Ronald
title: "Softly: a beginning"
language: en-GB
---

![cover](mat.jpg)

Lie on your *back*, and **wait**.

(pause: 3)

<!-- bring
a towel -->

(voice-speed: slow)

Notice your [heels](https://example.org/heels).

---

```
Heels
```

(video:
  file: feet.mp4
  segment: 0-5)

(voice-speed: normal)

# Turning

- one knee
- two knees (both of them)

<speak>And <break time="250ms"/> rest.</speak>

(pause: 0.5)
"""


def test_a_whole_script_is_carried_over(heard: Hear) -> None:
    imported = import_text(SCRIPT, "a.md")
    assert imported.format == "narakeet"
    assert heard(imported) == [
        "Lie on your back, and wait.", ("pause", 3000), "Notice your heels.", GAP,
        "# Turning", "one knee", GAP, "two knees (both of them)", GAP, "And", ("pause", 250), "rest.",
        ("pause", 500),
    ]  # fmt: skip
    assert 'title: "Softly: a beginning"\nlanguage: en-GB\nrate: 118\n' in imported.script
    assert "// bring\n// a towel\n" in imported.script


def test_the_speed_holds_until_it_is_changed_and_over_titles_too() -> None:
    imported = import_text(
        "(voice-speed: 0.9)\n\nOne.\n\n# Two\n\nThree.\n\n(voice-speed: normal)\n\nFour.\n", "a.md"
    )
    lines = imported.script.splitlines()
    assert [line for line in lines if line.startswith(("[rate", "# ")) or line.endswith(".")] == [
        "[rate 106]", "One.", "# Two", "[rate 106]", "Three.", "[rate 118]", "Four.",
    ]  # fmt: skip


def test_what_has_no_place_is_told_with_its_line(told: Tell) -> None:
    messages = dict(told(import_text(SCRIPT, "a.md")))
    assert list(messages) == [2, 3, 8, 17, 23, 27]
    assert messages[8] == "the picture ![cover](mat.jpg) is not carried over"
    assert messages[23] == "lines 23 to 25 are shown, not spoken: they are not carried over"
    assert messages[27] == "the direction (video: file: feet.mp4 segment: 0-5) is not carried over"


def test_a_known_direction_inside_a_sentence_is_obeyed(heard: Hear) -> None:
    imported = import_text("And now (pause: 2) let go.\n", "a.md")
    assert heard(imported) == ["And now", ("pause", 2000), "let go."]


def test_a_parenthesis_that_is_no_direction_is_spoken(heard: Hear) -> None:
    imported = import_text("(This once.)\n\n(pause: 1)\n\n(Or: twice) if you like.\n", "a.md")
    assert heard(imported) == ["(This once.)", ("pause", 1000), "(Or: twice) if you like."]


def test_a_broken_passage_of_ssml_is_refused_at_its_own_line() -> None:
    with pytest.raises(ScriptError) as caught:
        import_text("One.\n\n(pause: 1)\n\n<speak>Two <break></speak>\n", "a.md")
    (problem,) = caught.value.diagnostics
    assert problem.span is not None
    assert (problem.span.line, problem.span.column) == (5, 21)


LINES = st.sampled_from(
    [
        "", "---", "```", "(pause: 1)", "(voice-speed: fast)", "(note: x", "y)", "# Title", "## **T**", "#",
        "- a", "* b", "> c", "![a](b.jpg) d", "[e](f) g", "<!-- h", "i -->", "j <!-- k --> l", "v: w", "-->",
        "**m** *n*o _p_ q_r ~~s~~", "* (pause: 2) *", "(pause: )", "()", "(a)", "**(pause: 1)**x",
        "<speak>t <break/>u</speak>", "*** --- ___", "=====",
    ]
)  # fmt: skip


@given(lines=st.lists(LINES, max_size=10))
def test_any_lines_import_word_for_word(heard: Hear, lines: list[str]) -> None:
    """In whatever order they stand: the parser reads the words that went in."""
    imported = import_text("\n".join(["One (pause: 1)", *lines]), "a.md", "narakeet")
    assert heard(imported)
    assert format_script(imported.script) == imported.script

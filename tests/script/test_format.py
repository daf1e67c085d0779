from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.errors import ScriptError
from generator.script.expand import expand
from generator.script.format import diff, format_script
from generator.script.lesson import Lesson
from generator.script.parse import parse
from generator.script.spelling import spell_lengths

SCRIPTS = Path(__file__).parents[2] / "scripts"


def heard(lesson: Lesson) -> list[tuple[object, ...]]:
    """All that is spoken or timed, without the places where it is written."""
    facts: list[tuple[object, ...]] = [(lesson.header, lesson.length)]
    for section in lesson.sections:
        facts.append((section.title, section.mirrors))
        for item in section.items:
            names = type(item).__slots__
            facts.append(
                (type(item), *(getattr(item, name) for name in names if name not in {"span", "further"}))
            )
    return facts


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("[PAUSE:5]", "[pause 5s]"),
        ("[pause: 0.5s]", "[pause 0.5s]"),
        ("[5s]", "[pause 5s]"),
        ("[250ms]", "[pause 250ms]"),
        ("[ Pause  2,50 sec ]", "[pause 2.5s]"),
        ("[pause]", "[pause]"),
        ("[Rest 30 – 40 s]", "[rest 30-40s]"),
        ("[rest 30s-40s]", "[rest 30-40s]"),
        ("[rest 30s-1m]", "[rest 30s-1m]"),
        ("[move 6 × 8s]", "[move 6 x 8s]"),
        ("[move 6X8]", "[move 6 x 8s]"),
        ("[move 1 Breath]", "[move 1 breath]"),
        ("[move 1 Breath - 2 breaths]", "[move 1-2 breaths]"),
        ("[move 2-3 breaths]", "[move 2-3 breaths]"),
        ("[pause 01:30]", "[pause 1:30]"),
        ("[pause 1 min 30 sec]", "[pause 1m30s]"),
        ("[pause 90s]", "[pause 90s]"),
        ("[move\n6 x 8s]", "[move 6 x 8s]"),
        ("[Chime]", "[chime]"),
    ],
)
def test_a_pause_has_one_spelling(written: str, canonical: str) -> None:
    assert format_script(f"One {written} two.\n") == f"One {canonical} two.\n"


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("#  Title   two  ", "# Title two"),
        ("   One   two\u00a0three  ", "One two three"),
        ("One.[pause 5s][pause 1s]Two.", "One. [pause 5s] [pause 1s] Two."),
        ("  // a note ", "// a note"),
        ("[RATE 105]", "[rate 105]"),
        ("[Voice   en-gb]", "[voice en-gb]"),
        (r"a \[b\] \< c \\", r"a \[b\] \< c \\"),
    ],
)
def test_a_line_has_one_spelling(written: str, canonical: str) -> None:
    before = "First.\n\n"
    after = "" if "One" in written else "\n\nlast"
    assert format_script(f"{before}{written}{after}\n") == f"{before}{canonical}{after}\n"


def test_blocks_have_one_spelling() -> None:
    script = "# A\n[Repeat  2]\nRight. [5s]\n[END repeat ]\n# B\n[mirror A]\n"
    assert format_script(script) == (
        "# A\n\n[repeat 2]\nRight. [pause 5s]\n[end repeat]\n\n# B\n\n[mirror: A]\n"
    )


def test_only_lists_its_lengths_with_commas() -> None:
    script = "---\nlengths: [10:00, 20:00]\n---\nOne.\n[only 20 min ,10:00]\nTwo.\n[end only]\n"
    assert "[only 20m, 10:00]\n" in format_script(script)


def test_blank_lines_part_headings_and_never_pile_up() -> None:
    assert format_script("\n\nOne.\n# A\nTwo.\n\n\n\nThree.\n// x\n# B\n// y\nFour.\n\n\n") == (
        "One.\n\n# A\n\nTwo.\n\nThree.\n// x\n# B\n// y\nFour.\n"
    )


def test_the_header_stays_but_for_trailing_blanks() -> None:
    header = "---\n# why\ntitle:   Knee  \n\nsay:\n  psoas:  so-az\t\n---"
    assert (
        format_script(f"\n{header}\nOne.\n")
        == "---\n# why\ntitle:   Knee\n\nsay:\n  psoas:  so-az\n---\n\nOne.\n"
    )


def test_byte_order_mark_and_windows_line_ends_go() -> None:
    assert format_script("\ufeffOne\r\ntwo.\r\rThree.\r\n") == "One\ntwo.\n\nThree.\n"


def test_line_wrapping_stays() -> None:
    script = "One\ntwo\nthree four [pause 5s]\nfive.\n"
    assert format_script(script) == script


@pytest.mark.parametrize("script", ["One [pause 5q]", "One ]", "[repeat 2]\nOne.", "(pause: 5) One."])
def test_a_script_with_errors_is_not_formatted(script: str) -> None:
    with pytest.raises(ScriptError):
        format_script(script)


@pytest.mark.parametrize("path", sorted(SCRIPTS.rglob("*.txt")), ids=lambda path: path.name)
def test_the_shipped_scripts_and_their_shared_parts_are_canonical(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_script(text, path.as_posix()) == text


BLANKS = st.sampled_from(["", " ", "  ", "\t", "\u00a0", " \u3000"])
LINES = st.sampled_from(["\n", "\r\n", "\n\n", "\n \n\n"])
NUMBERS = st.sampled_from(["5", "08", "2.50", "2,5", "0", "0.125", "61"])
UNITS = st.sampled_from(["", "s", " sec", "S", "m", " min", " seconds", " breaths", " Breath"])


@st.composite
def amounts(draw: st.DrawFn) -> str:
    if draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(["1:30", "01:05", "1m30s", "1 m 30 sec", "500ms", "1h"]))
    return draw(NUMBERS) + draw(UNITS)


@st.composite
def markers(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(["pause", "PAUSE:", "Rest", "move", "[5s]", "[pause]", "[chime]"]))
    if kind.startswith("["):
        return kind
    length = draw(amounts())
    if draw(st.booleans()):
        length += draw(BLANKS) + draw(st.sampled_from("-–—")) + draw(BLANKS) + draw(amounts())
    if draw(st.booleans()):
        length = (
            f"{draw(st.integers(1, 12))}{draw(BLANKS)}{draw(st.sampled_from('x×X'))}{draw(BLANKS)}{length}"
        )
    return f"[{draw(BLANKS)}{kind}{draw(st.sampled_from([' ', '  ', chr(10)]))}{length}{draw(BLANKS)}]"


WORDS = st.sampled_from(
    [
        "Lie",
        "down.",
        "left",
        "knee,",
        "a/b",
        r"\[",
        r"\\",
        r"\#1",
        "a #1",
        "a --- b",
        "left – …",
        "a\u200b",
        "é",
    ]
)
BODY = st.one_of(
    WORDS,
    WORDS,
    WORDS,
    BLANKS,
    LINES,
    markers(),
    st.sampled_from(
        [
            "\n# A  title\nOne", "\n #  B\nTwo", "\n//x\n", "\n  // ok  W001: y \n",
            "\n[RATE 100]\n", "\n[voice  en]\n",
            "\n[repeat 2]\nLean. [5s]\n[end  repeat]\n", "\n# M\n[mirror  A title]\n",
        ]
    ),
)  # fmt: skip
HEADERS = st.sampled_from(["", "", "---\ntitle: T  \npause: 3s\n---\n", "\n---\nlength: 20:00\n\n---  \n"])


@given(header=HEADERS, parts=st.lists(BODY, min_size=1, max_size=14))
def test_nothing_that_is_spoken_or_timed_changes_and_twice_is_once(header: str, parts: list[str]) -> None:
    script = f"{header}Lie down. {' '.join(parts)}"
    try:
        before = heard(expand(parse(script, "a.txt")))
    except ScriptError:
        return
    formatted = format_script(script)
    assert heard(expand(parse(formatted, "a.txt"))) == before
    assert format_script(formatted) == formatted


@given(text=st.text(alphabet=st.sampled_from("0158.,: sxm×h-–bretahinud"), max_size=14))
def test_a_length_that_cannot_be_read_is_left_alone(text: str) -> None:
    """Whatever is written: spelling it twice is spelling it once."""
    once = spell_lengths(text)
    assert spell_lengths(once) == once


@pytest.mark.parametrize("script", ["", "\n \n", "\ufeff"])
def test_nothing_stays_nothing(script: str) -> None:
    assert format_script(script) == ""


def test_the_diff_shows_each_changed_line() -> None:
    before = "One [5s] two.\nThree.\n\nFour."
    shown = diff(before, format_script(before), "a.txt").splitlines()
    assert shown[:2] == ["--- a.txt", "+++ a.txt (formatted)"]
    assert [line for line in shown[3:] if line[0] in "+-"] == [
        "-One [5s] two.", "+One [pause 5s] two.", "-Four.", "+Four.",
    ]  # fmt: skip
    assert diff("One.\n", "One.\n", "a.txt") == ""

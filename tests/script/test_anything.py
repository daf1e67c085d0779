"""Whatever the text: a script or diagnostics, a lesson or diagnostics; never another exception."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.diagnostics import render_all
from generator.core.errors import ScriptError
from generator.script.codes import CODES
from generator.script.expand import edition_lengths, expand
from generator.script.lesson import Chime, Cue, Lesson, Pause
from generator.script.parse import IncludeError, parse
from generator.script.source import decode

fragments = st.sampled_from(
    """[pause 10s]|[pause]|[pause 20-40s]|[rest 30s]|[rest]|[move 6 x 8s]|[move 3 × 2 breaths]|[1.00001s]
[chime]|[repeat 3]|[repeat 1000]|[end repeat]|[only 10:00]|[only 10:00, 20:00]|[end only]|[mirror: A]
[mirror: B]|[include a.txt]|[include b/c.txt]|[include ../x]|[rate 105]|[voice en]|[5s]|[PAUSE:5]|[pasue 5s]
[|]|[]|[[|]]|# A|# B|## C|#|#word|// note|// ok W002: because|// ok E001|Right knee.|the left arm
\\right away|\\[|\\|<break/>|(pause: 5)|{pause}|http://x.y|a // b|---|title: x|title: a: b|length: 10:00
lengths: [10:00, 20:00]|say:|  a: b|rate: 100|pause: 3s|gap: 0s|mirror:|  links: rechts|*a|&a|!!x|"|'
all right|10 cm|WHAT IS|;5|🙂|\x1b[31m|\0|…|日本|[pause|10s]|[1:30]|breaths|"\\e"|{a: [b]}|- x|? y|: z
...|%YAML|\ufeff|\u2028|\x85|\udc80""".replace("\n", "|").split("|")
)
separators = st.sampled_from(["\n", "\n\n", " ", "", "\r\n", "\t"])
mixtures = st.lists(st.tuples(fragments, separators), max_size=40).map(
    lambda parts: "".join(text + separator for text, separator in parts)
)
headed = st.builds("---\n{}\n---\n{}".format, mixtures, mixtures)
scripts = st.one_of(st.text(), mixtures, headed)


def check(problems: ScriptError) -> None:
    assert problems.diagnostics
    for problem in problems.diagnostics:
        assert problem.code in CODES
        assert problem.message
        if problem.span:
            assert problem.span.line >= 1
            assert problem.span.column >= 1
            assert problem.span.width >= 1
    shown = render_all(problems.diagnostics)
    assert all(
        character == "\n" or character.isprintable() or character in "\u200c\u200d" for character in shown
    )


def sound(lesson: Lesson) -> None:
    last_was_sound = False
    for section in lesson.sections:
        assert section.items
        for item in section.items:
            is_sound = isinstance(item, Cue | Chime)
            assert not (is_sound and last_was_sound), "two sounds without a silence between them"
            last_was_sound = is_sound
            if isinstance(item, Pause):
                assert 0 <= item.low <= item.high
            if isinstance(item, Cue):
                assert any(character.isalnum() for character in item.text)


@settings(max_examples=400, deadline=None)
@given(scripts, mixtures, mixtures)
def test_any_text_gives_a_lesson_or_diagnostics(text: str, included: str, other: str) -> None:
    files = {"a.txt": included, "b/c.txt": other}

    def include(name: str) -> str:
        if name not in files:
            raise IncludeError("E030", "this file is not there")
        return files[name]

    try:
        script = parse(text, "x.txt", include)
    except ScriptError as error:
        check(error)
        return
    for length in edition_lengths(script.header):
        try:
            sound(expand(script, length))
        except ScriptError as error:
            check(error)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(), st.binary().map(lambda data: b"Lie down.\n" + data)))
def test_any_bytes_give_text_or_diagnostics(data: bytes) -> None:
    try:
        decode(data, "x.txt")
    except ScriptError as error:
        check(error)


words = st.lists(
    st.sampled_from(["lie", "down", "now", "[pause 10 s]", "[rest 2-3 breaths]", "slowly,"]), min_size=1
)


@given(words, st.data())
def test_wrapping_a_paragraph_anew_changes_nothing(parts: list[str], data: st.DataObject) -> None:
    """A teacher's editor wraps lines as it likes, also inside a marker."""
    blanks = " ".join(parts).count(" ")
    choice = data.draw(
        st.lists(st.sampled_from([" ", "\n", " \n  ", "\n// note\n"]), min_size=blanks, max_size=blanks)
    )
    plain = "start " + " ".join(parts)
    pieces = plain.split(" ")
    wrapped = pieces[0] + " " + pieces[1]
    inside = pieces[1].startswith("[") and not pieces[1].endswith("]")
    for blank, piece in zip(choice, pieces[2:], strict=False):
        wrapped += (" \n " if inside and "/" in blank else blank) + piece
        inside = (inside or piece.startswith("[")) and not piece.endswith("]")

    def heard(text: str) -> list[object]:
        lesson = expand(parse(text, "x.txt"))
        return [
            item.text if isinstance(item, Cue) else (item.kind, item.low, item.high)
            for section in lesson.sections
            for item in section.items
            if not isinstance(item, Chime)
        ]

    assert heard(wrapped) == heard(plain)


@given(st.sampled_from("\u00a0\u2003\u3000\u2028\u0085\x0c\t"), st.sampled_from(["title", "description"]))
def test_any_blank_parts_a_key_from_its_value(blank: str, key: str) -> None:
    """As an editor for East Asian scripts writes it; YAML itself would see no key there, or a line end."""
    script = parse(f'---\n{key}:{blank}"On{blank}the floor"\n---\nRest.\n', "x.txt")
    assert getattr(script.header, key) == "On the floor"

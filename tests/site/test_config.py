"""site.yaml: strict, every problem at its own place, the right form shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.errors import Diagnostic, ScriptError
from generator.site.addresses import is_example
from generator.site.config import LESSON_KEYS, SITE_KEYS, parse_config, read_config
from generator.site.site_lesson import SiteConfig


def problems(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(ScriptError) as caught:
        parse_config(text, "scripts/site.yaml")
    return caught.value.diagnostics


def places(text: str) -> list[tuple[str, int, int]]:
    return [(each.code, each.span.line, each.span.column) for each in problems(text) if each.span]


def test_shipped_settings_can_be_read() -> None:
    config = read_config(Path(__file__).parents[2] / "scripts" / "site.yaml")
    assert len(config.lessons) == 4
    assert config.base.endswith("/")


def test_no_file_means_all_defaults(tmp_path: Path) -> None:
    assert read_config(tmp_path / "site.yaml") == SiteConfig()


def test_comments_and_blank_lines_belong_to_nothing() -> None:
    config = parse_config("# a\ntitle: One\n\n# b: c\n\nlessons:\n  # d\n  - name: x\n\n  # e\n", "s")
    assert config.title == "One"
    assert [each.name for each in config.lessons] == ["x"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://a.example", "https://a.example/"),
        ("HTTPS://A.example/x/", "https://a.example/x/"),
        ("http://a.example:8080/x y".replace(" ", "%20"), "http://a.example:8080/x%20y/"),
        ("https://bücher.example/über", "https://xn--bcher-kva.example/%C3%BCber/"),
        ("https://[::1]:8000/", "https://[::1]:8000/"),
        ('"https://a.example//"', "https://a.example/"),
    ],
)
def test_addresses_are_written_as_browsers_do(written: str, read: str) -> None:
    assert parse_config(f"base: {written}", "s").base == read


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("lessons.example.org", "base: https://lessons.example.org/"),
        ("lessons.example.org/floor/", "base: https://lessons.example.org/floor/"),
        ("//lessons.example.org", "base: https://lessons.example.org/"),
        ("localhost:8000", "base: https://localhost:8000/"),
        ("htps://lessons.example.org", '"https"'),
        ("ftp://lessons.example.org/", "https://lessons.example.org/"),
        ("https://", "base: https://lessons.example.org/"),
        ("https://a.example/?x=1", "base: https://lessons.example.org/"),
        ("https://a.example/#x", "base: https://lessons.example.org/"),
        ("https://me:secret@a.example/", "base: https://lessons.example.org/"),
        ("https://a.example:port/", "base: https://lessons.example.org/"),
        ("https://a..example/", "base: https://lessons.example.org/"),
        ('"https://a.example/<b>"', "base: https://lessons.example.org/"),
    ],
)
def test_an_address_that_leads_nowhere_is_an_error_with_the_right_form(written: str, hint: str) -> None:
    (problem,) = problems(f"title: x\nbase: {written}\n")
    assert problem.span is not None
    assert (problem.code, problem.span.line, problem.span.column) == ("E044", 2, 7)
    assert hint in problem.hint


def test_every_problem_is_told_at_its_place() -> None:
    text = """\
tittle: x
title: Lessons: on the floor
contact: someone
language: english
guid: 1
lessons:
  - name: knee
    not: x
  - nme: y
  - knee
  - name: knee
    note: a # b
"""
    assert places(text) == [
        ("E042", 1, 1),
        ("E045", 2, 15),
        ("E044", 3, 10),
        ("E044", 4, 11),
        ("E044", 5, 7),
        ("E042", 8, 5),
        ("E044", 9, 3),
        ("E042", 9, 5),
        ("E044", 10, 3),
        ("E043", 11, 11),
        ("E045", 12, 13),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "lessons: knee",
        "lessons:",
        "lessons: [a, b]",
        "lessons:\n  name: x",
        "lessons:\n  - name: x\nlessons:\n  - name: y",
        "title: a\ntitle: b",
        "lessons:\n  - name: &x a\n",
        "lessons:\n  - name: [a]\n",
        "cover: ../secret.jpg",
        "title: \x07",
    ],
)
def test_what_cannot_be_meant_is_an_error(text: str) -> None:
    assert problems(text)


def test_the_line_is_shown_as_it_is_written() -> None:
    (problem,) = problems("lessons:\n  - nam: x\n    name: y\n")
    assert problem.span is not None
    assert problem.span.source == "  - nam: x"
    assert problem.hint == 'did you mean "name"?'


def test_a_note_may_go_on_in_the_next_line() -> None:
    (lesson,) = parse_config("lessons:\n  - name: x\n    note: one\n      two three\n", "s").lessons
    assert lesson.note == "one two three"


@pytest.mark.parametrize("data", [b"\xff\xfet\0", b"title: \xff", b"a\0b", b"title: " + b"x" * 200_000])
def test_files_that_are_no_text_are_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "site.yaml").write_bytes(data)
    with pytest.raises(ScriptError):
        read_config(tmp_path / "site.yaml")


LINES = st.lists(
    st.sampled_from(
        [*(f"{key}: " for key in SITE_KEYS), *(f"  - {key}: " for key in LESSON_KEYS), "  - ", "- ", "#"]
    ).flatmap(lambda start: st.text(max_size=8).map(lambda rest: start + rest))
    | st.text(max_size=20)
).map("\n".join)


@given(LINES)
def test_any_text_gives_settings_or_problems(text: str) -> None:
    config = read(text)
    assert config.base == "" or config.base.endswith("/")
    assert all(each.name for each in config.lessons)


def read(text: str) -> SiteConfig:
    """What it says; nothing where its problems are told."""
    try:
        return parse_config(text, "scripts/site.yaml")
    except ScriptError as error:
        if not error.diagnostics:
            raise
        return SiteConfig()


def test_examples_are_known_for_what_they_are() -> None:
    assert is_example("https://lessons.example.org/")
    assert is_example("https://localhost:8000/")
    assert not is_example("https://myexample.org/")

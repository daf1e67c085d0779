from __future__ import annotations

from collections.abc import Callable

from generator.script.importers import Imported, import_text

Hear = Callable[[Imported], list[str | tuple[str, int]]]
Tell = Callable[[Imported], list[tuple[int, str]]]

GAP = ("gap", 1200)


def test_every_spelling_of_the_marker_is_a_pause(heard: Hear) -> None:
    text = (
        "Arrive. [PAUSE:5] Breathe in\n[pause: 2.5]\nand out. [ Pause : 1 min ] [PAUSE:20-40] Stay. [pause]\n"
    )
    imported = import_text(text, "a.txt")
    assert imported.format == "pause"
    assert heard(imported) == [
        "Arrive.", ("pause", 5000), "Breathe in", ("pause", 2500), "and out.", ("pause", 60_000),
        ("pause", 30_000), "Stay.", ("pause", 4000),
    ]  # fmt: skip
    assert "[pause 20-40s]" in imported.script


def test_wrapped_lines_are_one_cue_and_blank_lines_part_cues(heard: Hear) -> None:
    imported = import_text("The floor\ncarries you.\n\nAll of you.\n[PAUSE:3]\n", "a.txt")
    assert heard(imported) == ["The floor carries you.", GAP, "All of you.", ("pause", 3000)]


def test_titles_begin_sections_and_empty_ones_are_not_lost(heard: Hear, told: Tell) -> None:
    text = "# Part one\n## Arriving\nLie down. [PAUSE:5]\n# Resting\n\nStay. [PAUSE:9]\n# The end\n"
    imported = import_text(text, "a.txt")
    assert heard(imported) == [
        "# Part one – Arriving", "Lie down.", ("pause", 5000),
        "# Resting", "Stay.", ("pause", 9000), "The end",
    ]  # fmt: skip
    assert [line for line, _ in told(imported)] == [1, 7]


def test_signs_alone_do_not_make_a_section(heard: Hear) -> None:
    assert heard(import_text("# One\n***\n# Two\nLie down. [PAUSE:5]\n", "a.txt"))[0] == "# One – Two"


def test_another_marker_is_kept_as_words_and_told(heard: Hear, told: Tell) -> None:
    imported = import_text("Sigh. [BREATHE] Rest. [PAUSE:5]\n", "a.txt")
    assert heard(imported)[0] == "Sigh. [BREATHE] Rest."
    assert told(imported) == [(1, "“[BREATHE]” is no pause: it is kept as words, and will be spoken")]


def test_a_length_that_is_none_becomes_the_headers_pause_and_is_told(heard: Hear, told: Tell) -> None:
    imported = import_text("Rest. [PAUSE:long] Go on. [PAUSE:1]\n", "a.txt")
    assert heard(imported)[:2] == ["Rest.", ("pause", 4000)]
    assert [line for line, _ in told(imported)] == [1]


def test_plain_text_without_any_pause_is_read_and_told(heard: Hear, told: Tell) -> None:
    imported = import_text("Lie down.\n\nRest a while.\n", "a.txt")
    assert heard(imported) == ["Lie down.", GAP, "Rest a while."]
    assert told(imported) == [(1, "no pause was found (the file was read as “pause”)")]

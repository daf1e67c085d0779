from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.errors import GeneratorError, ScriptError
from generator.script.format import format_script
from generator.script.importers import FORMATS, Imported, convert, import_text
from generator.script.importers.lost_words import LostWordsError, words_of
from generator.script.importers.pieces import Format, ImportedText, Say

Hear = Callable[[Imported], list[str | tuple[str, int]]]

SIGNS = st.text(alphabet=st.sampled_from("ab ß1.,;:!?'\"#/\\[]<>(){}&*_~-|=+\n\t\u00a0\u200b…–"), max_size=60)
APG = st.lists(st.tuples(SIGNS, st.sampled_from([";5", ";0.25", ";", ""])), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("One;5\nTwo;3\n", "apg"),
        ("One.\n\n(pause: 5)\n", "narakeet"),
        ("One. [PAUSE:5]\n", "pause"),
        ("One; two.\n", "pause"),
        ("<speak>One <break time='5s'/></speak>", "ssml"),
        ("One <break time='5s'/> two", "ssml"),
        ("---\nvoice: Amy\n---\n\nOne.\n", "narakeet"),
    ],
)
def test_the_format_is_guessed(text: str, name: str) -> None:
    assert import_text(text, "a.txt").format == name


def test_the_named_format_counts_before_the_guess(heard: Hear) -> None:
    imported = import_text("One;5\n", "a.txt", "pause")
    assert heard(imported) == ["One;5"]


def test_an_unknown_format_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="one of apg, narakeet, pause, ssml"):
        import_text("One;5\n", "a.txt", "word")


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff", "\ufeff\r\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    with pytest.raises(ScriptError, match="empty"):
        import_text(text, "a.txt")


@pytest.mark.parametrize(
    "text", ["*;5\n", "[PAUSE:5]\n", "<speak><break time='5s'/></speak>", "(pause: 5)\n", "…\n"]
)
def test_a_file_with_nothing_to_say_is_refused(text: str) -> None:
    with pytest.raises(ScriptError, match="nothing to speak"):
        import_text(text, "a.txt")


def test_a_binary_file_is_refused_at_its_place() -> None:
    with pytest.raises(ScriptError, match="NUL") as caught:
        import_text("One;5\nab\0c;3\n", "a.txt")
    (problem,) = caught.value.diagnostics
    assert problem.span is not None
    assert (problem.span.line, problem.span.column) == (2, 3)


def test_control_characters_are_left_out_and_told(heard: Hear) -> None:
    imported = import_text("One\x1b[31m two;5\nThree;5\n", "a.txt")
    assert heard(imported)[0] == "One [31m two"
    assert [note.span.line for note in imported.notes if note.span] == [1]


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("knee-and_elbow.txt", "Knee and elbow"),
        ("C:\\lessons\\no.txt", "No"),
        ("a: b #1.txt", '"A: b #1"'),
        ("'q' & \"r\".txt", '"\'q\' & \\"r\\""'),
        ("20.txt", "20"),
    ],
)
def test_the_files_name_is_the_title_quoted_where_yaml_needs_it(path: str, title: str) -> None:
    assert import_text("One;5\n", path).script.startswith(f"---\ntitle: {title}\n---\n")


def test_windows_line_ends_and_a_byte_order_mark_are_no_words(heard: Hear) -> None:
    assert heard(import_text("\ufeffOne;5\r\nTwo;5\r\n", "a.txt"))[::2] == ["One", "Two"]


def forgetful(imported: Format) -> Format:
    """A reader that loses the second word."""
    return Format("apg", "", imported.recognise, lambda _: ImportedText([Say("One three")]), imported.spoken)


def test_a_lost_word_ends_the_import_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "FORMATS", (forgetful(FORMATS[0]),))
    with pytest.raises(LostWordsError, match="word 2 should be “two” and came out as “three”") as caught:
        import_text("One two three;5\n", "a.txt")
    assert isinstance(caught.value, GeneratorError)


@given(lines=APG)
def test_any_phrases_import_word_for_word(lines: list[tuple[str, str]]) -> None:
    """Whatever signs stand in a phrase: the script is valid, canonical, and speaks the same words."""
    text = "\n".join(f"a {phrase.replace(chr(10), ' ')}b{length}" for phrase, length in lines)
    imported = import_text(text, "a.txt", "apg")
    assert format_script(imported.script) == imported.script
    spoken = re.sub(r"(?m);[ \t]*(?:5|0\.25)?[ \t]*$", "", text)
    assert words_of(spoken) == words_of(
        re.sub(r"\\(.)|\[[^\]]*\]", r"\1", imported.script.split("---\n", 2)[2])
    )


@given(text=SIGNS, name=st.sampled_from(["pause", "narakeet", "ssml"]))
def test_any_text_imports_or_is_refused(heard: Hear, text: str, name: str) -> None:
    """Never a lost word, never another error; and what comes out is canonical."""
    try:
        imported = import_text(text, "a.txt", name)
    except ScriptError:
        return
    assert heard(imported)
    assert format_script(imported.script) == imported.script


@pytest.mark.parametrize(
    ("name", "lines"), [("apg", 100_000), ("narakeet", 10_000), ("pause", 10_000), ("ssml", 10_000)]
)
def test_very_long_files_import_whole(name: str, lines: int) -> None:
    text = {
        "apg": "Notice the floor under you;5\n",
        "narakeet": "Notice the floor under you.\n\n(pause: 5)\n\n",
        "pause": "Notice the floor under you. [PAUSE:5]\n",
        "ssml": "Notice the floor under you. <break time='5s'/>\n",
    }[name]
    count = lines // text.count("\n")
    imported = import_text(text * count, "a.txt", name)
    assert imported.script.count("[pause 5s]") == count


@pytest.mark.parametrize("name", ["apg", "narakeet", "pause"])
@pytest.mark.parametrize(
    "made", [" ", "[", "(", "# ", "<!--", ";", "a;5", "(pause:", "[pause", "*_", "-", "\\", "/"]
)
def test_a_line_of_a_hundred_thousand_signs_does_not_hang_an_import(name: str, made: str) -> None:
    """Patterns that try every way to match would take minutes."""
    line = "a" + made * (100_000 // len(made)) + "b\n"
    assert import_text(line, "a.txt", name).script


def test_a_movement_script_is_not_imported_unless_a_format_is_named(heard: Hear) -> None:
    script = "Lean. [move 6 x 8s]\nRest. [pause 30s]\n"
    with pytest.raises(ScriptError, match="movement script already"):
        import_text(script, "a.txt")
    assert heard(import_text(script, "a.txt", "pause")) == ["Lean. [move 6 x 8s] Rest.", ("pause", 30_000)]


def test_a_row_of_dashes_never_gets_a_line_of_its_own(heard: Hear) -> None:
    """It would be read as the fence of a header."""
    for width in range(70, 84):
        words_of = f"{'a' * width} ----- {'b' * 90} ===== {'c' * 90}"
        assert heard(import_text(f"{words_of};5\n", "a.txt")) == [words_of, ("pause", 5000)]

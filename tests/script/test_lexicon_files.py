"""Lexicons: for a series by the header's `lexicon:`, for a folder by its `lexicon.yaml`, and as PLS."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.errors import Diagnostic, ScriptError
from generator.script.files import read_lexicon_file, read_script
from generator.script.lesson import Script
from generator.script.pls import NAMESPACE, pls_text

HEAD = f'<?xml version="1.0"?>\n<lexicon version="1.0" xmlns="{NAMESPACE}" alphabet="ipa" xml:lang="en-US">\n'


def read(folder: Path, header: str = "", **files: str) -> Script:
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    script = folder / "a.txt"
    script.write_text(f"---\n{header or 'title: A'}\n---\nThe psoas.", encoding="utf-8")
    return read_script(script)


def wrong(folder: Path, header: str = "", **files: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(ScriptError) as caught:
        read(folder, header, **files)
    return caught.value.diagnostics


def test_the_folders_lexicon_counts_without_a_word(tmp_path: Path) -> None:
    script = read(
        tmp_path, lexicon_yaml="# for all\npsoas: so-az\n'L5/S1': \"ell five\"\n\nFoo Bar: food bar\n"
    )
    assert script.header.words == (("psoas", "so-az"), ("L5/S1", "ell five"), ("Foo Bar", "food bar"))
    assert script.header.spans["say: psoas"].line == 2
    assert script.files == (str(tmp_path / "a.txt"), str(tmp_path / "lexicon.yaml"))


def test_say_counts_before_the_named_lexicon_and_that_before_the_folders(tmp_path: Path) -> None:
    header = "lexicon: words.yaml\nsay:\n  Psoas: one"
    script = read(
        tmp_path,
        header,
        words_yaml="psoas: two\ncoccyx: two\n",
        lexicon_yaml="psoas: three\ncoccyx: three\nsacrum: three\n",
    )
    assert script.header.say == (("Psoas", "one"),)
    assert script.header.words == (("coccyx", "two"), ("sacrum", "three"))


def test_a_changed_lexicon_changes_the_scripts_hash(tmp_path: Path) -> None:
    before = read(tmp_path, lexicon_yaml="psoas: so-az\n").hash
    assert read(tmp_path, lexicon_yaml="psoas: so-as\n").hash != before
    assert read(tmp_path, lexicon_yaml="psoas: so-az\n").hash == before


def test_an_empty_lexicon_holds_no_words(tmp_path: Path) -> None:
    assert read(tmp_path, lexicon_yaml="# nothing yet\n").header.words == ()


@pytest.mark.parametrize(
    ("header", "text", "code", "line"),
    [
        ("", "psoas so-az\n", "E041", 1),
        ("", "psoas: so-az\npsoas: so-as\n", "E043", 2),
        ("", "psoas:\n  - so\n  - az\n", "E045", 2),
        ("", "psoas: so # az\n", "E045", 1),
        ("", "psoas: &a so\n", "E045", 1),
        ("", 'psoas: "so\n', "E041", 1),
        ("", "psoas: ...\n", "E044", 1),
        ("", "psoas: \x07so\n", "E017", 1),
        ("lexicon: none.yaml", "", "E030", 2),
        ("lexicon: ../words.yaml", "", "E031", 2),
    ],
)
def test_what_is_wrong_is_told_at_its_line(
    tmp_path: Path, header: str, text: str, code: str, line: int
) -> None:
    found = wrong(tmp_path, header, lexicon_yaml=text)
    assert found[0].code == code
    assert found[0].span
    assert found[0].span.line == line
    assert found[0].span.path.endswith("a.txt" if header else "lexicon.yaml")


def test_a_lexicon_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "lexicon.yaml").write_bytes(b"psoas: \xff\n")
    assert [problem.code for problem in wrong(tmp_path)] == ["E090"]


def test_a_lexicon_of_too_many_words_is_told(tmp_path: Path) -> None:
    words = "".join(f"w{number}: x\n" for number in range(5001))
    (problem,) = wrong(tmp_path, lexicon_yaml=words)
    assert problem.code == "E007"


def test_a_link_to_another_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "words.yaml").write_text("psoas: so-az\n")
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "lexicon.yaml").symlink_to(tmp_path / "other" / "words.yaml")
    assert [problem.code for problem in wrong(tmp_path / "scripts")] == ["E031"]


PLS = f"""{HEAD}  <!-- words -->
  <lexeme><grapheme>theater</grapheme><grapheme>theatre</grapheme><alias>play &amp; house</alias></lexeme>
  <lexeme><grapheme>psoas</grapheme><phoneme>ˈpsoʊəs</phoneme><phoneme prefer="true">ˈsoʊəs</phoneme></lexeme>
  <lexeme><grapheme>ulna</grapheme><phoneme alphabet="x-sampa">"Vln@</phoneme></lexeme>
  <lexeme><grapheme>tibia</grapheme><phoneme alphabet="x-sampa">t</phoneme></lexeme>
  <lexeme><grapheme>L5</grapheme>
    <phoneme alphabet="x-espeak">'El</phoneme>
  </lexeme>
</lexicon>
"""


def test_a_pronunciation_lexicon_is_read(tmp_path: Path) -> None:
    script = read(tmp_path, "lexicon: words.pls", words_pls=PLS)
    assert script.header.words == (
        ("theater", "play & house"),
        ("theatre", "play & house"),
        ("psoas", "/ˈsoʊəs/"),
        ("L5", "[['El]]"),
    )
    (warning,) = script.warnings
    assert (warning.code, warning.message) == ("W011", 'sounds in the alphabet "x-sampa" are not used')
    assert warning.span
    assert warning.span.line == 6


def test_one_for_another_language_is_not_used(tmp_path: Path) -> None:
    script = read(tmp_path, "language: de\nlexicon: words.pls", words_pls=PLS)
    assert script.header.words == ()
    assert [warning.code for warning in script.warnings] == ["W011"]


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("<lexicon>", 1, "this is no XML"),
        ('<?xml version="1.0"?>\n<html></html>', 1, "this is no pronunciation lexicon"),
        (f'<!DOCTYPE x [<!ENTITY a "b">]>\n{HEAD[22:]}</lexicon>', 1, "declares a document type"),
        (f"{HEAD}<lexeme><grapheme>&a;</grapheme></lexeme></lexicon>", 3, "this is no XML"),
        ("psoas: so-az", 1, "this is no XML"),
    ],
)
def test_what_is_no_such_lexicon_is_told(tmp_path: Path, text: str, line: int, told: str) -> None:
    found = wrong(tmp_path, "lexicon: words.pls", words_pls=text)
    assert (found[0].code, found[0].span.line if found[0].span else 0) == ("E041", line)
    assert told in found[0].message


WORD = st.text("abcdeéß &<>'\"-", min_size=1, max_size=8).map(lambda text: f"a{' '.join(text.split())}")


@given(st.dictionaries(WORD.map(str.casefold), st.one_of(WORD, WORD.map("/{}/".format)), max_size=6))
def test_what_is_written_as_one_is_read_back(words: dict[str, str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "words.pls")
        path.write_text(pls_text(words.items(), "en"), encoding="utf-8")
        found = {each.written: each.spoken for each in read_lexicon_file(path)}
    assert found == words

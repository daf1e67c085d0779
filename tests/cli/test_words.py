"""`lesson check --words` lists words that a voice may get wrong, with their sounds; `lesson lexicon`."""

from __future__ import annotations

from tests.cli.conftest import Desk

ENGLISH = """\
---
say:
  TFL: tee eff ell
---
Feel the psoas, and the talocrural joint. [pause 2s] The psoas again, the TFL, the floor.
"""
GERMAN = "---\nlanguage: de\n---\nSpüre den Psoas, das Ischium und den Boden. [pause 2s] Atme.\n"


def rows(desk: Desk, text: str) -> dict[str, list[str]]:
    desk.script.write_text(text, encoding="utf-8")
    lines = desk.run("check", "--words").stdout.splitlines()
    found = [line.split("  ") for line in lines if line.startswith("  ")]
    return {cells[1]: [cell.strip() for cell in cells[2:] if cell.strip()] for cells in found}


def test_each_is_listed_once_with_its_sounds_its_line_and_why(desk: Desk) -> None:
    found = rows(desk, ENGLISH)
    assert list(found) == ["psoas", "talocrural", "TFL"]
    assert found["psoas"] == ["ˈsoʊəs", "scripts/small.txt:5", "heart", "as it is given"]
    assert found["talocrural"][-1] == "guessed"
    assert found["TFL"][-1] == "as it is given"


def test_a_voice_that_reads_by_rule_has_its_rare_words_listed(desk: Desk) -> None:
    found = rows(desk, GERMAN)
    assert {word: cells[-1] for word, cells in found.items()} == {
        "Psoas": "as it is given",
        "Ischium": "rare",
    }
    assert found["Ischium"][0].startswith("ˈɪʃ")


def test_a_script_with_errors_is_told_and_lists_nothing(desk: Desk) -> None:
    desk.script.write_text("The talocrural joint. [paws 3s]")
    done = desk.run("check", "--words")
    assert done.returncode == 1
    assert "E001" in done.stderr
    assert "worth hearing" not in done.stdout


def test_the_lexicon_lists_where_each_word_is_given(desk: Desk) -> None:
    (desk.script.parent / "lexicon.yaml").write_text("Rolfing: rolling\nTFL: never\n")
    desk.script.write_text(ENGLISH)
    lines = desk.run("lexicon", "scripts/small.txt").stdout.splitlines()
    assert [line.split() for line in lines[:2]] == [
        ["TFL", "tee", "eff", "ell", "scripts/small.txt:3"],
        ["Rolfing", "rolling", "scripts/lexicon.yaml:1"],
    ]
    assert any(line.split()[0] == "psoas" and line.endswith("this program") for line in lines)


def test_a_lexicon_is_turned_into_the_other_form_and_back(desk: Desk) -> None:
    lexicon = desk.script.parent / "lexicon.yaml"
    lexicon.write_text('psoas: "/ˈsoʊəs/"\nL5: ell five\n"a & b": "[[\'eI]]"\n', encoding="utf-8")
    pls = desk.run("lexicon", "--to-pls").stdout
    (desk.folder / "words.pls").write_text(pls, encoding="utf-8")
    back = desk.run("lexicon", "words.pls", "--to-yaml").stdout
    lexicon.write_text(back, encoding="utf-8")
    assert desk.run("lexicon", "--to-pls").stdout == pls


def test_without_a_lexicon_that_is_told(desk: Desk) -> None:
    done = desk.run("lexicon")
    assert done.returncode == 1
    assert "this file is not there" in done.stderr


def test_a_lexicon_that_appears_or_changes_is_built_at_once(desk: Desk) -> None:
    desk.script.write_text("---\nvoice: espeak\n---\nThe psoas. [pause 1s] The knee.")
    assert "2 spoken" in desk.run("build").stdout
    assert "0 spoken" in desk.run("build").stdout
    (desk.script.parent / "lexicon.yaml").write_text("psoas: so-az\n")
    assert "1 spoken, 1 reused" in desk.run("build").stdout

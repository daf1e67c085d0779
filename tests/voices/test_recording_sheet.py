"""The sheet of recordings survives spreadsheets and edits: no recording is ever taken for another text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.voices.recording_sheet import SheetError, SheetRow, edited, read_sheet, renewed, sheet_text

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60).map(
    lambda text: " ".join(text.replace("\u200b", "").split())
)
ROWS = st.lists(
    st.builds(
        SheetRow,
        st.from_regex(r"[a-z0-9]{1,8}\.wav", fullmatch=True),
        TEXTS,
        st.integers(0, 999),
        st.sampled_from(["", "9f2c", "aa"]),
    ),
    max_size=6,
)
CUES = st.lists(TEXTS.filter(bool), max_size=6).map(lambda texts: dict.fromkeys(texts, 3))


@given(ROWS)
def test_what_is_written_is_read(rows: list[SheetRow]) -> None:
    assert read_sheet(sheet_text(rows)) == tuple(rows)


@given(ROWS)
def test_a_spreadsheet_may_part_the_columns_otherwise(rows: list[SheetRow]) -> None:
    """German ones take semicolons, and write no mark of the encoding."""
    plain = [SheetRow(row.file, "Rest.", row.seconds, row.content) for row in rows]
    text = sheet_text(plain).removeprefix("\ufeff").replace(",", ";").replace("\r\n", "\n")
    assert read_sheet(text) == tuple(plain)


def test_columns_that_somebody_has_added_stay() -> None:
    text = "file,text,mood\na.wav,Rest.,calm\n"
    assert "calm" in sheet_text(renewed(read_sheet(text), {"Rest.": 1}, {}))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_text_is_a_formula_in_a_spreadsheet(sign: str) -> None:
    text = sheet_text([SheetRow("a.wav", f"{sign}1+1", 1)])
    assert f",{sign}1" not in text
    assert read_sheet(text)[0].text == f"{sign}1+1"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "columns file and text"),
        ("number,name\n1,a.wav\n", "columns file and text"),
        ("file,text\n,Rest.\n", "line 2 has no file name"),
        ("file,text\n../a.wav,Rest.\n", "line 2 has no file name"),
        ("file,text\n..,Rest.\n", "line 2 has no file name"),
        ("file,text\nc:\\a.wav,Rest.\n", "line 2 has no file name"),
    ],
)
def test_what_is_no_sheet_is_told(text: str, message: str) -> None:
    with pytest.raises(SheetError, match=message):
        read_sheet(text)


@given(ROWS, CUES, st.sampled_from([{}, {"hash": "bb"}]))
def test_every_cue_is_listed_once_and_no_recording_is_lost(
    rows: list[SheetRow], cues: dict[str, int], there: dict[str, str]
) -> None:
    unique = list({row.file: row for row in {row.text: row for row in rows}.values()}.values())
    contents = {row.file: each for row in unique for each in there.values()}
    found = renewed(unique, cues, contents)
    assert [row.text for row in found if row.text in cues and not row.content] == [
        text for text in cues if text in {row.text for row in found if not row.content}
    ]
    assert {row.file for row in found} >= set(contents)
    assert len({row.file.casefold() for row in found}) == len(found)
    assert renewed(found, cues, contents) == found


@given(ROWS, CUES)
def test_a_recording_that_was_not_made_anew_never_changes_its_text(
    rows: list[SheetRow], cues: dict[str, int]
) -> None:
    unique = list({row.file: row for row in rows}.values())
    contents = {row.file: row.content or "cc" for row in unique}
    said = {row.file: row.text for row in unique}
    assert {row.file: row.text for row in renewed(unique, cues, contents) if row.file in said} == said


def test_a_recording_made_anew_says_what_the_script_says_now() -> None:
    before = [SheetRow("01.wav", "Let your breath come and go.", 3, "old")]
    now = {"Let your breath come and go, and wait.": 4}
    assert renewed(before, now, {"01.wav": "old"})[0].text == "Let your breath come and go."
    (row,) = renewed(before, now, {"01.wav": "new"})
    assert (row.text, row.content) == ("Let your breath come and go, and wait.", "new")
    (row,) = renewed(before, now, {"01.wav": "old"}, ["01.wav"])
    assert row.text == "Let your breath come and go, and wait."


def test_another_sentence_is_not_taken_for_an_edit() -> None:
    assert edited(["Roll to your side."], ["Now open your eyes, and look."]) == []
    assert edited(["Roll to your side."], ["Roll to your left side."]) == [
        ("Roll to your side.", "Roll to your left side.")
    ]


def test_names_sort_in_the_lessons_order_and_are_names_everywhere() -> None:
    texts = ["Willkommen, schön!", "Où es-tu?", "膝盖。", "膝盖!", "Con: nul", "a" * 20]
    names = [row.file for row in renewed((), dict.fromkeys(texts, 1), {})]
    assert names == [
        "01-willkommen-schon.wav", "02-ou-es-tu.wav", "03-cue.wav", "04-cue.wav", "05-con-nul.wav",
        "06-aaaaaaaaaaaaaaaaaaaa.wav",
    ]  # fmt: skip

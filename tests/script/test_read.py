from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core.errors import Diagnostic, ScriptError
from generator.script.expand import expand
from generator.script.files import find_beside, read_script
from generator.script.lesson import Cue
from generator.script.parse import IncludeError
from generator.script.source import MAX_BYTES


@pytest.fixture
def problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], Diagnostic]:
    """The one problem that a file of these bytes has."""
    monkeypatch.chdir(tmp_path)

    def read(data: bytes) -> Diagnostic:
        path = Path("lesson.txt")
        path.write_bytes(data)
        with pytest.raises(ScriptError) as caught:
            read_script(path)
        (found,) = caught.value.diagnostics
        return found

    return read


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "main.txt"


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf---\r\ntitle: Knee\r\n---\r\n# A\r\nOne\r\ntwo.\r\n\r\nThree.\r\n")
    lesson = expand(read_script(path))
    assert lesson.header.title == "Knee"
    assert [item.text for item in lesson.sections[0].items if isinstance(item, Cue)] == ["One two.", "Three."]
    assert lesson.sections[0].span.source == "# A"


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        ("Hello".encode("utf-16"), "E091", "UTF-16"),
        (b"{\\rtf1\\ansi Hello}", "E091", "RTF"),
        (b"PK\x03\x04word/document.xml", "E091", "DOCX"),
        (b"%PDF-1.7", "E091", "PDF"),
    ],
)
def test_what_is_no_plain_text_is_named(
    problem: Callable[[bytes], Diagnostic], data: bytes, code: str, says: str
) -> None:
    found = problem(data)
    assert found.code == code
    assert says in found.message
    assert "plain text, encoding UTF-8" in found.hint


def test_a_byte_that_is_not_utf8_is_shown_at_its_line(problem: Callable[[bytes], Diagnostic]) -> None:
    found = problem("Für\nDrücken".encode("latin-1"))
    assert found.code == "E090"
    assert "byte 2 " in found.message
    found = problem(b"Fine.\n\xc3\xa4 \xff here\nmore")
    assert found.span
    assert (found.span.line, found.span.column) == (2, 3)
    assert "byte 10 " in found.message


def test_a_nul_byte_is_shown_at_its_line(problem: Callable[[bytes], Diagnostic]) -> None:
    found = problem(b"One.\nT\0wo.")
    assert found.code == "E092"
    assert found.span
    assert (found.span.line, found.span.column) == (2, 2)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(ScriptError) as caught:
        read_script(path)
    assert "over 5 MB" in caught.value.diagnostics[0].message


def test_included_files_count_towards_the_limit(tmp_path: Path) -> None:
    half = "word " * (MAX_BYTES // 10)
    path = write(tmp_path, main="[include a.txt]\n[include b.txt]\n[include c.txt]", a=half, b=half, c=half)
    with pytest.raises(ScriptError) as caught:
        read_script(path)
    assert caught.value.diagnostics[0].code == "E093"


def test_a_missing_script_and_a_missing_include_suggest_the_nearest(tmp_path: Path) -> None:
    path = write(tmp_path, main="[include common/guidelnies.txt]", common__guidelines="Slowly.")
    with pytest.raises(ScriptError) as caught:
        read_script(tmp_path / "mian.txt")
    assert "main.txt" in caught.value.diagnostics[0].hint
    with pytest.raises(ScriptError) as caught:
        read_script(path)
    assert "guidelines.txt" in caught.value.diagnostics[0].hint


def test_a_folder_or_a_pipe_is_no_script(tmp_path: Path) -> None:
    """A pipe must not be opened: nobody may ever write to it."""
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    path = write(tmp_path, main="[include pipe.txt]\n[include folder.txt]\nText.")
    for odd in ("pipe.txt", "folder.txt"):
        with pytest.raises(ScriptError) as caught:
            read_script(tmp_path / odd)
        assert caught.value.diagnostics[0].code == "E094"
    with pytest.raises(ScriptError) as caught:
        read_script(path)
    assert [found.code for found in caught.value.diagnostics] == ["E030", "E030"]


def test_no_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("A secret.")
    lessons = tmp_path / "lessons"
    path = write(
        lessons, main="[include link.txt]\n[include way/secret.txt]\n[include ok.txt]", part="Inside."
    )
    (lessons / "link.txt").symlink_to(secret)
    (lessons / "way").symlink_to(tmp_path)
    (lessons / "ok.txt").symlink_to("part.txt")
    with pytest.raises(ScriptError) as caught:
        read_script(path)
    assert [(found.code, found.span and found.span.line) for found in caught.value.diagnostics] == [
        ("E031", 1),
        ("E031", 2),
    ]
    with pytest.raises(IncludeError):
        find_beside(path, "link.txt")
    assert find_beside(path, "ok.txt") == (lessons / "part.txt").resolve()


def test_a_link_to_itself_and_impossible_names_are_problems(tmp_path: Path) -> None:
    path = write(tmp_path, main=f"[include loop.txt]\n[include {'x' * 5000}.txt]\nText.")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    with pytest.raises(ScriptError) as caught:
        read_script(path)
    assert {found.code for found in caught.value.diagnostics} == {"E030"}
    for name in ("y" * 5000, "a\0b"):
        with pytest.raises(ScriptError):
            read_script(tmp_path / name)


def test_the_hash_is_that_of_all_that_was_read(tmp_path: Path) -> None:
    path = write(tmp_path, main="[include part.txt]\nMain.", part="One.")
    first = read_script(path)
    assert first.files == (str(path), str(tmp_path / "part.txt"))
    write(tmp_path, part="Two.")
    second = read_script(path)
    assert len(first.hash) == 64
    assert first.hash != second.hash


def test_problems_of_an_included_file_stand_at_its_own_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    included = "[include sub/part.txt]\n[include sub/part.txt]"
    path = write(Path("lessons"), main=included, sub__part="One.\n[pasue 5s]")
    with pytest.raises(ScriptError) as caught:
        read_script(path)
    (found,) = caught.value.diagnostics
    assert found.span
    assert (found.span.path, found.span.line) == ("lessons/sub/part.txt", 2)

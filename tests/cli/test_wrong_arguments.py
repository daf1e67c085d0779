"""What nobody means to write is answered with a sentence, and so is a machine that is short of something."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli import main
from generator.cli.main import run


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The present folder, with one script and a folder that holds none."""
    (tmp_path / "scripts" / "empty").mkdir(parents=True)
    (tmp_path / "scripts" / "a.txt").write_text("Rest now. [pause 2s]\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LESSON_CACHE", str(tmp_path / "cache"))
    return tmp_path


@pytest.mark.parametrize("name", [".", "", "/", "..", "a/..", " ", "...", "a\nb", "\x1b[31m"])
def test_a_name_that_is_none_begins_no_script(
    desk: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(desk.rglob("*"))
    assert run(["new", name]) == 2
    assert "lesson new morning-lesson" in capsys.readouterr().err
    assert sorted(desk.rglob("*")) == before


@pytest.mark.parametrize("command", ["check", "build", "fmt", "verify"])
@pytest.mark.parametrize(
    ("name", "words"),
    [("nothing-*", "there is no file like"), ("", "an empty name"), ("scripts/empty", "in the folder")],
)
def test_what_stands_for_no_file_is_told(
    command: str, name: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, name]) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""


def test_a_pattern_stands_for_files_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fmt", "--check", "scripts/**"]) == 0
    assert run(["check", "**"]) == 2
    assert "there is no file like" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "too little memory is left on this machine"),
        (RuntimeError("can't start new thread"), "this machine starts no more threads"),
        (ImportError("a.so: failed to map segment from shared object"), "too little memory is left"),
        (ImportError("x\nNo module named 'soxr'"), "No module named 'soxr': install it again"),
    ],
    ids=["memory", "threads", "room", "missing"],
)  # fmt: skip
def test_what_the_machine_is_short_of_is_its_own_fault(
    error: Exception, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(main.lesson, "main", fail)
    assert run(["check"]) == 3
    assert words in capsys.readouterr().err


def test_an_error_of_the_program_itself_is_not_taken_for_the_machines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(main.lesson, "main", fail)
    with pytest.raises(RuntimeError, match="a bug"):
        run(["check"])

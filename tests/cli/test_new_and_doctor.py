"""`lesson new` and `lesson doctor`, as a teacher meets them on the first day."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli.main import run
from generator.script.expand import expand
from generator.script.files import read_script
from generator.script.starter import starter


@pytest.mark.parametrize("name", ["hips", "my-first", "Über: den 'Boden'", '"quoted"', "12", "no", "x" * 150])
def test_a_new_script_can_be_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / "script.txt"
    path.write_text(starter(name), encoding="utf-8")
    lesson = expand(read_script(path))
    assert [section.title for section in lesson.sections] == [
        "Arriving",
        "The right arm",
        "The left arm",
        "Getting up",
    ]
    assert lesson.header.title


def test_a_new_script_is_built_and_with_its_length_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LESSON_CACHE", str(tmp_path / "cache"))
    assert run(["new", "hips"]) == 0
    assert run(["build", "scripts/hips.txt"]) == 0
    script = tmp_path / "scripts" / "hips.txt"
    script.write_text(script.read_text().replace("# length", "length"))
    assert run(["build", "scripts/hips.txt"]) == 0
    assert "hips: 3:30," in capsys.readouterr().out


def test_new_never_overwrites(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    run(["new", "hips"])
    (tmp_path / "scripts" / "hips.txt").write_text("mine")
    assert run(["new", "hips.txt"]) == 3
    assert "is there already" in capsys.readouterr().err
    assert (tmp_path / "scripts" / "hips.txt").read_text() == "mine"


def test_the_doctor_tries_everything_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LESSON_CACHE", str(tmp_path / "cache"))
    assert run(["doctor", "--json"]) == 0
    findings = {each["what"]: each for each in json.loads(capsys.readouterr().out)}
    assert set(findings) == {"Python", "voice", "encoder", "cache", "output", "sound device"}
    assert all(each["works"] for each in findings.values() if each["needed"])
    assert not (tmp_path / "output").exists()


def test_the_doctor_names_what_does_not_work_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "output").write_text("in the way")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LESSON_CACHE", str(tmp_path / "output" / "cache"))
    assert run(["doctor"]) == 3
    told = capsys.readouterr().out
    assert "FAILS  output" in told
    assert "none   cache" in told
    assert "lesson build -o my-lessons" in told
    assert "cannot be built here yet" in told

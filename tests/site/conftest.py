"""A teacher's folder with three short lessons, built once with the real voice, and its site."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.cli.main import run

EVIL = 'Small "lesson" </script><script>alert(1)</script> & ../../etc/passwd'
SCRIPTS = {
    "evil": f"""\
---
title: '{EVIL}'
author: A. <Teacher> & Co
description: A lesson with a title that is hard on HTML & XML.
series: Small lessons
track: 1
date: 2026-11-22
length: 0:20
lengths: [0:20, 0:25]
---
# One & only

Lie on your back. [rest 4-20s]

# Two

Let the knee lean out. [move 2-20s]
Stand up.
""",
    "übung zwei": """\
---
title: Second lesson
date: 2025-03
---
# Lying

Lie on your side. [rest 6s]
""",
    "third": """\
---
title: Third lesson
---
# Sitting

Sit on a chair. [pause 2s]
""",
}
TEXT = """\
## About

A *calm* lesson. [The second](../%C3%BCbung%20zwei/index.html) goes on from here. <script>alert(2)</script>

## What to expect

Three minutes.

## How to practise

- With great attention.

## Ask first

This lesson has not been reviewed. Ask a doctor if you are not sure.

## Afterwards

How was it?
"""
SITE = """\
title: Small & quiet
teacher: A. Teacher
base: https://lessons.invalid/quiet
contact: teacher@lessons.invalid

lessons:
  - name: third
  - name: evil
    note: If sitting is hard, begin here.
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What a command did."""

    code: int
    out: str
    err: str


Lesson = Callable[..., Told]


def process(folder: Path, *arguments: str) -> None:
    """Run `lesson` as a process of its own."""
    subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=folder,
        env={**os.environ, "LESSON_CACHE": str(folder / "cache")},
        capture_output=True,
        check=True,
    )


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with its lessons and their site; no test changes it."""
    folder = tmp_path_factory.mktemp("teacher")
    (folder / "scripts").mkdir()
    for name, script in SCRIPTS.items():
        (folder / "scripts" / f"{name}.txt").write_text(script, "utf-8")
    for name in ("evil", "übung zwei"):
        (folder / "scripts" / f"{name}.md").write_text(TEXT, "utf-8")
    (folder / "scripts" / "site.yaml").write_text(SITE, "utf-8")
    process(folder, "build", "--profile", "both")
    process(folder, "site")
    return folder


@pytest.fixture(scope="session")
def site(built: Path) -> Path:
    """The finished site; no test changes it."""
    return built / "output" / "site"


@pytest.fixture
def folder(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the folder with its built lessons, without a site; the present one of the process."""
    copy = tmp_path / "teacher"
    for part in ("scripts", "output", "cache"):
        shutil.copytree(built / part, copy / part, ignore=shutil.ignore_patterns("site"))
    monkeypatch.chdir(copy)
    monkeypatch.setenv("LESSON_CACHE", str(copy / "cache"))
    return copy


@pytest.fixture
def lesson(folder: Path, capsys: pytest.CaptureFixture[str]) -> Lesson:
    """Run `lesson` in the folder."""
    assert folder.is_dir()

    def call(*arguments: str) -> Told:
        capsys.readouterr()
        code = run(arguments)
        told = capsys.readouterr()
        return Told(code, told.out, told.err)

    return call


@pytest.fixture(scope="session")
def evil() -> str:
    """The title of the lesson `evil`."""
    return EVIL

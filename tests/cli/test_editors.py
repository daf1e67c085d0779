"""What an editor and a shell make of the command line: completion, and problems with their places."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.cli.main import COMMANDS

if TYPE_CHECKING:
    from tests.cli.conftest import Desk

EDITORS = Path(__file__).parents[2] / "docs" / "editors.md"


def offered(desk: Desk, *words: str) -> list[str]:
    """What bash is told when Tab is pressed behind the last word."""
    done = desk.run(
        _LESSON_COMPLETE="bash_complete",
        COMP_WORDS=" ".join(("lesson", *words)),
        COMP_CWORD=str(len(words)),
    )
    assert not done.stderr
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


def test_commands_options_scripts_and_lessons_are_completed(desk: Desk) -> None:
    assert offered(desk, "") == list(COMMANDS)
    assert offered(desk, "pre") == ["preview"]
    assert offered(desk, "preview", "--li") == ["--line"]
    for command in ("build", "check", "plan", "preview", "watch", "fmt"):
        assert offered(desk, command, "sm") == ["scripts/small.txt"]
    assert offered(desk, "build", "scripts/") == ["scripts/small.txt"]
    assert offered(desk, "changes", "s") == []
    desk.run("build")
    assert offered(desk, "changes", "s") == ["small"]
    assert offered(desk, "nonsense", "x") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(desk: Desk, shell: str) -> None:
    done = desk.run(_LESSON_COMPLETE=f"{shell}_source")
    assert done.returncode == 0
    assert "_LESSON_COMPLETE" in done.stdout


def test_bash_itself_completes(desk: Desk) -> None:
    """The script that docs/editors.md has one source, tried in a real bash."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash here")
    source = desk.folder / "complete.sh"
    source.write_text(desk.run(_LESSON_COMPLETE="bash_source").stdout)
    words = "COMP_WORDS=(lesson pre); COMP_CWORD=1"
    program = f'. {source}; {words}; _lesson_completion lesson; echo "${{COMPREPLY[@]}}"'
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    done = subprocess.run(
        [bash, "-c", program], capture_output=True, text=True, env={"PATH": path}, check=True, cwd=desk.folder
    )
    assert done.stdout.split() == ["preview"]


PATTERN = r"^(.+):(\d+):(\d+): (error|warning)\[(\w+)\]: (.*)$"
"""As in the VS Code task of docs/editors.md: file, line, column, severity, code, message."""


def test_the_problem_matcher_reads_every_diagnostic(desk: Desk) -> None:
    desk.edit("[rest 3s]", "[rest 3q]")
    desk.edit("Bend", "Bend 10 cm and (pause: 5)")
    desk.edit("# Right", "## Right")
    done = desk.run("check", "scripts/small.txt")
    found = [match.groups() for line in done.stderr.splitlines() if (match := re.match(PATTERN, line))]
    assert len(found) == len(re.findall(r"(?:error|warning)\[", done.stderr)) >= 3
    lines = desk.script.read_text(encoding="utf-8").splitlines()
    for path, line, column, severity, code, message in found:
        assert (desk.folder / path).is_file()
        assert 1 <= int(column) <= len(lines[int(line) - 1]) + 1
        assert code[0] == {"error": "E", "warning": "W"}[severity]
        assert message


def test_readme_shows_that_pattern() -> None:
    """Ten lines that are copied must be right."""
    shown = re.search(r'"regexp": ("(?:[^"\\]|\\.)*")', EDITORS.read_text(encoding="utf-8"))
    if shown is None:
        pytest.skip("there is no task yet")
    assert json.loads(shown[1]) == PATTERN

"""The plan of the house: which room may import which, and which library stays in which room."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import generator

PACKAGE = Path(generator.__file__).parent

MAY_IMPORT = {
    "clock": set(),
    "errors": set(),
    "diagnostics": {"errors"},
    "interrupts": set(),
    "side_by_side": {"interrupts"},
    "whole_files": set(),
    "cache": {"whole_files"},
    "script": {"clock", "errors"},
    "timeline": {"errors"},
    "elastic": set(),
    "layout": {"clock", "elastic", "errors", "script", "timeline"},
    "record": {"errors"},
    "edition": {"script", "timeline"},
    "edition_json": {"clock", "edition", "errors", "record", "script", "timeline"},
    "changes": {"clock", "diagnostics", "edition", "record", "script", "timeline"},
    "excerpt": {"clock", "errors", "layout", "timeline"},
    "selection": {"changes", "clock", "errors", "timeline"},
    "practice": {"clock", "errors", "script", "timeline"},
    "companions": {"clock", "diagnostics", "edition", "edition_json", "errors", "script", "timeline"},
    # The nouns of `voices.model` are all that `audio` knows of voices.
    "audio": {"clock", "errors", "voices"},
    "verify": {
        "audio",
        "clock",
        "companions",
        "diagnostics",
        "edition",
        "edition_json",
        "errors",
        "record",
        "timeline",
    },
    "voices": {"audio", "cache", "clock", "errors", "interrupts", "script", "side_by_side"},
}
"""The pure core and its two workshops. What is not named here is the shell, which may import everything."""

LIBRARIES = {
    "pyttsx3": {"voices"},
    "espeakng_loader": {"voices"},
    "pydub": {"audio"},
    "lameenc": {"audio"},
    "soxr": {"audio"},
    "miniaudio": {"audio", "doctor", "player"},
    "watchfiles": {"watching"},
    "yaml": {"script", "site"},
    "click": {"cli", "commands"},
    "PIL": {"companions"},
    "jinja2": {"companions", "site"},
    "feedgen": {"site"},
    "markdown_it": {"site"},
    "starlette": {"site"},
    "uvicorn": {"site"},
    "mutagen": {"verify"},
}
"""Where a library is at home, and nowhere else."""


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        yield room, path


def running(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but those that only a type checker sees."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node
        yield from running(node)


def imported(path: Path) -> Iterator[str]:
    for node in running(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module == "generator":
                yield from (f"generator.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(("room", "path"), list(modules()), ids=lambda each: getattr(each, "name", each))
def test_imports_go_one_way(room: str, path: Path) -> None:
    """A room imports only what the plan allows; libraries stay where they are at home."""
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "generator" and len(parts) > 1 and not parts[1].startswith("_") and room in MAY_IMPORT:
            assert parts[1] == room or parts[1] in MAY_IMPORT[room], f"{path.name} imports {name}"
        if parts[0] in LIBRARIES:
            assert room in LIBRARIES[parts[0]], f"{path.name} imports {name}"


def test_audio_knows_only_the_nouns_of_voices() -> None:
    for path in (PACKAGE / "audio").glob("*.py"):
        for name in imported(path):
            assert not name.startswith("generator.voices") or name == "generator.voices.model"


@pytest.mark.parametrize(
    "heavy",
    [
        "numpy",
        "scipy",
        "pydub",
        "PIL",
        "rich",
        "jinja2",
        "soundfile",
        "pyttsx3",
        "importlib.metadata",
        "miniaudio",
        "watchfiles",
    ],
)
def test_the_command_line_starts_without(heavy: str) -> None:
    """Start-up counts: what an edit does not need is imported where it is used."""
    program = "import sys; import generator.cli, generator.commands.build; print('\\n'.join(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert heavy not in loaded.split()

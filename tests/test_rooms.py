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

ROOMS = (
    "core", "processes", "script", "spoken", "audio", "timeline", "voices", "companions", "changes",
    "practice", "verify", "build", "site", "cli",
)  # fmt: skip
"""From the ground up: whoever stands to the left knows nothing of whoever stands to the right."""

LONGEST = 300
"""Lines of a file."""

LOOSE = {"__init__.py", "__main__.py"}

LIBRARIES = {
    "pyttsx3": {"voices"},
    "espeakng_loader": {"voices"},
    "pydub": {"audio"},
    "lameenc": {"audio"},
    "soxr": {"audio"},
    "miniaudio": {"audio"},
    "watchfiles": {"build"},
    "yaml": {"script"},
    "click": {"cli"},
    "rich": {"cli", "companions"},
    "PIL": {"companions"},
    "jinja2": {"companions", "site"},
    "feedgen": {"site"},
    "markdown_it": {"site"},
    "starlette": {"site"},
    "uvicorn": {"site"},
    "mutagen": {"verify"},
    "num2words": {"spoken"},
    "subprocess": {"processes"},
}
"""Where a library is at home, and nowhere else."""

HEAVY = (
    "numpy", "scipy", "pydub", "PIL", "rich", "jinja2", "soundfile", "pyttsx3", "importlib.metadata",
    "miniaudio", "watchfiles",
)  # fmt: skip


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).parts[0], path


def allowed(room: str) -> set[str]:
    """What a room's own docstring says that it may import."""
    documented = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8")))
    assert documented, f"{room} does not say what lives there"
    line = next(each for each in documented.splitlines() if each.startswith("May import: "))
    names = line.removeprefix("May import: ").removesuffix(".")
    if names == "every room below":
        return set(ROOMS[: ROOMS.index(room)])
    return set() if names == "nothing of ours" else set(names.split(", "))


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


def test_the_package_is_its_rooms() -> None:
    """A stranger who opens the folder sees the rooms, and no loose file beside the package's own two."""
    found = [path for path in PACKAGE.iterdir() if path.name != "__pycache__"]
    assert {path.name for path in found if path.is_dir()} == set(ROOMS)
    assert {path.name for path in found if path.is_file()} == LOOSE | {"py.typed"}


@pytest.mark.parametrize("room", ROOMS)
def test_arrows_go_down_only(room: str) -> None:
    assert allowed(room) <= set(ROOMS[: ROOMS.index(room)])


@pytest.mark.parametrize(("room", "path"), list(modules()), ids=lambda each: getattr(each, "name", each))
def test_a_room_imports_what_it_says(room: str, path: Path) -> None:
    """What it says in its `__init__`, and libraries only where they are at home."""
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "generator" and len(parts) > 1 and parts[1] in ROOMS and room in ROOMS:
            assert parts[1] == room or parts[1] in allowed(room), f"{path.name} imports {name}"
        if parts[0] in LIBRARIES:
            assert room in LIBRARIES[parts[0]], f"{path.name} imports {name}"


def test_no_class_has_the_name_of_another() -> None:
    """A noun means one thing in the whole package."""
    places: dict[str, list[str]] = {}
    for _, path in modules():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name.lstrip("_"), []).append(path.relative_to(PACKAGE).as_posix())
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


@pytest.mark.parametrize("name", ["read", "check", "compare", "find", "report", "parse", "run", "main"])
def test_a_function_says_what_it_works_on(name: str) -> None:
    """Imported by name, `read` would say nothing: a function of a room's surface names its object."""
    places = [
        path.relative_to(PACKAGE).as_posix()
        for _, path in modules()
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name == name
    ]
    assert len(places) <= (3 if name == "main" else 1), places


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    """Tests are read, too."""
    files = [path for folder in (PACKAGE, Path(__file__).parent) for path in folder.rglob("*.py")]
    lengths = {path.name: len(path.read_text("utf-8").splitlines()) for path in files}
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST}


@pytest.mark.parametrize("heavy", HEAVY)
def test_the_command_line_starts_without(heavy: str) -> None:
    """Start-up counts: what an edit does not need is imported where it is used."""
    program = "import sys; import generator.cli.main, generator.cli.build; print('\\n'.join(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert heavy not in loaded.split()

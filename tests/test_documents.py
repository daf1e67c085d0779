"""What is written for people is true: links lead somewhere, rooms and nouns are those of the code."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    """But for what a build makes."""
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if not link.startswith("output/") and not (page.parent / link).exists()]
    assert missing == []


def test_the_architecture_page_names_every_room() -> None:
    rooms = {path.parent.name for path in (ROOT / "generator").glob("*/__init__.py")}
    listed = re.findall(r"^\| (.+?) \|", ARCHITECTURE.partition("## Glossary")[0], re.MULTILINE)
    assert {name for row in listed for name in re.findall(r"`(\w+)/`", row)} == rooms


def test_every_noun_of_the_glossary_is_a_class_of_the_package() -> None:
    classes = {
        node.name
        for path in (ROOT / "generator").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    glossary = ARCHITECTURE.partition("## Glossary")[2].partition("## Recipes")[0]
    nouns = {
        noun
        for row in re.findall(r"^\| ([A-Z].+?) \|", glossary, re.MULTILINE)
        for noun in row.split(", ")
        if noun[0].isupper()
    }
    assert nouns - classes == {"Event", "RenderRequest"}  # aliases: one of two classes each
    assert len(nouns) > 40


def test_an_installed_tool_carries_its_guide() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"] == {
        "docs": "generator/docs"
    }


def test_the_workflow_of_the_tests_calls_what_is_there() -> None:
    text = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    workflow = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds plain texts only; `on` stays a text
    jobs = workflow["jobs"]
    assert [step["run"] for step in jobs["linux"]["steps"] if "run" in step] == ["bash .ci/run"]
    assert jobs["elsewhere"]["strategy"]["matrix"]["os"] == ["macos-latest", "windows-latest"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for step in jobs["elsewhere"]["steps"]:
        for target in re.findall(r"make (\w+)", step.get("run", "")):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE)

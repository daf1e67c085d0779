"""What `make` installs from: all that `pyproject.toml` asks for, within its ranges, and nothing unhashed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
ASKED = {
    "run": PROJECT["project"]["dependencies"],
    "test": [*PROJECT["project"]["dependencies"], *EXTRAS["test"], *EXTRAS["lint"]],
    "build": PROJECT["dependency-groups"]["build"],
}


def locked(name: str) -> list[str]:
    """The entries of a lock, each with its hashes in one line."""
    text = (ROOT / ".ci" / f"{name}.lock").read_text(encoding="utf-8")
    return text.replace("\\\n", " ").splitlines()


def versions(name: str) -> dict[str, str]:
    found = (re.match(r"([\w.-]+)==(\S+)", entry) for entry in locked(name))
    return {canonicalize_name(each[1]): each[2] for each in found if each}


@pytest.mark.parametrize("name", ASKED)
def test_all_that_is_asked_for_is_in_the_lock_within_its_range(name: str) -> None:
    found = versions(name)
    for text in ASKED[name]:
        asked = Requirement(text)
        assert asked.specifier.contains(found[canonicalize_name(asked.name)]), text


@pytest.mark.parametrize("name", ASKED)
def test_every_entry_has_hashes_and_names_no_place(name: str) -> None:
    for entry in locked(name):
        assert re.fullmatch(r"[\w.-]+==\S+( ; [^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+", entry.strip()), entry


def test_the_tests_run_with_what_users_run() -> None:
    run, test = versions("run"), versions("test")
    assert {name: test.get(name) for name in run} == run


@pytest.mark.parametrize("name", ASKED)
def test_pip_of_every_python_reads_it(name: str) -> None:
    """pip before 25 fails at a marker on the kernel's release, where it is no version of Python's kind."""
    assert not [entry for entry in locked(name) if "platform_release" in entry]

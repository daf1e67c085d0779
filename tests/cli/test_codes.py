"""Every code that a message can carry is explained, and means one thing."""

from __future__ import annotations

import re
from pathlib import Path

import generator
from generator.cli.codes import BUILD, meaning
from generator.cli.main import run
from generator.practice.rules import RULES
from generator.script.codes import CODES as LANGUAGE
from generator.site.codes import CODES as SITE

CODE = re.compile(r'"([EWIP]\d{3})"')


def test_every_code_in_the_program_is_explained() -> None:
    used = {
        code
        for path in Path(generator.__file__).parent.rglob("*.py")
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }
    assert len(used) > 50
    for code in used - {"P000"}:
        assert meaning(code)


def test_no_code_means_two_things() -> None:
    tables = [set(LANGUAGE), set(BUILD), set(SITE), {rule.code for rule in RULES}]
    assert sum(map(len, tables)) == len(set.union(*tables))


def test_explain_names_the_rule_and_refuses_what_is_no_code() -> None:
    assert run(["check", "--explain", "e003"]) == 0
    assert run(["check", "--explain", "P007"]) == 0
    assert run(["check", "--explain", "Q1"]) == 2

"""What the trials with hostile scripts share: how one begins, and what is wrong with what a command told."""

from __future__ import annotations

import re

from tests.torture.forked_runs import Ran
from tests.torture.ground import complaints

_COMMANDS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""What a terminal may obey, but for the line end."""


def header(*lines: str, body: str = "Rest now.\n") -> str:
    return "\n".join(["---", *lines, "---", body])


def told_badly(ran: Ran, allowed: frozenset[int] = frozenset({0, 1, 2, 3})) -> list[str]:
    """What is wrong with how a command ended and with what it printed."""
    problems = complaints(ran.stderr)
    if ran.code not in allowed:
        problems.append(f"it ended with {ran.code}: {ran.stderr[-500:]!r}")
    for name, data in (("stdout", ran.stdout), ("stderr", ran.stderr)):
        try:
            found = _COMMANDS.search(data.decode())
        except UnicodeDecodeError as error:
            problems.append(f"{name} is not UTF-8: {error}")
            continue
        if found:
            problems.append(
                f"{name} holds {found[0]!r}: {data.decode()[max(0, found.start() - 40) : found.end() + 40]!r}"
            )
    return problems

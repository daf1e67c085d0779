"""All that commands print goes through here: nothing of a script or a file name reaches a terminal raw."""

from __future__ import annotations

import re
import sys

import click

from generator.diagnostics import visible

_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
"""What JSON may hold as it is, and a terminal or JavaScript takes for a command."""


def say(text: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Print text, with every character that a terminal would obey made visible."""
    click.echo("\n".join(map(visible, text.split("\n"))), err=err, nl=nl)


def say_json(text: str) -> None:
    """Print JSON: in UTF-8 whatever the locale (RFC 8259 asks for it), control characters escaped."""
    click.echo(
        _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text).rstrip("\n").encode() + b"\n",
        nl=False,
    )


def say_document(text: str) -> None:
    """Print a text that is to be kept: into a file or a pipe exactly as it is, in UTF-8."""
    if sys.stdout.isatty():
        say(text, nl=False)
    else:
        click.echo(text.encode(), nl=False)


def never_fail_to_print() -> None:
    """What the terminal's encoding lacks becomes `?`: an old locale is no reason to stop."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")

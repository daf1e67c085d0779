"""All that commands print goes through here: nothing of a script or a file name reaches a terminal raw."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TextIO

import click

from generator.core.terminal_text import visible

_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
"""What JSON may hold as it is, and a terminal or JavaScript takes for a command."""


def say(text: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Print text, with every character that a terminal would obey made visible."""
    _print("\n".join(map(visible, text.split("\n"))), err=err, nl=nl)


def say_json(text: str) -> None:
    """Print JSON: in UTF-8 whatever the locale (RFC 8259 asks for it), control characters escaped."""
    _print(
        _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text).rstrip("\n").encode() + b"\n",
        nl=False,
    )


def say_document(text: str) -> None:
    """Print a text that is to be kept: into a file or a pipe exactly as it is, in UTF-8."""
    if sys.stdout.isatty():
        say(text, nl=False)
    else:
        _print(text.encode(), nl=False)


def _print(text: str | bytes, *, nl: bool, err: bool = False) -> None:
    try:
        click.echo(text, err=err, nl=nl)
    except OSError as error:
        error.filename = "standard error" if err else "standard output"
        raise


def _nowhere() -> TextIO:
    """A stream that leads nowhere, open until the process ends."""
    return Path(os.devnull).open("w", encoding="utf-8")


def prepare_streams() -> None:
    """Make the standard streams such that printing cannot fail.

    What an old locale lacks becomes `?`. A program that is started without one of the three would give its
    number to the next file that it opens, and print into that: it gets one that leads nowhere.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, _nowhere())
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")

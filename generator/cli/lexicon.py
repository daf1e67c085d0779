"""`lesson lexicon`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import click

from generator import parse
from generator.cli.completion import complete_scripts
from generator.cli.printing import say, say_document
from generator.cli.scripts import FOLDER, tell
from generator.core.errors import Exit
from generator.core.terminal_text import aligned
from generator.script.entries import as_yaml
from generator.script.files import read_lexicon_file
from generator.script.lesson import Header
from generator.script.lexicon import LEXICON, word_key
from generator.spoken.known_words import known_words

Row: TypeAlias = tuple[str, str, str]
"""A word, how it is spoken, and where that is said."""


@click.command()
@click.argument(
    "source", type=click.Path(path_type=Path), default=FOLDER / LEXICON, shell_complete=complete_scripts
)
@click.option("--to-pls", is_flag=True, help="Print them as a pronunciation lexicon of the W3C.")
@click.option("--to-yaml", is_flag=True, help="Print them as lines for a lexicon.yaml.")
@click.option("--language", help="For --to-pls; that of the script, or en.")
def command(source: Path, language: str | None, *, to_pls: bool, to_yaml: bool) -> int:
    """List the words whose spoken form is given, for a script or in a lexicon.

    Without one, scripts/lexicon.yaml is meant. This program's own words are listed for a script.
    """
    if source.suffix.lower() == ".txt":
        script = parse(source)
        tell(script.warnings)
        header = script.header
        rows = list(_given(header))
        own = list(_known(header))
    else:
        header = Header()
        rows = [
            (each.written, each.spoken, f"{each.span.path}:{each.span.line}")
            for each in read_lexicon_file(source)
        ]
        own = []
    words = [(written, spoken) for written, spoken, _ in rows]
    if to_pls:
        from generator.script.pls import pls_text

        say_document(pls_text(words, language or header.language))
    elif to_yaml:
        say_document("".join(f"{as_yaml(written)}: {as_yaml(spoken)}\n" for written, spoken in words))
    else:
        _show([*rows, *own])
    return Exit.DONE


def _given(header: Header) -> Iterator[Row]:
    for written, spoken in (*header.say, *header.words):
        span = header.spans.get(f"say: {written}") or header.spans.get("say")
        yield written, spoken, f"{span.path}:{span.line}" if span else ""


def _known(header: Header) -> Iterator[Row]:
    said = {word_key(written) for written, _ in (*header.say, *header.words)}
    for written, spoken in known_words(header.language):
        if word_key(written) not in said:
            yield written, spoken, "this program"


def _show(rows: list[Row]) -> None:
    if not rows:
        say("no word's spoken form is given here; write one a line, as in psoas: so-az")
    for line in aligned(rows):
        say(line)

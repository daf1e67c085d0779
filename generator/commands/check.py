"""`lesson check`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from generator.build import Settings, Workshop, read
from generator.cache import Cache, default_root
from generator.commands.scripts import chosen, tell
from generator.errors import Exit, GeneratorError


@click.command()
@click.argument("scripts", nargs=-1)
def command(scripts: Sequence[str]) -> int:
    """Tell what is wrong with SCRIPTS, or with every text in scripts/. Nothing is spoken or written."""
    worst = 0
    paths = chosen(scripts)
    with Workshop(Settings(), Cache(default_root())) as workshop:
        for path in paths:
            try:
                prepared = read(path)
                tell((*prepared.script.warnings, *workshop.cast(prepared)))
            except GeneratorError as error:
                tell(error.diagnostics)
                worst = max(worst, error.exit_code)
    return worst or Exit.DONE

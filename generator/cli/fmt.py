"""`lesson fmt`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from generator.cli.completion import complete_scripts
from generator.cli.printing import say, say_document
from generator.cli.rewriting import rewrite_text
from generator.cli.scripts import FOLDER, chosen, tell
from generator.core.errors import Exit, GeneratorError
from generator.script.files import read_text
from generator.script.format import diff as difference
from generator.script.format import format_script


@click.command()
@click.argument("scripts", nargs=-1, shell_complete=complete_scripts)
@click.option("--check", is_flag=True, help="Change nothing; fail where something would change.")
@click.option("--diff", is_flag=True, help="Change nothing; show what would change.")
def command(scripts: Sequence[str], *, check: bool, diff: bool) -> int:
    """Write the markers of SCRIPTS, or of every text in and below scripts/, in one spelling.

    Never changes what is spoken, nor when. Comments and line breaks stay.
    """
    paths = chosen(scripts) if scripts else [*chosen(()), *sorted(FOLDER.glob("*/**/*.txt"))]
    worst = Exit.DONE
    for path in paths:
        try:
            before = read_text(path)
            after = format_script(before, path.as_posix())
            if before == after:
                continue
            if diff:
                say_document(difference(before, after, path.as_posix()))
            elif check:
                say(f"{path}: would be changed")
            else:
                rewrite_text(path, before, after)
                say(f"{path}: changed")
        except GeneratorError as error:
            tell(error.diagnostics)
            worst = max(worst, error.exit_code)
        else:
            worst = max(worst, Exit.CHECK_FAILED if check else Exit.DONE)
    return worst

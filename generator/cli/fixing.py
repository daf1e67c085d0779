"""`lesson check --fix`: write the corrections that messages show."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import click

from generator.cli.printing import say, say_document
from generator.cli.rewriting import keep_copy, rewrite_text
from generator.core.errors import Correction, Diagnostic, MachineError
from generator.core.terminal_text import counted
from generator.script.corrections import corrected
from generator.script.files import read_text
from generator.script.format import diff

MOST_ROUNDS: Final = 5
"""A correction may let a later stage see more."""


def fix(look: Callable[[], Sequence[Diagnostic]], *, unasked: bool) -> Sequence[Diagnostic]:
    """Correct what can be corrected safely, after showing it; the old files are kept beside the new ones.

    Args:
        look: finds what is wrong now.
        unasked: write without asking.

    Returns:
        What is still wrong.

    Raises:
        click.UsageError: nobody is there who could be asked.
        MachineError: a file cannot be written.
    """
    kept: set[Path] = set()
    for _ in range(MOST_ROUNDS):
        found = look()
        changed = _changed([each.correction for each in found if each.correction])
        if not changed or not _agreed(changed, unasked=unasked):
            return found
        for path, before, after in changed:
            _write(path, before, after, keep=path not in kept)
            kept.add(path)
    return look()


def _write(path: Path, before: str, after: str, *, keep: bool) -> None:
    copy = keep_copy(path, before) if keep else None
    try:
        rewrite_text(path, before, after)
    except MachineError:
        if copy:
            copy.unlink()
        raise
    if copy:
        say(f"{path}: changed; what it was is in {copy}")


def _changed(corrections: Sequence[Correction]) -> list[tuple[Path, str, str]]:
    """Each file that they are about: what it holds, and what it is to hold."""
    by_file: dict[str, list[Correction]] = {}
    for each in corrections:
        by_file.setdefault(each.span.path, []).append(each)
    texts = [(Path(name), read_text(Path(name)), found) for name, found in by_file.items()]
    return [(path, text, corrected(text, found)) for path, text, found in texts]


def _agreed(changed: Sequence[tuple[Path, str, str]], *, unasked: bool) -> bool:
    for path, before, after in changed:
        say_document(diff(before, after, path.as_posix(), "corrected"))
    if unasked:
        return True
    if not sys.stdin.isatty():
        raise click.UsageError("nothing was written, because nobody can be asked here; add --yes to write it")
    return click.confirm(
        f"Write {'this' if len(changed) == 1 else 'these'} into {counted(len(changed), 'file')}?"
    )

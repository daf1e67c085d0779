"""What a shell offers when Tab is pressed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.scripts import FOLDER

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_BUILT = ".timeline.json"


def complete_scripts(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The lessons of `scripts/`, by path or by how they begin; then any file, as the shell finds it."""
    from click.shell_completion import CompletionItem

    del ctx, param
    scripts = [
        CompletionItem(path.as_posix())
        for path in sorted(FOLDER.glob("*.txt"))
        if path.as_posix().startswith(incomplete) or path.name.startswith(incomplete)
    ]
    return scripts or [CompletionItem(incomplete, type="file")]


def complete_lessons(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of what was built."""
    from click.shell_completion import CompletionItem

    del param
    output = ctx.params.get("output")
    folder = output if isinstance(output, Path) else Path("output")
    names = sorted(path.name.removesuffix(_BUILT) for path in folder.glob(f"*{_BUILT}"))
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]

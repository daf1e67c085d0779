"""Showing how far a build is: a bar on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from generator.core.terminal_text import visible

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


PATIENCE_SECONDS = 0.5


class Bar:
    """A bar on stderr, for who has waited `PATIENCE_SECONDS`: an edit is done before, and is not held up."""

    def __init__(self, title: str, *, quiet: bool) -> None:
        self._title = title
        self._quiet = quiet or not sys.stderr.isatty()
        self._drawn: tuple[Progress, TaskID] | None = None
        self._begun = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn:
            self._drawn[0].stop()

    def update(self, made: int, total: int) -> None:
        """Show that `made` of `total` clips are made."""
        if self._quiet:
            return
        if self._drawn is None:
            if time.monotonic() - self._begun < PATIENCE_SECONDS:
                return
            self._drawn = self._draw(total)
        progress, task = self._drawn
        progress.update(task, completed=made, total=total)

    def _draw(self, total: int) -> tuple[Progress, TaskID]:
        from rich.console import Console
        from rich.markup import escape
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("cues spoken"),
            console=Console(stderr=True),
            transient=True,
        )
        progress.start()
        return progress, progress.add_task(escape(visible(self._title)), total=total)

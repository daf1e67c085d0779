"""Options that name a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def folder_option(*names: str, default: str, told: str) -> Callable[[Command], Command]:
    """An option that names a folder; `told` is its line of help."""
    return click.option(
        *names,
        type=click.Path(file_okay=False, path_type=Path),
        default=Path(default),
        show_default=True,
        help=told,
    )

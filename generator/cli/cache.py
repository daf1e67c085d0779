"""`lesson cache`."""

from __future__ import annotations

import click

from generator.cli.printing import say
from generator.core.cache import DEFAULT_LIMIT, Cache, default_root
from generator.core.errors import MachineError


@click.group(invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Show where spoken cues are kept between builds, and how much room they take."""
    if context.invoked_subcommand is None:
        cache = Cache(default_root())
        kept = cache.contents()
        say(
            f"{kept.entries} entries, {kept.size / 1e6:.1f} MB of at most {DEFAULT_LIMIT / 1e6:.0f} MB, "
            f"in {cache.root}"
        )


@command.command()
def clear() -> None:
    """Remove all of it. The next build speaks every cue again."""
    cache = Cache(default_root())
    try:
        removed = cache.clear()
    except OSError as error:
        raise MachineError(f'"{error.filename}" cannot be removed', error.strerror or str(error)) from error
    say(f"removed {removed.entries} entries, {removed.size / 1e6:.1f} MB, from {cache.root}")

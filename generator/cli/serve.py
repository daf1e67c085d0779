"""`lesson serve`."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import say
from generator.core.errors import Exit


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path("output/site"))
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any that is free."
)
def command(folder: Path, port: int) -> int:
    """Show the site in FOLDER (output/site) to a browser on this machine, and to no other, until Ctrl-C."""
    from generator.site.server import serve_site

    serve_site(folder, port, lambda address: say(f"{address} shows {folder}; Ctrl-C ends it"))
    return Exit.DONE

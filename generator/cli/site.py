"""`lesson site`."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from generator.cli.choices import overwrite_option
from generator.cli.folders import folder_option
from generator.cli.printing import say
from generator.cli.scripts import FOLDER, tell
from generator.core.cache import Cache, default_root
from generator.core.errors import Exit


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=FOLDER)
@folder_option("-o", "--output", default="output/site", told="Folder for the site.")
@folder_option("--built", default="output", told="Where `lesson build` has put the lessons.")
@overwrite_option
def command(folder: Path, output: Path, built: Path, *, overwrite: bool) -> int:
    """Make web pages of the lessons in FOLDER (scripts), as they were built last.

    They work on any web server, and from a USB stick. Only what has changed is written.
    """
    from generator.site.publish import check_target, make_site, write_site

    cache = Cache(default_root())
    check_target(output, (folder, built))
    site = make_site(folder, built, cache)
    tell(site.warnings)
    published = write_site(site, output, cache, overwrite=overwrite)
    for parent, paths in groupby(published.written, lambda path: path.parent):
        say(f"{parent}: {', '.join(path.name for path in paths)}")
    if cache.trouble:
        click.echo(f"nothing could be kept for the next time: {cache.trouble}", err=True)
    lessons = len(site.lessons)
    said = f"{lessons} lesson{'' if lessons == 1 else 's'}: {output / 'index.html'}"
    say(said if published.written else f"nothing has changed; {said}")
    for path in published.left:
        what = f"{path}: its lesson is gone" if path.is_dir() else f"{path}: no lesson has it any more"
        say(f"{what}; delete it if you do not need it", err=True)
    return Exit.DONE

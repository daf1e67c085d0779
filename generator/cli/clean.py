"""`lesson clean`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from generator.cli.printing import say
from generator.core.errors import Exit
from generator.core.terminal_text import counted

FOLDERS = (Path("output/site"), Path("output/voices"), Path("output"))


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(file_okay=False, path_type=Path))
def command(folders: Sequence[Path]) -> int:
    """Remove the lessons and pages that were built into FOLDERS, and nothing else.

    Without FOLDERS: output, output/site and output/voices.

    Files of your own stay, and so does what you have changed since. Spoken cues stay in the cache.
    """
    from generator.build.clean import clean_lessons
    from generator.site.site_files import clean_site

    for folder in folders or [each for each in FOLDERS if each.is_dir()] or FOLDERS[-1:]:
        done = [clean_site(folder), clean_lessons(folder)]
        removed = sum(len(each.removed) for each in done)
        say(f"{folder}: {counted(removed, 'file')} removed" if removed else f"{folder}: nothing to remove")
        for path in (path for each in done for path in each.changed):
            say(f"{path}: it was changed after it was built, and stays", err=True)
        for name in (name for each in done for name in each.unlisted):
            told = "an earlier version built it, and nothing tells which files are its; it stays"
            say(f"{folder / name}.*: {told} (build it again, then clean; or delete it)", err=True)
    return Exit.DONE

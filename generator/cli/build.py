"""`lesson build`."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import BuildSession, Settings, expand, parse
from generator.build.previous_build import orphans
from generator.cli.choices import build_options, length_option
from generator.cli.completion import complete_scripts
from generator.cli.printing import say, say_json
from generator.cli.progress import Bar
from generator.cli.scripts import chosen, tell
from generator.core.cache import Cache, default_root
from generator.core.clock import duration_text
from generator.core.errors import Exit, GeneratorError
from generator.core.terminal_text import counted

if TYPE_CHECKING:
    from generator import BuiltEdition


@click.command()
@click.argument("scripts", nargs=-1, shell_complete=complete_scripts)
@build_options
@length_option
@click.option("--verify", is_flag=True, help="Measure each finished MP3, as lesson verify does.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(
    scripts: Sequence[str], settings: Settings, length: int | None, *, verify: bool, as_json: bool
) -> int:
    """Make an MP3 of each of SCRIPTS, or of every text in scripts/.

    Only what has changed since the last time is spoken again.
    """
    paths = chosen(scripts)
    cache = Cache(default_root())
    built: list[BuiltEdition] = []
    worst = 0
    with BuildSession(settings, cache) as session:
        for path in paths:
            try:
                done = _build(session, path, length, quiet=as_json)
            except GeneratorError as error:
                tell(session.problems(error))
                worst = max(worst, error.exit_code)
            else:
                built += done
    if as_json:
        say_json(json.dumps({"built": [_facts(each) for each in built]}, ensure_ascii=False, indent=2))
    if cache.trouble:
        say(f"nothing could be kept for the next build: {cache.trouble}", err=True)
    _name_orphans(settings.output)
    if verify:
        from generator.cli.verify import verified

        # With --json, stdout is the build's own.
        found = verified(
            (mp3 for each in built for mp3 in each.published.mp3s), quiet=True, to_stderr=as_json
        )
        worst = max(worst, found)
    return worst or Exit.DONE


def _build(session: BuildSession, path: Path, length: int | None, *, quiet: bool) -> tuple[BuiltEdition, ...]:
    started = time.perf_counter()
    expanded = expand(parse(path), length)
    tell(expanded.script.warnings)
    with Bar(path.stem, quiet=quiet) as bar:
        built = session.build(expanded, bar.update)
    for each in built:
        tell(each.warnings)
        if not quiet:
            say(_line(each))
            for line in each.report():
                say(f"  {line}")
    if not quiet:
        say(f"  {time.perf_counter() - started:.2f} s")
    return built


def _line(built: BuiltEdition) -> str:
    edition = built.planned.edition
    cues = sum(1 for sound in edition.timeline.sounds if sound.text)
    mp3s = ", ".join(str(path) for path in built.published.mp3s)
    return (
        f"{edition.name}: {duration_text(edition.timeline.length)}, "
        f"{counted(cues, 'cue')}, {counted(built.planned.words, 'word')}, "
        f"{built.planned.made} spoken, {built.planned.reused} reused: {mp3s}"
    )


def _facts(built: BuiltEdition) -> dict[str, object]:
    from generator.changes.compare import compare_editions
    from generator.changes.report_json import changes_facts

    edition = built.planned.edition
    return {
        "name": edition.name,
        "script": edition.script,
        "length": edition.timeline.length,
        "files": [path.as_posix() for path in built.published.mp3s],
        "spoken": built.planned.made,
        "reused": built.planned.reused,
        "words": built.planned.words,
        "share": built.planned.layout.share,
        "changes": changes_facts(built.changes or compare_editions(edition, edition)),
    }


def _name_orphans(output: Path) -> None:
    """Name the files whose script is gone, and leave them."""
    for name in orphans(output):
        say(f"{output / name}.*: its script is gone; delete these if you like", err=True)

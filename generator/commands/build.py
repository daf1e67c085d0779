"""`lesson build`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from generator.build import Built, Settings, Workshop, read
from generator.cache import Cache, default_root
from generator.clock import duration_text
from generator.commands.choices import build_options
from generator.commands.progress import Bar
from generator.commands.scripts import chosen, tell
from generator.errors import Exit, GeneratorError


@click.command()
@click.argument("scripts", nargs=-1)
@build_options
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(scripts: Sequence[str], settings: Settings, *, as_json: bool) -> int:
    """Make an MP3 of each of SCRIPTS, or of every text in scripts/.

    Only what has changed since the last time is spoken again.
    """
    paths = chosen(scripts)
    cache = Cache(default_root())
    built: list[Built] = []
    worst = 0
    with Workshop(settings, cache) as workshop:
        for path in paths:
            try:
                for edition in _build(workshop, path, quiet=as_json):
                    built.append(edition)
                    if not as_json:
                        click.echo(_line(edition))
            except GeneratorError as error:
                tell(error.diagnostics)
                worst = max(worst, error.exit_code)
    if as_json:
        click.echo(json.dumps({"built": [_facts(each) for each in built]}, ensure_ascii=False, indent=2))
    if cache.trouble:
        click.echo(f"nothing could be kept for the next build: {cache.trouble}", err=True)
    _name_orphans(settings.output)
    return worst or Exit.DONE


def _build(workshop: Workshop, path: Path, *, quiet: bool) -> Iterator[Built]:
    prepared = read(path)
    tell(prepared.warnings)
    with Bar(path.stem, quiet=quiet) as bar:
        built = workshop.build(prepared, bar.update)
    for each in built:
        tell(each.layout.warnings)
    yield from built


def _line(built: Built) -> str:
    cues = sum(1 for event in built.edition.timeline.events if event.text)
    return (
        f"{built.edition.name}: {duration_text(built.edition.timeline.length)}, {cues} cues, {built.words} words; "
        f"{built.made} made, {built.reused} reused; {built.seconds:.2f} s\n"
        + "\n".join(f"  {path}" for path in built.mp3s)
    )


def _facts(built: Built) -> dict[str, object]:
    return {
        "name": built.edition.name,
        "script": built.edition.script,
        "length": built.edition.timeline.length,
        "files": [path.as_posix() for path in built.mp3s],
        "made": built.made,
        "reused": built.reused,
        "words": built.words,
        "share": built.layout.share,
    }


def _name_orphans(output: Path) -> None:
    """Name the files whose script is gone, and leave them."""
    for path in sorted(output.glob("*.timeline.json")):
        head = path.open(encoding="utf-8").read(4096)
        script = next((line for line in head.splitlines() if line.startswith('"script": ')), "")
        if script and not Path(json.loads(script.removeprefix('"script": ').rstrip(","))).exists():
            name = path.name.removesuffix(".timeline.json")
            click.echo(
                f"{output / name}.*: its script is gone; delete these files if you do not need them", err=True
            )

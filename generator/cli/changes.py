"""`lesson changes`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from generator.build.previous_build import last_changes
from generator.changes.changes import Changes
from generator.changes.report import report_lines
from generator.changes.report_json import changes_to_json
from generator.cli.built_files import name_of_built
from generator.cli.completion import complete_lessons
from generator.cli.folders import folder_option
from generator.cli.printing import say, say_json
from generator.core.errors import Exit

_KEPT = ".changes.json"


@click.command()
@click.argument("name", shell_complete=complete_lessons)
@folder_option("-o", "--output", default="output", told="Folder of what was built.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON; several as a list.")
def command(name: str, output: Path, *, as_json: bool) -> int:
    """Tell what the last edit of a lesson changed: which cues, how long, what moved.

    NAME is a lesson's name, its script, or any of its files in the output folder.
    """
    found = [last_changes(folder, each) for folder, each in _meant(name, output)]
    if as_json:
        texts = [changes_to_json(changes) for changes in found]
        say_json(texts[0] if len(texts) == 1 else f"[{','.join(texts)}]")
        return Exit.DONE
    for changes in found:
        _tell(changes)
    return Exit.DONE


def _tell(changes: Changes) -> None:
    say(f"{changes.name}:")
    for line in report_lines(changes, everything=True):
        say(f"  {line}")


def _meant(name: str, output: Path) -> list[tuple[Path, str]]:
    """Folder and name of each edition that is meant; of a script, all of its lengths.

    Raises:
        click.UsageError: nothing of that name was built.
    """
    path = Path(name)
    if built := name_of_built(path):
        return [(path.parent, built)]
    stem = path.stem if path.suffix == ".txt" else name
    length = re.compile(re.escape(stem) + r"(-(\d+m)?(\d+(\.\d+)?s)?)?")
    names = sorted(each.name.removesuffix(_KEPT) for each in output.glob(f"*{_KEPT}"))
    meant = [each for each in names if (each == stem if path.suffix != ".txt" else length.fullmatch(each))]
    if not meant:
        from difflib import get_close_matches

        near = get_close_matches(stem, names, n=1)
        advice = f'did you mean "{near[0]}"?' if near else f'build it first, as in: lesson build "{name}"'
        raise click.UsageError(f'no edit of "{name}" is known in "{output}"; {advice}')
    return [(output, each) for each in meant]

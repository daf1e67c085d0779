"""`lesson where`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from generator import BuildSession, Settings, expand, parse
from generator.build.heard_at import HeardLesson, built_lesson, lesson_now, moment_at
from generator.build.lesson_files import timeline_path
from generator.cli.built_files import name_of_built
from generator.cli.choices import length_option
from generator.cli.completion import complete_scripts
from generator.cli.folders import folder_option
from generator.cli.moment_text import moment_facts, moment_lines
from generator.cli.printing import say, say_json
from generator.cli.scripts import FOLDER
from generator.core.cache import Cache, default_root
from generator.core.clock import SAMPLE_RATE, clock_text
from generator.core.errors import Exit, MachineError
from generator.script.durations import parse_duration
from generator.script.files import lessons_in

_TENTHS = re.compile(r"(.*:\d\d)\.(\d)")


@click.command()
@click.argument("asked", metavar="[SCRIPT] TIME", nargs=-1, shell_complete=complete_scripts)
@length_option
@folder_option("-o", "--output", default="output", told="Folder of what was built.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def command(asked: tuple[str, ...], length: int | None, output: Path, *, as_json: bool) -> int:
    """Tell which line of SCRIPT is heard at TIME, as in 5:18.

    Its times are those of the lesson that was built last, if the script is as it was then. Instead of SCRIPT,
    name its MP3 to ask about that. Where scripts/ holds one lesson only, the time is enough.
    """
    named, position = _named(asked), _position(asked)
    lesson = _lesson(named, length, output)
    if lesson.remark:
        say(lesson.remark, err=True)
    moment = moment_at(lesson.edition.timeline, position)
    if as_json:
        say_json(json.dumps(moment_facts(lesson, moment), ensure_ascii=False))
        return Exit.DONE
    for line in moment_lines(lesson, moment):
        say(line)
    return Exit.DONE


def _position(asked: tuple[str, ...]) -> int:
    if not asked:
        raise click.UsageError("at which time? write it as in: lesson where 5:18")
    # As `lesson plan` writes times, which a script's own lengths are not: 5:18.4.
    tenths = _TENTHS.fullmatch(asked[-1])
    position = parse_duration(tenths[1] if tenths else asked[-1])
    if position is None:
        advice = "lesson where 5:18"
        if len(asked) == 1 and not asked[0][:1].isdigit():
            advice = f"lesson where {asked[0]} 5:18"
        raise click.UsageError(f'"{asked[-1]}" is no time; write it as in: {advice}')
    return position + (int(tenths[2]) * SAMPLE_RATE // 10 if tenths else 0)


def _named(asked: tuple[str, ...]) -> str:
    """The script or MP3 that is meant.

    Raises:
        click.UsageError: several are named, or none where there are several.
        MachineError: none is named, and there is none.
    """
    named = asked[:-1]
    if len(named) > 1:
        raise click.UsageError("name one script and one time, as in: lesson where scripts/hips.txt 5:18")
    if named:
        return named[0]
    found = lessons_in(FOLDER)
    if not found:
        raise MachineError(
            f'there is no script: no "{FOLDER}/*.txt" here',
            "go to the folder that holds scripts/, or name one, as in: lesson where hips.txt 5:18",
        )
    if len(found) > 1:
        one = found[0].as_posix()
        raise click.UsageError(
            f"scripts/ holds {len(found)} lessons: name one, as in: lesson where {one} {asked[-1]}"
        )
    return str(found[0])


def _lesson(named: str, length: int | None, output: Path) -> HeardLesson:
    path = Path(named)
    name = name_of_built(path) or ("" if path.exists() else named)
    for folder in (path.parent, output):
        if name and timeline_path(folder, name).is_file():
            return built_lesson(folder, name)
    if name_of_built(path):
        return built_lesson(path.parent if path.exists() else output, name)
    expanded = expand(parse(path), length)
    if len(expanded.lessons) > 1:
        first, *others = [clock_text(lesson.length or 0) for _, lesson in expanded.lessons]
        say(f"This is the length {first}; for another: --length {', '.join(others)}", err=True)
    with BuildSession(Settings(output, draft=True), Cache(default_root())) as session:
        return lesson_now(expanded, output, session)

"""`lesson check`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from generator.build import Settings, Workshop
from generator.cache import Cache, default_root
from generator.codes import meaning
from generator.commands.completion import complete_scripts
from generator.commands.printing import say
from generator.commands.scripts import chosen, tell
from generator.diagnostics import counted
from generator.errors import Diagnostic, Exit, GeneratorError, Severity
from generator.finishing import estimated
from generator.laid_out import LaidOut
from generator.prepared import Prepared, read
from generator.site.texts import check_texts


@click.command()
@click.argument("scripts", nargs=-1, shell_complete=complete_scripts)
@click.option("--practice", is_flag=True, help="Also judge the lesson: pauses, rests, wording, both sides.")
@click.option("--explain", metavar="CODE", help="Say what a code such as E003 or P007 means.")
def command(scripts: Sequence[str], explain: str | None, *, practice: bool) -> int:
    """Tell what is wrong with SCRIPTS, or with every text in scripts/. Nothing is spoken or written."""
    if explain:
        return _explain(explain)
    worst, clean = Exit.DONE, True
    paths = chosen(scripts)
    with Workshop(Settings(draft=True), Cache(default_root())) as workshop:
        for path in paths:
            try:
                prepared = read(path)
                found = [*prepared.script.warnings, *workshop.cast(prepared)]
                if practice:
                    found += _judge(workshop, prepared)
            except GeneratorError as error:
                found = list(workshop.problems(error))
            clean = clean and not found
            worst = max(worst, _told(found))
    pages = list(check_texts(paths))
    if clean and not pages:
        say(f"{counted(len(paths), 'script')} checked: nothing is wrong")
    return max(worst, _told(pages))


def _told(found: Sequence[Diagnostic]) -> Exit:
    tell(found)
    failed = any(problem.severity is Severity.ERROR for problem in found)
    return Exit.CHECK_FAILED if failed else Exit.DONE


def _judge(workshop: Workshop, prepared: Prepared) -> Iterator[Diagnostic]:
    """The practice rules, on what was spoken already, or on estimates; prints each length's table."""
    from generator.practice.check import check
    from generator.practice.report import report
    from generator.practice.table import table

    voiced = workshop.spoken(prepared)
    plans: tuple[LaidOut, ...] = voiced or estimated(prepared)
    for plan in plans:
        timeline = plan.edition.timeline
        say(report(table(plan.lesson, timeline), estimated=not voiced))
        yield from plan.layout.warnings
        yield from check(
            plan.lesson, timeline, estimated=not voiced, acknowledged=prepared.script.acknowledged
        )


def _explain(code: str) -> int:
    try:
        say(meaning(code))
    except KeyError:
        raise click.UsageError(
            f'there is no code "{code}"; messages show theirs, as in E003 or P007'
        ) from None
    return Exit.DONE

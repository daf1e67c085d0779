"""`lesson check`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import click

from generator import BuildSession, ExpandedScript, Settings, expand, parse
from generator.cli.codes import meaning
from generator.cli.completion import complete_scripts
from generator.cli.printing import say
from generator.cli.scripts import chosen, tell
from generator.core.cache import Cache, default_root
from generator.core.errors import Diagnostic, Exit, GeneratorError, Severity
from generator.core.terminal_text import aligned, counted
from generator.site.texts import check_texts


@click.command()
@click.argument("scripts", nargs=-1, shell_complete=complete_scripts)
@click.option("--practice", is_flag=True, help="Also judge the lesson: pauses, rests, wording, both sides.")
@click.option("--words", is_flag=True, help="Also list words that a voice may get wrong, with their sounds.")
@click.option("--fix", is_flag=True, help="Write the corrections that messages show, after asking.")
@click.option("--yes", is_flag=True, help="With --fix: do not ask.")
@click.option("--explain", metavar="CODE", help="Say what a code such as E003 or P007 means.")
def command(
    scripts: Sequence[str], explain: str | None, *, practice: bool, words: bool, fix: bool, yes: bool
) -> int:
    """Tell what is wrong with SCRIPTS, or with every text in scripts/. Nothing is spoken.

    Nothing is written either, unless --fix asks for it.
    """
    if explain:
        return _explain(explain)
    worst, clean = Exit.DONE, True
    paths = chosen(scripts)
    with BuildSession(Settings(draft=True), Cache(default_root())) as session:
        for path in paths:
            look = partial(_wrong, session, path, practice=practice)
            if fix:
                from generator.cli.fixing import fix as fixed

                found = fixed(look, unasked=yes)
            else:
                found = look()
            if words:
                _list_words(session, path)
            clean = clean and not found
            worst = max(worst, _told(found))
    pages = list(check_texts(paths))
    if clean and not pages:
        say(f"{counted(len(paths), 'script')} checked: nothing is wrong")
    return max(worst, _told(pages))


def _wrong(session: BuildSession, path: Path, *, practice: bool) -> Sequence[Diagnostic]:
    """All that is wrong with one script."""
    try:
        expanded = expand(parse(path))
    except GeneratorError as error:
        return session.problems(error)
    found = list(expanded.script.warnings)
    try:
        found += session.check_resources(expanded)
        if practice:
            found += _judge(session, expanded)
    except GeneratorError as error:
        found += error.diagnostics
    return found


def _list_words(session: BuildSession, path: Path) -> None:
    """Print the words of a script that are worth hearing; one that has errors is told of elsewhere."""
    try:
        found = session.words_to_hear(expand(parse(path)))
    except GeneratorError:
        return
    rows = [
        (each.word, each.sounds or "?", f"{each.span.path}:{each.span.line}", each.voice, each.grounds.value)
        for each in found
    ]
    say(f"{path}: {counted(len(rows), 'word')} worth hearing")
    for line in aligned(rows):
        say(f"  {line}")
    if rows:
        say(
            f"To hear one: lesson say {rows[0][0]} --like {path}; to mend it, add --try and how it is spoken."
        )


def _told(found: Sequence[Diagnostic]) -> Exit:
    tell(found)
    failed = any(problem.severity is Severity.ERROR for problem in found)
    return Exit.CHECK_FAILED if failed else Exit.DONE


def _judge(session: BuildSession, expanded: ExpandedScript) -> Iterator[Diagnostic]:
    """What the practice rules find; prints each length's table."""
    from generator.practice.report import practice_report

    for judged in session.judge(expanded):
        say(practice_report(judged.table, estimated=judged.estimated))
        yield from judged.findings


def _explain(code: str) -> int:
    try:
        say(meaning(code))
    except KeyError:
        raise click.UsageError(
            f'there is no code "{code}"; messages show theirs, as in E003 or P007'
        ) from None
    return Exit.DONE

"""`lesson plan`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import click

from generator import BuildSession, PlannedLesson, Settings, expand, parse
from generator.build.pipeline import estimated
from generator.cli.choices import length_option
from generator.cli.completion import complete_scripts
from generator.cli.printing import say, say_json
from generator.cli.progress import Bar
from generator.cli.scripts import coloured, tell
from generator.core.cache import Cache, default_root
from generator.core.clock import clock_text
from generator.core.errors import Exit
from generator.core.terminal_text import visible
from generator.script.lesson import Heading, Mirror, Script, Words
from generator.script.omitted import omitted
from generator.spoken.form import SpokenForm
from generator.spoken.phonetic import as_written
from generator.timeline.edition_json import edition_to_json


@click.command()
@click.argument("script", type=click.Path(path_type=Path), shell_complete=complete_scripts)
@length_option
@click.option("--estimate", is_flag=True, help="Speak nothing; guess how long cues take.")
@click.option("--spoken", is_flag=True, help="Show below a cue what is said, where it differs.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print the timeline as JSON; several lengths as a list."
)
def command(script: Path, length: int | None, *, estimate: bool, spoken: bool, as_json: bool) -> int:
    """Show when each cue and pause of SCRIPT is heard, without writing an MP3."""
    expanded = expand(parse(script), length)
    tell(expanded.script.warnings)
    with BuildSession(Settings(draft=True), Cache(default_root())) as session:
        if estimate:
            plans = estimated(expanded)
        else:
            with Bar(script.stem, quiet=as_json) as bar:
                plans = session.plan(expanded, bar.update)
        forms = [session.spoken_forms(plan.lesson, script) if spoken else () for plan in plans]
    for plan in plans:
        tell(plan.layout.warnings)
    if as_json:
        texts = [_as_json(plan, said) for plan, said in zip(plans, forms, strict=True)]
        say_json(texts[0] if len(texts) == 1 else f"[{','.join(texts)}]")
    else:
        for plan, said in zip(plans, forms, strict=True):
            _show(plan, expanded.script, said, estimate=estimate)
    return Exit.DONE


Forms: TypeAlias = Sequence[SpokenForm | None]
"""What is said for each sound, in order; empty where nobody asked."""


def _as_json(plan: PlannedLesson, forms: Forms) -> str:
    """The timeline; each cue with what is said for it, where that was asked."""
    text = edition_to_json(plan.edition)
    if not forms:
        return text
    facts = json.loads(text)
    sounds = (event for event in facts["events"] if "clip" in event)
    for event, form in zip(sounds, forms, strict=True):
        if form:
            event["spoken"] = as_written(form.text)
    return json.dumps(facts, ensure_ascii=False, indent=1)


def _show(plan: PlannedLesson, script: Script, forms: Forms, *, estimate: bool) -> None:
    from generator.companions.plan import plan_picture, plan_table

    said = [form.marked if form and form.parts else "" for form in forms]
    say(plan_table(plan.edition, below=said))
    if coloured(terminal=sys.stdout.isatty()):
        from rich.console import Console

        from generator.companions.plan_terminal import print_plan

        print_plan(plan.edition, Console())
    else:
        say(plan_picture(plan.edition))
    for line in _remarks(plan, script, estimate=estimate):
        say(line)


def _remarks(plan: PlannedLesson, script: Script, *, estimate: bool) -> Iterator[str]:
    if estimate:
        yield "Lengths of cues are estimated."
    if plan.layout.share is not None:
        yield f"Elastic pauses stand at {plan.layout.share:.2f} between shortest (0) and longest (1)."
    if plan.lesson.left_out:
        yield f"Left out at {clock_text(plan.lesson.length or 0)}, as [only …] says:"
        for node in omitted(script, plan.lesson.length):
            yield f"  {node.span.path}:{node.span.line}: {visible(_written(node))}"


def _written(node: Words | Heading | Mirror) -> str:
    if isinstance(node, Words):
        return node.text
    return f"# {node.title}" if isinstance(node, Heading) else f"[mirror: {node.title}]"

"""`lesson doctor`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from generator import __version__
from generator.build.doctor import examine
from generator.cli.printing import say, say_json
from generator.core.errors import Exit


@click.command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("output"), help="The folder to try."
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(output: Path, *, as_json: bool) -> int:
    """Try whether this machine can build lessons, and say what to do where it cannot."""
    findings = []
    if not as_json:
        say(f"lesson {__version__}")
    for finding in examine(output):
        findings.append(finding)
        if not as_json:
            mark = "works" if finding.works else "FAILS" if finding.needed else "none "
            say(f"  {mark}  {finding.what}: {finding.told}")
            if not finding.works:
                say(f"         {finding.advice}")
    broken = any(finding.needed and not finding.works for finding in findings)
    if as_json:
        say_json(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        say("Lessons cannot be built here yet." if broken else "Lessons can be built here.")
    return Exit.MACHINE_FAILED if broken else Exit.DONE

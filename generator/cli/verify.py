"""`lesson verify`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from generator.cli.printing import say, say_json
from generator.cli.scripts import expanded_name
from generator.core.errors import Exit, MachineError

FOLDER = Path("output")


@click.command()
@click.argument("files", nargs=-1)
@click.option("--verbose", is_flag=True, help="Tell everything that was looked at.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
def command(files: Sequence[str], *, verbose: bool, as_json: bool) -> int:
    """Measure each MP3 of FILES, or of output/, and hold it against its timeline.

    Each is decoded by libmpg123. Exit code 1: something is over tolerance, or could not be told.
    """
    return verified(_chosen(files), verbose=verbose, as_json=as_json)


def verified(
    paths: Iterable[Path],
    *,
    verbose: bool = False,
    as_json: bool = False,
    quiet: bool = False,
    to_stderr: bool = False,
) -> int:
    """Verify and tell; returns an exit code.

    Args:
        paths: MP3s.
        verbose: tell what is fine, too.
        as_json: print JSON instead of text.
        quiet: of what is good, say only so.
        to_stderr: print text there.
    """
    from generator import verify_mp3
    from generator.verify.report import report_facts, report_text

    reports = []
    bad = False
    for path in paths:
        report = verify_mp3(path)
        bad = bad or bool(report.wrong)
        if as_json:
            reports.append(report_facts(report))
        elif quiet and not report.wrong:
            say(f"{path}: verified", err=to_stderr)
        else:
            say(report_text(report, verbose=verbose), err=to_stderr)
    if as_json:
        say_json(json.dumps({"verified": reports}, ensure_ascii=False, indent=1))
    return Exit.CHECK_FAILED if bad else Exit.DONE


def _chosen(files: Sequence[str]) -> list[Path]:
    if not files:
        found = _mp3s_in(FOLDER)
        if not found:
            raise MachineError(
                f'there is nothing to verify: no "{FOLDER}/*.mp3" here', "build a lesson first: lesson build"
            )
        return found
    return [path for name in files for path in expanded_name(name, "*.mp3", _mp3s_in)]


def _mp3s_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.mp3"))

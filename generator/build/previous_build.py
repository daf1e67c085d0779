"""What was built last: read from the files of the lesson itself, so that it lasts as long as they do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from generator.build.lesson_files import changes_path, timeline_path
from generator.build.output_folder import reason
from generator.companions.formats import TIMELINE
from generator.core.errors import Diagnostic, MachineError, Severity
from generator.core.json_reader import JsonError
from generator.core.regular_files import mode_of, open_regular, read_regular_text
from generator.timeline.edition import Edition
from generator.timeline.edition_json import edition_from_json

if TYPE_CHECKING:
    from generator.changes.changes import Changes

_SCRIPT_KEY = '"script": '
_HEAD_BYTES = 1 << 16
"""Of a timeline, within which it names its script: titles and the like stand before it."""


def last_edition(folder: Path, name: str) -> tuple[Edition | None, tuple[Diagnostic, ...]]:
    """The edition that was built last, if there is one that can be read, and what is to be told about it."""
    path = timeline_path(folder, name)
    try:
        return edition_from_json(read_regular_text(path, folder)), ()
    except FileNotFoundError:
        return None, ()
    except (JsonError, OSError) as error:
        why = reason(error) if isinstance(error, OSError) else error.message
        return None, (
            Diagnostic(
                Severity.WARNING,
                "W073",
                None,
                f'what was built last cannot be read from "{path}" ({why})',
                "this build counts as the first one",
            ),
        )


def changes_since(edition: Edition, last: Edition | None, folder: Path) -> Changes:
    """What is written otherwise than it was built last; where nothing is, what the last build changed.

    Raises:
        MachineError: as `last_changes`.
    """
    from generator.changes.compare import compare_editions

    changes = compare_editions(last, edition)
    return last_changes(folder, edition.name) if last and not changes.any else changes


def last_changes(folder: Path, name: str) -> Changes:
    """The report of the last edit.

    Raises:
        MachineError: there is none, or it cannot be read, or is damaged.
    """
    from generator.changes.report_json import changes_from_json

    path = changes_path(folder, name)
    try:
        return changes_from_json(read_regular_text(path, folder))
    except FileNotFoundError:
        raise MachineError(
            f'nothing is known of edits: there is no "{path}"', "build the lesson, which makes it"
        ) from None
    except OSError as error:
        hint = "delete it, and build the lesson, which makes it anew"
        raise MachineError(f'"{path}" cannot be read: {reason(error)}', hint) from error
    except JsonError as error:
        raise MachineError(
            f'"{path}" is damaged: {error}', "delete it, and build the lesson, which makes it anew"
        ) from error


def orphans(folder: Path) -> list[str]:
    """The names of what was built of scripts that are not there any more."""
    try:
        built = sorted(folder.glob(f"*{TIMELINE.suffix}"))
        return [path.name.removesuffix(TIMELINE.suffix) for path in built if _is_orphan(path)]
    except OSError:
        return []  # everything is built: a folder that cannot be listed is no reason to say that it failed


def _is_orphan(timeline: Path) -> bool:
    script = _script_of(timeline)
    return bool(script) and not mode_of(Path(script))


def _script_of(timeline: Path) -> str:
    """The script that a timeline names, read from its first lines only; empty where it names none."""
    try:
        with open_regular(timeline, timeline.parent) as file:
            head = file.read(_HEAD_BYTES).decode(errors="replace")
    except OSError:
        return ""  # whoever builds or publishes that lesson is told
    for line in head.splitlines():
        if line.startswith(_SCRIPT_KEY):
            try:
                return str(json.loads(line.removeprefix(_SCRIPT_KEY).rstrip(",")))
            except (ValueError, RecursionError):
                return ""
    return ""

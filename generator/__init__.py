"""A movement script goes in, one narrated MP3 with exactly timed silences comes out.

This is the public way in, which the command line uses, too:

    from pathlib import Path
    from generator import BuildSession, expand, parse, verify_mp3

    script = parse(Path("scripts/hips.txt"))        # or the text itself: parse("Lie down. [pause 3s]")
    with BuildSession() as session:
        expanded = expand(script)
        plans = session.plan(expanded)              # what is heard when, at each of its lengths
        built = session.build(expanded)             # written into output/
        preview = session.preview(expanded)
        part = preview.render(preview.whole)        # or what `select_line` and its like name
        samples = b"".join(preview.samples(part))   # 48 kHz, mono, 16 bit; `preview.mp3(part)` is an MP3
    report = verify_mp3(built[0].published.mp3s[0])

Whatever goes wrong is a `GeneratorError`, whose `diagnostics` say what, where, and what to write instead. The
rooms and the way of a lesson through them are drawn in `docs/architecture.md`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.build.expanded_script import ExpandedScript
    from generator.build.expanded_script import expand_script as expand
    from generator.build.pipeline import BuiltEdition
    from generator.build.planned_lesson import PlannedLesson
    from generator.build.preview import Preview
    from generator.build.selection import (
        SelectedPart,
        select_changes,
        select_from,
        select_line,
        select_section,
    )
    from generator.build.session import BuildSession, Settings
    from generator.core.cache import Cache
    from generator.core.errors import Diagnostic, GeneratorError, ScriptError
    from generator.script.files import parse_script as parse
    from generator.script.lesson import Script
    from generator.verify.verify_mp3 import Report, verify_mp3

__version__ = "0.1.0"

__all__ = [
    "BuildSession",
    "BuiltEdition",
    "Cache",
    "Diagnostic",
    "ExpandedScript",
    "GeneratorError",
    "PlannedLesson",
    "Preview",
    "Report",
    "Script",
    "ScriptError",
    "SelectedPart",
    "Settings",
    "expand",
    "parse",
    "select_changes",
    "select_from",
    "select_line",
    "select_section",
    "verify_mp3",
]

_PLACES = {
    "generator.build.expanded_script": {"ExpandedScript": "ExpandedScript", "expand": "expand_script"},
    "generator.build.pipeline": {"BuiltEdition": "BuiltEdition"},
    "generator.build.planned_lesson": {"PlannedLesson": "PlannedLesson"},
    "generator.build.preview": {"Preview": "Preview"},
    "generator.build.selection": {
        name: name
        for name in ("SelectedPart", "select_changes", "select_from", "select_line", "select_section")
    },
    "generator.build.session": {"BuildSession": "BuildSession", "Settings": "Settings"},
    "generator.core.cache": {"Cache": "Cache"},
    "generator.core.errors": {name: name for name in ("Diagnostic", "GeneratorError", "ScriptError")},
    "generator.script.files": {"parse": "parse_script"},
    "generator.script.lesson": {"Script": "Script"},
    "generator.verify.verify_mp3": {"Report": "Report", "verify_mp3": "verify_mp3"},
}
"""Where each name is defined, and as what: imported when it is first asked for, because start-up counts."""


def __getattr__(name: str) -> object:
    for module, names in _PLACES.items():
        if name in names:
            found: object = getattr(import_module(module), names[name])
            globals()[name] = found
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

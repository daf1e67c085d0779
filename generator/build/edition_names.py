"""What the files of a script's lengths are called, and that no two scripts share a name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from generator.core.clock import MILLISECOND
from generator.core.errors import Diagnostic, MachineError, Severity
from generator.core.regular_files import mode_of
from generator.script.lesson import Script

_MINUTE = 60 * 1000


def edition_name(script: Script, length: int | None) -> str:
    """What an edition's files are called: `hips`; `hips-10m`, `hips-12m30s` for its further lengths."""
    stem = Path(script.path).stem
    if length is None or length == script.header.length:
        return stem
    minutes, milliseconds = divmod(length // MILLISECOND, _MINUTE)
    seconds = f"{milliseconds / 1000:g}s" if milliseconds else ""
    return f"{stem}-{f'{minutes}m' if minutes else ''}{seconds}"


class EditionNames:
    """Which script each MP3 of one run belongs to, whatever their capitals: some disks ignore those."""

    def __init__(self) -> None:
        self._scripts: dict[str, Path] = {}

    def claim(self, names: Iterable[str], script: Path) -> None:
        """Take `names` of MP3s, without the ending, for `script`, and give back what it had before.

        Raises:
            MachineError: another script, which is still there, has one of them.
        """
        others = {
            name: path for name, path in self._scripts.items() if path.exists() and not _same(path, script)
        }
        for name in names:
            if name.casefold() in others:
                raise MachineError(
                    f'"{script}" and "{others[name.casefold()]}" would both become "{name}.mp3"',
                    "rename one of the scripts, or build them into two folders with -o",
                )
        self._scripts = others | {name.casefold(): script for name in names}


def replaced(last: str, script: Path) -> tuple[Diagnostic, ...]:
    """The warning that an MP3 of another script is replaced.

    Args:
        last: path of the script of which it was; empty where there was none.
        script: path of the one of which it is now.
    """
    other = Path(last or script)
    if not mode_of(other) or _same(other, script):
        return ()
    message = f'"{script}" has replaced what was built of "{other}", because both have the same name'
    return (
        Diagnostic(Severity.WARNING, "W074", None, message, "rename one, or build into two folders with -o"),
    )


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()

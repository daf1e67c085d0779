"""Where eSpeak NG is: its shared library and its data, from the wheel or the system's own."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib.machinery import PathFinder
from pathlib import Path

from generator.core.errors import MachineError
from generator.core.packages import version_of

CHOICE = "LESSON_ESPEAK"
"""Environment variable: `system` takes the system's own eSpeak NG instead of the wheel's."""

LONGEST_DATA_PATH = 150
"""Bytes. eSpeak NG 1.52 keeps this path in 160 of them: 159 still worked in a trial, 160 ended the
process."""

LIBRARIES = {"win32": ("espeak-ng.dll",), "darwin": ("libespeak-ng.dylib", "libespeak-ng.1.dylib")}
"""The wheel's library by platform; anywhere else `libespeak-ng.so.1`."""


@dataclass(frozen=True, slots=True)
class Espeak:
    """One eSpeak NG."""

    name: str
    """`espeakng_loader-0.2.4` or `system`: part of a clip's key."""
    shared_library: str
    """Path of the shared library; empty: wherever pyttsx3 finds one."""
    data: str
    """Path of `espeak-ng-data`; empty: the library's own."""


def wants_system() -> bool:
    """Whether the environment asks for the system's own eSpeak NG."""
    return os.environ.get(CHOICE, "").strip().lower() == "system"


def find_espeak(*, system: bool = False) -> Espeak:
    """The wheel's eSpeak NG, or the system's own.

    Raises:
        MachineError: when the wheel is missing, not whole, or lies too deep for espeak.
    """
    if system or wants_system():
        return Espeak("system", "", "")
    spec = PathFinder.find_spec("espeakng_loader")
    if spec is None or spec.origin is None:
        raise MachineError(
            'the voice "eSpeak NG" is not installed',
            f"install this program again, or set {CHOICE}=system to use your system's own",
        )
    folder = Path(spec.origin).parent
    names = LIBRARIES.get(sys.platform, ("libespeak-ng.so.1", "libespeak-ng.so"))
    library = next((folder / name for name in names if (folder / name).is_file()), None)
    data = folder / "espeak-ng-data"
    if library is None or not (data / "phontab").is_file():
        raise MachineError(f'the voice "eSpeak NG" in {folder} is not whole', "install this program again")
    check_length(data)
    return Espeak(f"espeakng_loader-{version_of('espeakng_loader')}", str(library), str(data))


def check_length(data: Path) -> None:
    """Refuse a path that espeak would cut off; it would then end the process without a word.

    Raises:
        MachineError: saying how much shorter it has to be.
    """
    length = len(os.fsencode(data))
    if length > LONGEST_DATA_PATH:
        raise MachineError(
            f"eSpeak NG reads paths of up to {LONGEST_DATA_PATH} characters, its data has {length}: {data}",
            f"move this program to a folder whose path is {length - LONGEST_DATA_PATH} characters shorter",
        )

"""The user's file of programs that speak: `voices.toml` in the configuration folder.

    [slt]
    command = ["flite", "-voice", "slt", "-o", "{wav}"]
    language = "en-us"

The text is given to the program's standard input. `{wav}` in an argument is the file that it is to write;
without one the sound is read from its standard output. `{rate}` is a rate of its own, between the two of
`rates`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.core.configuration import configuration_folder
from generator.core.regular_files import read_regular
from generator.script.values import is_language

FILE: Final = "voices.toml"
MOST_BYTES: Final = 1_000_000

WAV, RATE = "{wav}", "{rate}"

SECONDS: Final = 60
MOST_SECONDS: Final = 3600


class ProgramsFileError(ValueError):
    """A file of programs that cannot be used."""


@dataclass(frozen=True, slots=True)
class SpeakingProgram:
    """One program."""

    name: str
    command: tuple[str, ...]
    language: str
    title: str
    gender: str
    rates: tuple[int, int] | None
    """Its own slowest and fastest rate; None where it has none to set."""
    seconds: int
    """How long it may take for a cue."""


def programs_file() -> Path:
    """Where the file is, or would be."""
    return configuration_folder() / FILE


def read_programs(path: Path) -> tuple[SpeakingProgram, ...]:
    """The programs of the user's file; none where there is no file.

    Raises:
        ProgramsFileError: it cannot be read; says what is wrong in it.
    """
    try:
        found = tomllib.loads(read_regular(path, MOST_BYTES).decode())
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise ProgramsFileError(str(error.strerror)) from error
    except ValueError as error:  # TOML's own errors name the line
        raise ProgramsFileError(str(error)) from error
    return tuple(_program(name, entry) for name, entry in found.items())


def _program(name: str, entry: object) -> SpeakingProgram:
    if not isinstance(entry, dict):
        raise ProgramsFileError(f"{name} is no table: write [name] above its lines")
    unknown = set(entry) - {"command", "language", "title", "gender", "rates", "seconds"}
    if unknown:
        raise ProgramsFileError(f"[{name}] has an unknown key {min(unknown)}")
    command = entry.get("command")
    if not isinstance(command, list) or not command or not all(isinstance(each, str) for each in command):
        example = 'command = ["flite", "-o", "{wav}"]'
        raise ProgramsFileError(f"[{name}] needs the program and its arguments, as in {example}")
    language = _text(name, entry, "language")
    if not is_language(language):
        raise ProgramsFileError(f'[{name}] needs its language, as in language = "en-us"')
    gender = _text(name, entry, "gender")
    if gender not in {"", "female", "male"}:
        raise ProgramsFileError(f"[{name}] gender is female or male, or left out")
    seconds = entry.get("seconds", SECONDS)
    if not isinstance(seconds, int) or not 1 <= seconds <= MOST_SECONDS:
        raise ProgramsFileError(f"[{name}] seconds is a whole number from 1 to {MOST_SECONDS}")
    rates = _rates(name, entry, has_rate=any(RATE in each for each in command))
    title = _text(name, entry, "title") or name
    return SpeakingProgram(name, tuple(command), language.lower(), title, gender, rates, seconds)


def _text(name: str, entry: Mapping[str, object], key: str) -> str:
    value = entry.get(key, "")
    if not isinstance(value, str):
        raise ProgramsFileError(f"[{name}] {key} is a text between quotes")
    return value


def _rates(name: str, entry: Mapping[str, object], *, has_rate: bool) -> tuple[int, int] | None:
    match entry.get("rates"):
        case None if not has_rate:
            return None
        case [int(slowest), int(fastest)] if has_rate and slowest < fastest:
            return slowest, fastest
    message = "rates = [80, 300] says which rates {rate} may be; both belong together"
    raise ProgramsFileError(f"[{name}] {message}")

"""Fetching a model of Piper, at the user's word only: its card first, each file checked, and gone on with.

Where the files are, the package itself says; `voices.json` there has the size and the hash of each.
"""

from __future__ import annotations

import hashlib
import http.client
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.core.errors import MachineError
from generator.core.json_reader import JsonError, JsonObject, read_json
from generator.voices.piper.models import DESCRIPTION, MODEL

CARD: Final = ".MODEL_CARD.txt"
"""What follows a model's name where its card is kept."""

SECONDS: Final = 30
"""How long a server may be silent."""

PIECE: Final = 1 << 16
MOST_LIST: Final = 20_000_000
MOST_CARD: Final = 1_000_000
MOST_MODEL: Final = 2_000_000_000

AGAIN: Final = "try again: what has come is kept"

Told = Callable[[int, int], None]
"""Called with how many bytes there are, and how many there will be."""


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file that can be fetched."""

    address: str
    size: int
    """Bytes."""
    md5: str


@dataclass(frozen=True, slots=True)
class OfferedModel:
    """A model that can be fetched."""

    name: str
    model: OfferedFile
    description: OfferedFile
    card: str
    """What its maker says of it."""

    @property
    def licence(self) -> str:
        """What its card says of its licence; empty where it says nothing."""
        found = re.search(r"licen[sc]e\W+(.+)", self.card, re.IGNORECASE)
        return found[1].strip(" *|") if found else ""


def offered(name: str) -> OfferedModel:
    """What is offered under a name such as `de_DE-thorsten-medium`.

    Raises:
        MachineError: there is no such model, Piper is not installed, or the list cannot be had.
    """
    try:
        from piper.download_voices import VOICES_JSON
    except ImportError as error:
        raise MachineError("Piper is not installed", 'pip install "lesson-generator[piper]"') from error
    try:
        listed = read_json(_small(VOICES_JSON, MOST_LIST).decode())
        if not re.fullmatch(r"[\w-]+", name) or not listed.has(name):
            near = [key for key in listed.keys() if key.startswith(name[:2])]  # noqa: SIM118  # it is no mapping
            hint = (
                f"of that language there are {', '.join(near)}"
                if near
                else "its name is as de_DE-thorsten-medium"
            )
            raise MachineError(f'Piper has no model "{name}"', hint)
        base = VOICES_JSON.partition("voices.json")[0]
        files = listed.record(name).record("files")
        model, description, card = (_file(files, base, end) for end in (MODEL, DESCRIPTION, "MODEL_CARD"))
    except (JsonError, UnicodeDecodeError) as error:
        raise MachineError(f"the list of Piper's models cannot be read: {error}") from error
    return OfferedModel(name, model, description, _small(card.address, MOST_CARD).decode(errors="replace"))


def fetch(found: OfferedModel, folder: Path, told: Told) -> None:
    """Put a model, its card and its description into a folder; the last one makes it a voice.

    Raises:
        MachineError: it cannot be had whole, or not be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{found.name}{CARD}").write_text(found.card, encoding="utf-8")
        _fetch(found.model, folder / f"{found.name}{MODEL}", told)
        _fetch(found.description, folder / f"{found.name}{DESCRIPTION}", lambda _have, _all: None)
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
        raise MachineError(f"{found.name} cannot be fetched: {_reason(error)}", AGAIN) from error
    except OSError as error:
        raise MachineError(f'"{error.filename or folder}" cannot be written: {error.strerror}') from error


def _file(files: JsonObject, base: str, ending: str) -> OfferedFile:
    for path in files.keys():  # noqa: SIM118  # it is no mapping
        if path.endswith(ending):
            facts = files.record(path)
            address = f"{base}{path}?download=true"
            return OfferedFile(address, facts.whole("size_bytes", 1, MOST_MODEL), facts.text("md5_digest"))
    raise JsonError(f"it names no {ending}")


def _fetch(file: OfferedFile, path: Path, told: Told) -> None:
    """Go on where an earlier try broke off; a file that is not as the list says is forgotten."""
    if path.is_file() and _md5(path) == file.md5:
        return
    part = path.with_name(f"{path.name}.part")
    have = part.stat().st_size if part.is_file() else 0
    if have < file.size:
        request = urllib.request.Request(file.address, headers={"Range": f"bytes={have}-"} if have else {})  # noqa: S310  # https, as the package says
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310  # as above
            goes_on = have and answer.status == http.client.PARTIAL_CONTENT
            with part.open("ab" if goes_on else "wb") as stream:
                have = have if goes_on else 0
                while have < file.size and (piece := answer.read(min(PIECE, file.size - have))):
                    stream.write(piece)
                    have += len(piece)
                    told(have, file.size)
    if have < file.size:
        raise MachineError(f"{path.name} broke off at {have:,} of {file.size:,} bytes", AGAIN)
    if _md5(part) != file.md5:
        part.unlink()
        raise MachineError(f"{path.name} is not what the list says: it was damaged on its way", "try again")
    part.replace(path)


def _small(address: str, most: int) -> bytes:
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:  # noqa: S310  # https, as the package says
            return bytes(answer.read(most))
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, OSError) as error:
        raise MachineError(f"{address} cannot be fetched: {_reason(error)}", "is there a network?") from error


def _md5(path: Path) -> str:
    """As the list has it; it tells damage, not forgery."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _reason(error: Exception) -> str:
    return str(getattr(error, "reason", "") or error) or type(error).__name__

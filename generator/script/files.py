"""Reading scripts from the disk: the one place of this room that touches files."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from generator.core.errors import ScriptError
from generator.script.lesson import Script
from generator.script.parse import IncludeError, parse
from generator.script.problems import did_you_mean
from generator.script.source import MAX_BYTES, decode, refused

_MEGABYTE = 1_000_000

UNSAVED = Path("lesson.txt")
"""The name of a script that has none."""


def read_script(path: Path, text: str | None = None) -> Script:
    """Read the script at `path` and all that it includes, which is looked for beside it.

    Args:
        path: of the script; messages call it so.
        text: what the script says now, where that is not in its file yet.

    Raises:
        ScriptError: with all problems.
    """
    shown = path.as_posix()
    files = _ScriptFiles(path.parent)
    text = decode(_main(path, shown, files) if text is None else files.unsaved(text, shown), shown)
    script = parse(text, shown, files.include)
    return replace(script, files=(str(path), *files.read), hash=files.digest.hexdigest())


def parse_script(source: str | Path, path: Path = UNSAVED) -> Script:
    """Read a script.

    Args:
        source: its text, or the path of its file.
        path: what messages call a text that is in no file yet; what it includes is looked for beside it.

    Raises:
        ScriptError: with all problems.
    """
    return read_script(source) if isinstance(source, Path) else read_script(path, source)


def read_text(path: Path, most: int = MAX_BYTES) -> str:
    """The text of one file of at most `most` bytes, by itself.

    Raises:
        ScriptError: when it cannot be read, or is no UTF-8 text.
    """
    shown = path.as_posix()
    return decode(_main(path, shown, _ScriptFiles(path.parent, most)), shown)


def read_bounded(path: Path, most: int, whose: str) -> str:
    """The text of a file that is no script and has at most `most` bytes, as `the site's`.

    Raises:
        ScriptError: when it cannot be read, or is no UTF-8 text.
    """
    shown = path.as_posix()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise refused(
            "E094", shown, f"this file cannot be read: {error.strerror}", "may you read it?"
        ) from None
    if len(data) > most:
        raise refused("E093", shown, f"this file has over {most:,} bytes", f"is it really {whose}?")
    return decode(data, shown)


def find_beside(script: Path, name: str) -> Path:
    """The file that a script's header names (`cover:`, `chime:`): in the script's folder or below it.

    Raises:
        IncludeError: where there is no such file, or a link leads out of the folder.
    """
    return _ScriptFiles(script.parent).find(name)


class _ScriptFiles:
    """What is read for one script, counted and hashed."""

    def __init__(self, folder: Path, most: int = MAX_BYTES) -> None:
        self._folder = folder
        self._left = most
        self.read: list[str] = []
        """Included files, as paths that can be opened."""
        self.digest = hashlib.sha256()

    def unsaved(self, text: str, shown: str) -> bytes:
        """The bytes of a text that is in no file."""
        data = text.encode(errors="surrogatepass")
        if len(data) > self._left:
            raise _too_large(shown)
        return self._taken(data)

    def include(self, name: str) -> str:
        """The text of an included file; `name` is relative to the script's folder."""
        path = self.find(name)
        try:
            data = self.take(path)
        except OSError as error:
            raise IncludeError("E030", f"this file cannot be read: {error.strerror}") from None
        if data is None:
            message = f"with this file the script is over {MAX_BYTES // _MEGABYTE} MB"
            raise IncludeError("E093", message, "is it really a text?")
        shown = (self._folder / name).as_posix()
        self.read.append(str(self._folder / name))
        return decode(data, shown)

    def find(self, name: str) -> Path:
        """The real path of a file below the script's folder."""
        try:
            path = (self._folder / name).resolve()
            inside = path.is_relative_to(self._folder.resolve())
            is_file, exists = inside and path.is_file(), inside and path.exists()
        except (OSError, ValueError, RuntimeError):
            raise IncludeError("E030", "this file cannot be opened", "is its name right?") from None
        if not inside:
            hint = "put a copy of the file into the script's folder"
            raise IncludeError("E031", "a link leads to a file outside the script's folder", hint)
        if not exists:
            near = (self._folder / name).parent
            raise IncludeError(
                "E030", "this file is not there", _near(near, Path(name).name, "is its name right?")
            )
        if not is_file:
            raise IncludeError("E030", "this is no file", "is it a folder? name a file in it")
        return path

    def take(self, path: Path) -> bytes | None:
        """A file's bytes, or None where they are over what is left of the limit."""
        if path.stat().st_size > self._left:
            return None
        with path.open("rb") as file:
            data = file.read(self._left + 1)
        if len(data) > self._left:
            return None
        return self._taken(data)

    def _taken(self, data: bytes) -> bytes:
        self._left -= len(data)
        self.digest.update(len(data).to_bytes(8, "big") + data)
        return data


def _near(folder: Path, name: str, otherwise: str) -> str:
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError:
        return otherwise
    return did_you_mean(name, names, otherwise)


def _main(path: Path, shown: str, files: _ScriptFiles) -> bytes:
    try:
        shown.encode()
    except UnicodeEncodeError:
        # A timeline names its script, and JSON has no bytes that are no text.
        raise refused(
            "E094", shown, "this file's name is not text", "rename it, or use a UTF-8 locale"
        ) from None
    try:
        if not path.exists():
            raise refused(
                "E094", shown, "this file is not there", _near(path.parent, path.name, "is its name right?")
            )
        if not path.is_file():
            raise refused(
                "E094", shown, "this is no file", "name a script, such as scripts/knee-and-elbow.txt"
            )
        data = files.take(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not possible"
        raise refused("E094", shown, f"this file cannot be read: {reason}", "may you read it?") from None
    if data is None:
        raise _too_large(shown)
    return data


def _too_large(shown: str) -> ScriptError:
    message = f"this file is over {MAX_BYTES // _MEGABYTE} MB: no script is so long"
    return refused("E093", shown, message, "is it really a text?")

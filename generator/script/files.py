"""Reading scripts from the disk: the one place of this room that touches files."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

from generator.core.errors import Diagnostic, ScriptError
from generator.core.regular_files import (
    NotRegularError,
    OutsideError,
    TooLargeError,
    UnfitFileError,
    read_regular,
    regular_file,
)
from generator.script.lesson import GivenRecording, Script, every_node
from generator.script.lexicon import LEXICON, LexiconEntry, read_lexicon
from generator.script.parse import IncludeError, parse
from generator.script.problems import Problems, did_you_mean
from generator.script.source import MAX_BYTES, decode, refused, split

_MEGABYTE = 1_000_000

UNSAVED = Path("lesson.txt")
"""The name of a script that has none."""


def files_of(script: Script) -> set[Path]:
    """Every file that a script is made of: itself, what it includes, its cover, its chime, its recordings.

    The lexicon of its folder is among them, even where there is none yet.
    """
    folder = Path(script.path).parent
    named = [folder / name for name in (script.header.cover, script.header.chime, LEXICON) if name]
    recorded = [folder / node.name for node in every_node(script.body) if isinstance(node, GivenRecording)]
    return {*map(Path, script.files), *named, *recorded}


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
    shared = LEXICON if os.path.lexists(path.parent / LEXICON) else ""
    script = parse(text, shown, files.include, shared)
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


def read_lexicon_file(path: Path) -> tuple[LexiconEntry, ...]:
    """The words of a lexicon, by itself.

    Raises:
        ScriptError: when it cannot be read, with all problems.
    """
    problems = Problems()
    found = read_lexicon(split(read_text(path), path.as_posix()), "", problems)
    problems.raise_errors()
    return found


def read_text(path: Path, most: int = MAX_BYTES) -> str:
    """The text of one file of at most `most` bytes, by itself.

    Raises:
        ScriptError: when it cannot be read, or is no UTF-8 text.
    """
    shown = path.as_posix()
    return decode(_main(path, shown, _ScriptFiles(path.parent, most)), shown)


def read_bounded(path: Path, most: int, whose: str) -> str | None:
    """The text of a file that is no script, but is published with one, as `the site's`; None where none is.

    Args:
        path: of the file; a link to another folder's is refused, which would be published.
        most: bytes.
        whose: for the message about a larger one.

    Raises:
        ScriptError: when it cannot be read, or is no UTF-8 text.
    """
    shown = path.as_posix()
    try:
        return decode(read_regular(path, most, path.parent), shown)
    except FileNotFoundError:
        return None
    except TooLargeError:
        raise refused("E093", shown, f"this file has over {most:,} bytes", f"is it really {whose}?") from None
    except OSError as error:
        raise _unread(error, shown) from None


def lessons_in(folder: Path) -> list[Path]:
    """The scripts of a folder that are lessons: its texts, but not those of folders in it.

    Raises:
        ScriptError: links lead out of it: the folder may be somebody else's. Whoever names a link means it.
    """
    found = sorted(folder.glob("*.txt"))
    problems: list[Diagnostic] = []
    for path in found:
        try:
            regular_file(path, folder)
        except OutsideError as error:
            hint = f"{error.hint}, or name it yourself, as in: lesson build {path.as_posix()}"
            problems += _unread(error, path.as_posix(), hint).diagnostics
        except OSError:
            pass  # reading it tells what is wrong with it
    if problems:
        raise ScriptError(tuple(problems))
    return found


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
        self._left = self.most = most
        self.read: list[str] = []
        """Included files, as paths that can be opened."""
        self.digest = hashlib.sha256()

    def unsaved(self, text: str, shown: str) -> bytes:
        """The bytes of a text that is in no file."""
        data = text.encode(errors="surrogatepass")
        if len(data) > self._left:
            raise _too_large(shown, self.most)
        return self._taken(data)

    def include(self, name: str) -> str:
        """The text of an included file; `name` is relative to the script's folder."""
        path = self._folder / name
        try:
            data = self.take(path, self._folder)
        except OSError as error:
            raise self._not_had(name, error) from None
        self.read.append(str(path))
        return decode(data, path.as_posix())

    def find(self, name: str) -> Path:
        """The real path of a file below the script's folder."""
        try:
            return regular_file(self._folder / name, self._folder)
        except OSError as error:
            raise self._not_had(name, error) from None

    def take(self, path: Path, within: Path | None = None) -> bytes:
        """A file's bytes."""
        return self._taken(read_regular(path, self._left, within))

    def _not_had(self, name: str, error: OSError) -> IncludeError:
        match error:
            case TooLargeError():
                message = f"with this file the script is over {MAX_BYTES // _MEGABYTE} MB"
                return IncludeError("E093", message, "is it really a text?")
            case OutsideError():
                hint = "put a copy of the file into the script's folder"
                return IncludeError("E031", "a link leads to a file outside the script's folder", hint)
            case FileNotFoundError():
                path = self._folder / name
                hint = _near(path.parent, path.name, "is its name right?")
                return IncludeError("E030", "this file is not there", hint)
            case NotRegularError():
                return IncludeError("E030", "this is no file", "is it a folder? name a file in it")
        return IncludeError("E030", f"this file cannot be read: {error.strerror}", "is its name right?")

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
        return files.take(path)
    except TooLargeError:
        raise _too_large(shown, files.most) from None
    except FileNotFoundError:
        hint = _near(path.parent, path.name, "is its name right?")
        raise refused("E094", shown, "this file is not there", hint) from None
    except NotRegularError:
        hint = "name a script, such as scripts/knee-and-elbow.txt"
        raise refused("E094", shown, "this is no file", hint) from None
    except OSError as error:
        raise _unread(error, shown) from None


def _unread(error: OSError, shown: str, hint: str = "") -> ScriptError:
    """The error for a file that is not read, told at its head."""
    if isinstance(error, UnfitFileError):
        code = "E031" if isinstance(error, OutsideError) else "E094"
        return refused(code, shown, error.strerror or "", hint or error.hint)
    return refused("E094", shown, f"this file cannot be read: {error.strerror}", hint or "may you read it?")


def _too_large(shown: str, most: int) -> ScriptError:
    message = f"this file is over {most // _MEGABYTE} MB: no script is so long"
    return refused("E093", shown, message, "is it really a text?")

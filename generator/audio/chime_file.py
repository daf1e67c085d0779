"""A chime's audio file as bytes: apart from `chime`, so that a rebuild that decodes none needs no numpy."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from generator.core.errors import Exit, GeneratorError
from generator.core.regular_files import NotRegularError, TooLargeError, read_regular

LARGEST_BYTES: Final = 20_000_000


class SoundFileError(GeneratorError):
    """An audio file that a script names, and that cannot be used."""

    exit_code = Exit.CHECK_FAILED


def chime_bytes(path: Path) -> bytes:
    """All bytes of an audio file, whatever it holds.

    Raises:
        SoundFileError: it is missing, unreadable, no file, or too large.
    """
    try:
        return read_regular(path, LARGEST_BYTES)
    except NotRegularError as error:
        raise SoundFileError(f"{path.name} is not a file", "name an audio file") from error
    except TooLargeError as error:
        raise SoundFileError(
            f"{path.name} is too large", f"a chime may have {LARGEST_BYTES // 1_000_000} MB"
        ) from error
    except PermissionError as error:
        raise SoundFileError(f"{path.name} cannot be read", "may you read it?") from error
    except OSError as error:
        raise SoundFileError(
            f"there is no audio file {path.name}",
            "put it beside the script, or leave `chime:` out for the bell",
        ) from error

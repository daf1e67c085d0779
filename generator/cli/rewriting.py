"""Changing a file that a person wrote."""

from __future__ import annotations

from pathlib import Path

from generator.core.errors import MachineError
from generator.core.flushed_files import ChangedMeanwhileError, ReadOnlyError, rewrite


def rewrite_text(path: Path, before: str, after: str) -> None:
    """Put `after` in the place of `before`; a link stays one, and the file that it stands for is changed.

    Raises:
        MachineError: it is read-only, was saved again meanwhile, or cannot be written; it is then as it was.
    """
    try:
        rewrite(path.resolve(), before.encode(), after.encode())
    except ReadOnlyError as error:
        hint = "allow writing to it if it is to be changed; nothing of it was"
        raise MachineError(f'"{path}" is read-only and stays as it is', hint) from error
    except ChangedMeanwhileError as error:
        raise MachineError(f'"{path}" was saved again meanwhile and stays as it is', "try again") from error
    except OSError as error:
        raise MachineError(f'"{path}" cannot be written', error.strerror or str(error)) from error


def keep_copy(path: Path, text: str) -> Path:
    """Write what a file held beside it, as `NAME.txt.bak`, or `NAME.txt.bak2` where that is taken.

    Returns:
        Where it is.

    Raises:
        MachineError: it cannot be written.
    """
    number = 1
    while True:
        copy = path.with_name(f"{path.name}.bak{number if number > 1 else ''}")
        try:
            with copy.open("xb") as stream:
                stream.write(text.encode())
        except FileExistsError:
            number += 1
        except OSError as error:
            raise MachineError(f'"{copy}" cannot be written', error.strerror or str(error)) from error
        else:
            return copy

"""libmpg123 prints what it thinks of a file on standard error, and libsndfile cannot tell it not to."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_STANDARD_ERROR: Final = 2
_turn = threading.RLock()
"""What one thread has led nowhere, another must not take for the real one."""


@contextlib.contextmanager
def decoder_kept_quiet() -> Iterator[None]:
    """While a file is decoded, standard error leads nowhere: whoever decodes it tells what is wrong."""
    with _turn, contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # without standard error there is nothing to be kept quiet
            real = os.dup(_STANDARD_ERROR)
            stack.callback(os.close, real)
            nowhere = stack.enter_context(Path(os.devnull).open("wb"))
            if sys.stderr is not None:
                sys.stderr.flush()
            stack.callback(os.dup2, real, _STANDARD_ERROR)
            os.dup2(nowhere.fileno(), _STANDARD_ERROR)
        yield

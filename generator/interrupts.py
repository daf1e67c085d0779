"""Ctrl-C, where it would do harm."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def undisturbed(pressed: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Ctrl-C waits until the block ends: for imports, and what takes no longer than they do.

    An import that is broken off in the middle may swallow it, wait for ever for another thread's import, or
    crash in a library's own code (seen with CPython 3.11, once in a hundred).

    Args:
        pressed: called at once when Ctrl-C comes, for a block that can end early. It is called between any
            two steps of the block, and so must not wait for a lock.

    Raises:
        KeyboardInterrupt: at the end, if it came meanwhile.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # Python interrupts its main thread only
        return
    came: list[tuple[int, FrameType | None]] = []
    before = signal.getsignal(signal.SIGINT)
    if not callable(before):
        yield  # it is ignored, or not Python's
        return

    def note(number: int, frame: FrameType | None) -> None:
        came.append((number, frame))
        pressed()

    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            before(*came[0])

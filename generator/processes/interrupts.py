"""Ctrl-C, where it would do harm."""

from __future__ import annotations

import _thread
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

T = TypeVar("T")

AGAIN_SECONDS = 0.005


def defer_sigint(work: Callable[[], T]) -> T:
    """What `work` returns; Ctrl-C comes out of it where it does no harm, and a moment later elsewhere.

    An import that is broken off in the middle may swallow it, wait for ever for another thread's import, or
    crash in a library's own code (seen with CPython 3.11, once in a hundred builds). Where an object's end is
    being dealt with, Python swallows whatever is raised.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed.
    """
    before = signal.getsignal(signal.SIGINT)
    main = threading.current_thread() is threading.main_thread()
    if not main or before not in {signal.default_int_handler, signal.SIG_DFL}:
        return work()  # Python interrupts its main thread only; or it is ignored, or somebody else's
    deferred = _DeferredSigint()
    signal.signal(signal.SIGINT, deferred.come)
    try:
        try:
            return work()
        finally:
            while deferred.asked:
                time.sleep(AGAIN_SECONDS)
    finally:
        signal.signal(signal.SIGINT, before)


class _DeferredSigint:
    """Lets Ctrl-C come out, or has it come again."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()
        self._waiting = False
        """Whether one has not come out yet."""
        self.asked = False
        """Whether one is going to come again."""
        self._again = False
        """Whether the next one is that one."""

    def come(self, _number: int, frame: FrameType | None) -> None:
        """Ctrl-C, pressed or come again."""
        if self._again:
            self.asked = self._again = False
            if not self._waiting:
                return  # it has come out meanwhile
        self._waiting = _does_harm(frame)
        if not self._waiting:
            raise KeyboardInterrupt
        if self.asked:
            return
        self.asked = True
        try:
            _thread.start_new_thread(self._ask, ())  # `threading` has locks, and may be what was interrupted
        except RuntimeError:  # this machine has no thread left
            self.asked = self._waiting = False
            raise KeyboardInterrupt from None

    def _ask(self) -> None:
        time.sleep(AGAIN_SECONDS)
        self._again = True
        if sys.platform == "win32":
            _thread.interrupt_main()
        else:
            signal.pthread_kill(self._thread, signal.SIGINT)  # which also ends what it waits for


def _does_harm(frame: FrameType | None) -> bool:
    """Whether Python is importing something, or dealing with an object's end, within `defer_sigint`."""
    while frame and frame.f_code is not defer_sigint.__code__:
        file, name = frame.f_code.co_filename, frame.f_code.co_name
        if (
            file.startswith("<frozen importlib")
            or name == "__del__"
            or file.endswith(("weakref.py", "weakrefset.py"))
        ):
            return True
        frame = frame.f_back
    return False


@contextmanager
def block_sigint(pressed: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Ctrl-C waits until the block ends: for what would leave a lock closed, or a process behind.

    Args:
        pressed: called at once when Ctrl-C comes, for a block that can end early. It is called between any
            two steps of the block, and so must not wait for a lock.

    Raises:
        KeyboardInterrupt: at the end, if it came meanwhile.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # Python interrupts its main thread only
        return
    came: list[int] = []
    before = signal.getsignal(signal.SIGINT)
    if not callable(before):
        yield  # it is ignored, or not Python's
        return

    def note(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        pressed()

    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            before(came[0], sys._getframe())  # noqa: SLF001  # a handler is given the frame where it comes

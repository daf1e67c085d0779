"""Running a program that the user has named: one request, bounded in time and in what it may write."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from threading import Lock, Thread
from typing import IO, Final

from generator.core.errors import VoiceError
from generator.processes.zygote import last_line

LOOK_SECONDS: Final = 0.02
KEPT_COMPLAINTS: Final = 1 << 16
MOST_TOLD: Final = 200
"""Characters of them."""

PIECE: Final = 1 << 16

JOIN_SECONDS: Final = 1.0
"""How long its last bytes are waited for: a child of its own may hold its output open."""


class Programs:
    """Programs that run now, so that all can be ended at once. May be used from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def run(
        self,
        command: Sequence[str],
        text: bytes,
        seconds: float,
        most: int,
        written: Callable[[], int] = lambda: 0,
    ) -> bytes:
        """What a program writes to its standard output when it is given a text. No shell is asked.

        Args:
            command: the program and its arguments.
            text: for its standard input.
            seconds: how long it may take.
            most: how many bytes it may write.
            written: tells how many it has written elsewhere.

        Raises:
            VoiceError: it cannot be started, failed (then with what it complained of), took too long, or
                wrote too much.
        """
        process = self._started(command)
        output, complaints = bytearray(), bytearray()
        threads = [
            Thread(target=_give, args=(process.stdin, text), daemon=True),
            Thread(target=_take, args=(process.stdout, output, most + 1), daemon=True),
            Thread(target=_take, args=(process.stderr, complaints, KEPT_COMPLAINTS), daemon=True),
        ]
        for thread in threads:
            thread.start()
        end = time.monotonic() + seconds
        wrong = ""
        while process.poll() is None and not wrong:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(LOOK_SECONDS)
            wrong = _too_much(max(len(output), written()), most)
            if time.monotonic() > end:
                wrong = f"took longer than {seconds:g} s"
        self._end(process)
        for thread in threads:
            thread.join(JOIN_SECONDS)
        wrong = wrong or _too_much(max(len(output), written()), most)
        if not wrong and process.returncode:
            wrong = (
                f"ended with code {process.returncode}: {last_line(bytes(complaints))[:MOST_TOLD]}".rstrip(
                    ": "
                )
            )
        if wrong:
            raise VoiceError(f"the program {command[0]} {wrong}")
        return bytes(output)

    def close(self) -> None:
        """End all of them; what waits for one fails at once. May be called twice."""
        with self._lock:
            self._closed = True
            running = list(self._running)
        for process in running:
            _kill(process)

    def _started(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed:
                raise VoiceError("the voice was closed")
            try:
                process = subprocess.Popen(  # noqa: S603  # the user has named it, and no shell reads it
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    start_new_session=True,  # Ctrl-C is not its business, and ending it ends its children
                )
            except (OSError, ValueError) as error:
                reason = error.strerror if isinstance(error, OSError) else error
                raise VoiceError(
                    f"the program {command[0]} cannot be started: {reason}", "is it installed?"
                ) from error
            self._running.add(process)
            return process

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._running.discard(process)
        _kill(process)
        process.wait()


def _too_much(count: int, most: int) -> str:
    return f"wrote more than {most // 1_000_000} MB" if count > most else ""


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a program, and those that it has started."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def _give(stream: IO[bytes], text: bytes) -> None:
    with contextlib.suppress(OSError), stream:  # one that reads nothing is told by what it writes
        stream.write(text)


def _take(stream: IO[bytes], taken: bytearray, most: int) -> None:
    """Keep up to `most` bytes; what comes after them is read, so that nobody waits, and forgotten."""
    with contextlib.suppress(OSError, ValueError), stream:
        while part := stream.read1(PIECE):  # type: ignore[attr-defined]  # it is buffered
            taken += part[: most - len(taken)]

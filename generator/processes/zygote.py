"""The asking side of the voice's process: one that forks for each request, or a new one for each."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from threading import Lock
from typing import Protocol, TypeAlias

from generator.core.errors import VoiceError
from generator.processes.fork_server import HEADER, VOICE, Request

Answer: TypeAlias = tuple[bytes, bytearray]
"""Kind and body, as `fork_server` describes them."""

SPARE_SECONDS = 5.0
"""How much longer than a child's own limit it is waited for: its limit begins when it does."""

SETTLED_SECONDS = 2.0
"""How long is waited, at the end, for what a process settles apart from its requests."""

LAST_WORDS_SECONDS = 0.2
"""How long the reason is waited for of a process that ended."""

PIECE = 1 << 20

ROOM = 1 << 21
"""Bytes of sound: 47 seconds."""

MOST_BYTES = 1 << 29
"""More sound than any cue has: an answer that goes on is not kept in memory."""


class RequestChannel(Protocol):
    """Anything that answers requests."""

    def start(self) -> None:
        """Begin what the first request would have to wait for; returns at once.

        Raises:
            VoiceError: when it cannot be begun.
        """

    def ask(self, request: Request) -> Answer:
        """The answer.

        Raises:
            VoiceError: when there was none, or not a whole one.
        """

    def close(self) -> None:
        """End every process. May be called twice."""


def unpacked(answer: bytearray, limit: float, told: str = "") -> Answer:
    """Kind and body of a whole answer, which becomes its body.

    Raises:
        VoiceError: when it is not whole.
    """
    if len(answer) < HEADER.size:
        reason = f": {told}" if told else f", or took longer than {limit:.0f} s"
        raise VoiceError(f"the voice's process ended without an answer{reason}")
    size, kind = HEADER.unpack_from(answer)
    del answer[: HEADER.size]  # which copies nothing
    if len(answer) != size:
        how = "ended in the middle" if len(answer) < size else "did not end where it said"
        raise VoiceError(f"the voice's process {how}: {len(answer)} of {size} bytes came")
    return kind, answer


def last_line(complaints: bytes) -> str:
    """What a process wrote last to standard error: of a traceback, the line that says something."""
    return complaints.decode(errors="replace").strip().rpartition("\n")[2].strip()


class Zygote:
    """One process that is handed a socket for each request, and forks a child to answer there. POSIX only.

    `ask` may be called from several threads at once. It waits outside of Python, so that it holds nobody up.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._lock = Lock()
        self._closed = False
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._complaints = -1

    @property
    def pid(self) -> int | None:
        """Its process number, while it has one."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Begin the process, if there is none.

        Raises:
            VoiceError: when it cannot be started, or was closed.
        """
        with self._lock:
            self._connected()

    def ask(self, request: Request) -> Answer:
        """The answer of a fresh child.

        Raises:
            VoiceError: when there was none, or not a whole one.
        """
        limit = float(request["limit"])
        mine, theirs = socket.socketpair()
        with mine:
            try:
                # Where the system lets it, a child is rid of its sound, and done, before anybody reads it.
                with contextlib.suppress(OSError):
                    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ROOM)
                self._hand_over(theirs, request)
            finally:
                theirs.close()
            mine.settimeout(limit + SPARE_SECONDS)
            answer = bytearray()
            try:
                mine.sendall(json.dumps(request).encode())
                mine.shutdown(socket.SHUT_WR)
                self._receive(mine, answer)
            except TimeoutError:
                self._end_stopped()
                raise VoiceError(f"the voice gave no answer within {limit + SPARE_SECONDS:.0f} s") from None
            except ConnectionError:
                pass  # what came is judged below
        return unpacked(answer, limit, self._told() if not answer else "")

    def close(self) -> None:
        """End it and every child. May be called twice; what is being asked meanwhile fails."""
        with self._lock:
            self._closed = True
            self._end()

    @staticmethod
    def _receive(connection: socket.socket, answer: bytearray) -> None:
        """What comes, up to one piece more than was announced: `unpacked` then sees that it is too much."""
        announced = HEADER.size
        while len(answer) <= announced and (piece := connection.recv(PIECE)):
            answer += piece
            if len(answer) >= HEADER.size:
                size, _ = HEADER.unpack_from(answer)
                announced = HEADER.size + min(size, MOST_BYTES)

    def _hand_over(self, theirs: socket.socket, request: Request) -> None:
        """Give the zygote its end of a request's socket, starting it if there is none."""
        voice = VOICE.pack(str(request.get("voice", "")).encode(errors="replace"))
        with self._lock:
            try:
                socket.send_fds(self._connected(), [voice], [theirs.fileno()])
            except ConnectionError:
                self._end()  # it died since it was last asked
                socket.send_fds(self._connected(), [voice], [theirs.fileno()])

    def _connected(self) -> socket.socket:
        if self._closed:
            raise VoiceError("the voice was closed")
        return self._control or self._start()

    def _start(self) -> socket.socket:
        """Begin a process, in a session of its own, so that Ctrl-C in a terminal is not its business."""
        mine, theirs = socket.socketpair()
        complaints, write_end = os.pipe()
        os.set_blocking(complaints, False)
        os.set_blocking(write_end, False)
        try:
            self._process = subprocess.Popen(  # noqa: S603  # a fixed command
                self._command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=write_end,
                start_new_session=True,
            )
        except OSError as error:
            mine.close()
            os.close(complaints)
            raise VoiceError(f"the voice's process cannot be started: {error.strerror}") from error
        finally:
            theirs.close()
            os.close(write_end)
        self._control, self._complaints = mine, complaints
        return mine

    def _end(self) -> None:
        if self._process is not None:
            # Its whole group, and before it is waited for: until then nobody else can have its number.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
            self._await_settled()
        if self._control is not None:
            self._control.close()
            self._control = None
            os.close(self._complaints)

    def _await_settled(self) -> None:
        """Wait for what settles apart, the last one to hold the process's standard error: it is soon done."""
        until = time.monotonic() + SETTLED_SECONDS
        while (left := until - time.monotonic()) > 0 and select.select((self._complaints,), (), (), left)[0]:
            if not os.read(self._complaints, PIECE):
                return

    def _end_stopped(self) -> None:
        """End all, where something was stopped, so that its alarm never came; the guard asks again."""
        with self._lock:
            self._end()

    def _told(self) -> str:
        """The last line that the process wrote to standard error, in however many pieces."""
        told = b""
        with self._lock, contextlib.suppress(BlockingIOError):
            ready = (self._complaints,) if self._control else ()
            while len(told) < PIECE and ready and select.select(ready, (), (), LAST_WORDS_SECONDS)[0]:
                piece = os.read(self._complaints, PIECE)
                if not piece:
                    break
                told += piece
        return last_line(told)


class ProcessPerRequest:
    """A new process for every request, where there is no fork, or a driver that does not bear it."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._lock = Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def start(self) -> None:
        """Nothing: each request has a process of its own."""

    def ask(self, request: Request) -> Answer:
        """The answer of a fresh process.

        Raises:
            VoiceError: when there was none, or not a whole one.
        """
        limit = float(request["limit"])
        with self._begin() as process:
            try:
                answer, complaints = process.communicate(json.dumps(request).encode(), timeout=limit)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                raise VoiceError(f"the voice gave no answer within {limit:.0f} s") from None
            finally:
                with self._lock:
                    self._running.discard(process)
        return unpacked(bytearray(answer), limit, last_line(complaints))

    def close(self) -> None:
        """End every process. May be called twice."""
        with self._lock:
            self._closed = True
            for process in self._running:
                process.kill()

    def _begin(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed:
                raise VoiceError("the voice was closed")
            try:
                process = subprocess.Popen(  # noqa: S603  # a fixed command
                    self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
                )
            except OSError as error:
                raise VoiceError(f"the voice's process cannot be started: {error.strerror}") from error
            self._running.add(process)
            return process

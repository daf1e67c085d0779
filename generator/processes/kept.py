"""Processes that answer one request after the other: where there is no fork, and the engine bears it."""

from __future__ import annotations

import contextlib
import json
import subprocess
from collections.abc import Sequence
from threading import Lock, Timer

from generator.core.errors import VoiceError
from generator.processes.fork_server import HEADER, LENGTH, Request
from generator.processes.zygote import MOST_BYTES, Answer, unpacked


class KeptProcesses:
    """As many processes as requests at once; each is asked again as soon as it has answered.

    One that fails, or takes too long, is ended, and another begun when it is needed.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._lock = Lock()
        self._free: list[subprocess.Popen[bytes]] = []
        self._all: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def start(self) -> None:
        """Begin a first process, which loads its engine meanwhile.

        Raises:
            VoiceError: when it cannot be started, or was closed.
        """
        self._give_back(self._take())

    def ask(self, request: Request) -> Answer:
        """The answer of a process that is free.

        Raises:
            VoiceError: when there was none, or not a whole one.
        """
        limit = float(request["limit"])
        process = self._take()
        alarm = Timer(limit, process.kill)
        alarm.start()
        try:
            answer = _exchange(process, json.dumps(request).encode())
        finally:
            alarm.cancel()
        try:
            found = unpacked(answer, limit)
        except VoiceError:
            self._end(process)
            raise
        self._give_back(process)
        return found

    def close(self) -> None:
        """End every process. May be called twice; what is being asked meanwhile fails."""
        with self._lock:
            self._closed = True
            running, self._all, self._free = self._all, set(), []
        for process in running:
            process.kill()
            _reap(process)

    def _take(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed:
                raise VoiceError("the voice was closed")
            if self._free:
                return self._free.pop()
            try:
                process = subprocess.Popen(  # noqa: S603  # a fixed command
                    self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                )
            except OSError as error:
                raise VoiceError(f"the voice's process cannot be started: {error.strerror}") from error
            self._all.add(process)
            return process

    def _give_back(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            if not self._closed:
                self._free.append(process)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._all.discard(process)
        process.kill()
        _reap(process)


def _exchange(process: subprocess.Popen[bytes], request: bytes) -> bytearray:
    """Send a request; whatever came of the answer before the process ended."""
    assert process.stdin is not None
    assert process.stdout is not None
    answer = bytearray()
    with contextlib.suppress(OSError, ValueError):  # it has ended, or was closed by another thread
        process.stdin.write(LENGTH.pack(len(request)) + request)
        process.stdin.flush()
        answer += process.stdout.read(HEADER.size)
        if len(answer) == HEADER.size:
            size, _ = HEADER.unpack(answer)
            answer += process.stdout.read(min(size, MOST_BYTES))
    return answer


def _reap(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process that was killed, and close its pipes."""
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()

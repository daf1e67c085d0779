"""The serving side of a voice's process: what answers requests, apart from the program that asks.

It knows nothing of any voice: a `Speaker` does what is asked. The process is a *zygote*: its standard input
is a Unix socket over which it is handed one connected socket for each request, together with the name of its
voice. It forks a process for each voice, which has the voice loaded, and that one forks a child for each
request: so every utterance starts from the very same state (inside one process espeak's second utterance
differs from its first), and no failure of one touches another. Where nothing can be forked, a process answers
one request on standard input and ends, or, where its engine bears that, one after the other (`Way`).

A request is JSON up to the end of what is sent, with at least `limit`, the seconds after which the kernel
ends the child. An answer is the number of bytes that follow and one letter (`HEADER`), and the bytes: `S` a
sound file, `V` a voice that the engine does not have, `E` any other failure, `L` voices as JSON.

`docs/processes.md` says why each part is there. Nothing is imported here that answering does not need.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import struct
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, BinaryIO, Protocol, TypeAlias

Request: TypeAlias = dict[str, Any]

HEADER = struct.Struct("<Qc")
"""Bytes that follow, kind of answer."""

VOICE = struct.Struct("256s")
"""What comes with each socket: the name of a voice, or nothing but zeros."""

SETTLE_SECONDS = 60.0
"""What settles is ended then, whatever it does."""

MOST_VOICES = 8
"""Voices that are kept loaded, each in a process of its own."""


LENGTH = struct.Struct("<I")
"""Bytes of the request that follows, where one process is asked again and again."""


class Way(StrEnum):
    """How a process answers."""

    FORK = "fork"
    """Each request in a child of its own."""
    KEEP = "keep"
    """One request after the other, for an engine that does not change by speaking."""
    ONCE = "once"
    """One request, and the process ends."""


class Speaker(Protocol):
    """An engine inside its process."""

    steady: bool
    """Whether speaking changes nothing in it: then a process may answer one request after the other. A model
    of neurons, whose memory each child would have to touch anew, takes half the time so."""

    def load(self, voice: str) -> None:
        """Have a voice ready, for the children that are forked from here on."""

    def answer(self, request: Request) -> tuple[bytes, bytes]:
        """Kind and body of the answer to one request."""

    def settle(self) -> None:
        """Do what can wait until the first request is being answered; may be killed at any moment."""


def serve_requests(start: Callable[[], Speaker], *, way: str) -> None:
    """The whole life of the process: `start` the engine, and answer until nobody asks any more."""
    if way == Way.FORK:
        serve_forking(start())
    elif way == Way.KEEP:
        serve_kept(start)
    else:
        answer_once(start)


def respond(speaker: Speaker, request: Request) -> tuple[bytes, bytes]:
    """Kind and body of the answer: whatever goes wrong is an answer too."""
    try:
        return speaker.answer(request)
    except Exception as error:  # noqa: BLE001  # the other side of the socket decides what to make of it
        return b"E", f"{type(error).__name__}: {error}".encode(errors="replace")


def arm(seconds: float) -> None:
    """Let the kernel end this process after `seconds` (0: never), even inside C code that is lost."""
    import signal

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def read_all(connection: socket.socket) -> bytes:
    """What is sent until the other side says that this is all."""
    parts = []
    while part := connection.recv(1 << 16):
        parts.append(part)
    return b"".join(parts)


def serve_one(speaker: Speaker, connection: socket.socket) -> None:
    """Answer one request: a child's whole life, or a part of it."""
    request = json.loads(read_all(connection))
    arm(request["limit"])
    kind, body = respond(speaker, request)
    arm(0)
    connection.sendall(HEADER.pack(len(body), kind))
    connection.sendall(body)


def settle_apart(speaker: Speaker) -> None:
    """Settle in a session of its own: where all is said before that is done, it is done all the same."""
    os.setsid()
    arm(SETTLE_SECONDS)
    speaker.settle()


def in_child(work: Callable[[], None]) -> None:
    """Fork; do `work` in the child, which ends there without Python's farewell."""
    if os.fork():
        return
    status = 1
    try:
        # Else this child would keep the zygote's own socket open after the zygote's death.
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        work()
        status = 0
    except Exception as error:  # noqa: BLE001  # whoever asked sees that this process has ended, and reads why
        os.write(2, f"{type(error).__name__}: {error}\n".encode(errors="replace"))
    finally:
        os._exit(status)


def serve_forking(speaker: Speaker) -> None:
    """Hand each socket on to the process of its voice, until the asking program is gone."""
    import gc
    import signal

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children need not be waited for
    gc.freeze()  # or each child's first collection would copy every page
    control = socket.socket(fileno=0)
    loaded = VoiceProcesses(speaker)
    settled = False
    while True:
        packed, handed, _, _ = socket.recv_fds(control, VOICE.size, 1)
        while packed and len(packed) < VOICE.size and (more := control.recv(VOICE.size - len(packed))):
            packed += more
        if len(packed) < VOICE.size:
            # Asked to end, or the asking program died however suddenly: nothing here may outlive it.
            if os.getpgrp() == os.getpid():
                os.killpg(0, signal.SIGKILL)
            return
        for descriptor in handed:
            with socket.socket(fileno=descriptor) as connection:
                loaded.hand_on(packed.rstrip(b"\0"), connection)
        if not settled:
            in_child(lambda: settle_apart(speaker))
            settled = True


class VoiceProcesses:
    """A process for each voice, which has it loaded: that took a twentieth of the time of each cue."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._controls: dict[bytes, socket.socket] = {}

    def hand_on(self, voice: bytes, connection: socket.socket) -> None:
        """Give a request's socket to the process of its voice; begin that one where there is none."""
        for _ in range(2):
            if voice not in self._controls:
                self._controls[voice] = self._begin(voice, connection)
            try:
                socket.send_fds(self._controls[voice], [b"."], [connection.fileno()])
            except ConnectionError:
                self._controls.pop(voice).close()  # that process has died
            else:
                return

    def _begin(self, voice: bytes, connection: socket.socket) -> socket.socket:
        if len(self._controls) == MOST_VOICES:
            self._controls.pop(next(iter(self._controls))).close()
        mine, theirs = socket.socketpair()

        def work() -> None:
            # Else the asking program, or another voice's process, would wait for this one's end, too.
            for other in (connection, mine, *self._controls.values()):
                other.close()
            serve_voice(self._speaker, voice, theirs)

        in_child(work)
        theirs.close()
        return mine


def serve_voice(speaker: Speaker, voice: bytes, control: socket.socket) -> None:
    """Load a voice, and fork a child for each socket that is handed over, until the zygote closes its end."""
    if voice:
        # Where that goes wrong, each child tries for itself, and tells it.
        with contextlib.suppress(Exception):
            speaker.load(voice.decode())
    if speaker.steady:
        for _ in range((os.cpu_count() or 1) - 1):
            in_child(lambda: serve_many(speaker, control))
        serve_many(speaker, control)
        return
    for connection in handed_over(control):
        serve_in_child(speaker, connection, control)


def handed_over(control: socket.socket) -> Iterator[socket.socket]:
    """Each socket that is handed over, closed before the next, until the other side closes its end."""
    while True:
        data, handed, _, _ = socket.recv_fds(control, 1, 1)
        if not data:
            return
        for descriptor in handed:
            with socket.socket(fileno=descriptor) as connection:
                yield connection


def serve_many(speaker: Speaker, control: socket.socket) -> None:
    """Answer requests one after the other; whichever process of this voice is free takes the next one."""
    for connection in handed_over(control):
        with contextlib.suppress(OSError):  # who asked has gone
            serve_one(speaker, connection)


def serve_in_child(speaker: Speaker, connection: socket.socket, control: socket.socket) -> None:
    """Answer one request in a child of its own."""

    def work() -> None:
        control.close()  # or the zygote would not see that this voice's process has died
        serve_one(speaker, connection)

    in_child(work)


def answer_once(start: Callable[[], Speaker]) -> None:
    """One request on standard input, its answer on standard output: where there is no fork."""
    with answers() as output:
        speaker = start()
        kind, body = respond(speaker, json.loads(sys.stdin.buffer.read()))
        output.write(HEADER.pack(len(body), kind) + body)


def serve_kept(start: Callable[[], Speaker]) -> None:
    """Requests on standard input, each after its length, and an answer to each on standard output."""
    with answers() as output:
        speaker = start()
        settled = False
        while head := sys.stdin.buffer.read(LENGTH.size):
            (size,) = LENGTH.unpack(head)
            kind, body = respond(speaker, json.loads(sys.stdin.buffer.read(size)))
            output.write(HEADER.pack(len(body), kind) + body)
            output.flush()
            if not settled:
                speaker.settle()
                settled = True


def answers() -> BinaryIO:
    """Standard output, for answers alone: what engines print there goes to standard error."""
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return output

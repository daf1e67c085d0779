"""The voice's process, gone wrong: the real one, but for cues with the word "knees".

Started in the place of the real process, with `-S -P` and one argument. `LESSON_TORTURE` says how it
goes wrong; with `once:` before it, only the first time, for which it leaves a mark in the folder that
`LESSON_MARKS` names.
"""

from __future__ import annotations

import io
import json
import os
import random
import signal
import socket
import sys
import time
import wave
from collections.abc import Callable
from pathlib import Path

sys.path[:] = json.loads(sys.argv[1])["path"]
from generator.processes import fork_server as worker  # noqa: E402  # -S leaves the path empty

RATE = 22_050
OTHER = {"other, longer": "Quite another text, " * 12, "other, shorter": "No."}


def wav(samples: bytes) -> bytes:
    """A sound file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(samples)
    return file.getvalue()


def noise(seconds: float) -> bytes:
    """The same each time."""
    chance = random.Random(1)
    return b"".join(
        chance.randrange(-3000, 3000).to_bytes(2, "little", signed=True) for _ in range(int(seconds * RATE))
    )


def serve_one(speaker: worker.Speaker, connection: socket.socket) -> None:
    """As the real one, or not."""
    data = worker.read_all(connection)
    request = json.loads(data)
    how = os.environ["LESSON_TORTURE"]
    if request.get("list"):
        connection.sendall(worker.HEADER.pack(0, b"E"))  # not asked for with the wheel's voice
        return
    if "knees" not in request.get("text", "") or (how.startswith("once:") and not first()):
        how = "well"
    how = how.removeprefix("once:")
    worker.arm(request["limit"])
    request["text"] = OTHER.get(how, request.get("text", ""))
    answer = Answer(speaker, connection, request)
    WAYS.get(how, speak)(answer)


def first() -> bool:
    """Whether this has not been asked before, by any process."""
    try:
        Path(os.environ["LESSON_MARKS"], "mark").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


class Answer:
    """What can be done with one request."""

    def __init__(self, speaker: worker.Speaker, connection: socket.socket, request: worker.Request) -> None:
        self._speaker = speaker
        self.connection = connection
        self._request = request

    def send(self, kind: bytes, body: bytes, size: int | None = None) -> None:
        """An answer that says it has `size` bytes."""
        self.connection.sendall(worker.HEADER.pack(len(body) if size is None else size, kind) + body)

    def really(self) -> bytes:
        """What the voice says."""
        return worker.respond(self._speaker, self._request)[1]


def speak(answer: Answer) -> None:
    answer.send(b"S", answer.really())


def hang(_: Answer) -> None:
    while True:
        pass


def sleep_for_ever(_: Answer) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    time.sleep(600)


def be_stopped(_: Answer) -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def crash(_: Answer) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def leave(_: Answer) -> None:
    sys.stderr.write("no data here\n")
    sys.stderr.flush()
    os._exit(1)


def kill_the_parent(_: Answer) -> None:
    os.kill(os.getppid(), signal.SIGKILL)


def never_end(answer: Answer) -> None:
    while True:
        answer.connection.sendall(bytes(1 << 20))


def be_slow(answer: Answer) -> None:
    time.sleep(1)
    answer.send(b"S", answer.really())


def half_a_file(answer: Answer) -> None:
    body = answer.really()
    answer.send(b"S", body[: len(body) // 2])


def half_an_answer(answer: Answer) -> None:
    body = answer.really()
    answer.send(b"S", body[: len(body) // 2], len(body))


def half_the_sound(answer: Answer) -> None:
    body = answer.really()
    answer.send(b"S", wav(body[44 : 44 + (len(body) // 3 & ~1)]))


WAYS: dict[str, Callable[[Answer], None]] = {
    "hangs": hang,
    "sleeps for ever": sleep_for_ever,
    "stopped": be_stopped,
    "crashes": crash,
    "exits": leave,
    "kills its parent": kill_the_parent,
    "never ends": never_end,
    "slow": be_slow,
    "half a file": half_a_file,
    "half an answer": half_an_answer,
    "half the sound": half_the_sound,
    "noise": lambda answer: answer.send(b"S", wav(noise(2.5))),
    "silence": lambda answer: answer.send(b"S", wav(bytes(5 * RATE))),
    "nothing": lambda answer: answer.send(b"S", b""),
    "no sound file": lambda answer: answer.send(b"S", b"hello, hello"),
    "says that it failed": lambda answer: answer.send(b"E", b"out of p\x1b[31maper"),
    "promises too much": lambda answer: answer.send(b"S", b"RIFF", 1 << 62),
    "unknown kind": lambda answer: answer.send(b"?", b"what"),
}


worker.serve_one = serve_one
if __name__ == "__main__":
    from generator.voices.espeak.driver import serve

    serve(json.loads(sys.argv[1]))

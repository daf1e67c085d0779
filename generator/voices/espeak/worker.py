"""The process that speaks: pyttsx3 and eSpeak NG, apart from the program that asked.

Run as a program of its own, with `-S -P` and one argument, a JSON object:

    path     what `sys.path` is to be: sparing Python's own search makes the start a third quicker
    driver   pyttsx3's driver: `espeak`, `sapi5` or `nsss`
    library  eSpeak NG's shared library, or empty: wherever pyttsx3 finds one
    data     the folder that holds `espeak-ng-data`, or empty: the library's own
    once     true: one request on standard input, its answer on standard output, and the process ends

Otherwise it is a *zygote*: standard input is a Unix socket over which it is handed one connected socket for
each request, together with the name of its voice. It forks a process for each voice, which has the voice
loaded, and that one forks a child for each request: so every utterance starts from the very same state
(inside one process espeak's second utterance differs from its first), and no failure of one touches another.

A request is JSON up to the end of what is sent: text, voice, rate, pitch, volume, and `limit`, the seconds
after which the kernel ends the child; or `list`, which asks for the voices instead. An answer is the
number of bytes that follow and one letter (`HEADER`), and the bytes: `S` a sound file, `V` a voice that the
engine does not have, `E` any other failure, `L` voices as JSON.

Nothing is imported here that speaking does not need.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import json
import os
import socket
import struct
import sys
import types
from collections.abc import Callable
from typing import Any, TypeAlias

Request: TypeAlias = dict[str, Any]

HEADER = struct.Struct("<Qc")
"""Bytes that follow, kind of answer."""

SEED = 1
"""espeak seeds its noise with the clock; 29 of its variants use noise."""

VOICE = struct.Struct("256s")
"""What comes with each socket: the name of a voice, or nothing but zeros."""

MOST_VOICES = 8
"""Voices that are kept loaded, each in a process of its own."""

BUFFER_MS = 60_000
"""pyttsx3 copies all that it has for each buffer that is filled: the longer, the less often.

Besides, a buffer's end in the middle of a pause changes the pause by a few samples.
"""


def load_espeak(library: str, data: str) -> None:
    """Give pyttsx3's espeak driver its library and data, and have it do all in one thread."""
    # The driver plays sounds with it, and else does nothing with it. It imports so much that forking takes
    # a seventh longer.
    unused: Any = types.ModuleType("tempfile")
    unused.NamedTemporaryFile = None
    sys.modules.setdefault("tempfile", unused)
    if library:
        loader: Any = ctypes.cdll
        found = loader.LoadLibrary
        # pyttsx3 knows a fixed list of places only; whichever it tries first, it gets this one.
        loader.LoadLibrary = lambda _: ctypes.CDLL(library)
        try:
            from pyttsx3.drivers import _espeak, espeak
        finally:
            loader.LoadLibrary = found
    else:
        from pyttsx3.drivers import _espeak, espeak
    initialize, synthesize = _espeak.Initialize, _espeak.Synth

    def initialize_here(mode: int, _buffer_ms: int) -> int:
        return int(initialize(mode, BUFFER_MS, data.encode() if data else None, 0))

    def synthesize_and_say_so(*args: object, **named: object) -> int:
        # Synchronous espeak never sends this event, and without it the driver's loop would not end.
        result = int(synthesize(*args, **named))
        events = (_espeak.EVENT * 2)()
        events[0].type, events[1].type = _espeak.EVENT_MSG_TERMINATED, _espeak.EVENT_LIST_TERMINATED
        _espeak.SynthCallback(None, 0, events)
        return result

    # In its asynchronous mode runAndWait() may return before there is a file, and nothing is raised.
    _espeak.AUDIO_OUTPUT_RETRIEVAL = _espeak.AUDIO_OUTPUT_SYNCHRONOUS
    _espeak.Initialize = initialize_here
    _espeak.Synth = synthesize_and_say_so
    # The driver sleeps 10 ms in each turn of a loop that, being synchronous, has nothing to wait for.
    espeak.time = types.SimpleNamespace(sleep=lambda _: None)


def seed_espeak() -> None:
    """Make the noise in voices repeatable. eSpeak NG before 1.52 has no such call."""
    from pyttsx3.drivers import _espeak

    set_seed = getattr(_espeak.dll, "espeak_ng_SetRandSeed", None)
    if set_seed is not None:
        set_seed.argtypes = [ctypes.c_long]
        set_seed(SEED)


def start_engine(config: Request) -> Any:  # noqa: ANN401  # pyttsx3 has no type hints
    """A pyttsx3 engine, ready, with all that it queued while it started carried out."""
    if config["driver"] == "espeak":
        load_espeak(config["library"], config["data"])
    import pyttsx3

    engine = pyttsx3.init(config["driver"])
    if config["driver"] == "espeak":
        engine.runAndWait()
        seed_espeak()
        # espeak reads the heads of all voices when it is first asked for one: once here, not in each child.
        engine.getProperty("voices")
    return engine


def speak(engine: Any, request: Request, driver: str) -> tuple[bytes, bytes]:  # noqa: ANN401  # pyttsx3 has no type hints
    """Kind and body of the answer to one request."""
    errors: list[str] = []
    engine.connect("error", lambda exception, **_: errors.append(str(exception)))
    if driver != "espeak" or not has_voice(engine, request["voice"]):
        engine.setProperty("voice", request["voice"])
    if driver == "espeak":
        # Accepted silently: a variant that does not exist. A wrong base voice shows in `errors` only.
        if errors or not has_voice(engine, request["voice"]):
            return b"V", request["voice"].encode()
        engine.setProperty("pitch", request["pitch"])
    engine.setProperty("rate", request["rate"])
    engine.setProperty("volume", request["volume"])
    sound = save_espeak(engine, request["text"]) if driver == "espeak" else save_file(engine, request["text"])
    if errors:
        return b"E", "; ".join(errors).encode()
    return b"S", sound


def has_voice(engine: Any, name: str) -> bool:  # noqa: ANN401  # pyttsx3 has no type hints
    """Whether that voice is the one that is loaded."""
    return str(engine.getProperty("voice")).casefold() == name.casefold()


def save_espeak(engine: Any, text: str) -> bytes:  # noqa: ANN401  # pyttsx3 has no type hints
    """A WAV file, in memory: `wave`, which the driver writes it with, takes either."""
    wav = io.BytesIO()
    engine.save_to_file(text, wav)
    engine.runAndWait()
    return wav.getvalue()


def save_file(engine: Any, text: str) -> bytes:  # noqa: ANN401  # pyttsx3 has no type hints
    """A sound file of the kind that the system's own voices write, through a folder that does not stay."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory(prefix="lesson-voice-") as folder:
        path = Path(folder, "cue.wav")
        engine.save_to_file(text, str(path))
        engine.runAndWait()
        return path.read_bytes() if path.exists() else b""


def list_voices(engine: Any, driver: str) -> bytes:  # noqa: ANN401  # pyttsx3 has no type hints
    """Every voice as pyttsx3 lists it; with espeak also its version and where its data is."""
    voices = [
        {
            "id": voice.id,
            "name": voice.name,
            "languages": [str(language) for language in voice.languages],
        }
        for voice in engine.getProperty("voices")
    ]
    about: dict[str, object] = {"voices": voices, "version": "", "data": ""}
    if driver == "espeak":
        from pyttsx3.drivers import _espeak

        path = ctypes.c_char_p()
        info = _espeak.dll.espeak_Info
        info.argtypes, info.restype = [ctypes.POINTER(ctypes.c_char_p)], ctypes.c_char_p
        about["version"] = info(ctypes.byref(path)).decode()
        about["data"] = os.fsdecode(path.value or b"")
        exact = {
            voice.identifier.decode().lower(): voice.identifier.decode() for voice in _espeak.ListVoices()
        }
        for entry in voices:
            # pyttsx3 lowers the name, but the file that espeak opens is as it is written.
            entry["id"] = exact.get(entry["id"], entry["id"])
    return json.dumps(about).encode()


def respond(engine: Any, request: Request, driver: str) -> tuple[bytes, bytes]:  # noqa: ANN401  # pyttsx3 has no type hints
    """Kind and body of the answer: whatever goes wrong is an answer too."""
    try:
        if request.get("list"):
            return b"L", list_voices(engine, driver)
        return speak(engine, request, driver)
    except Exception as error:  # noqa: BLE001  # the other side of the socket decides what to make of it
        return b"E", f"{type(error).__name__}: {error}".encode(errors="replace")


def arm(seconds: float) -> None:
    """Let the kernel end this process after `seconds`, even inside C code that has lost its way."""
    import signal

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def read_all(connection: socket.socket) -> bytes:
    """What is sent until the other side says that this is all."""
    parts = []
    while part := connection.recv(1 << 16):
        parts.append(part)
    return b"".join(parts)


def serve_one(engine: Any, connection: socket.socket, driver: str) -> None:  # noqa: ANN401  # pyttsx3 has no type hints
    """The child's whole life."""
    request = json.loads(read_all(connection))
    arm(request["limit"])
    kind, body = respond(engine, request, driver)
    connection.sendall(HEADER.pack(len(body), kind))
    connection.sendall(body)


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


def serve(engine: Any, driver: str) -> None:  # noqa: ANN401  # pyttsx3 has no type hints
    """Hand each socket on to the process of its voice, until the asking program is gone."""
    import gc
    import signal

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children need not be waited for
    gc.freeze()  # or each child's first collection would copy every page
    control = socket.socket(fileno=0)
    loaded = VoiceProcesses(engine, driver)
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


class VoiceProcesses:
    """A process for each voice, which has it loaded: that took a twentieth of the time of each cue."""

    def __init__(self, engine: Any, driver: str) -> None:  # noqa: ANN401  # pyttsx3 has no type hints
        self._engine = engine
        self._driver = driver
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
            serve_voice(self._engine, self._driver, voice, theirs)

        in_child(work)
        theirs.close()
        return mine


def serve_voice(engine: Any, driver: str, voice: bytes, control: socket.socket) -> None:  # noqa: ANN401  # pyttsx3 has no type hints
    """Load a voice, and fork a child for each socket that is handed over, until the zygote closes its end."""
    if voice:
        # Where that goes wrong, each child tries for itself, and tells it.
        with contextlib.suppress(Exception):
            engine.setProperty("voice", voice.decode())
    while True:
        data, handed, _, _ = socket.recv_fds(control, 1, 1)
        if not data:
            return
        for descriptor in handed:
            with socket.socket(fileno=descriptor) as connection:
                serve_in_child(engine, connection, driver, control)


def serve_in_child(engine: Any, connection: socket.socket, driver: str, control: socket.socket) -> None:  # noqa: ANN401  # pyttsx3 has no type hints
    """Answer one request in a child of its own."""

    def work() -> None:
        control.close()  # or the zygote would not see that this voice's process has died
        serve_one(engine, connection, driver)

    in_child(work)


def answer_once(config: Request) -> None:
    """One request on standard input, its answer on standard output: where there is no fork."""
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # pyttsx3 prints to standard output
    engine = start_engine(config)
    kind, body = respond(engine, json.loads(sys.stdin.buffer.read()), config["driver"])
    with output:
        output.write(HEADER.pack(len(body), kind) + body)


def main() -> None:
    """Start, and serve."""
    config = json.loads(sys.argv[1])
    sys.path[:] = config["path"]
    if config["once"]:
        answer_once(config)
    else:
        serve(start_engine(config), config["driver"])


if __name__ == "__main__":
    main()

"""pyttsx3 and eSpeak NG inside the voice's process: loaded, seeded, asked to speak one utterance.

Its configuration, a JSON object:

    path     what `sys.path` is to be
    driver   pyttsx3's driver: `espeak`, `sapi5` or `nsss`
    library  eSpeak NG's shared library, or empty: wherever pyttsx3 finds one
    data     the folder that holds `espeak-ng-data`, or empty: the library's own
    way      how requests are answered: `serve_requests` says what there is

A request has text, voice, rate, pitch, volume, and `limit`; or `list`, which asks for the voices instead; or
voice and `texts`, which asks for their phonemes.
Nothing is imported here that speaking does not need.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import sys
import types
from typing import Any

from generator.processes.fork_server import Request, serve_requests

SEED = 1
"""espeak seeds its noise with the clock; 29 of its variants use noise."""

UTF8 = 1
"""How espeak is told what a text is written in."""

IPA = 2
"""How it is asked for phonemes of the International Phonetic Alphabet."""

BUFFER_MS = 60_000
"""pyttsx3 copies all that it has for each buffer that is filled: the longer, the less often.

Besides, a buffer's end in the middle of a pause changes the pause by a few samples.
"""


class Pyttsx3Speaker:
    """A pyttsx3 engine that answers requests."""

    steady = False  # espeak's second utterance differs from its first

    def __init__(self, config: Request) -> None:
        self._driver: str = config["driver"]
        self._engine = start_engine(config)

    def load(self, voice: str) -> None:
        """Load a voice: that took a twentieth of the time of each cue."""
        self._engine.setProperty("voice", voice)

    def settle(self) -> None:
        """Nothing: espeak loads at once."""

    def answer(self, request: Request) -> tuple[bytes, bytes]:
        """Kind and body of the answer to one request."""
        if request.get("list"):
            return b"L", list_voices(self._engine, self._driver)
        if "texts" in request:
            return b"L", phonemes(self._engine, request)
        return speak(self._engine, request, self._driver)


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

    def synthesize_and_say_so(text: bytes, flags: int) -> int:
        if b"[[" in text:
            flags |= _espeak.PHONEMES
        # Synchronous espeak never sends this event, and without it the driver's loop would not end.
        result = int(synthesize(text, flags=flags))
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
            "gender": str(voice.gender or ""),
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


def phonemes(engine: Any, request: Request) -> bytes:  # noqa: ANN401  # pyttsx3 has no type hints
    """What eSpeak makes of each text, in its own notation or in IPA; `(en)` where it changes the language."""
    from pyttsx3.drivers import _espeak

    engine.setProperty("voice", request["voice"])
    convert = _espeak.dll.espeak_TextToPhonemes
    convert.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
    convert.restype = ctypes.c_char_p
    notation = IPA if request.get("ipa") else 0
    found = []
    for text in request["texts"]:
        rest = ctypes.c_char_p(text.encode())
        said = []
        while rest.value is not None:  # espeak takes a clause at a time
            said.append((convert(ctypes.byref(rest), UTF8, notation) or b"").decode(errors="replace"))
        found.append(" ".join(said))
    return json.dumps(found).encode()


def serve(config: Request) -> None:
    """Start, and serve."""
    serve_requests(lambda: Pyttsx3Speaker(config), way=config["way"])

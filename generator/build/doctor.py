"""Does this machine do what a build needs? Each thing is tried, and the answer is in plain words."""

from __future__ import annotations

import io
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.core.cache import Cache, default_root
from generator.core.errors import GeneratorError, MachineError

OLDEST = (3, 11)
_KEY = "0" * 40


@dataclass(frozen=True, slots=True)
class SystemCheck:
    """The result of one check of this machine."""

    what: str
    works: bool
    told: str
    """What was seen, or what is wrong."""
    advice: str = ""
    """What to do where it does not work."""
    needed: bool = True
    """Whether lessons can be built without it."""


def examine(output: Path) -> Iterator[SystemCheck]:
    """Run every check, one after the other."""
    yield _python()
    for what, try_it in (("voice", _voice), ("encoder", _encoder)):
        yield _tried(what, try_it)
    yield _cache()
    yield _output(output)
    yield _sound_device()


def _python() -> SystemCheck:
    told = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    advice = f"install Python {OLDEST[0]}.{OLDEST[1]} or newer from python.org"
    return SystemCheck("Python", sys.version_info >= OLDEST, told, advice)


def _tried(what: str, try_it: Callable[[], str]) -> SystemCheck:
    """What a try returned, or why it failed. Whatever it is that fails, the doctor goes on."""
    try:
        return SystemCheck(what, works=True, told=try_it())
    except GeneratorError as error:
        hint = error.hint or "install this program again"
        return SystemCheck(what, works=False, told=error.message or str(error), advice=hint)
    except (ImportError, OSError) as error:
        return SystemCheck(what, works=False, told=str(error), advice="install this program again")


def _voice() -> str:
    """Speak a sentence.

    Raises:
        GeneratorError: it did not come out.
    """
    from generator.voices.engine import DEFAULT_RATE, OWN_PITCH, Utterance
    from generator.voices.engines import EngineOptions, Engines

    engines = Engines(EngineOptions(workers=1))
    try:
        voice = engines.voice("", "en")
        engine = engines.of(voice)
        identity = engines.guarded(engine)
        rate = engine.setting(voice, DEFAULT_RATE)
        utterance = Utterance("Lie on your back.", voice.engine_name, rate, OWN_PITCH, 1.0)
        recording = engines.render(identity, utterance)
        return f"{voice.name}, spoken by {identity}, {recording.rate} Hz"
    finally:
        engines.close()


def _encoder() -> str:
    """Encode the bell, decode it with somebody else's decoder, and count its samples.

    Raises:
        GeneratorError: something else came back.
    """
    import soundfile

    from generator.audio.chime import bell
    from generator.audio.encode import encode_clip
    from generator.audio.mp3 import write_frames
    from generator.audio.profile import STANDARD
    from generator.core.packages import version_of

    clip = encode_clip(bell(), STANDARD)
    stream = io.BytesIO()
    write_frames(stream, STANDARD, clip.facts.length, [(0, clip.data)])
    stream.seek(0)
    samples, rate = soundfile.read(stream)
    if len(samples) != clip.facts.length:
        raise GeneratorError(f"of {clip.facts.length} samples {len(samples)} came back")
    return f"lameenc {version_of('lameenc')}, {rate} Hz, decodes to the sample"


def _cache() -> SystemCheck:
    root = default_root()
    cache = Cache(root)
    cache.put(_KEY, b"doctor")
    works = cache.get(_KEY) == b"doctor"
    kept = cache.contents()
    told = f"{root}, {kept.entries} entries, {kept.size / 1e6:.0f} MB" if works else cache.trouble
    advice = (
        "without it every build speaks every cue: free some room, or set LESSON_CACHE to a folder of yours"
    )
    return SystemCheck("cache", works, told, advice, needed=False)


def _output(output: Path) -> SystemCheck:
    from generator.build.output_folder import make_folder
    from generator.core.atomic_files import unfinished_file

    existed = output.exists()
    try:
        make_folder(output)
        with unfinished_file("doctor", output) as probe:
            probe.write_bytes(b"doctor")
        if not existed:
            output.rmdir()
    except (GeneratorError, OSError) as error:
        advice = "choose another folder, as in: lesson build -o my-lessons"
        return SystemCheck("output", works=False, told=str(error), advice=advice)
    return SystemCheck("output", works=True, told=f"{output.resolve()} can be written")


def _sound_device() -> SystemCheck:
    from generator.audio.player import sound_library

    advice = "building works without; `lesson preview -o FILE` writes a file instead of playing"
    try:
        miniaudio = sound_library()
    except MachineError as error:
        return SystemCheck("sound device", works=False, told=error.message, advice=advice, needed=False)
    try:
        # Its null device is always there, and never heard.
        real = [backend for backend in miniaudio.Backend if backend is not miniaudio.Backend.NULL]
        playbacks = miniaudio.Devices(real).get_playbacks()
    except miniaudio.MiniaudioError as error:
        return SystemCheck("sound device", works=False, told=str(error), advice=advice, needed=False)
    names = ", ".join(str(device["name"]) for device in playbacks)
    return SystemCheck("sound device", bool(names), names or "none", advice, needed=False)

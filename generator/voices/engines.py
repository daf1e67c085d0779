"""The engines that can speak a lesson, in one table: a new one is one file (or room) and one row here.

A package that is installed beside this one can bring another, by an entry point of the group `lesson.engines`
whose name is the engine's and whose object is an `OpenEngine`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.core.errors import MachineError, VoiceError
from generator.voices.engine import Engine, Utterance, Voice, VoiceEngine
from generator.voices.guard import GuardedEngine
from generator.voices.measured_voices import MeasurementStore

if TYPE_CHECKING:
    from generator.audio.recording import Recording

GROUP: Final = "lesson.engines"


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What every engine is opened with."""

    workers: int
    """How many cues may be spoken at once."""
    system: bool = False
    """Take the system's own eSpeak NG instead of the wheel's."""
    store: MeasurementStore | None = None
    cache: Path | None = None
    """The folder of the user's cache, for what an engine's own process keeps there; None is the usual one."""


OpenEngine: TypeAlias = Callable[[EngineOptions], VoiceEngine]
"""Opens an engine; starts no process, and imports nothing heavy.

Raises:
    MachineError: when a part of it is missing on this machine.
"""


def _espeak(options: EngineOptions) -> VoiceEngine:
    from generator.voices.espeak.espeak_engine import open_espeak

    return open_espeak(options.workers, system=options.system, store=options.store)


def _natural(options: EngineOptions) -> VoiceEngine:
    from generator.voices.natural.natural_engine import open_natural

    return open_natural(options.workers, options.cache)


def _command(options: EngineOptions) -> VoiceEngine:
    from generator.voices.command.command_engine import open_command

    return open_command(options.workers, options.store)


def _piper(options: EngineOptions) -> VoiceEngine:
    from generator.voices.piper.piper_engine import open_piper

    return open_piper(options.workers, options.store)


def _kokoro(options: EngineOptions) -> VoiceEngine:
    from generator.voices.kokoro.kokoro_engine import open_kokoro

    return open_kokoro(options.workers, options.store)


def _system(options: EngineOptions) -> VoiceEngine:
    from generator.voices.system.system_engine import open_system

    return open_system(options.workers, options.store)


ENGINES: Final[dict[str, OpenEngine]] = {
    "natural": _natural,
    "espeak": _espeak,
    "piper": _piper,
    "kokoro": _kokoro,
    "system": _system,
    "command": _command,
}
"""Every engine by its name. Of those that speak a language, the first speaks a lesson that names no voice."""


def installed_engines() -> Mapping[str, OpenEngine]:
    """The engines of other packages. Asked for late: looking for them takes 40 ms."""
    from importlib.metadata import entry_points

    return {each.name: each.load() for each in entry_points(group=GROUP) if each.name not in ENGINES}


class Engines:
    """The engines of one session, each opened when it is first needed."""

    def __init__(self, options: EngineOptions) -> None:
        """Nothing is opened yet."""
        self._options = options
        self._opened: dict[str, VoiceEngine] = {}
        self._guarded: dict[str, Engine] = {}
        """By identity: what clips are asked of."""
        self.missing: dict[str, MachineError] = {}
        """Engines of the table that this machine does not have, and why: others speak for them."""

    def engine(self, name: str) -> VoiceEngine:
        """The engine of that name, in the table or installed.

        Raises:
            VoiceError: when there is none.
            MachineError: when it is not whole.
        """
        if name not in self._opened:
            opening = ENGINES.get(name) or installed_engines().get(name)
            if opening is None:
                raise VoiceError(f'there is no engine "{name}"', f"the engines are {', '.join(ENGINES)}")
            self._opened[name] = opening(self._options)
        return self._opened[name]

    def voice(self, name: str, language: str) -> Voice:
        """The voice that a script means by `name`: `en-gb`, an engine (`espeak`), or both (`espeak:en-gb`).

        Raises:
            VoiceError: when no engine has it; its hint names the nearest.
        """
        engine, colon, rest = (part.strip() for part in name.partition(":"))
        if engine and (engine in ENGINES or (colon and engine in installed_engines())):
            return self.engine(engine).voice(rest, language)
        return self._first(ENGINES, name, language)

    def _first(self, names: Iterable[str], name: str, language: str) -> Voice:
        """The voice of the first engine that has it."""
        refused: VoiceError | None = None
        for each in names:
            try:
                return self.engine(each).voice(name, language)
            except VoiceError as error:
                keep = refused and (refused.hint.startswith("did you") or not error.hint)
                refused = refused if keep else error
            except MachineError as error:
                self.missing[each] = error
        if refused is None:
            raise next(iter(self.missing.values()))
        raise refused

    def voices(self, language: str = "") -> Iterator[Voice]:
        """The voices of every engine, of one language or of all."""
        for name in (*ENGINES, *installed_engines()):
            try:
                yield from self.engine(name).voices(language)
            except MachineError as error:
                self.missing[name] = error

    def of(self, voice: Voice) -> VoiceEngine:
        """The engine of a voice."""
        return self.engine(voice.engine)

    def guarded(self, engine: VoiceEngine) -> str:
        """The identity under which an engine is asked for clips, its recordings checked."""
        identity = engine.identity
        if identity not in self._guarded:
            guards_itself = isinstance(engine, GuardedEngine)
            self._guarded[identity] = engine if guards_itself else GuardedEngine(engine, engine.pace)
        return identity

    def start(self, identities: Iterable[str]) -> None:
        """Have these engines ready; returns at once."""
        for identity in set(identities):
            self._guarded[identity].start()

    def render(self, identity: str, utterance: Utterance) -> Recording:
        """Speak `utterance` by the engine of that identity; may be called from several threads at once.

        Raises:
            VoiceError: when it was not spoken whole, twice.
        """
        return self._guarded[identity].render(utterance)

    def close(self) -> None:
        """End the processes of all. May be called twice."""
        for engine in self._opened.values():
            engine.close()

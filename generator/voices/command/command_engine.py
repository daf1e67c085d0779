"""Programs of the user's own as the table of engines knows them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from generator.audio.recording import Recording
from generator.core.errors import MachineError, VoiceError
from generator.processes.program import Programs
from generator.spoken.phonetic import as_written
from generator.voices.calibration import RateScale
from generator.voices.command.programs_file import (
    RATE,
    WAV,
    ProgramsFileError,
    SpeakingProgram,
    programs_file,
    read_programs,
)
from generator.voices.engine import Control, Utterance, Voice
from generator.voices.measured_voices import USUAL_PACE, MeasuredEngine, MeasuredVoices, MeasurementStore

NAME: Final = "command"

PROCESSING: Final = "1"
"""Raised whenever the same program comes to give other samples."""

MOST_SOUND: Final = 500_000_000
"""Bytes that a program may write for a cue."""

UNKNOWN_SIZE: Final = 0x7FFF_0000
"""A WAV file that says so many bytes of itself, or none at all, does not know."""


class CommandEngine(MeasuredEngine):
    """Any program that reads a text and writes a sound: one process for each utterance, and no shell."""

    def __init__(self, file: Path, workers: int, store: MeasurementStore | None) -> None:
        """Nothing is read before it is asked for.

        Args:
            file: the user's file of programs.
            workers: how many utterances at once.
            store: where what was measured of them is kept.
        """
        self._file = file
        self._programs = Programs()
        self._listed: dict[str, SpeakingProgram] | None = None
        self._measured = MeasuredVoices(self, workers, store)

    @property
    def identity(self) -> str:
        """Hash of all programs with their arguments, and of how each program's own file looks."""
        shaping = [
            PROCESSING,
            *(f"{each.command} {_looks(each.command[0])}" for each in self._all().values()),
        ]
        return f"{NAME}/{hashlib.sha256(repr(shaping).encode()).hexdigest()[:16]}"

    def voices(self, language: str = "") -> Sequence[Voice]:
        """Its voices, of one language or of all.

        Raises:
            MachineError: the user's file cannot be used.
        """
        try:
            listed = self._all()
        except VoiceError as error:
            raise MachineError(error.message, error.hint) from error
        primary = language.partition("-")[0].lower()
        return [_voice(each) for each in listed.values() if each.language.startswith(primary)]

    def voice(self, name: str, language: str) -> Voice:
        """The voice that a script means by `name` or gender; empty is the first one of `language`.

        Raises:
            VoiceError: there is none, or the user's file cannot be used.
        """
        listed = self._all()
        if name in listed:
            return _voice(listed[name])
        spoken = [each for each in map(_voice, listed.values()) if each.language[:2] == language[:2].lower()]
        for voice in spoken:
            if name in {"", voice.gender}:
                return voice
        if not listed:
            raise VoiceError(f'there is no program "{name}" to speak: {self._file} names none')
        if not name:
            raise VoiceError(f'no program of {self._file} speaks the language "{language}"')
        where = f"`lesson voices` lists them all; programs are named in {self._file}, never in a script"
        raise VoiceError(f'there is no voice "{name}"', where)

    def start(self) -> None:
        """Nothing: each utterance has a process of its own."""

    def render(self, utterance: Utterance) -> Recording:
        """Speak `utterance`; may be called from several threads at once.

        Raises:
            VoiceError: the program failed, or what it wrote is no sound.
        """
        program = self._all().get(utterance.voice)
        text = as_written(utterance.text)
        if program is None:
            raise VoiceError(f'there is no program "{utterance.voice}" to speak')
        if not any(character.isalnum() for character in text):
            raise VoiceError("there is nothing to say")
        from generator.voices.sound_file import recording

        sound = recording(_measured_at_last(self._written(program, text, utterance.rate)))
        return sound if utterance.volume == 1.0 else _softer(sound, utterance.volume)

    def close(self) -> None:
        """End every program that still runs. May be called twice."""
        self._programs.close()

    def _written(self, program: SpeakingProgram, text: str, rate: int) -> bytes:
        with tempfile.TemporaryDirectory(prefix="lesson-", ignore_cleanup_errors=True) as folder:
            wav = Path(folder, "spoken.wav")
            command = [each.replace(WAV, str(wav)).replace(RATE, str(rate)) for each in program.command]

            def size() -> int:
                with contextlib.suppress(OSError):
                    return wav.stat().st_size
                return 0

            output = self._programs.run(command, f"{text}\n".encode(), program.seconds, MOST_SOUND, size)
            if not any(WAV in each for each in program.command):
                return output
            with contextlib.suppress(FileNotFoundError):
                return wav.read_bytes()
            raise VoiceError(f"the program {command[0]} wrote no file {WAV}")

    def _scale(self, voice: Voice) -> RateScale:
        """At which of its rates a program is measured: twice at the same where it has but one."""
        program = self._all()[voice.engine_name]
        if program.rates is None:
            return RateScale((0, 1), 0, USUAL_PACE)
        slowest, fastest = program.rates
        middle = (slowest + fastest) // 2
        settings = tuple(dict.fromkeys((slowest, (slowest + middle) // 2, middle, fastest)))
        return RateScale(settings, middle, USUAL_PACE / middle if middle else USUAL_PACE)

    def _all(self) -> dict[str, SpeakingProgram]:
        """The user's programs by name.

        Raises:
            VoiceError: the file that names them cannot be used.
        """
        if self._listed is None:
            try:
                self._listed = {each.name: each for each in read_programs(self._file)}
            except ProgramsFileError as error:
                message = f"{self._file} cannot be used: {error}"
                raise VoiceError(message, "docs/voices.md has an example") from error
        return self._listed


def open_command(workers: int, store: MeasurementStore | None) -> CommandEngine:
    """The programs of the user's own file. Close it when done."""
    return CommandEngine(programs_file(), workers, store)


def _voice(program: SpeakingProgram) -> Voice:
    controls = {Control.VOLUME, *({Control.RATE} if program.rates else ())}
    return Voice(
        program.name,
        program.name,
        program.language,
        program.title,
        controls=frozenset(controls),
        engine=NAME,
        gender=program.gender,
        repeats=False,
    )


def _looks(program: str) -> str:
    """What tells one version of a program's file from another."""
    path = shutil.which(program)
    if path is None:
        return ""
    status = os.stat(path)  # noqa: PTH116  # a string, as `which` gives it
    return f"{path}\0{status.st_size}\0{status.st_mtime_ns}"


def _measured_at_last(data: bytes) -> bytes:
    """A WAV file with its true length: who writes to a pipe cannot go back to put it in."""
    from generator.voices.sound_file import CHUNK, chunks

    if data[:4] == b"RIFF":
        for name, start, size in chunks(data):
            if name == b"data" and (size == 0 or size >= UNKNOWN_SIZE):
                return data[: start - CHUNK.size] + CHUNK.pack(name, len(data) - start) + data[start:]
    return data


def _softer(recording: Recording, volume: float) -> Recording:
    import numpy as np

    steps = np.frombuffer(recording.samples, dtype="<i2").astype(np.float32) * np.float32(volume)
    return Recording(np.rint(steps).astype("<i2").tobytes(), recording.rate)

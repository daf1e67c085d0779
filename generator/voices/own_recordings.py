"""A teacher's own recordings: which cue has one, and what is wrong with it.

A script names one before its words, as `[recording welcome.wav]`; or it lies in the folder `recordings/NAME`
beside the script, where a sheet says what each file says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.audio.chime_file import SoundFileError
from generator.core.errors import Diagnostic, ScriptError, Severity, Span
from generator.core.regular_files import TooLargeError, UnfitFileError, read_regular
from generator.processes.interrupts import block_sigint
from generator.script.files import find_beside
from generator.script.lesson import Cue
from generator.script.parse import IncludeError
from generator.voices.spoken_forms import FormStore

if TYPE_CHECKING:
    from generator.audio.own_recording import RecordingFacts
    from generator.voices.recording_sheet import SheetRow

FOLDER: Final = "recordings"
SHEET: Final = "sheet.csv"
LARGEST_SHEET: Final = 10_000_000
ENDINGS: Final = (".wav", ".flac", ".aiff", ".aif", ".ogg", ".mp3")
"""A sheet says `.wav`; a file of the same name that ends otherwise is found, too."""

LARGEST_BYTES: Final = 500_000_000
MEASURING: Final = "1"
"""Raised whenever other facts are measured of the same recording."""

SOFT_LUFS: Final = -45.0
ROOM_DB: Final = 22.0
MOST_CLIPPED: Final = 2
SLOWEST, FASTEST = 40, 260
"""Words a minute between which people read aloud."""
SHORT_WORDS: Final = 3
"""Of fewer, how fast they are says nothing."""


@dataclass(frozen=True, slots=True)
class OwnRecording:
    """The recording of a cue."""

    path: Path
    name: str
    """As messages call it."""
    content: str
    """Hash of the file."""
    span: Span | None = None
    """The marker that names it."""


def recordings_folder(script: Path) -> Path:
    """Where the recordings of a script lie that it does not name."""
    return script.parent / FOLDER / script.stem


class OwnRecordings:
    """The recordings of scripts; remembers what it has read."""

    def __init__(self, store: FormStore) -> None:
        """Nothing is looked for yet.

        Args:
            store: where what was measured is kept.
        """
        self._store = store
        self._said: dict[Path, dict[str, OwnRecording]] = {}
        """By the text that each says, of a script's sheet."""
        self._named: dict[tuple[Path, str], OwnRecording] = {}

    def of(self, cue: Cue, script: Path) -> OwnRecording | None:
        """The recording that is heard for a cue; None where a voice speaks it.

        Raises:
            ScriptError: the script names one that cannot be read.
        """
        if cue.recording is None:
            return self._of_sheet(script).get(" ".join(cue.text.split()))
        key = (script, cue.recording.name)
        if key not in self._named:
            self._named[key] = _named(cue.recording.name, cue.recording.span, script)
        return self._named[key]

    def problems(self, cues: Sequence[Cue], script: Path) -> Iterator[Diagnostic]:
        """Recordings that cannot be heard, that say something else, or that are poor."""
        told: set[tuple[str, str]] = set()
        for cue in cues:
            try:
                recording = self.of(cue, script)
            except ScriptError as error:
                yield from error.diagnostics
                continue
            if recording and (recording.content, cue.text) not in told:
                told.add((recording.content, cue.text))
                yield from self._of_recording(recording, cue)
        try:
            yield from _stale(cues, script, self._of_sheet(script))
        except ScriptError as error:
            yield from error.diagnostics

    def facts(self, recording: OwnRecording) -> RecordingFacts:
        """What was measured of a recording.

        Raises:
            SoundFileError: it holds no speech that could be heard.
        """
        from generator.audio.own_recording import RecordingFacts, measured

        key = hashlib.sha256(f"recording\0{MEASURING}\0{recording.content}".encode()).hexdigest()
        kept = self._store.get(key)
        if kept is not None:
            return RecordingFacts(**json.loads(kept))
        facts = measured(recording_bytes(recording), recording.name)
        with block_sigint():  # else Ctrl-C might leave a file that is only begun
            self._store.put(key, json.dumps(asdict(facts)).encode())
        return facts

    def _of_sheet(self, script: Path) -> dict[str, OwnRecording]:
        if script not in self._said:
            self._said[script] = {row.text: recording for row, recording in recorded_rows(script) if row.text}
        return self._said[script]

    def _of_recording(self, recording: OwnRecording, cue: Cue) -> Iterator[Diagnostic]:
        place = recording.span or cue.span
        try:
            facts = self.facts(recording)
        except SoundFileError as error:
            yield Diagnostic(Severity.ERROR, "E078", place, error.message, error.hint)
            return
        for message, hint in _poor(facts):
            yield Diagnostic(Severity.WARNING, "W083", place, f"{recording.name} {message}", hint)
        for message in _unlikely(facts, cue.text):
            hint = "is it the right file, and all of it?"
            yield Diagnostic(Severity.WARNING, "W084", place, f"{recording.name} {message}", hint)


def recorded_rows(script: Path) -> Iterator[tuple[SheetRow, OwnRecording]]:
    """The rows of a script's sheet whose recordings are there.

    Raises:
        ScriptError: the sheet cannot be read, or one of the recordings.
    """
    folder = recordings_folder(script)
    for row in sheet_of(script):
        found = present_file(folder, row.file)
        if found is not None:
            name = f"{FOLDER}/{script.stem}/{found.name}"
            try:
                yield row, OwnRecording(found, name, _content(found, script.parent, name))
            except SoundFileError as error:
                raise _unusable(error.message, error.hint) from error


def sheet_of(script: Path) -> tuple[SheetRow, ...]:
    """The sheet of a script's recordings; none where there is no sheet.

    Raises:
        ScriptError: it cannot be read.
    """
    path = recordings_folder(script) / SHEET
    try:
        data = read_regular(path, LARGEST_SHEET, script.parent)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise _unusable(f"the sheet {path.as_posix()} cannot be read: {error.strerror}") from error
    from generator.voices.recording_sheet import SheetError, read_sheet  # few lessons have one

    try:
        return read_sheet(data.decode())
    except (SheetError, UnicodeDecodeError) as error:
        reason = error if isinstance(error, SheetError) else "save it as CSV UTF-8"
        hint = f"mend it, or delete it and write it anew: lesson recordings {script.as_posix()}"
        raise _unusable(f"the sheet {path.as_posix()} cannot be read: {reason}", hint) from error


def _unusable(message: str, hint: str = "", span: Span | None = None) -> ScriptError:
    return ScriptError((Diagnostic(Severity.ERROR, "E078", span, message, hint),))


def recording_bytes(recording: OwnRecording) -> bytes:
    """All of a recording, as it was when it was found.

    Raises:
        SoundFileError: it cannot be read, or is another one by now.
    """
    try:
        data = read_regular(recording.path, LARGEST_BYTES)
    except OSError as error:
        raise SoundFileError(f"{recording.name} cannot be read: {error.strerror}") from error
    if _hash(data) != recording.content:
        raise SoundFileError(f"{recording.name} was changed just now", "build again")
    return data


def _named(name: str, span: Span, script: Path) -> OwnRecording:
    try:
        path = find_beside(script, name)
        return OwnRecording(path, name, _content(path, script.parent, name), span)
    except (IncludeError, SoundFileError) as error:
        hint = error.hint or "put it beside the script, or delete the marker: then a voice speaks"
        raise _unusable(f"the recording {name} cannot be read: {error.message}", hint, span) from error


def recording_files(script: Path) -> set[Path]:
    """The sheet of a script's recordings, and every recording in it, be they there or not.

    Raises:
        ScriptError: the sheet cannot be read.
    """
    folder = recordings_folder(script)
    listed = (present_file(folder, row.file) or folder / row.file for row in sheet_of(script))
    return {folder / SHEET, *listed}


def present_file(folder: Path, file: str) -> Path | None:
    """The recording that a sheet calls so, whatever kind of file it is."""
    named = folder / file
    others = (named.with_suffix(ending) for ending in ENDINGS)
    return next((path for path in (named, *others) if path.is_file()), None)


def _content(path: Path, within: Path, name: str) -> str:
    try:
        return _hash(read_regular(path, LARGEST_BYTES, within))
    except TooLargeError as error:
        most = f"a recording may have {LARGEST_BYTES // 1_000_000} MB: record each cue by itself"
        raise SoundFileError(f"{name} is too large", most) from error
    except UnfitFileError as error:
        raise SoundFileError(f"{name}: {error.strerror}", error.hint) from error
    except OSError as error:
        raise SoundFileError(f"{name} cannot be read: {error.strerror}") from error


def _hash(data: bytes) -> str:
    """In letters that no spreadsheet takes for a number, as it would 12e34."""
    return f"b2-{hashlib.blake2b(data, digest_size=16).hexdigest()}"


def _stale(cues: Sequence[Cue], script: Path, said: Mapping[str, OwnRecording]) -> Iterator[Diagnostic]:
    """Recordings whose text the script has no longer."""
    if not said:
        return
    from generator.voices.recording_sheet import edited

    texts = {" ".join(cue.text.split()): cue for cue in cues}
    for old, new in edited(said, texts):
        cue = texts[new]
        if cue.recording is None:
            message = f"{said[old].name} says “{old}”, and a voice now speaks what is written here"
            hint = f"record it again, and then: lesson recordings {script.as_posix()}"
            yield Diagnostic(Severity.WARNING, "W082", cue.span, message, hint)


def _poor(facts: RecordingFacts) -> Iterator[tuple[str, str]]:
    if facts.clipped > MOST_CLIPPED:
        yield f"was recorded too loud: {facts.clipped} peaks are cut off", "record it again, softer"
    if facts.loudness < SOFT_LUFS:
        yield f"is very soft ({facts.loudness:g} LUFS)", "record it again, nearer to the microphone"
    if facts.hum:
        yield f"has the mains in it, a hum of {facts.hum} Hz", "move the microphone away from cables"
    elif facts.room_db < ROOM_DB:
        message = f"is noisy: its room lies only {facts.room_db:.0f} dB below the voice"
        yield message, "record it in a quieter room, nearer to the microphone"


def _unlikely(facts: RecordingFacts, text: str) -> Iterator[str]:
    from generator.spoken.expected import shortest_words

    words = shortest_words(text)
    pace = 60 * words / facts.seconds
    if words >= SHORT_WORDS and not SLOWEST <= pace <= FASTEST:
        much = "short" if pace > FASTEST else "long"
        yield f"is very {much} for its text: {facts.seconds:.1f} s for {words:.0f} words"

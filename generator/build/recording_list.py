"""What a teacher records for a lesson: the list of its cues, kept as a sheet beside the recordings."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from generator.build.expanded_script import ExpandedScript
from generator.build.output_folder import reason
from generator.companions.recording_page import is_recording_page, recording_page
from generator.companions.wording import title_of
from generator.core.atomic_files import write_atomically
from generator.core.errors import MachineError
from generator.core.regular_files import read_regular
from generator.script.lesson import Cue
from generator.spoken.expected import shortest_words
from generator.voices.engine import DEFAULT_RATE
from generator.voices.own_recordings import SHEET, recorded_rows, recordings_folder, sheet_of
from generator.voices.recording_sheet import SheetRow, edited, renewed, sheet_text


class RecordingState(StrEnum):
    """How it stands with the recording of a cue."""

    MISSING = "to record"
    RECORDED = "recorded"
    EDITED = "edited since"
    """The cue was edited after it was recorded."""
    NEEDLESS = "not needed"
    """The script has no such cue any longer."""


@dataclass(frozen=True, slots=True)
class ListedRecording:
    """A row of the list."""

    row: SheetRow
    state: RecordingState
    now: str
    """What the script says there now."""


@dataclass(frozen=True, slots=True)
class RecordingList:
    """All recordings of a script, in the order of its cues."""

    sheet: Path
    printed: Path
    """The same to print, and to read from."""
    rows: tuple[ListedRecording, ...]
    named: tuple[tuple[str, str], ...]
    """Recordings that the script names itself: file, and text."""


def renew_list(expanded: ExpandedScript, fitting: Collection[str] = ()) -> RecordingList:
    """List what is to be recorded for a script, and what is; the sheets beside the recordings are renewed.

    Args:
        expanded: the script, with all of its lengths.
        fitting: names of recordings that fit their cue though it was edited since.

    Raises:
        ScriptError: the sheet, or a recording in it, cannot be read.
        MachineError: the sheet cannot be written, or lists no such file.
    """
    script, header = expanded.path, expanded.script.header
    before = sheet_of(script)
    if unknown := [name for name in fitting if name not in {row.file for row in before}]:
        listed = "its name is as the sheet has it, such as 01-welcome.wav"
        raise MachineError(f'the sheet lists no recording "{unknown[0]}"', listed)
    contents = {row.file: recording.content for row, recording in recorded_rows(script)}
    cues, named = _to_record(expanded)
    sheet_rows = renewed(before, cues, contents, fitting)
    sheet = recordings_folder(script) / SHEET
    rows = tuple(_stated(sheet_rows, cues))
    title = title_of(header, script.stem)
    cues_to_print = [(each.row.file, each.row.seconds, each.now) for each in rows if each.now]
    printed = sheet.with_suffix(".html")
    try:
        sheet.parent.mkdir(parents=True, exist_ok=True)
        if printed.exists() and not is_recording_page(read_regular(printed, within=printed.parent)):
            raise MachineError(f'"{printed}" was not made by this program', "rename it, or delete it")
        write_atomically(sheet, sheet_text(sheet_rows).encode())
        write_atomically(printed, recording_page(title, header.language, cues_to_print).encode())
    except OSError as error:
        raise MachineError(f'"{error.filename or sheet}" cannot be written', reason(error)) from error
    return RecordingList(sheet, printed, rows, tuple(named.items()))


def _to_record(expanded: ExpandedScript) -> tuple[dict[str, int], dict[str, str]]:
    """The texts without a recording of their own and their seconds; and the files that the script names."""
    cues: dict[str, int] = {}
    named: dict[str, str] = {}
    for _, lesson in expanded.lessons:
        for section in lesson.sections:
            for cue in section.items:
                if isinstance(cue, Cue):
                    text = " ".join(cue.text.split())
                    if cue.recording:
                        named.setdefault(cue.recording.name, text)
                    else:
                        pace = cue.delivery.rate or DEFAULT_RATE
                        cues.setdefault(text, max(round(60 * shortest_words(text) / pace), 1))
    return cues, named


def _stated(rows: tuple[SheetRow, ...], cues: dict[str, int]) -> Iterator[ListedRecording]:
    became = dict(edited((row.text for row in rows if row.content), cues))
    for row in rows:
        if row.text in cues:
            state = RecordingState.RECORDED if row.content else RecordingState.MISSING
            yield ListedRecording(row, state, row.text)
        else:
            now = became.get(row.text, "")
            yield ListedRecording(row, RecordingState.EDITED if now else RecordingState.NEEDLESS, now)

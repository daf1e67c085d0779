"""An edition: one script at one length, laid out and voiced. Every companion is computed from it alone.

Its JSON (`NAME.timeline.json`) is a documented, versioned format; `lesson plan --json` prints the same:

    format       "movement-lesson-timeline"
    version      1
    generator    name and version of this program
    name         what its files are called, without an ending
    script       the script's path, as it was given
    script_hash  SHA-256 of all that was read, in hex
    cover_hash   SHA-256 of its cover's picture, in hex; left out of a plan, and by version 0.1.0
    files        [{name, bytes, crc32}], by name: what was built of it; `crc32` is that of the first MiB.
                 `lesson plan` leaves it out
    sample_rate  48000: every position and length below is in these samples
    title, author, language, description, series, track, date, loudness
                 as in the script's header
    length       of the whole lesson
    settings     what else the header says, where it is not the default: {voice, rate, pitch, volume, length,
                 lengths, pause, breath, gap, say, mirror, cover, chime}; lengths in samples
    sections     [{title, start, end, path, line, column, width, mirrors}], contiguous from 0 to length
    events       [{kind, start, end, section, path, line, column, width, …}], contiguous from 0 to length;
                 section counts from 0; what is written nowhere (lead, tail) has no path, line, column, width
                 cue, chime: text, frame, clip (counts from 0);
                 pause, rest, move, gap: wanted, low, high, repetitions
    clips        [{key, frames, onset, end, loudness, peak, voice, levels}]: LUFS and dBTP, left out where
                 the sound is too short to measure; `voice` is the engine's name of who speaks, left out for
                 a chime and for a person's recording; `levels` is base64 of one byte for each 24 ms, in steps
                 of −0.5 dBFS below 6 kHz, measured before encoding. Empty where nothing is voiced yet.

Lines and columns count from 1. One event, section or clip stands on each line: a diff shows what an edit did.
A key that has nothing to say is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.audio.clip import ClipFacts
from generator.core.line_names import line_name
from generator.core.made_files import MadeFile
from generator.script.lesson import Header
from generator.timeline.timeline import Event, Sound, SoundKind, Timeline

FORMAT = "movement-lesson-timeline"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Edition:
    """All that is known of one finished lesson, but for its sound."""

    name: str
    """What its files are called, without an ending: `knee-and-elbow`, `knee-and-elbow-10m`."""
    script: str
    script_hash: str
    header: Header
    timeline: Timeline
    clips: tuple[ClipFacts, ...] = ()
    """In the order of `Sound.clip`."""
    cover_hash: str = ""
    """SHA-256 of the picture in its MP3s and in the file beside them, in hex; empty where there is none."""
    files: tuple[MadeFile, ...] = field(default=(), compare=False)
    """What was built of it, by name; not a part of what it is."""

    def line_of(self, event: Event) -> str:
        """Where an event is written, as `hips.txt:12`; empty for a silence that the program adds."""
        if event.span is None or not (isinstance(event, Sound) or event.kind.written):
            return ""
        return line_name(event.span.path, event.span.line, self.script)

    @property
    def voices(self) -> tuple[str, ...]:
        """The names of the voices that are heard, in the order in which they come."""
        heard = [self.clips[each.clip].voice for each in self.timeline.sounds] if self.clips else []
        return tuple(dict.fromkeys(name.rpartition("/")[2] for name in heard if name))

    @property
    def recorded(self) -> bool:
        """Whether a person is heard in it, at least in one cue."""
        cues = (each for each in self.timeline.sounds if each.kind is SoundKind.CUE)
        return bool(self.clips) and any(not self.clips[each.clip].voice for each in cues)

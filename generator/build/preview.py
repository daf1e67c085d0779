"""A part of a lesson, voiced as far as it is to be heard, for playing it or writing it to a file.

A cue outside the part is taken from the cache. Where it is not there, its length is taken from what was built
last, or estimated, since only the clock times shown and the share of elastic pauses depend on it. Nothing but
the part is ever spoken for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from generator.audio.clip import ClipFacts
from generator.audio.decode import SAMPLE_BYTES
from generator.audio.profile import STANDARD, Profile
from generator.build.expanded_script import ExpandedScript
from generator.build.output_folder import refuse_inputs
from generator.build.planned_lesson import PlannedLesson, edition_of
from generator.companions.tags import is_excerpt
from generator.core.atomic_files import atomic_writer
from generator.core.clock import FRAME, SAMPLE_RATE
from generator.core.errors import MachineError
from generator.core.made_files import OccupiedError, found_file, occupied
from generator.script.files import files_of
from generator.timeline.edition import Edition
from generator.timeline.excerpt import EventRange, Excerpt, excerpt
from generator.timeline.layout import LEAD, lay_out
from generator.timeline.timeline import Sound, Timeline, sounds_of
from generator.voices.estimate import estimated_clips
from generator.voices.frame_store import StoredFrames
from generator.voices.render_request import clip_key
from generator.voices.synthesizer import Progress, RenderedClip, no_progress

if TYPE_CHECKING:
    from generator.build.session import BuildSession
    from generator.script.flatten import MarkerUse

_ELSEWHERE = "choose another name, or replace it with --overwrite"

NO_FRAMES: Mapping[Profile, StoredFrames] = MappingProxyType({})
"""Of a clip whose facts are known, or guessed, and that was not made."""


class Preview:
    """One lesson of a script. Event and clip indices stay the same while it is voiced."""

    def __init__(self, session: BuildSession, expanded: ExpandedScript, last: Edition | None = None) -> None:
        """Look what is in the cache, and lay the lesson out; nothing is spoken.

        Args:
            session: whose profile is the standard one.
            expanded: the script; its first lesson is meant.
            last: what was built of it last.

        Raises:
            GeneratorError: its voice is unknown, or its chime is missing.
        """
        session.check_resources(expanded)
        self._session = session
        self._script = expanded.script
        self._name, self._lesson = expanded.lessons[0]
        self._requested = session.requests_by_lesson(expanded)[0]
        self._measured = {facts.key: facts for facts in last.clips} if last else {}
        guesses = estimated_clips(self._lesson)
        self._sounds = [self._kept(index) or self._last(index, guess) for index, guess in enumerate(guesses)]
        self.planned = self._lay_out()

    @property
    def timeline(self) -> Timeline:
        """The timeline; lengths of cues that were never spoken are estimated."""
        return self.planned.edition.timeline

    @property
    def marker_uses(self) -> tuple[tuple[MarkerUse, ...], ...]:
        """For every cue, chime and written silence, in order, the markers that brought it to its place."""
        from generator.script.marker_uses import marker_uses

        return marker_uses(self._script, self._lesson.length)

    @property
    def estimated(self) -> bool:
        """Whether the length of any cue is only estimated."""
        return any(not sound.facts.key for sound in self._sounds)

    def voice(self, ranges: Iterable[EventRange], progress: Progress) -> int:
        """Have spoken what is to be heard and is not in the cache.

        Returns:
            How many requests had to be made.

        Raises:
            VoiceError: one was not spoken whole.
        """
        events = self.timeline.events
        clips = {
            sound.clip
            for part in ranges
            for sound in sounds_of(events[part.first : part.last + 1])
            if not self._sounds[sound.clip].pieces
        }
        if clips:
            rendered = self._session.synthesizer.voice(
                dict(self._requested[clip] for clip in clips), (STANDARD,), progress
            )
            # The same words may be said elsewhere too.
            self._sounds = [
                rendered.get(request, sound)
                for (request, _), sound in zip(self._requested, self._sounds, strict=True)
            ]
            self.planned = self._lay_out()
        return len({self._requested[clip][0] for clip in clips})

    @property
    def whole(self) -> tuple[EventRange, ...]:
        """The range of the whole lesson."""
        return (EventRange(0, len(self.timeline.events) - 1),)

    def render(
        self,
        ranges: Sequence[EventRange],
        longest: int | None = None,
        *,
        lead: int = LEAD,
        progress: Progress = no_progress,
    ) -> Excerpt:
        """A part of the lesson as a timeline of its own; what of it is not in the cache is spoken.

        Args:
            ranges: in order, none overlapping another; at least one.
            longest: samples that no silence between two sounds is to exceed; None keeps them as they are.
            lead: samples of silence before all.
            progress: told of each clip that is made.

        Raises:
            VoiceError: a cue was not spoken whole.
        """
        self.voice(ranges, progress)
        return excerpt(self.timeline, [sound.facts for sound in self._sounds], ranges, longest, lead)

    def render_cue(self, clip: int, progress: Progress = no_progress) -> bytes:
        """The samples of one cue or chime by itself (48 kHz, mono, 16 bit), by `Sound.clip`.

        Raises:
            VoiceError: it was not spoken whole.
        """
        events = self.timeline.events
        at = next(n for n, each in enumerate(events) if isinstance(each, Sound) and each.clip == clip)
        self.voice((EventRange(at, at),), progress)
        return self._samples(clip)

    def samples(self, part: Excerpt) -> Iterator[bytes]:
        """All of a rendered part (48 kHz, mono, 16 bit), in pieces of at most a second or one clip."""
        return samples_of(part.timeline, self._samples)

    def mp3(self, part: Excerpt) -> bytes:
        """A rendered part as an MP3, with its tag."""
        stream = BytesIO()
        self._write_mp3(part, stream)
        return stream.getvalue()

    def _samples(self, clip: int) -> bytes:
        from generator.audio.decode import decoded

        return decoded(self._frames(clip))

    def write(self, part: Excerpt, path: Path, *, overwrite: bool = False) -> None:
        """Write an excerpt as `path`, an MP3 or a WAV by its ending.

        Args:
            part: what is to be written.
            path: where to; a preview that is there already is replaced.
            overwrite: replace any other file, too.

        Raises:
            MachineError: it cannot be written, is one of the script's own files, or is no preview.
        """
        self.check_path(path, overwrite=overwrite)
        try:
            with atomic_writer(path) as stream:
                if path.suffix.lower() == ".wav":
                    from generator.build.pcm import write_pcm
                    from generator.companions.wording import excerpt_title
                    from generator.timeline.edition_json import GENERATOR

                    requests = [request for request, _ in self._requested]
                    texts = (excerpt_title(self.planned.edition), GENERATOR)
                    write_pcm(stream, part.timeline, requests, self._session.synthesizer, texts)
                else:
                    self._write_mp3(part, stream)
        except OSError as error:
            raise MachineError(f'"{path}" cannot be written', error.strerror or f"{error}") from error

    def check_path(self, path: Path, *, overwrite: bool = False) -> None:
        """Refuse to write over anything but a preview; arguments and errors as of `write`."""
        refuse_inputs([path], files_of(self._script))
        try:
            found = found_file(path.parent, path.name)
            if found and not overwrite and not is_excerpt(path):
                raise OccupiedError(
                    [occupied(f'"{path}" is no preview that this program has made', _ELSEWHERE)]
                )
        except OSError as error:
            raise MachineError(f'"{path}" cannot be written', error.strerror or f"{error}") from error

    def _write_mp3(self, part: Excerpt, stream: BinaryIO) -> None:
        from generator.audio.mp3 import write_frames
        from generator.companions.tags import tags
        from generator.companions.wording import excerpt_title

        edition = self.planned.edition
        titled = replace(edition.header, title=excerpt_title(edition))
        stream.write(tags(replace(edition, header=titled, timeline=part.timeline), None))
        write_frames(stream, STANDARD, part.timeline.length, self._placements(part))

    def _placements(self, part: Excerpt) -> Iterator[tuple[int, bytes]]:
        for sound in part.timeline.sounds:
            yield sound.frame, self._frames(sound.clip)

    def _frames(self, clip: int) -> bytes:
        return self._session.synthesizer.frame_store.read(self._sounds[clip].pieces[STANDARD])

    def _kept(self, index: int) -> RenderedClip | None:
        request = self._requested[index][0]
        kept = self._session.synthesizer.kept([request], (STANDARD,))
        return kept[request] if kept else None

    def _last(self, index: int, guess: ClipFacts) -> RenderedClip:
        """A clip that would have to be made: as it was measured in the last build, or as it is guessed."""
        key = clip_key(self._requested[index][0], STANDARD)
        return RenderedClip(self._measured.get(key, guess), NO_FRAMES, made=False)

    def _lay_out(self) -> PlannedLesson:
        layout = lay_out(self._lesson, [sound.facts for sound in self._sounds], draft=True)
        edition = edition_of(self._name, self._script, self._lesson, layout, self._sounds)
        requests = tuple(request for request, _ in self._requested)
        return PlannedLesson(edition, layout, self._lesson, requests, tuple(self._sounds))


def samples_of(timeline: Timeline, clip: Callable[[int], bytes]) -> Iterator[bytes]:
    """All of an excerpt as 16-bit samples (48 kHz, mono), in pieces of at most a second or one clip.

    Args:
        timeline: of the excerpt.
        clip: the samples of a clip's frames, by `Sound.clip`; asked for when it is about to be heard.
    """
    at = 0
    for sound in timeline.sounds:
        yield from _silence(sound.frame * FRAME - at)
        samples = clip(sound.clip)
        yield samples
        at = sound.frame * FRAME + len(samples) // SAMPLE_BYTES
    yield from _silence(timeline.length - at)


def _silence(count: int) -> Iterator[bytes]:
    for _ in range(count // SAMPLE_RATE):
        yield bytes(SAMPLE_RATE * SAMPLE_BYTES)
    yield bytes(max(0, count % SAMPLE_RATE) * SAMPLE_BYTES)

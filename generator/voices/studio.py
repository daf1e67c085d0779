"""The studio: takes go in, clips come out, from the cache or from the engine, several at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.audio.profile import Profile
from generator.cache import Cache
from generator.clock import SAMPLE_RATE
from generator.errors import GeneratorError, Span
from generator.interrupts import undisturbed
from generator.side_by_side import side_by_side
from generator.voices.clip_store import Spoken, Take, clip_from_bytes, clip_key, clip_to_bytes
from generator.voices.model import Clip, Engine
from generator.voices.reel import Piece, Reel

if TYPE_CHECKING:
    from generator.audio.segment import Trimmed

Progress = Callable[[int, int], None]
"""Called with how many clips are made, and how many there are to make, whether or not there are more now."""


@dataclass(frozen=True, slots=True)
class Voiced:
    """A sound that is ready to be laid out."""

    clip: Clip
    """Its measures; the frames are on the reel."""
    pieces: Mapping[Profile, Piece]
    """Where its frames are, in each profile."""
    key: str
    """In the cache, of the first profile."""
    made: bool
    """Whether it had to be made now."""


class Studio:
    """Voices takes: from the cache, or by asking the engine from several threads."""

    def __init__(self, cache: Cache, engine: Engine, workers: int = 0) -> None:
        """Nothing is asked of the engine before a take is missing.

        Args:
            cache: where clips are kept.
            engine: what speaks; whoever opened it closes it.
            workers: how many takes at once; 0 is what `usual_workers` says.
        """
        self.reel = Reel()
        self._cache = cache
        self._engine = engine
        self._workers = workers or usual_workers()

    def voice(
        self,
        takes: Mapping[Take, Span],
        profiles: Sequence[Profile],
        progress: Progress,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> dict[Take, Voiced]:
        """Every take's clip in each profile.

        Args:
            takes: each with the place in the script that an error is to name.
            profiles: at least one.
            progress: told of each clip that is made.
            meanwhile: what the caller has to do while clips are made; not called where none has to be. Ctrl-C
                waits for it.

        Raises:
            VoiceError: a take was not spoken whole; names its place.
        """
        keys = {take: self._keys(take, profiles) for take in takes}
        spoken = (key for take in takes if isinstance(take, Spoken) for key in keys[take].values())
        if not all(map(self._cache.has, spoken)):
            with undisturbed():
                self._engine.start()  # it takes as long as all that has to be imported
        found = {take: self._kept(keys[take]) for take in takes}
        missing = {take: takes[take] for take, voiced in found.items() if voiced is None}
        made = self._make(missing, keys, progress, meanwhile) if missing else {}
        return {take: made[take] if voiced is None else voiced for take, voiced in found.items()}

    def kept(self, takes: Sequence[Take], profiles: Sequence[Profile]) -> dict[Take, Voiced] | None:
        """Every take's clip from the cache; None where one of them would have to be made."""
        found: dict[Take, Voiced] = {}
        for take in takes:
            if take not in found:
                voiced = self._kept(self._keys(take, profiles))
                if voiced is None:
                    return None
                found[take] = voiced
        return found

    def _kept(self, keys: Mapping[Profile, str]) -> Voiced | None:
        clips: dict[Profile, Clip] = {}
        for profile, key in keys.items():
            data = self._cache.get(key)
            if data is None:
                return None
            clips[profile] = clip_from_bytes(data)
        return self._on_reel(keys, clips, made=False)

    def _keys(self, take: Take, profiles: Sequence[Profile]) -> dict[Profile, str]:
        return {profile: clip_key(take, profile, self._engine.identity) for profile in profiles}

    def _on_reel(self, keys: Mapping[Profile, str], clips: Mapping[Profile, Clip], *, made: bool) -> Voiced:
        first, clip = next(iter(clips.items()))
        pieces = {profile: self.reel.add(each.data) for profile, each in clips.items()}
        return Voiced(replace(clip, data=b""), pieces, keys[first], made)

    def _make(
        self,
        missing: Mapping[Take, Span],
        keys: Mapping[Take, Mapping[Profile, str]],
        progress: Progress,
        meanwhile: Callable[[], None],
    ) -> dict[Take, Voiced]:
        def make(take: Take) -> Voiced:
            try:
                return self._make_one(take, keys[take])
            except GeneratorError as error:
                error.span = error.span or missing[take]
                raise

        def warm_up() -> None:
            _warm_up()  # while the engine starts
            meanwhile()

        return side_by_side(
            make,
            sorted(missing, key=_work, reverse=True),  # so that no thread is left with a long one at the end
            self._workers,
            stop=self._engine.close,  # what is being spoken ends now, and with it the threads that wait
            told=lambda made: progress(made, len(missing)),
            meanwhile=warm_up,
        )

    def _make_one(self, take: Take, keys: Mapping[Profile, str]) -> Voiced:
        trimmed = self.segment(take)
        from generator.audio.clip import render_segment

        clips = render_segment(trimmed, keys)
        for profile, clip in clips.items():
            self._cache.put(keys[profile], clip_to_bytes(clip))
        return self._on_reel(keys, clips, made=True)

    def segments(self, takes: Sequence[Take]) -> dict[Take, Trimmed]:
        """The sounds of takes before they are encoded, made anew: the cache keeps only what is encoded.

        Raises:
            VoiceError: a take was not spoken whole.
        """
        unique = dict.fromkeys(takes)
        return side_by_side(self.segment, unique, self._workers, stop=self._engine.close, meanwhile=_warm_up)

    def segment(self, take: Take) -> Trimmed:
        """The sound of a take before it is encoded, made anew.

        Raises:
            VoiceError: it was not spoken whole.
            SoundFileError: it names a sound file that cannot be a chime.
        """
        if isinstance(take, Spoken):
            recording = self._engine.render(take.utterance)
            from generator.audio.segment import from_recording, trim  # by now `_warm_up` has imported it

            narrow = recording.rate <= SAMPLE_RATE // 2
            return trim(from_recording(recording, take.gain_db), narrow=narrow)
        from generator.audio.chime import bell, read_sound
        from generator.audio.segment import trim

        return trim(read_sound(Path(take.file), take.speech_lufs) if take.file else bell(take.speech_lufs))


def usual_workers() -> int:
    """One more than there are processors: whoever waits for the voice leaves its own to the others."""
    return (os.cpu_count() or 1) + 1


def _warm_up() -> None:
    """Import what every thread is about to need."""
    import generator.audio.clip  # noqa: F401 -- for those who come after


def _work(take: Take) -> int:
    """How long a take is likely to keep a thread, against the others."""
    return len(take.utterance.text) if isinstance(take, Spoken) else 0

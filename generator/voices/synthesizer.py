"""Render requests go in, clips come out: from the cache or from an engine, several at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from generator.audio.clip import Clip, ClipFacts
from generator.audio.profile import Profile
from generator.core.cache import Cache
from generator.core.errors import GeneratorError, Span
from generator.processes.interrupts import block_sigint
from generator.processes.threads import run_in_threads
from generator.voices.engines import Engines
from generator.voices.frame_store import FrameStore, StoredFrames
from generator.voices.render_request import (
    RecordingRequest,
    RenderRequest,
    SpeechRequest,
    clip_from_bytes,
    clip_key,
    clip_to_bytes,
)

if TYPE_CHECKING:
    from generator.audio.segment import Trimmed

Progress = Callable[[int, int], None]
"""Called with how many clips are made, and how many there are to make, whether or not there are more now."""


def no_progress(_made: int, _total: int) -> None:
    """Progress that nobody asked to see."""


@dataclass(frozen=True, slots=True)
class RenderedClip:
    """A sound that is ready to be laid out."""

    facts: ClipFacts
    pieces: Mapping[Profile, StoredFrames]
    """Where its frames are, in each profile."""
    made: bool
    """Whether it had to be made now."""


class Synthesizer:
    """Renders requests: from the cache, or by asking an engine from several threads."""

    def __init__(self, cache: Cache, engines: Engines, workers: int = 0) -> None:
        """Nothing is asked of an engine before a clip is missing.

        Args:
            cache: where clips are kept.
            engines: what speaks; whoever opened them closes them.
            workers: how many requests at once; 0 is what `usual_workers` says.
        """
        self.frame_store = FrameStore()
        self._cache = cache
        self._engines = engines
        self._workers = workers or usual_workers()

    def voice(
        self,
        requests: Mapping[RenderRequest, Span],
        profiles: Sequence[Profile],
        progress: Progress,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> dict[RenderRequest, RenderedClip]:
        """Every request's clip in each profile.

        Args:
            requests: each with the place in the script that an error is to name.
            profiles: at least one.
            progress: told of each clip that is made.
            meanwhile: what the caller has to do while clips are made; not called where none has to be. Ctrl-C
                waits for it.

        Raises:
            VoiceError: a request was not spoken whole; names its place.
        """
        keys = {request: self._keys(request, profiles) for request in requests}
        speaking = [request for request in requests if isinstance(request, SpeechRequest)]
        missed = {each.engine for each in speaking if not all(map(self._cache.has, keys[each].values()))}
        if missed:
            with block_sigint():
                self._engines.start(missed)  # it takes as long as all that has to be imported
        found = {request: self._kept(request, keys[request]) for request in requests}
        missing = {request: requests[request] for request, rendered in found.items() if rendered is None}
        made = self._make(missing, keys, progress, meanwhile) if missing else {}
        return {
            request: made[request] if rendered is None else rendered for request, rendered in found.items()
        }

    def kept(
        self, requests: Sequence[RenderRequest], profiles: Sequence[Profile]
    ) -> dict[RenderRequest, RenderedClip] | None:
        """Every request's clip from the cache; None where one of them would have to be made."""
        found: dict[RenderRequest, RenderedClip] = {}
        for request in requests:
            if request not in found:
                rendered = self._kept(request, self._keys(request, profiles))
                if rendered is None:
                    return None
                found[request] = rendered
        return found

    def _kept(self, request: RenderRequest, keys: Mapping[Profile, str]) -> RenderedClip | None:
        clips: dict[Profile, Clip] = {}
        for profile, key in keys.items():
            data = self._cache.get(key)
            if data is None:
                return None
            clips[profile] = clip_from_bytes(key, data)
        return self._stored(request, keys, clips, made=False)

    def _keys(self, request: RenderRequest, profiles: Sequence[Profile]) -> dict[Profile, str]:
        return {profile: clip_key(request, profile) for profile in profiles}

    def _stored(
        self,
        request: RenderRequest,
        keys: Mapping[Profile, str],
        clips: Mapping[Profile, Clip],
        *,
        made: bool,
    ) -> RenderedClip:
        first, clip = next(iter(clips.items()))
        pieces = {profile: self.frame_store.add(each.data) for profile, each in clips.items()}
        voice = request.utterance.voice if isinstance(request, SpeechRequest) else ""
        return RenderedClip(replace(clip.facts, key=keys[first], voice=voice), pieces, made)

    def _make(
        self,
        missing: Mapping[RenderRequest, Span],
        keys: Mapping[RenderRequest, Mapping[Profile, str]],
        progress: Progress,
        meanwhile: Callable[[], None],
    ) -> dict[RenderRequest, RenderedClip]:
        def make(request: RenderRequest) -> RenderedClip:
            try:
                return self._make_one(request, keys[request])
            except GeneratorError as error:
                error.span = error.span or missing[request]
                raise

        def warm_up() -> None:
            _warm_up()  # while the engine starts
            meanwhile()

        return run_in_threads(
            make,
            sorted(missing, key=_work, reverse=True),  # so that no thread is left with a long one at the end
            self._workers,
            stop=self._engines.close,  # what is being spoken ends now, and with it the threads that wait
            on_progress=lambda made: progress(made, len(missing)),
            meanwhile=warm_up,
        )

    def _make_one(self, request: RenderRequest, keys: Mapping[Profile, str]) -> RenderedClip:
        trimmed = self.segment(request)
        from generator.audio.encode import render_segment

        clips = render_segment(trimmed, keys)
        for profile, clip in clips.items():
            self._cache.put(keys[profile], clip_to_bytes(clip))
        return self._stored(request, keys, clips, made=True)

    def each_segment(
        self, requests: Sequence[RenderRequest], take: Callable[[RenderRequest, Trimmed], None]
    ) -> None:
        """Make the sound of each request before it is encoded; the cache keeps only what is encoded.

        Args:
            requests: each is made once.
            take: is given it at once, from the thread that made it: all of them may be too much for memory.

        Raises:
            VoiceError: a request was not spoken whole.
        """
        run_in_threads(
            lambda request: take(request, self.segment(request)),
            requests,
            self._workers,
            stop=self._engines.close,
            meanwhile=_warm_up,
        )

    def segment(self, request: RenderRequest) -> Trimmed:
        """The sound of a request before it is encoded, made anew.

        Raises:
            VoiceError: it was not spoken whole.
            SoundFileError: it names a sound file that cannot be a chime, or a recording.
        """
        if isinstance(request, SpeechRequest):
            recording = self._engines.render(request.engine, request.utterance)
            from generator.audio.levelling import levelled  # by now `_warm_up` has imported it
            from generator.audio.segment import trim

            segment = levelled(recording, request.gain_db, request.loudness)
            return trim(segment, narrow=recording.narrow)
        from generator.audio.segment import trim

        if isinstance(request, RecordingRequest):
            from generator.audio.own_recording import own_recording
            from generator.voices.own_recordings import recording_bytes

            recorded = request.recording
            return trim(own_recording(recording_bytes(recorded), recorded.name, request.loudness))
        from generator.audio.chime import bell, decoded_sound

        if not request.file:
            return trim(bell(request.speech_lufs))
        return trim(decoded_sound(request.sound, Path(request.file).name, request.speech_lufs))


def usual_workers() -> int:
    """One more than there are processors: whoever waits for the voice leaves its own to the others."""
    return (os.cpu_count() or 1) + 1


def _warm_up() -> None:
    """Import what every thread is about to need."""
    for name in ("encode", "levelling"):
        import_module(f"generator.audio.{name}")


def _work(request: RenderRequest) -> int:
    """How long a request is likely to keep a thread, against the others."""
    return len(request.utterance.text) if isinstance(request, SpeechRequest) else 0

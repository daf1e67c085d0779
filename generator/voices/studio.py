"""The studio: takes go in, clips come out, from the cache or from the engine, several at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from generator.audio.profile import Profile
from generator.cache import Cache
from generator.errors import Span, VoiceError
from generator.voices.clip_store import Take, clip_from_bytes, clip_key, clip_to_bytes
from generator.voices.model import Clip, Engine
from generator.voices.reel import Piece, Reel

Progress = Callable[[int, int], None]
"""Called with how many clips are made, and how many there are to make."""


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
    """Voices takes. Holds the engine, which is opened for the first take that is not in the cache."""

    def __init__(
        self, cache: Cache, identity: str, open_engine: Callable[[int], Engine], workers: int
    ) -> None:
        """Nothing is started before a take is missing.

        Args:
            cache: where clips are kept.
            identity: what `open_engine`'s engine will call itself; known without starting it.
            open_engine: given how many threads will ask at once.
            workers: 0 takes one for each processor.
        """
        self.reel = Reel()
        self._cache = cache
        self._identity = identity
        self._open_engine = open_engine
        self._workers = workers or os.cpu_count() or 1
        self._engine: Engine | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        self.reel.close()

    def close(self) -> None:
        """End the engine's processes. The next missing take opens it again."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def voice(
        self, takes: Mapping[Take, Span], profiles: Sequence[Profile], progress: Progress
    ) -> dict[Take, Voiced]:
        """Every take's clip in each profile.

        Args:
            takes: each with the place in the script that an error is to name.
            profiles: at least one.
            progress: told of each clip that is made.

        Raises:
            VoiceError: a take was not spoken whole; names its place.
        """
        found = {take: self._kept(take, profiles) for take in takes}
        missing = [take for take, voiced in found.items() if voiced is None]
        made = self._make(missing, takes, profiles, progress) if missing else {}
        return {take: made[take] if voiced is None else voiced for take, voiced in found.items()}

    def _kept(self, take: Take, profiles: Sequence[Profile]) -> Voiced | None:
        clips: dict[Profile, Clip] = {}
        for profile in profiles:
            data = self._cache.get(clip_key(take, profile, self._identity))
            if data is None:
                return None
            clips[profile] = clip_from_bytes(data)
        return self._on_reel(take, clips, made=False)

    def _on_reel(self, take: Take, clips: Mapping[Profile, Clip], *, made: bool) -> Voiced:
        first, clip = next(iter(clips.items()))
        pieces = {profile: self.reel.add(each.data) for profile, each in clips.items()}
        return Voiced(replace(clip, data=b""), pieces, clip_key(take, first, self._identity), made)

    def _make(
        self,
        missing: Sequence[Take],
        takes: Mapping[Take, Span],
        profiles: Sequence[Profile],
        progress: Progress,
    ) -> dict[Take, Voiced]:
        from concurrent.futures import ThreadPoolExecutor, as_completed

        engine = self._engine = self._engine or self._open_engine(self._workers)
        made: dict[Take, Voiced] = {}
        progress(0, len(missing))
        with ThreadPoolExecutor(self._workers) as pool:
            # The longest first, so that no thread is left with one at the end.
            ordered = sorted(missing, key=lambda take: -len(take.utterance.text))
            asked = {pool.submit(self._make_one, engine, take, profiles): take for take in ordered}
            try:
                for done in as_completed(asked):
                    take = asked[done]
                    made[take] = _result(done.result, takes[take])
                    progress(len(made), len(missing))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                self.close()  # what is being spoken ends now, and with it the threads that wait for it
                raise
        return made

    def _make_one(self, engine: Engine, take: Take, profiles: Sequence[Profile]) -> Voiced:
        from generator.audio.clip import render_clip

        recording = engine.render(take.utterance)
        _, clips = render_clip(recording, take.gain_db, profiles)
        for profile, clip in clips.items():
            self._cache.put(clip_key(take, profile, self._identity), clip_to_bytes(clip))
        return self._on_reel(take, clips, made=True)


def _result(ask: Callable[[], Voiced], span: Span) -> Voiced:
    try:
        return ask()
    except VoiceError as error:
        raise VoiceError(error.message, error.hint, span) from error

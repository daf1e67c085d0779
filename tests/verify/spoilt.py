"""A finished lesson whose frames can be changed, and what is then said of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile

from generator.audio.crc import MusicCrc
from generator.audio.edges import Samples
from generator.audio.encode import encode
from generator.audio.frames import parse_frames
from generator.audio.mp3 import info_frame
from generator.audio.profile import PROFILES, Profile
from generator.timeline.edition import Edition
from generator.timeline.edition_json import edition_from_json
from generator.timeline.timeline import Sound
from generator.verify.findings import Finding, place
from generator.verify.verify_mp3 import Report, verify_mp3

each_profile = pytest.mark.parametrize("profile", PROFILES, ids=lambda each: each.name)
chances = pytest.mark.parametrize("seed", range(4))


class Spoilt:
    """A copy of a lesson's MP3 whose frames can be changed."""

    def __init__(self, folder: Path, profile: Profile, name: str = "lesson") -> None:
        self.profile = profile
        self.path = folder / f"{name}{profile.suffix}.mp3"
        self.edition: Edition = edition_from_json(
            (folder / f"{name}.timeline.json").read_text(encoding="utf-8")
        )
        data = self.path.read_bytes()
        frames = list(parse_frames(data))
        self.head = data[: frames[1].offset]
        self.frames = [data[each.offset : each.offset + each.size] for each in frames[1:]]

    @property
    def cues(self) -> list[Sound]:
        return [event for event in self.edition.timeline.sounds if event.text]

    def cue(self, words: str) -> Sound:
        return next(event for event in self.cues if event.text.startswith(words))

    def any_cue(self, seed: int) -> Sound:
        """One of three words or more, so that there is a word in its middle."""
        return random.Random(seed).choice([cue for cue in self.cues if len(cue.text.split()) > 2])

    def slots(self, event: Sound) -> slice:
        """Where its frames are."""
        return slice(event.frame, event.frame + self.edition.clips[event.clip].frames)

    def reencode(self, event: Sound, change: Callable[[Samples], Samples], more: int = 0) -> None:
        """Decode a cue, change its samples, and put it back, with `more` frames of silence to its end."""
        slots = self.slots(event)
        slots = slice(slots.start, slots.stop + more)
        samples, _ = soundfile.read(self.path, dtype="float32")
        size = self.profile.frame_samples
        self.put(slots, change(samples[slots.start * size : slots.stop * size]))

    def put(self, slots: slice, samples: Samples) -> None:
        """Encode `samples` into frames, and put them where others were."""
        data = encode(samples.astype(np.float32), self.profile)
        step = self.profile.frame_bytes
        self.frames[slots] = [data[at : at + step] for at in range(0, len(data), step)]

    def seal(self) -> None:
        """Write a new Info frame: as if the lesson had been built like this."""
        length = self.profile.samples(self.edition.timeline.length)
        crc = MusicCrc(sum(map(len, self.frames)))
        crc.add(b"".join(self.frames))
        info = info_frame(self.profile, len(self.frames), length, crc.value())
        self.head = self.head[: -len(info)] + info

    def verify(self) -> Report:
        self.path.write_bytes(self.head + b"".join(self.frames))
        return verify_mp3(self.path)


def about(report: Report, event: Sound, *checks: str) -> list[Finding]:
    """What is wrong with one cue."""
    return [each for each in report.wrong if each.place == place(event.span) and each.check in checks]


def lines(found: Sequence[Finding]) -> set[str]:
    return {each.place for each in found}

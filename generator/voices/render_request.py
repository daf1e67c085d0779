"""Clips in the cache: the key that holds all that shapes a sound, and a clip as bytes."""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass, field, fields
from typing import TypeAlias

from generator.audio.clip import Clip, ClipFacts
from generator.audio.profile import Profile
from generator.voices.engine import Utterance
from generator.voices.own_recordings import OwnRecording

PROCESSING = "8"
"""Raised whenever the same recording comes to give another clip."""

_FACTS = struct.Struct("<IIIffI")
"""Frames, onset, end, loudness, peak, bytes of levels."""


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """A cue to be voiced."""

    utterance: Utterance
    engine: str
    """The identity of the engine that speaks it."""
    gain_db: float
    """The voice's own: what brings its usual speech to the lesson's loudness."""
    loudness: float
    """LUFS that the cue is levelled to, as far as `levelling` goes."""


@dataclass(frozen=True, slots=True)
class ChimeRequest:
    """A chime to be sounded."""

    file: str
    """A sound file; empty is the built-in bell."""
    content: str
    """Hex digest of the file; its name is not part of the key."""
    speech_lufs: float
    """Loudness of the lesson's speech: a chime is always softer."""
    sound: bytes = field(default=b"", compare=False, repr=False)
    """What the file held when it was looked at: what is sounded is what was hashed."""


@dataclass(frozen=True, slots=True)
class RecordingRequest:
    """A cue that a person has recorded."""

    recording: OwnRecording
    loudness: float
    """LUFS that it is brought to."""


RenderRequest: TypeAlias = SpeechRequest | ChimeRequest | RecordingRequest


def clip_key(request: RenderRequest, profile: Profile) -> str:
    """Hex digest of all that shapes the sound, taken from the fields: a new one cannot be forgotten."""
    facts = {
        "kind": type(request).__name__,
        "request": request,
        "profile": profile,
        "processing": PROCESSING,
    }
    text = json.dumps(facts, sort_keys=True, default=_shaping)
    return hashlib.blake2b(text.encode(), digest_size=20).hexdigest()


def _shaping(record: RenderRequest | Utterance | OwnRecording | Profile) -> dict[str, object]:
    if isinstance(record, OwnRecording):
        return {"content": record.content}
    shaping = {each.name: getattr(record, each.name) for each in fields(record)}
    if isinstance(record, ChimeRequest):
        # Its content shapes the sound, and not its name.
        del shaping["file"], shaping["sound"]
    return shaping


def clip_to_bytes(clip: Clip) -> bytes:
    """A clip as it is kept."""
    facts = clip.facts
    head = _FACTS.pack(facts.frames, facts.onset, facts.end, facts.loudness, facts.peak, len(facts.levels))
    return head + facts.levels + clip.data


def clip_from_bytes(key: str, data: bytes) -> Clip:
    """The clip that was kept under `key` as `data`."""
    frames, onset, end, loudness, peak, levels = _FACTS.unpack_from(data)
    body = data[_FACTS.size :]
    facts = ClipFacts(key, frames, onset, end, round(loudness, 2), round(peak, 2), body[:levels])
    return Clip(facts, body[levels:])

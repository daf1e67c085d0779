"""A timeline as PCM: every sound made anew, and put into a WAV file as soon as it is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import BinaryIO

from generator.audio.master import NO_TEXTS, WavMaster
from generator.audio.segment import Trimmed
from generator.core.clock import FRAME
from generator.timeline.timeline import Timeline
from generator.voices.render_request import RenderRequest
from generator.voices.synthesizer import Synthesizer


def write_pcm(
    stream: BinaryIO,
    timeline: Timeline,
    requests: Sequence[RenderRequest],
    synthesizer: Synthesizer,
    texts: tuple[str, str] = NO_TEXTS,
) -> None:
    """Write a timeline as a WAV file: the same sounds at the same samples as in the MP3.

    Memory does not grow with its length.

    Args:
        stream: a named file, empty and writable.
        timeline: of a lesson, or of a part of one.
        requests: of its sounds, by `Sound.clip`.
        synthesizer: makes them.
        texts: title and comment in the file.

    Raises:
        VoiceError: a request was not spoken whole.
        OSError: it cannot be written.
    """
    master = WavMaster(stream, timeline.length, texts)
    places: defaultdict[RenderRequest, list[int]] = defaultdict(list)
    for sound in timeline.sounds:
        places[requests[sound.clip]].append(sound.frame * FRAME)

    def put(request: RenderRequest, made: Trimmed) -> None:
        for at in places[request]:
            master.put(at, made.segment)

    synthesizer.each_segment(tuple(places), put)
    stream.flush()

"""Clips as samples again, for playing them."""

from __future__ import annotations

import io

from generator.audio.layer3 import Mp3Error
from generator.audio.mp3 import DELAY
from generator.audio.profile import STANDARD
from generator.core.clock import FRAME

SAMPLE_BYTES = 2


def decoded(frames: bytes) -> bytes:
    """What the frames of a clip sound like, without the delay of encoder and decoder.

    Args:
        frames: whole frames of the standard profile; the first one points to no earlier data.

    Returns:
        48 kHz, mono, signed 16 bit in this machine's byte order: as many samples as the frames last.

    Raises:
        Mp3Error: these are no MP3 frames.
    """
    # It takes longer to import than all the rest of a preview.
    import soundfile

    try:
        with soundfile.SoundFile(io.BytesIO(frames)) as file:
            sound = bytes(file.read(dtype="int16").tobytes())
    except soundfile.SoundFileError as error:
        raise Mp3Error(f"a clip cannot be decoded: {error}") from error
    size = len(frames) // STANDARD.frame_bytes * FRAME * SAMPLE_BYTES
    return sound[DELAY * SAMPLE_BYTES :][:size].ljust(size, b"\0")

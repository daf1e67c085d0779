"""Reading the sound files that speech engines write."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from generator.audio.recording import Recording
from generator.core.errors import VoiceError

PCM = 1
EXTENSIBLE = 0xFFFE
CHUNK = struct.Struct("<4sI")
FORMAT = struct.Struct("<HHIIHH")


def recording(data: bytes | bytearray) -> Recording:
    """The sound in a WAV file, or in anything else that libsndfile knows (the voices of macOS write AIFF).

    Raises:
        VoiceError: when it is no sound file, or not a whole one.
    """
    if not data:
        raise VoiceError("the voice wrote nothing")
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        found = plain_wav(data)
        if found is not None:
            return found
    return any_sound(data)


def chunks(data: bytes | bytearray) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and length as written of every chunk of a RIFF file."""
    position = 12
    while position + CHUNK.size <= len(data):
        name, size = CHUNK.unpack_from(data, position)
        yield name, position + CHUNK.size, size
        position += CHUNK.size + size + size % 2


def plain_wav(data: bytes | bytearray) -> Recording | None:
    """The sound of a 16-bit mono WAV file; None for any other kind of WAV.

    Raises:
        VoiceError: when the file ends before its sound does.
    """
    rate = 0
    for name, start, size in chunks(data):
        if name == b"fmt " and start + FORMAT.size <= len(data):
            kind, channels, rate, _, _, bits = FORMAT.unpack_from(data, start)
            if kind not in {PCM, EXTENSIBLE} or channels != 1 or bits != 16:  # noqa: PLR2004  # the format's own
                return None
        elif name == b"data" and rate:
            if start + size > len(data):
                raise VoiceError(f"the voice wrote {len(data) - start} of {size} bytes of sound")
            return Recording(bytes(memoryview(data)[start : start + size - size % 2]), rate)
    raise VoiceError("the voice wrote half a sound file")


def any_sound(data: bytes | bytearray) -> Recording:
    """Whatever libsndfile reads, its channels mixed into one.

    Raises:
        VoiceError: when libsndfile cannot read it.
    """
    import io

    import numpy as np
    import soundfile

    try:
        sound, rate = soundfile.read(io.BytesIO(data), dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise VoiceError("the voice wrote something that is not sound") from error
    mono = np.clip(np.rint(sound.mean(axis=1) * 32768.0), -32768, 32767)
    return Recording(mono.astype("<i2").tobytes(), int(rate))

"""The PCM master: the same clips at the same samples, as a WAV file instead of MP3 frames."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from threading import Lock
from typing import BinaryIO

import soundfile
from pydub import AudioSegment

from generator.core.clock import SAMPLE_RATE

SHAPE = (SAMPLE_RATE, 1, 2)
"""Samples a second, channels, bytes a sample."""

SAMPLE_BYTES = 2

MOST_BYTES = (1 << 32) - (1 << 10)
"""Of sound in a plain WAV file, which counts in 32 bits; a longer one is RF64 (EBU Tech 3306)."""

NO_TEXTS = ("", "")


class WavMaster:
    """A WAV file of silence. Segments are put into it in any order, from any thread."""

    def __init__(self, stream: BinaryIO, total_samples: int, texts: tuple[str, str] = NO_TEXTS) -> None:
        """Write a whole file of silence: where the file system can, what stays silent takes no room.

        Args:
            stream: a named file, empty and writable.
            total_samples: length at 48 kHz.
            texts: title and comment in the file.

        Raises:
            OSError: it cannot be written.
        """
        self._stream = stream
        self._total = total_samples
        self._lock = Lock()
        kind = "WAV" if total_samples * SAMPLE_BYTES <= MOST_BYTES else "RF64"
        with _as_os_error(stream.name):
            # By its name: libsndfile would only print an error that comes from a stream.
            file = soundfile.SoundFile(stream.name, "w", SAMPLE_RATE, 1, "PCM_16", format=kind)
            with file:
                if any(texts):
                    file.title, file.comment = texts
                for at in (0, total_samples - 1):
                    file.seek(at)
                    file.buffer_write(bytes(SAMPLE_BYTES), "int16")
        self._sound = stream.seek(0, 2) - total_samples * SAMPLE_BYTES

    def put(self, at: int, segment: AudioSegment) -> None:
        """Put a segment (48 kHz, mono, 16 bit) where it begins at sample `at`.

        Raises:
            ValueError: it is of another format, or ends after the lesson does.
            OSError: it cannot be written.
        """
        length = int(segment.frame_count())
        shape = (segment.frame_rate, segment.channels, segment.sample_width)
        if shape != SHAPE or at < 0 or at + length > self._total:
            raise ValueError(f"a segment of {length} samples {shape} cannot stand at {at} of {self._total}")
        with self._lock:
            self._stream.seek(self._sound + at * SAMPLE_BYTES)
            self._stream.write(segment.raw_data)


@contextlib.contextmanager
def _as_os_error(name: str) -> Iterator[None]:
    try:
        yield
    except soundfile.LibsndfileError as error:
        raise OSError(errno.EIO, str(error), name) from error

"""Playing samples on this machine's sound device."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from types import ModuleType
from typing import TYPE_CHECKING

from generator.core.clock import SAMPLE_RATE
from generator.core.errors import MachineError

if TYPE_CHECKING:
    import miniaudio

BUFFER_MS = 100
"""What the device asks for at once."""

PATIENCE_SECONDS = 5.0
"""A device that asks for nothing for so long is gone."""

_SAMPLE_BYTES = 2
_LOOK_SECONDS = 0.03

_NO_DEVICE = "write it to a file instead, with -o part.mp3"


class Player:
    """Plays samples on a device of its own thread; the one who plays looks where it is."""

    def __init__(self, pieces: Iterable[bytes], *, silent: bool = False) -> None:
        """Nothing is opened yet.

        Args:
            pieces: 16-bit samples (48 kHz, mono).
            silent: play into nothing, at the real pace.
        """
        self._pieces = iter(pieces)
        self._silent = silent
        self._position = 0
        self._asked = time.monotonic()
        self._ended = threading.Event()
        self._error: BaseException | None = None

    def play(self, look: Callable[[int], None], stop: threading.Event | None = None) -> bool:
        """Play to the end, or until `stop` is set.

        Args:
            look: called a few times in each tenth of a second with how many samples the device has taken.
            stop: may be set by another thread.

        Returns:
            Whether it was played to the end.

        Raises:
            MachineError: there is no sound device, or it went away.
        """
        stop = stop or threading.Event()
        feeding = self._feed()
        next(feeding)
        device = _open(silent=self._silent)
        try:
            self._asked = time.monotonic()
            device.start(feeding)
            while not self._ended.is_set() and not stop.is_set():
                stop.wait(_LOOK_SECONDS)
                if self._position:
                    look(self._position)
                if time.monotonic() - self._asked > PATIENCE_SECONDS:
                    raise MachineError("the sound device does not play any more", _NO_DEVICE)
            if self._error:
                raise self._error
            if not stop.is_set():
                stop.wait(2 * BUFFER_MS / 1000)  # what the device has taken is still to be heard
        finally:
            device.close()
        return not stop.is_set()

    def _feed(self) -> Generator[bytes, int, None]:
        """Hands out exactly as many samples as the device asks for; runs in its thread."""
        try:
            wanted = yield b""
            held = bytearray()
            for piece in self._pieces:
                held += piece
                while len(held) >= wanted * _SAMPLE_BYTES:
                    taken = bytes(held[: wanted * _SAMPLE_BYTES])
                    del held[: wanted * _SAMPLE_BYTES]
                    wanted = yield self._took(taken)
            if held:
                yield self._took(bytes(held))
        except Exception as error:  # noqa: BLE001  # this is the device's thread: `play` raises it in its caller's
            self._error = error
        finally:
            self._ended.set()

    def _took(self, samples: bytes) -> bytes:
        self._position += len(samples) // _SAMPLE_BYTES
        self._asked = time.monotonic()
        return samples


def sound_library() -> ModuleType:
    """What plays.

    Raises:
        MachineError: it is not installed: no ready-made package of it exists for Linux on ARM.
    """
    try:
        import miniaudio
    except ImportError as error:
        raise MachineError(
            "nothing here can play sounds: the package miniaudio is not installed",
            f"{_NO_DEVICE}; or install it (where a C compiler is): pip install miniaudio",
        ) from error
    library: ModuleType = miniaudio
    return library


def _open(*, silent: bool) -> miniaudio.PlaybackDevice:
    miniaudio = sound_library()
    backends = [miniaudio.Backend.NULL] if silent else None
    try:
        with _without_complaints():
            device = miniaudio.PlaybackDevice(
                miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=SAMPLE_RATE,
                buffersize_msec=BUFFER_MS,
                backends=backends,
                app_name="lesson preview",
            )
    except miniaudio.MiniaudioError as error:
        raise MachineError("there is no sound device here", _NO_DEVICE) from error
    if not silent and device.backend == "Null":
        # Where it finds no system for sound at all, it would play into nothing and say nothing.
        device.close()
        raise MachineError("there is no sound device here", _NO_DEVICE)
    return device


@contextlib.contextmanager
def _without_complaints() -> Iterator[None]:
    """Keep what libraries in C write to standard error from the teacher: the message comes from here."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)

"""The player: every sample reaches the device once, and whatever goes wrong there is told here."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from generator.audio.player import Player
from generator.core.errors import MachineError

PIECES = [bytes(2 * count) for count in (1, 4799, 0, 9_000, 48, 2_000)]
COUNT = sum(map(len, PIECES)) // 2


def test_all_of_it_reaches_the_device() -> None:
    """A null device: it takes samples at their real pace."""
    seen: list[int] = []
    assert Player(PIECES, silent=True).play(seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == COUNT


def test_it_can_be_stopped_from_elsewhere() -> None:
    stop = threading.Event()
    seen: list[int] = []

    def look(position: int) -> None:
        seen.append(position)
        stop.set()

    assert not Player([bytes(96_000)] * 600, silent=True).play(look, stop)
    assert seen[-1] < 48_000 * 60


def test_nothing_is_played_after_it_was_stopped() -> None:
    stop = threading.Event()
    stop.set()
    assert not Player(PIECES, silent=True).play(lambda _: None, stop)


def test_what_fails_in_the_devices_thread_is_raised_where_one_waits() -> None:
    def pieces() -> Iterator[bytes]:
        yield bytes(96_000)
        raise MachineError("the frames are gone")

    with pytest.raises(MachineError, match="frames are gone"):
        Player(pieces(), silent=True).play(lambda _: None)


def test_no_sound_at_all_is_played_at_once() -> None:
    assert Player([], silent=True).play(lambda _: None)

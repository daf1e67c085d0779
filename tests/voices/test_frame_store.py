"""The store gives back what was put on it, in memory and beyond."""

from __future__ import annotations

import pytest

from generator.voices import frame_store


def test_pieces_come_back_whether_they_fit_into_memory_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame_store, "IN_MEMORY", 1000)
    made = frame_store.FrameStore()
    data = [bytes([number]) * (number * 7 % 300) for number in range(100)]
    pieces = [made.add(each) for each in data]
    assert [made.read(piece) for piece in reversed(pieces)] == data[::-1]
    made.close()

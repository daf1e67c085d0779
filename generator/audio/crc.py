"""CRC-16 of a whole lesson, fast enough in plain Python for ten hours of it.

The Info tag's checksum is CRC-16/ARC: the remainder modulo x^16 + x^15 + x^2 + 1 = (x + 1)(x^15 + x + 1),
bits taken from each byte's lowest. The second factor is primitive, so x^32767 leaves the remainder 1: bytes
that stand a multiple of 32,767 apart weigh the same, and may be XORed before anything is divided.
"""

from __future__ import annotations

PERIOD = 32_767
_POLYNOMIAL = 0xA001


def _table() -> tuple[int, ...]:
    rows = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = value >> 1 ^ (_POLYNOMIAL if value & 1 else 0)
        rows.append(value)
    return tuple(rows)


_TABLE = _table()


def crc16(data: bytes | bytearray | memoryview) -> int:
    """CRC-16/ARC of a few bytes."""
    value = 0
    for byte in data:
        value = value >> 8 ^ _TABLE[(value ^ byte) & 0xFF]
    return value


class MusicCrc:
    """CRC-16/ARC of a long stream whose length is known beforehand."""

    def __init__(self, total_bytes: int) -> None:
        # Zeros in front change nothing, and let the stream end with a whole period.
        self._rest = bytearray(-total_bytes % PERIOD)
        self._sum = 0

    def add(self, data: bytes | bytearray | memoryview) -> None:
        """Take the next bytes."""
        rest = self._rest
        rest += data
        whole = len(rest) // PERIOD * PERIOD
        with memoryview(rest) as view:
            for begin in range(0, whole, PERIOD):
                self._sum ^= int.from_bytes(view[begin : begin + PERIOD], "little")
        del rest[:whole]

    def value(self) -> int:
        """The checksum, when all bytes have been added."""
        assert not self._rest, "the stream was not as long as announced"
        folded, bits = 0, self._sum
        while bits:
            folded ^= bits & ((1 << PERIOD) - 1)
            bits >>= PERIOD
        # A zero bit in front (the lowest one) makes whole bytes of an odd number of bits.
        return crc16((folded << 1).to_bytes((PERIOD + 1) // 8, "little"))

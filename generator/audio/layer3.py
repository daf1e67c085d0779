"""What a layer III frame is made of: tables that writing and reading share.

After ISO/IEC 11172-3 and 13818-3, and "MP3 Info Tag rev 1" by G. Bouvigne
(http://gabriel.mp3-tech.org/mp3infotag.html).
"""

from __future__ import annotations

from typing import TypeAlias

from generator.core.errors import GeneratorError

Data: TypeAlias = bytes | bytearray | memoryview

SIDE_INFO_BYTES = {(1, 1): 17, (1, 2): 32, (2, 1): 9, (2, 2): 17}
"""By MPEG version (2 stands for 2.5 as well) and channels."""
KBPS = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
RATES = {0b11: (44_100, 48_000, 32_000), 0b10: (22_050, 24_000, 16_000), 0b00: (11_025, 12_000, 8_000)}
"""By the header's version bits."""
MPEG_1 = 0b11

INFO_FLAGS = 0b1111
"""Frame count, byte count, table of contents and quality are there."""
TOC_ENTRIES = 100


class Mp3Error(GeneratorError):
    """Bytes that are no MP3, or not a whole one."""

    def __init__(self, message: str, offset: int | None = None) -> None:
        super().__init__(message)
        self.offset = offset

    def __str__(self) -> str:
        return self.message if self.offset is None else f"{self.message} (byte {self.offset})"

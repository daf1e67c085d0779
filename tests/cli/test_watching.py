"""What `watch` remembers of files must be how they looked before they were read."""

from __future__ import annotations

import time
from pathlib import Path

from generator.build.watch import stamp, stamp_before


def test_a_file_written_after_a_build_began_counts_as_not_seen(tmp_path: Path) -> None:
    """An included file that appeared between "not built" and the look at it was never built."""
    began = time.time_ns()
    path = tmp_path / "end.txt"
    path.write_text("Rise.")
    assert stamp_before(began, path) is None
    assert stamp_before(began + 10**9, path) == stamp(path)
    assert stamp_before(began, tmp_path / "none.txt") is None

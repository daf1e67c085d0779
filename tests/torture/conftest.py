"""The trials are plain modules, because `make torture` runs the same ones at length."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

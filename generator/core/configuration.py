"""Where the user keeps what is their own to decide, apart from any lesson."""

from __future__ import annotations

import os
from pathlib import Path


def configuration_folder() -> Path:
    """`LESSON_CONFIG`, or the user's configuration folder for this program."""
    chosen = os.environ.get("LESSON_CONFIG")
    if chosen:
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_config_dir("lesson", appauthor=False))


def voices_folder() -> Path:
    """`LESSON_VOICES`, or the user's folder for the models of voices."""
    chosen = os.environ.get("LESSON_VOICES")
    if chosen:
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_data_dir("lesson", appauthor=False)) / "voices"

"""What a line of a script is called wherever a time is told: the same name finds it again."""

from __future__ import annotations


def line_name(path: str, line: int, script: str) -> str:
    """A line by its file and number, as `hips.txt:12` or `common/guidelines.txt:4`.

    `lesson preview --line` takes it as it is.

    Args:
        path: the file, as spans name it.
        line: from 1.
        script: the script's own path; files are named from its folder, as its markers name them.
    """
    folder = script.rpartition("/")[0]
    return f"{path.removeprefix(f'{folder}/') if folder else path}:{line}"

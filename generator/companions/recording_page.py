"""The cues of a lesson in large type, to be printed and read aloud before a microphone."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

_STYLE: Final = """
body { font: 20px/1.5 Georgia, serif; max-width: 40em; margin: 2em auto; padding: 0 1em; }
li { break-inside: avoid; margin: 0 0 1.2em; }
small { display: block; font: 13px/1.4 sans-serif; color: #555; }
"""

_MADE_BY: Final = '<meta name="generator" content="lesson recordings">'


def is_recording_page(data: bytes) -> bool:
    """Whether a file is a page of this kind."""
    return _MADE_BY.encode() in data


def recording_page(title: str, language: str, cues: Iterable[tuple[str, int, str]]) -> str:
    """An HTML document.

    Args:
        title: of the lesson.
        language: its tag.
        cues: for each the name of its file, the seconds that it is likely to take, and its text.
    """
    items = "\n".join(
        f"<li>{escape(text)}<small>{escape(file)} · about {seconds} s</small></li>"
        for file, seconds, text in cues
    )
    return f"""<!doctype html>
<html lang="{escape(language)}">
<meta charset="utf-8">
{_MADE_BY}
<meta name="viewport" content="width=device-width">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
<h1>{escape(title)}</h1>
<ol>
{items}
</ol>
</html>
"""

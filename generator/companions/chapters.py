"""Chapters for podcast players."""

from __future__ import annotations

import json

from generator.companions.wording import lesson_title, marks, milliseconds, plain
from generator.timeline.edition import Edition


def chapters(edition: Edition) -> str:
    """Podcasting 2.0 JSON chapters, version 1.2.0.

    https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
    """
    header = edition.header
    values: dict[str, object] = {"version": "1.2.0", "title": lesson_title(edition)}
    values |= {"author": plain(header.author)} if header.author else {}
    values |= {"description": plain(header.description)} if header.description else {}
    values |= {"podcastName": plain(header.series)} if header.series else {}
    values["chapters"] = [
        {
            "startTime": milliseconds(mark.start) / 1000,
            "endTime": milliseconds(mark.end) / 1000,
            "title": mark.title,
        }
        for mark in marks(edition)
    ]
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"

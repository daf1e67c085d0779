"""The lesson as the page's script reads it: the timeline in few bytes, and the files it may be made from.

`events` are rows in order of time; each starts where the one before it ends, the first at 0:

    sound      [kind, end, section, frame, frames]
    silence    [kind, end, section, wanted]

A cue's words stand once in the page, in its transcript, under the number of its row. Positions
and lengths are samples of `generator.core.clock`. `js/lesson.js` is the reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from generator.companions.formats import DownloadKind
from generator.companions.page.page_facts import Download
from generator.companions.wording import lesson_title, plain
from generator.core.clock import FRAME, SAMPLE_RATE
from generator.script.kinds import SILENCES
from generator.timeline.edition import Edition
from generator.timeline.timeline import Event, Sound

RECORDINGS: Final = (DownloadKind.STANDARD, DownloadKind.SMALL)
"""The files that "my pace" can be made from, the preferred one first: both have the page's own timeline."""


def page_data(edition: Edition, downloads: Sequence[Download]) -> dict[str, Any]:
    """What the script is given, as JSON takes it."""
    header, timeline = edition.header, edition.timeline
    title = lesson_title(edition)
    return {
        "name": edition.name,
        "title": title,
        "author": plain(header.author),
        "album": plain(header.series),
        "cover": next((each.href for each in downloads if each.kind is DownloadKind.COVER), ""),
        "rate": SAMPLE_RATE,
        "frame": FRAME,
        "gap": header.gap,
        "length": timeline.length,
        "stretched": [kind.name for kind in SILENCES.values() if kind.slider],
        "noted": [kind.name for kind in SILENCES.values() if kind.noted],
        "files": [
            {"kind": each.kind.value, "href": each.href, "bytes": each.bytes, "sha256": each.sha256}
            for kind in RECORDINGS
            for each in downloads
            if each.kind is kind
        ],
        "sections": [
            [plain(section.title) or title, section.start, section.end] for section in timeline.sections
        ],
        "events": [_row(edition, event) for event in timeline.events],
    }


def _row(edition: Edition, event: Event) -> list[str | int]:
    if not isinstance(event, Sound):
        return [event.kind.name, event.end, event.section, event.wanted]
    frames = edition.clips[event.clip].frames
    return [event.kind.value, event.end, event.section, event.frame, frames]

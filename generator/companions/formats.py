"""The files that stand beside an MP3, in one table: a new one is one file in this room and one row here.

`build` writes them, `verify` reads them back, and `site` publishes those that say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    # Only what writes files, or reads them back, needs them.
    from generator.companions.deviation import Deviation
    from generator.timeline.edition import Edition

Reader: TypeAlias = "Callable[[str, Edition, str], Iterator[Deviation]]"
"""Holds a file's text against an edition; the last argument is the file's name, for messages."""


class DownloadKind(StrEnum):
    """What a file beside the page is."""

    STANDARD = "standard"
    """The recording that the page plays. "My pace" is made from it."""
    SMALL = "small"
    """The same recording in the small profile: "my pace" can be made from it as well."""
    LENGTH = "length"
    """Another length of the lesson."""
    TRANSCRIPT = "transcript"
    CAPTIONS = "captions"
    COVER = "cover"
    """A picture for the lock screen and for links that are passed on; not offered as a download."""


@dataclass(frozen=True, slots=True, eq=False)  # one of a table: it is itself
class Companion:
    """One kind of file beside an MP3."""

    suffix: str
    """What follows the lesson's name."""
    mime: str
    write: Callable[[Edition], str]
    """The text that stands in it (UTF-8, `\\n` line ends)."""
    deviations: Reader | None = None
    """Reads it back, and holds it against the timeline; None for the timeline itself."""
    check: str = ""
    """What `verify` calls that check."""
    published: bool = False
    """Whether it goes with a lesson onto a site."""
    label: str = ""
    """What the lesson's page calls it; empty where the page offers it not as a download."""
    kind: DownloadKind = DownloadKind.TRANSCRIPT
    """As what the page offers it."""
    transcript_of: str | None = None
    """In the podcast feed: `captions` or nothing for a transcript; None for what is none."""


def import_writers() -> None:
    """Import what every build writes with, ahead of its first use."""
    for name in ("captions", "transcript"):
        import_module(f"generator.companions.{name}")


def _vtt(edition: Edition) -> str:
    from generator.companions.captions import vtt

    return vtt(edition)


def _srt(edition: Edition) -> str:
    from generator.companions.captions import srt

    return srt(edition)


def _transcript(edition: Edition) -> str:
    from generator.companions.transcript import transcript

    return transcript(edition)


def _chapters(edition: Edition) -> str:
    from generator.companions.chapters import chapters

    return chapters(edition)


def _labels(edition: Edition) -> str:
    from generator.companions.labels import labels

    return labels(edition)


def _timeline(edition: Edition) -> str:
    from generator.timeline.edition_json import edition_to_json

    return edition_to_json(edition)


def _read_captions(text: str, edition: Edition, name: str) -> Iterator[Deviation]:
    from generator.companions.captions_reader import captions_deviations

    return captions_deviations(text, edition, name)


def _read_transcript(text: str, edition: Edition, name: str) -> Iterator[Deviation]:
    from generator.companions.text_readers import transcript_deviations

    return transcript_deviations(text, edition, name)


def _read_labels(text: str, edition: Edition, name: str) -> Iterator[Deviation]:
    from generator.companions.text_readers import labels_deviations

    return labels_deviations(text, edition, name)


def _read_chapters(text: str, edition: Edition, name: str) -> Iterator[Deviation]:
    from generator.companions.chapters_reader import chapters_deviations

    return chapters_deviations(text, edition, name)


TIMELINE: Final = Companion(".timeline.json", "application/json", _timeline)
CHAPTERS: Final = Companion(
    ".chapters.json", "application/json", _chapters, _read_chapters, "chapters", published=True
)

COMPANIONS: Final = {
    companion.suffix: companion
    for companion in (
        TIMELINE,
        Companion(
            ".vtt",
            "text/vtt",
            _vtt,
            _read_captions,
            "captions",
            published=True,
            label="Captions (WebVTT)",
            kind=DownloadKind.CAPTIONS,
            transcript_of="captions",
        ),
        Companion(
            ".srt",
            "application/x-subrip",
            _srt,
            _read_captions,
            "captions",
            published=True,
            label="Captions (SRT)",
            kind=DownloadKind.CAPTIONS,
            transcript_of="captions",
        ),
        Companion(
            ".transcript.txt",
            "text/plain",
            _transcript,
            _read_transcript,
            "transcript",
            published=True,
            label="The words, to read or print",
            transcript_of="",
        ),
        CHAPTERS,
        Companion(".labels.txt", "text/plain", _labels, _read_labels, "labels"),
    )
}
"""Every companion by its suffix, in the order in which they are written: the timeline is renamed last."""

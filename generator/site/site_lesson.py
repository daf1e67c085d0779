"""The nouns of a site: what a teacher says about it, and what is published of each lesson."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from generator.companions.wording import lesson_title
from generator.core.errors import Span
from generator.site.page_links import PageLink
from generator.timeline.edition import Edition

if TYPE_CHECKING:
    from generator.companions.formats import Companion


@dataclass(frozen=True, slots=True)
class Listed:
    """One lesson of site.yaml's `lessons`."""

    name: str
    """Of its script, without `.txt`."""
    span: Span
    """Where the name stands."""
    note: str = ""
    """For the catalogue: `If holding your knee is hard, begin here.`"""
    reviewed: str = ""
    """Who has read the lesson before it was published."""


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """What site.yaml says. Each field is a key of it."""

    title: str = "Movement lessons"
    teacher: str = ""
    description: str = ""
    base: str = ""
    """Absolute address of the site, ending in `/`; empty while it has none."""
    contact: str = ""
    """A mail address."""
    language: str = "en"
    """Of what the teacher writes (BCP 47)."""
    cover: str = ""
    """A picture beside site.yaml; empty: one is drawn."""
    guid: str = ""
    """The feed's `podcast:guid`, where it is not to follow from the address: after a move to another one."""
    lessons: tuple[Listed, ...] = ()
    """In the suggested order."""
    spans: Mapping[str, Span] = field(default_factory=dict, compare=False)
    """Where each value stands."""

    @property
    def about(self) -> str:
        """The description, or a plain sentence in its place."""
        by = f" by {self.teacher}" if self.teacher else ""
        return self.description or f"Recorded movement lessons{by}."


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is published as it is."""

    source: Path
    name: str
    """What it is called beside the page."""
    bytes: int
    sha256: str
    """In hex."""

    @property
    def href(self) -> str:
        """The asset's address, relative to the page."""
        return quote(self.name)


@dataclass(frozen=True, slots=True)
class PublishedRecording:
    """One MP3 of a lesson."""

    asset: Asset
    length: int
    """Samples."""
    small: bool
    main: bool
    """Whether it has the length that the page plays."""


@dataclass(frozen=True, slots=True)
class SiteLesson:
    """A lesson with all that is published of it."""

    name: str
    edition: Edition
    """At the length that the page plays."""
    timeline: str
    """The edition's JSON, as it was read."""
    recordings: tuple[PublishedRecording, ...]
    """The one that the page plays comes first."""
    companions: tuple[tuple[Companion, Asset], ...]
    """What stands beside the recordings, in the order of the table of companions."""
    cover: Asset
    parts: Mapping[str, str]
    """The page's text: Markdown, under the names of `PageText`'s fields."""
    links: tuple[PageLink, ...] = ()
    """In that text, to what the site itself has to have."""
    note: str = ""
    reviewed: str = ""

    @property
    def title(self) -> str:
        """The lesson's title as plain text."""
        return lesson_title(self.edition)

    @property
    def address(self) -> str:
        """Relative to the site, as an address: `knee-and-elbow/`."""
        return f"{quote(self.name)}/"

    @property
    def recording(self) -> PublishedRecording:
        """What the page plays."""
        return self.recordings[0]

    @property
    def assets(self) -> tuple[Asset, ...]:
        """Every file that stands beside the page."""
        files = (asset for _, asset in self.companions)
        return (*(each.asset for each in self.recordings), *files, self.cover)

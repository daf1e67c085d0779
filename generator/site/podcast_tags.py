"""Tags that feedgen does not know: those of Podcasting 2.0, and Apple's present spelling of "not explicit".

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import feedgen.feed  # noqa: F401  # `feedgen.util` uses what only this imports
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.util import xml_elem

from generator.audio.profile import SMALL, STANDARD

if TYPE_CHECKING:
    # feedgen's elements are those of lxml, which has no type hints; these have the same methods.
    from xml.etree.ElementTree import Element

PODCAST: Final = "https://podcastindex.org/namespace/1.0"
ITUNES: Final = "http://www.itunes.com/dtds/podcast-1.0.dtd"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One encoding of a lesson."""

    url: str
    bytes: int
    sha256: str
    """In hex."""
    small: bool


class FeedTags(BaseExtension):  # type: ignore[misc]  # feedgen has no type hints
    """The podcast tags of the channel."""

    guid: str = ""

    def extend_ns(self) -> dict[str, str]:
        """Tell feedgen the namespace and its prefix."""
        return {"podcast": PODCAST}

    def extend_rss(self, feed: Element) -> Element:
        """Add the tags to the channel."""
        channel = feed[0]
        _tag(channel, PODCAST, "guid", self.guid)
        # Not "course", though that is what the feed is: most apps show podcasts only.
        _tag(channel, PODCAST, "medium", "podcast")
        _tag(channel, ITUNES, "explicit", "false")
        return feed


class LessonTags(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no type hints
    """The podcast tags of one lesson's item."""

    episode: int = 0
    language: str = ""
    """Language of the words (BCP 47)."""
    chapters: str = ""
    """Address."""
    transcripts: tuple[tuple[str, str, str], ...] = ()
    """Address, type, and what it is to the sound: `captions` or nothing."""
    enclosures: tuple[Enclosure, ...] = ()
    """The one that the item itself names comes first."""

    def extend_rss(self, item: Element) -> Element:
        """Add the tags to the item."""
        _tag(item, ITUNES, "explicit", "false")
        _tag(item, PODCAST, "episode", str(self.episode))
        _tag(item, PODCAST, "chapters", url=self.chapters, type="application/json+chapters")
        for url, kind, relation in self.transcripts:
            named = {"rel": relation} if relation else {}
            _tag(item, PODCAST, "transcript", url=url, type=kind, language=self.language, **named)
        for place, each in enumerate(self.enclosures):
            self._add(item, each, default=place == 0)
        return item

    def _add(self, item: Element, enclosure: Enclosure, *, default: bool) -> None:
        profile = SMALL if enclosure.small else STANDARD
        alternate = _tag(
            item,
            PODCAST,
            "alternateEnclosure",
            type="audio/mpeg",
            length=str(enclosure.bytes),
            bitrate=str(profile.bit_rate_kbps * 1000),
            lang=self.language,
            title="Small file" if enclosure.small else "Standard",
            **({"default": "true"} if default else {}),
        )
        _tag(alternate, PODCAST, "source", uri=enclosure.url)
        digest = base64.b64encode(bytes.fromhex(enclosure.sha256)).decode("ascii")
        _tag(alternate, PODCAST, "integrity", type="sri", value=f"sha256-{digest}")


def _tag(parent: Element, namespace: str, name: str, text: str | None = None, **attributes: str) -> Element:
    made: Element = xml_elem(f"{{{namespace}}}{name}", parent, **attributes)
    made.text = text
    return made

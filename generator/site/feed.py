"""The feed for podcast apps: RSS 2.0 with the tags of Apple Podcasts and of Podcasting 2.0.

Its dates are the lessons' own, never the clock's. A lesson's `date:` counts as noon UTC of that day (of the
first day, where only a month or year is given); without one it is 1 January 2000, which nobody takes for
news. To either, one minute is added for each lesson before it in the suggested order, so that apps which sort
by date keep that order.

A GUID follows from the feed's and from the lesson's name: it stays when the text, the sound or the order
changes. The feed's own follows from its first address; `guid:` in site.yaml keeps it after a move.

https://help.apple.com/itc/podcasts_connect/#/itcb54353390
https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin
from uuid import UUID, uuid5

from generator.companions.formats import CHAPTERS
from generator.companions.wording import plain
from generator.core.cache import Cache
from generator.core.clock import SAMPLE_RATE
from generator.site.page_cache import kept_text, program
from generator.site.site_lesson import Asset, SiteConfig, SiteLesson
from generator.timeline.edition_json import GENERATOR

if TYPE_CHECKING:
    from feedgen.feed import FeedGenerator

NAMESPACE: Final = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""For `podcast:guid`, by its specification."""
CATEGORY: Final = ("Health & Fitness", "Alternative Health")
"""Of Apple's list (https://podcasters.apple.com/support/1691-apple-podcasts-categories)."""
NO_DATE: Final = dt.datetime(2000, 1, 1, 12, tzinfo=dt.UTC)

_UNFIT: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINK: Final = re.compile(r'(?<=<a href=")[^"]*')


def feed(lessons: Sequence[SiteLesson], cover: Asset, config: SiteConfig, cache: Cache) -> str:
    """The feed, from the cache where nothing that it says has changed.

    Args:
        lessons: in the suggested order.
        cover: of the site.
        config: of the site; it has an address.
        cache: where it is kept.
    """
    facts = tuple(
        (each.name, each.timeline, each.assets, sorted(each.parts.items()), each.note) for each in lessons
    )
    return kept_text(
        cache,
        ("feed", program(), facts, cover.href, config),
        lambda: _render(lessons, cover, config),
    )


def feed_guid(config: SiteConfig) -> UUID:
    """The feed's `podcast:guid`: of its address without scheme and closing slashes."""
    address = urljoin(config.base, "feed.xml").partition("://")[2].rstrip("/")
    return UUID(config.guid) if config.guid else uuid5(NAMESPACE, address)


def published(lesson: SiteLesson, place: int) -> dt.datetime:
    """When a lesson counts as published; `place` counts from 0."""
    written = lesson.edition.header.date
    year, month, day = (*map(int, written.split("-")), 1, 1)[:3] if written else (0, 0, 0)
    date = dt.datetime(year, month, day, 12, tzinfo=dt.UTC) if written else NO_DATE
    return date + dt.timedelta(minutes=place)


def _render(lessons: Sequence[SiteLesson], cover: Asset, config: SiteConfig) -> str:
    from feedgen.feed import FeedGenerator

    from generator.site.podcast_tags import FeedTags, LessonTags

    made = FeedGenerator()
    made.load_extension("podcast", atom=False)  # feedgen's name for the tags of iTunes
    made.register_extension("podcasting", FeedTags, LessonTags, atom=False)
    _describe(made, cover, config)
    made.podcasting.guid = str(feed_guid(config))
    dates = [published(lesson, place) for place, lesson in enumerate(lessons)]
    # feedgen would take the time of day.
    made.lastBuildDate(max(dates))
    made.pubDate(max(dates))
    for place, lesson in enumerate(lessons):
        _add(made, lesson, place, config)
    rendered: bytes = made.rss_str(pretty=True)
    return rendered.decode("utf-8")


def _describe(made: FeedGenerator, cover: Asset, config: SiteConfig) -> None:
    url, picture = config.base, urljoin(config.base, cover.href)
    made.title(_fit(config.title))
    made.link(href=urljoin(url, "feed.xml"), rel="self", type="application/rss+xml")
    made.link(href=url, rel="alternate")  # last: feedgen takes the last one for the channel's own
    made.description(_fit(config.about))
    made.language(config.language)
    made.generator(GENERATOR)
    made.image(url=picture, title=_fit(config.title), link=url)
    made.podcast.itunes_image(picture)
    made.podcast.itunes_category([{"cat": CATEGORY[0], "sub": CATEGORY[1]}])
    made.podcast.itunes_type("serial")
    if config.teacher:
        made.podcast.itunes_author(_fit(config.teacher))
    if config.contact:
        made.podcast.itunes_owner(name=_fit(config.teacher or config.title), email=config.contact)


def _add(made: FeedGenerator, lesson: SiteLesson, place: int, config: SiteConfig) -> None:
    from generator.site.page_text import to_html
    from generator.site.podcast_tags import Enclosure

    page = urljoin(config.base, lesson.address)
    header = lesson.edition.header
    recording = lesson.recording
    entry = made.add_entry(order="append")
    entry.title(_fit(lesson.title))
    entry.link(href=page)
    entry.guid(f"urn:uuid:{uuid5(feed_guid(config), lesson.name)}", permalink=False)
    entry.pubDate(published(lesson, place))
    entry.enclosure(urljoin(page, recording.asset.href), str(recording.asset.bytes), "audio/mpeg")
    parts = to_html(lesson.parts)
    warning = f"Before the first time, please read who should ask a doctor first: {page}#ask-first"
    notes = filter(None, (plain(header.description), warning if parts.ask_first else ""))
    entry.description(_fit("\n\n".join(notes) or lesson.title))
    if parts.about or parts.ask_first:
        asked = f"<h3>Ask first</h3>\n{parts.ask_first}" if parts.ask_first else ""
        entry.content(_fit(_absolute(f"{parts.about}\n{asked}", page)), type="CDATA")
    entry.podcast.itunes_title(_fit(lesson.title))
    entry.podcast.itunes_duration(round(recording.length / SAMPLE_RATE))
    entry.podcast.itunes_image(urljoin(page, lesson.cover.href))
    entry.podcast.itunes_episode(place + 1)
    entry.podcast.itunes_episode_type("full")
    if header.author:
        entry.podcast.itunes_author(_fit(plain(header.author)))
    tags = entry.podcasting
    tags.episode = place + 1
    tags.language = header.language
    tags.chapters = next(urljoin(page, asset.href) for each, asset in lesson.companions if each is CHAPTERS)
    tags.transcripts = tuple(
        (urljoin(page, asset.href), each.mime, each.transcript_of)
        for each, asset in lesson.companions
        if each.transcript_of is not None
    )
    tags.enclosures = tuple(
        Enclosure(urljoin(page, each.asset.href), each.asset.bytes, each.asset.sha256, small=each.small)
        for each in lesson.recordings
        if each.main
    )


def _absolute(html: str, page: str) -> str:
    """`html` as it is read far from its page: links with their whole address."""
    return _LINK.sub(lambda found: urljoin(page, found[0]), html)


def _fit(words: str) -> str:
    """`words` without characters that XML cannot hold."""
    return _UNFIT.sub("", words)

"""The page of each lesson: what is offered for download, where to go on, and the words around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.companions.formats import DownloadKind
from generator.companions.page.page_facts import Download, NextLesson, SiteInfo
from generator.core.cache import Cache
from generator.core.clock import clock_text
from generator.site.page_cache import kept_text, program
from generator.site.site_lesson import Asset, PublishedRecording, SiteConfig, SiteLesson


def page(lesson: SiteLesson, lessons: Sequence[SiteLesson], config: SiteConfig, cache: Cache) -> str:
    """A lesson's page, from the cache where nothing that it says has changed.

    Args:
        lesson: what the page is about.
        lessons: all of them, in the suggested order.
        config: of the site.
        cache: where pages are kept.
    """
    files = tuple(downloads(lesson))
    info = site_info(lesson, lessons, config)

    def make() -> str:
        # Jinja2 and markdown-it take longer to import than everything else takes to run.
        from generator.companions.page.render import render_page
        from generator.site.page_text import to_html

        return render_page(lesson.edition, to_html(lesson.parts, lesson.reviewed), files, info)

    key = ("page", program(), lesson.timeline, sorted(lesson.parts.items()), lesson.reviewed, files, info)
    return kept_text(cache, key, make)


def site_info(lesson: SiteLesson, lessons: Sequence[SiteLesson], config: SiteConfig) -> SiteInfo:
    """What a lesson's page says about the site."""
    return SiteInfo(
        title=config.title,
        teacher=config.teacher,
        base_url=config.base,
        contact=config.contact,
        language=config.language,
        feed="../feed.xml" if config.base else "",
        page_url=lesson.address,
        next_lessons=tuple(_next(lesson, lessons)),
    )


def _next(lesson: SiteLesson, lessons: Sequence[SiteLesson]) -> Iterator[NextLesson]:
    """The lesson that follows; behind the last one, the first."""
    following = lessons[(lessons.index(lesson) + 1) % len(lessons)]
    if following is not lesson:
        yield NextLesson(following.title, f"../{following.address}index.html", following.note)


def downloads(lesson: SiteLesson) -> Iterator[Download]:
    """Every file that the page offers, the recording that it plays first."""
    for recording in lesson.recordings:
        yield download(recording.asset, _label(recording), _kind(recording), recording.length)
    offered = [(each, asset) for each, asset in lesson.companions if each.label]
    for companion, asset in sorted(offered, key=lambda each: list(DownloadKind).index(each[0].kind)):
        yield download(asset, companion.label, companion.kind)
    yield download(lesson.cover, "Cover", DownloadKind.COVER)


def download(asset: Asset, label: str, kind: DownloadKind, length: int | None = None) -> Download:
    """A file as a page offers it; `length` (samples) is a recording's."""
    return Download(label, asset.href, asset.bytes, length, asset.sha256, kind)


def _kind(recording: PublishedRecording) -> DownloadKind:
    if not recording.main:
        return DownloadKind.LENGTH
    return DownloadKind.SMALL if recording.small else DownloadKind.STANDARD


def _label(recording: PublishedRecording) -> str:
    what = "MP3" if recording.main else f"MP3, the lesson in {minutes(recording.length)}"
    return f"{what}, small file for a slow connection" if recording.small else what


def minutes(length: int) -> str:
    """A lesson's length for people: `20 minutes`, `33:24 minutes`."""
    return f"{clock_text(length).removesuffix(':00')} minutes"

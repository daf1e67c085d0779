"""The site's first page: every lesson in the suggested order, in the design of the lessons' own pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, urljoin

from generator.companions.wording import plain
from generator.core.cache import Cache
from generator.core.clock import clock_text
from generator.site.page_cache import kept_text, program
from generator.site.site_lesson import Asset, SiteConfig, SiteLesson

_FOLDER: Final = Path(__file__).with_name("catalogue")
_MODULES: Final = ("store", "appearance")
_MAIN: Final = """
const kept = openStore(() => globalThis.localStorage, "lesson-page");
connectAppearance(document.getElementById("appearance"), kept);
"""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A lesson as the catalogue shows it: plain text."""

    title: str
    href: str
    cover: str
    language: str
    length: int
    """Samples."""
    also: str
    """Its other lengths: `10 and 40`."""
    description: str
    note: str


def catalogue_page(lessons: Sequence[SiteLesson], cover: Asset, config: SiteConfig, cache: Cache) -> str:
    """The catalogue, from the cache where nothing that it says has changed.

    Args:
        lessons: in the suggested order.
        cover: of the site, for links that are passed on.
        config: of the site.
        cache: where it is kept.
    """
    entries = tuple(map(_entry, lessons))
    key = ("catalogue", program(), entries, cover.href, config)
    return kept_text(cache, key, lambda: _render(entries, cover, config))


def _entry(lesson: SiteLesson) -> CatalogueEntry:
    header = lesson.edition.header
    return CatalogueEntry(
        title=lesson.title,
        href=f"{lesson.address}index.html",
        cover=f"{lesson.address}{lesson.cover.href}",
        language=header.language,
        length=lesson.recording.length,
        also=_also(lesson),
        description=plain(header.description),
        note=lesson.note,
    )


def _also(lesson: SiteLesson) -> str:
    lengths = dict.fromkeys(each.length for each in lesson.recordings if not each.main)
    shown = [clock_text(each).removesuffix(":00") for each in lengths]
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def _render(entries: Sequence[CatalogueEntry], cover: Asset, config: SiteConfig) -> str:
    # Jinja2 takes longer to import than everything else takes to run.
    from generator.companions.page.render import ASSETS, environment, inline, inlined, policy

    style = "\n" + (ASSETS / "page.css").read_text("utf-8") + (_FOLDER / "catalogue.css").read_text("utf-8")
    modules = ((ASSETS / "js" / f"{name}.js").read_text("utf-8") for name in _MODULES)
    script = "\n" + "".join(map(inlined, modules)) + _MAIN.lstrip()
    page = (
        environment(_FOLDER)
        .get_template("catalogue.html.jinja")
        .render(
            site=config,
            entries=entries,
            feed_url=urljoin(config.base, "feed.xml") if config.base else "",
            cover_url=urljoin(config.base, cover.href) if config.base else "",
            question=f"mailto:{quote(config.contact, safe='@')}" if config.contact else "",
            policy=policy(style, script),
            style=inline(style),
            script=inline(script),
        )
    )
    return page + "\n"

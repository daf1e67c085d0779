"""The nouns of a lesson's web page."""

from __future__ import annotations

from dataclasses import dataclass

from generator.companions.formats import DownloadKind


@dataclass(frozen=True, slots=True)
class Download:
    """One file that stands beside the page."""

    label: str
    """For the learner: `Small file, for a slow connection`."""
    href: str
    """Relative to the page, percent-encoded: `knee-and-elbow.mp3`."""
    bytes: int
    length: int | None
    """Samples of `generator.core.clock`, for a recording; else None."""
    sha256: str
    """In hex."""
    kind: DownloadKind


@dataclass(frozen=True, slots=True)
class PageText:
    """What the teacher writes around a lesson, as HTML that is already safe (markdown-it-py, `html=False`).

    Headings inside begin at `h3`. An empty part is left out.
    """

    about: str = ""
    what_to_expect: str = ""
    how_to_practise: str = ""
    ask_first: str = ""
    afterwards: str = ""
    reviewed_by: str = ""
    """Plain text: who has read the lesson. Empty: the page says that nobody has."""


@dataclass(frozen=True, slots=True)
class NextLesson:
    """A lesson to go on with."""

    title: str
    href: str
    """Relative to the page: `../freeing-the-hips/index.html`."""
    note: str = ""
    """`if holding your knee is hard, begin here`: plain text."""


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """What all pages of a site share, and where this one stands among them."""

    title: str
    teacher: str = ""
    base_url: str = ""
    """Absolute address of the site's first page, ending in `/`; empty while it has none."""
    contact: str = ""
    """A mail address for questions; empty: none is offered."""
    language: str = "en"
    """Of what the teacher writes on the site (BCP 47). The lesson's own language is its header's; the page's
    own words are English."""
    home: str = "../index.html"
    """The catalogue, relative to the page."""
    feed: str = ""
    """The feed, relative to the page; empty: none."""
    page_url: str = ""
    """This page's address relative to `base_url`: `knee-and-elbow/`."""
    next_lessons: tuple[NextLesson, ...] = ()

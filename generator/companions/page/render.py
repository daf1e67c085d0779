"""A lesson's web page: one HTML file that plays from a server, from a disk, and without JavaScript.

Nothing is loaded but the audio beside it: style and script stand in the page, named by hash in its content
security policy, so that nothing else can run there and no other host is asked for anything.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import quote, urljoin

# Heavy, but this module is only imported by what writes pages.
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator.companions.formats import DownloadKind
from generator.companions.page.page_data import RECORDINGS, page_data
from generator.companions.page.page_facts import Download, PageText, SiteInfo
from generator.companions.wording import lesson_title, note, plain, words_or_note
from generator.core.clock import SAMPLE_RATE, clock_text
from generator.script.kinds import SILENCES
from generator.timeline.edition import Edition
from generator.timeline.timeline import Event, Silence, SoundKind

ASSETS: Final = Path(__file__).parent

MODULES: Final = (
    "lesson", "info", "frames", "id3", "pace", "rebuild", "source", "remake", "store",
    "player", "controls", "lockscreen", "transcript", "chapters", "resume", "mypace", "share", "appearance",
    "main",
)  # fmt: skip
"""The page's ES modules, each behind those that it imports: inlined, they are one."""

_IMPORT: Final = re.compile(r"^import \{[^}]*\} from \"\./\w+\.js\";\n", re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:async )?(?:function|const|class) )", re.MULTILINE)
_INDENT: Final = re.compile(r"^\s+", re.MULTILINE)
_COMMENT: Final = re.compile(r"^\s*(?://[^\n]*|/\*\*.*?\*/)\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One line of the transcript."""

    event: int
    """Index into the timeline's events."""
    text: str
    spoken: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """One section of the transcript, which is one chapter of the MP3."""

    section: int
    """Index into the timeline's sections."""
    title: str
    start: int
    """Samples."""
    lines: tuple[TranscriptLine, ...]


def render_page(edition: Edition, text: PageText, downloads: tuple[Download, ...], site: SiteInfo) -> str:
    """The page of one lesson, whole.

    Args:
        edition: the lesson. `edition.clips` must be filled.
        text: what the teacher writes around it.
        downloads: every file that stands beside the page; exactly one is `DownloadKind.STANDARD`.
        site: what all pages share.

    Raises:
        ValueError: no download is the standard recording.
    """
    recording = next((each for each in downloads if each.kind is DownloadKind.STANDARD), None)
    if recording is None:
        raise ValueError("a page needs the recording that it plays")
    cover = next((each.href for each in downloads if each.kind is DownloadKind.COVER), "")
    url = urljoin(site.base_url, site.page_url) if site.base_url else ""
    passages = tuple(_passages(edition))
    page = (
        environment()
        .get_template("page.html.jinja")
        .render(
            edition=edition,
            title=lesson_title(edition),
            author=plain(edition.header.author),
            description=plain(edition.header.description),
            series=plain(edition.header.series),
            text=text,
            parts=_parts(text),
            site=site,
            recording=recording,
            downloads=[each for each in downloads if each.kind is not DownloadKind.COVER],
            recordings=[each for each in downloads if each.kind in RECORDINGS],
            passages=passages,
            sliders=_sliders(edition),
            url=url,
            audio_url=urljoin(url, recording.href) if url else "",
            cover_url=urljoin(url, cover) if url and cover else "",
            question=_question(site, edition, url),
            data=page_data(edition, downloads),
            policy=policy(_style(), _script()),
            style=inline(_style()),
            script=inline(_script()),
        )
    )
    return page + "\n"


def _parts(text: PageText) -> dict[str, Markup]:
    """The teacher's parts by name, marked as the HTML that they are."""
    names = ("about", "what_to_expect", "how_to_practise", "ask_first", "afterwards")
    return {name: Markup(getattr(text, name)) for name in names}  # noqa: S704  # markdown-it made it, with html=False


def _passages(edition: Edition) -> Iterator[Passage]:
    title = lesson_title(edition)
    for index, section in enumerate(edition.timeline.sections):
        if section.end > section.start:
            lines = (
                line
                for number, event in enumerate(edition.timeline.events)
                if event.section == index and (line := _line(number, event))
            )
            yield Passage(index, plain(section.title) or title, section.start, tuple(lines))


def _line(number: int, event: Event) -> TranscriptLine | None:
    spoken = event.kind is SoundKind.CUE
    text = words_or_note(event) if spoken else note(event).strip("[]")
    return TranscriptLine(number, text, spoken=spoken) if text else None


def _sliders(edition: Edition) -> list[tuple[str, str, bool]]:
    """Name and label of each kind of silence that "my pace" can change, and whether this lesson has any."""
    used = {event.kind for event in edition.timeline.events if isinstance(event, Silence)}
    return [(kind.name, kind.slider, kind in used) for kind in SILENCES.values() if kind.slider]


def _question(site: SiteInfo, edition: Edition, url: str) -> str:
    if not site.contact:
        return ""
    subject = quote(f"Question about “{lesson_title(edition)}”", safe="")
    body = quote(f"\n\n{url}", safe="") if url else ""
    return f"mailto:{quote(site.contact, safe='@')}?subject={subject}" + (f"&body={body}" if body else "")


MEGABYTE = 1_000_000


def _size(count: int) -> str:
    """A file's size for people: `9.6 MB`, `34 kB`."""
    return f"{count / MEGABYTE:.1f} MB" if count >= MEGABYTE else f"{max(1, round(count / 1e3))} kB"


def _minutes(length: int) -> str:
    """A lesson's length for people: `20 minutes`, `33:24 minutes`."""
    return f"{clock_text(length).removesuffix(':00')} minutes"


def _seconds(position: int) -> str:
    """A position (samples) in seconds, for a media fragment: `372.5`."""
    return f"{position / SAMPLE_RATE:.1f}"


@cache
def environment(*folders: Path) -> Environment:
    """Templates of this room, and before them those of `folders`."""
    environment = Environment(
        loader=FileSystemLoader([*folders, ASSETS]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"separators": (",", ":")}
    environment.filters |= {"clock": clock_text, "size": _size, "minutes": _minutes, "seconds": _seconds}
    return environment


@cache
def _style() -> str:
    return "\n" + (ASSETS / "page.css").read_text("utf-8")


@cache
def _script() -> str:
    """All modules as one. Their names do not collide: a test sees to it."""
    return "\n" + "".join(inlined((ASSETS / "js" / f"{name}.js").read_text("utf-8")) for name in MODULES)


def inlined(module: str) -> str:
    """An ES module as it stands among the others in the page: no import, export, comment or indentation."""
    return _INDENT.sub("", _EXPORT.sub("", _COMMENT.sub("", _IMPORT.sub("", module))))


def inline(code: str) -> Markup:
    """Style or script as it stands in the page: of this package's own files, and of nobody's words."""
    return Markup(code)  # noqa: S704  # escaped it would not run, and nothing of a script or a page text is in it


def policy(style: str, script: str) -> str:
    """Content security policy: this style, this script, files beside the page, and nothing else."""
    rules = {
        "default-src": "'none'",
        "style-src": _source(style),
        "script-src": _source(script),
        "media-src": "'self' file: blob:",
        "img-src": "'self' file: data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _source(inline: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()}'"

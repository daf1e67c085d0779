"""What a teacher writes around a lesson: NAME.md, cut into the parts of its page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from generator.companions.page.page_facts import PageText
from generator.core.errors import Diagnostic
from generator.script.files import read_bounded
from generator.script.problems import Problems, did_you_mean, quoted
from generator.script.prose import Fragment, check_controls
from generator.script.source import Source, split
from generator.site.page_links import PageLink, check_links, is_allowed

PARTS: Final = MappingProxyType(
    {
        "about": "About",
        "what_to_expect": "What to expect",
        "how_to_practise": "How to practise",
        "ask_first": "Ask first",
        "afterwards": "Afterwards",
    }
)
"""The field of a page's text, and the title that its part has in the file."""

_MOST_BYTES: Final = 200_000
_HEADING: Final = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_PICTURE: Final = re.compile(r"!\[[^\]]*\]\s*[(\[]")
_HOW: Final = "begin each part with its title: " + ", ".join(f"## {title}" for title in PARTS.values())


@dataclass(frozen=True, slots=True)
class Written:
    """A page's text as it was written: Markdown by part."""

    parts: Mapping[str, str]
    """By the names of `PARTS`; what is missing or empty is left out."""
    warnings: tuple[Diagnostic, ...]
    links: tuple[PageLink, ...] = ()
    """Those that lead to what the site itself has to have."""


def page_path(script: Path) -> Path:
    """Where the text of a lesson's page is: beside its script."""
    return script.with_suffix(".md")


def read_page_text(path: Path) -> Written:
    """The text at `path`. A missing file is a missing text: a warning.

    Raises:
        ScriptError: with every problem found.
    """
    shown = path.as_posix()
    text = read_bounded(path, _MOST_BYTES, "a page's text")
    if text is None:
        problems = Problems()
        problems.warn("W101", Source(shown, ("",)).span(1, 1), "this lesson's page has no text", _HOW)
        return Written({}, problems.warnings())
    return parse_page_text(text, shown)


def parse_page_text(text: str, path: str) -> Written:
    """As `read_page_text`, from the file's text.

    Raises:
        ScriptError: with every problem found.
    """
    source = split(text, path)
    problems = Problems()
    for number, line in enumerate(source.lines, 1):
        check_controls(Fragment(number, 1, line), source, problems)
    reader = _PartReader(source, problems)
    links: list[PageLink] = []
    for number, line, signs in _lines(source):
        if signs in {"#", "##"}:
            reader.begin(number, signs)
        else:
            reader.take(number, line)
        if signs is not None:
            reader.look_for_picture(number, line)
            links += check_links(number, line, source, problems)
    found = reader.end()
    problems.raise_errors()
    return Written(found, problems.warnings(), tuple(links))


class _PartReader:
    """Cuts a text into its parts, line by line."""

    def __init__(self, source: Source, problems: Problems) -> None:
        self._source = source
        self._problems = problems
        self._parts: dict[str, list[str]] = {}
        self._begun: dict[str, int] = {}
        """The line of each part's title."""
        self._part: list[str] | None = None
        self._reported = False
        """Whether the present lines, which belong to no part, are told of already."""

    def begin(self, number: int, signs: str) -> None:
        """Begin the part whose title stands on line `number`."""
        match = _HEADING.fullmatch(self._source.lines[number - 1])
        title = " ".join((match[2] or "").split()) if match else ""
        name = next((name for name, each in PARTS.items() if each.casefold() == title.casefold()), None)
        span = self._source.whole_line(number)
        self._part, self._reported = None, True
        if name is None:
            within = f"the parts are {', '.join(PARTS.values())}; a title within a part begins with ###"
            hint = did_you_mean(title, PARTS.values(), within)
            self._problems.error("E106", span, f"a page has no part {quoted(title)}", hint)
            return
        if signs == "#":
            hint = f"write ## {PARTS[name]}"
            self._problems.error("E106", span, "the title of a part begins with two signs", hint)
        if name in self._parts:
            message = f'the part "{PARTS[name]}" stands here a second time'
            hint = f"it begins on line {self._begun[name]} already: join them"
            self._problems.error("E107", span, message, hint)
        self._begun.setdefault(name, number)
        self._part = self._parts.setdefault(name, [])

    def take(self, number: int, line: str) -> None:
        """Add a line to the part that is open."""
        if self._part is not None:
            self._part.append(line)
        elif line.strip() and not self._reported:
            self._reported = True
            span = self._source.whole_line(number)
            self._problems.error("E105", span, "these words belong to no part of the page", _HOW)

    def look_for_picture(self, number: int, line: str) -> None:
        """Warn of a picture on a line that is no code."""
        picture = _PICTURE.search(line)
        if picture:
            span = self._source.span(number, picture.start() + 1, len(picture[0]))
            hint = "leave it out: a lesson's page shows its words"
            self._problems.warn("W108", span, "a picture is shown as a link only", hint)

    def end(self) -> dict[str, str]:
        """The parts that say something; warns of the others."""
        found = {name: "\n".join(lines).strip("\n") for name, lines in self._parts.items()}
        for name, title in PARTS.items():
            if found.get(name, "").strip():
                continue
            number = self._begun.get(name)
            if number is None:
                hint = f"write ## {title}, and below it what is to be said"
                span = self._source.span(1, 1)
                self._problems.warn("W102", span, f'the part "{title}" is missing', hint)
            else:
                span = self._source.whole_line(number)
                self._problems.warn("W102", span, f'the part "{title}" is empty', "write something below it")
        return {name: each for name, each in found.items() if each.strip()}


def _lines(source: Source) -> Iterator[tuple[int, str, str | None]]:
    """Number and text of each line, with its heading's signs; "" where there are none, None within code."""
    fence = ""
    for number, line in enumerate(source.lines, 1):
        opened = _FENCE.match(line)
        if fence:
            if opened and opened[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            yield number, line, None
        elif opened:
            fence = opened[1]
            yield number, line, None
        else:
            heading = _HEADING.fullmatch(line)
            yield number, line, heading[1] if heading else ""


def to_html(parts: Mapping[str, str], reviewed_by: str = "") -> PageText:
    """The parts as safe HTML: tags in them are words, and so are links that may not be."""
    from markdown_it import MarkdownIt  # 34 ms that a page which is kept need not spend

    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    markdown.validateLink = is_allowed  # type: ignore[assignment]  # its own allows whatever is no script
    shared: dict[str, object] = {}
    # A link's address may be written under another part than the link.
    markdown.parse("\n\n".join(parts.values()), shared)
    html = {}
    for name, text in parts.items():
        tokens = markdown.parse(text, shared)
        for token in tokens:
            if token.type in {"heading_open", "heading_close"} and token.tag in {"h1", "h2"}:
                token.tag = "h3"  # a title that is underlined
        html[name] = markdown.renderer.render(tokens, markdown.options, shared).strip()
    return PageText(**html, reviewed_by=reviewed_by)

"""Where the links of a page's text lead: to the web, to people, or to what the site itself has."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Container, Iterable, Iterator
from typing import Final, TypeAlias
from urllib.parse import unquote

from generator.core.errors import Diagnostic, Severity, Span
from generator.script.problems import Problems, quoted
from generator.script.source import Source

PageLink: TypeAlias = tuple[str, Span]
"""An address as it is written, and its place."""

_SCHEMES: Final = ("https", "http", "mailto", "tel")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)")
_CODE: Final = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
_ADDRESS: Final = re.compile(
    r"\]\(\s*<?(?P<behind>(?:[^\s<>()]|\([^\s<>()]*\))+)"
    r"|^ {0,3}\[[^\]]+\]:\s*<?(?P<below>[^\s<>]+)"
    r"|<(?P<alone>[A-Za-z][A-Za-z0-9+.-]+:[^\s<>]*)>"
)
_TO_A_LESSON: Final = "write ../NAME/index.html for another lesson's page"
_HOW: Final = f"begin it with https://, http://, mailto: or tel:, or {_TO_A_LESSON}"


def is_allowed(address: str) -> bool:
    """Whether a page may link to `address`: other schemes, and paths that leave the site, are words only."""
    scheme = _SCHEME.match(address)
    if scheme:
        return scheme[0].lower() in _SCHEMES
    path = unquote(address)
    return not path.startswith(("/", "\\")) and not _in_site(address, "page").startswith("..")


def check_links(number: int, line: str, source: Source, problems: Problems) -> Iterator[PageLink]:
    """Report the links of a line that lead nowhere they may; gives those that lead to a file of the site."""
    without_code = _CODE.sub(lambda found: " " * len(found[0]), line)
    for found in _ADDRESS.finditer(without_code):
        kind = found.lastgroup or ""
        address, span = (
            html.unescape(found[kind]),
            source.span(number, found.start(kind) + 1, len(found[kind])),
        )
        if not is_allowed(address):
            problems.error("E108", span, f"a link cannot lead to {quoted(address)}", _HOW)
        elif not _SCHEME.match(address) and not address.startswith(("#", "?")):
            yield address, span


def check_served(links: Iterable[PageLink], lesson: str, site: Container[str]) -> Iterator[Diagnostic]:
    """Warn of links to what the site does not have.

    Args:
        links: of the page of `lesson`.
        lesson: the folder of that page.
        site: the path of every file in it.
    """
    for address, span in links:
        path = _in_site(address, lesson)
        if path not in site and posixpath.join(path, "index.html") not in site:
            message = f"the site has no {quoted(path)}, to which this link leads"
            hint = f"{_TO_A_LESSON}, or the whole address (https://…) of a file"
            yield Diagnostic(Severity.WARNING, "W109", span, message, hint)


def _in_site(address: str, lesson: str) -> str:
    """The path within the site to which a relative address leads from the page of `lesson`."""
    return posixpath.normpath(posixpath.join(lesson, unquote(re.split("[?#]", address)[0])))

"""Values that only site.yaml has: a web address, a mail address, a podcast's identifier."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from generator.script.problems import Problems, did_you_mean, quoted
from generator.script.values import Node, text

_WEB: Final = ("https", "http")
_EXAMPLE: Final = "base: https://lessons.example.org/"
_MAIL: Final = re.compile(r"[^@\s<>\"(),:;]+@[^@\s<>\"(),:;]+\.[^@\s<>\"(),:;.]+")
_GUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_RESERVED: Final = re.compile(r"(?:^|\.)(?:example|invalid|test|localhost|example\.(?:com|net|org))$")


def web_address(node: Node, problems: Problems) -> str | None:
    """The site's address as browsers and podcast players write it, ending in `/`."""
    written = text(_EXAMPLE)(node, problems)
    if not isinstance(written, str):
        return None
    scheme, found, rest = written.partition("://")
    if not found:
        hint = f"write base: https://{written.strip('/:')}/"
        problems.error("E044", node.span, "an address begins with https://", hint)
        return None
    if scheme.lower() not in _WEB:
        hint = did_you_mean(scheme, _WEB, f"write base: https://{rest.strip('/')}/")
        problems.error("E044", node.span, f"{quoted(scheme)} is no way to reach a web site", hint)
        return None
    try:
        return _normal(written)
    except ValueError as error:
        problems.error("E044", node.span, str(error), f"write for example {_EXAMPLE}")
        return None


def mail_address(node: Node, problems: Problems) -> str | None:
    """A mail address, without a name around it."""
    written = text("contact: teacher@example.org")(node, problems)
    if isinstance(written, str) and not _MAIL.fullmatch(written):
        hint = "write for example contact: teacher@example.org"
        problems.error("E044", node.span, f"{quoted(written)} is no mail address", hint)
        return None
    return written if isinstance(written, str) else None


def podcast_guid(node: Node, problems: Problems) -> str | None:
    """A UUID of version 5 (https://podcasting2.org/docs/podcast-namespace/tags/guid)."""
    written = text("guid: 917393e3-1b1e-5cef-ace4-edaa54e1f810")(node, problems)
    if isinstance(written, str) and not _GUID.fullmatch(written.lower()):
        hint = "copy what stands between <podcast:guid> and </podcast:guid> in the old feed"
        problems.error("E044", node.span, f"{quoted(written)} is no podcast's identifier", hint)
        return None
    return written.lower() if isinstance(written, str) else None


def is_example(address: str) -> bool:
    """Whether an address can never be reached by others (RFC 2606, RFC 6761)."""
    return bool(_RESERVED.search(urlsplit(address).hostname or ""))


def _normal(written: str) -> str:
    if any(sign.isspace() or sign in '<>"\\^`{|}' for sign in written):
        raise ValueError('an address holds neither blanks nor signs such as < and "')
    parts = urlsplit(written)
    if parts.username is not None or parts.password is not None:
        raise ValueError("a user name in the address would be published")
    if parts.query or parts.fragment or "?" in written or "#" in written:
        raise ValueError("the address of a site has neither ? nor #")
    try:
        # Python's own "idna" is the older standard, which agrees for all but a few letters.
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port is not None else ""
    except (UnicodeError, ValueError):
        raise ValueError("the name of the host cannot be read") from None
    if not host:
        raise ValueError("the name of the host is missing")
    path = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~")
    return urlunsplit(
        (parts.scheme.lower(), f"[{host}]{port}" if ":" in host else host + port, f"{path}/", "", "")
    )

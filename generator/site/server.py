"""Showing a site on this machine: loopback only, read only, with the ranges that seeking in an MP3 needs."""

from __future__ import annotations

import contextlib
import errno
import mimetypes
import socket
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any, Final

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from generator.companions.formats import COMPANIONS
from generator.core.errors import MachineError

HOST: Final = "127.0.0.1"
_NAMES: Final = (HOST, "localhost")
_TYPES: Final = {
    ".html": "text/html",
    ".jpg": "image/jpeg",
    ".mp3": "audio/mpeg",
    ".png": "image/png",
    ".xml": "application/rss+xml",
}
"""Systems differ in what they take these for."""

_SETTINGS: Final[dict[str, Any]] = {
    # A browser that has paused a recording takes no more bytes, and would be waited for.
    "timeout_graceful_shutdown": 1,
    # It would complain of such a browser.
    "log_level": "critical",
    "lifespan": "off",
    "server_header": False,
}


class _RangeFiles(StaticFiles):
    """Files that a browser asks for again each time: the next `lesson site` may have changed them."""

    async def get_response(self, path: str, scope: MutableMapping[str, Any]) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


def site_app(folder: Path) -> Starlette:
    """The site in `folder` as an application.

    Raises:
        MachineError: there is no site.
    """
    if not (folder / "index.html").is_file():
        raise MachineError(f'there is no site in "{folder}"', "make it first, with: lesson site")
    companions = {Path(f"x{each.suffix}").suffix: each.mime for each in COMPANIONS.values()}
    for suffix, kind in (_TYPES | companions).items():
        mimetypes.add_type(kind, suffix)
    return Starlette(
        routes=[Mount("/", _RangeFiles(directory=folder, html=True))],
        # Another site's page could otherwise read this one under a name of its own.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(_NAMES))],
    )


def serve_site(folder: Path, port: int, ready: Callable[[str], None]) -> None:
    """Serve the site in `folder` until Ctrl-C.

    Args:
        folder: of the site.
        port: 0 takes any that is free.
        ready: is called with the address.

    Raises:
        MachineError: there is no site, or the port is not to be had.
    """
    app = site_app(folder)
    with _listen(port) as listener:
        ready(f"http://{HOST}:{listener.getsockname()[1]}/")
        server = uvicorn.Server(uvicorn.Config(app, **_SETTINGS))
        # Once it has closed every connection, uvicorn passes Ctrl-C on; here it is the way to end.
        with contextlib.suppress(KeyboardInterrupt):
            server.run([listener])


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message = (
                f"port {port} is used by another program on this machine, perhaps by another lesson serve"
            )
            raise MachineError(
                message, f"choose another one, as in: lesson serve --port {port + 1}"
            ) from error
        if error.errno == errno.EACCES:
            message = f"this machine does not let you use port {port}"
            raise MachineError(message, "choose one above 1023, as in: lesson serve --port 8000") from error
        raise MachineError(f"port {port} cannot be used", error.strerror or str(error)) from error

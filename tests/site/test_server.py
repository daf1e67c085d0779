"""`lesson serve`: this machine only, exact ranges, and plain words where it cannot."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from functools import partial
from pathlib import Path

import pytest

from generator.cli.main import run
from generator.core.errors import MachineError
from generator.site.server import HOST, site_app


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    headers: Message
    content: bytes


Ask = Callable[..., Answer]


def ask_at(port: int, path: str, *, verb: str = "GET", **headers: str) -> Answer:
    """Ask for exactly `path`; `If_None_Match` is the header If-None-Match."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    connection.request(verb, path, headers={name.replace("_", "-"): each for name, each in headers.items()})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return Answer(answer.status, answer.headers, content)


@pytest.fixture(scope="module")
def ask(site: Path) -> Iterator[Ask]:
    """Asks a `lesson serve` that shows the site."""
    with serving(site) as (_, port):
        yield partial(ask_at, port)


@contextlib.contextmanager
def serving(site: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A running `lesson serve`, and its port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", str(site), *(arguments or ("--port", "0"))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        yield process, int(said.split("/")[2].rpartition(":")[2])
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=1000-1000", 1000, 1000),
        ("bytes=-500", -500, None),
        ("bytes=5000-", 5000, None),
    ],
)
def test_a_range_is_answered_with_exactly_its_bytes(
    ask: Ask, site: Path, asked: str, first: int, last: int | None
) -> None:
    data = (site / "evil" / "evil.mp3").read_bytes()
    answer = ask("/evil/evil.mp3", Range=asked)
    assert answer.status == 206
    wanted = data[first:] if last is None else data[first : last + 1]
    assert answer.content == wanted
    start = first % len(data)
    assert answer.headers["Content-Range"] == f"bytes {start}-{start + len(wanted) - 1}/{len(data)}"


def test_a_range_beyond_the_end_is_refused(ask: Ask) -> None:
    assert ask("/evil/evil.mp3", Range="bytes=99999999-").status == 416


def test_whole_files_have_their_types(ask: Ask, site: Path) -> None:
    types = {
        "": "text/html; charset=utf-8",
        "evil/": "text/html; charset=utf-8",
        "%C3%BCbung%20zwei/index.html": "text/html; charset=utf-8",
        "evil/evil.mp3": "audio/mpeg",
        "evil/evil.vtt": "text/vtt; charset=utf-8",
        "evil/evil.srt": "application/x-subrip",
        "evil/evil.transcript.txt": "text/plain; charset=utf-8",
        "evil/evil.chapters.json": "application/json",
        "evil/evil.jpg": "image/jpeg",
        "feed.xml": "application/rss+xml",
    }
    for path, kind in types.items():
        answer = ask(f"/{path}")
        assert (answer.status, answer.headers["Content-Type"]) == (200, kind), path
        assert answer.headers["Cache-Control"] == "no-cache"
    assert ask("/evil/evil.mp3").content == (site / "evil" / "evil.mp3").read_bytes()


def test_a_changed_file_is_seen_at_once_and_links_out_are_not_followed(site: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(site, tmp_path / "site")
    (tmp_path / "secret.txt").write_text("secret")
    (copy / "secret.txt").symlink_to(tmp_path / "secret.txt")
    with serving(copy) as (_, port):
        tag = ask_at(port, "/").headers["ETag"]
        assert ask_at(port, "/", If_None_Match=tag).status == 304
        (copy / "index.html").write_text("another one")
        assert ask_at(port, "/", If_None_Match=tag).content == b"another one"
        assert ask_at(port, "/secret.txt").status == 404


@pytest.mark.parametrize(
    "path", ["/../scripts/site.yaml", "/%2e%2e/scripts/site.yaml", "/..%2fsite.yaml", "/nothing"]
)
def test_nothing_outside_the_site_is_shown(ask: Ask, path: str) -> None:
    assert ask(path).status == 404


def test_it_answers_to_its_own_names_only(ask: Ask) -> None:
    """Or a page from elsewhere could read it, under a name that it has given to this machine."""
    assert ask("/", Host="localhost:8000").status == 200
    assert ask("/", Host="elsewhere.example").status == 400


def test_only_reading_is_possible(ask: Ask) -> None:
    assert {ask("/index.html", verb=verb).status for verb in ("POST", "PUT", "DELETE")} == {405}


def test_a_missing_site_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(MachineError):
        site_app(tmp_path)
    assert run(["serve", str(tmp_path / "site")]) == 3
    assert "make it first, with: lesson site" in capsys.readouterr().err


def test_a_port_in_use_is_said(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]
        assert run(["serve", str(site), "--port", str(port)]) == 3
    said = capsys.readouterr().err
    assert f"port {port} is used by another program" in said
    assert "Traceback" not in said


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to whole groups of processes")
def test_it_listens_on_this_machine_and_ctrl_c_ends_it_well(site: Path) -> None:
    with serving(site) as (process, port):
        # A browser keeps its connection open.
        connection = http.client.HTTPConnection(HOST, port, timeout=10)
        connection.request("GET", "/evil/evil.mp3", headers={"Range": "bytes=192-383"})
        assert connection.getresponse().read() == (site / "evil" / "evil.mp3").read_bytes()[192:384]
        assert addresses(port) <= {"0100007F"}
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
        connection.close()
        assert process.returncode == 0
        assert errors == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to whole groups of processes")
def test_a_browser_that_takes_no_more_bytes_does_not_keep_it(site: Path, tmp_path: Path) -> None:
    """As one does that has paused a recording."""
    copy = shutil.copytree(site, tmp_path / "site")
    with (copy / "long.mp3").open("wb") as stream:
        stream.truncate(1 << 28)
    with serving(copy) as (process, port), socket.create_connection((HOST, port), timeout=10) as browser:
        browser.sendall(b"GET /long.mp3 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert browser.recv(15) == b"HTTP/1.1 200 OK"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
        assert (process.returncode, errors) == (0, "")


def addresses(port: int) -> set[str]:
    """Where this machine listens on a port, as Linux tells it; nothing elsewhere."""
    found = set()
    for name in ("tcp", "tcp6"):
        table = Path("/proc/net") / name
        for line in table.read_text().splitlines()[1:] if table.exists() else []:
            _, local, _, listens, *_ = line.split()
            address, _, number = local.rpartition(":")
            if listens == "0A" and int(number, 16) == port:
                found.add(address)
    return found

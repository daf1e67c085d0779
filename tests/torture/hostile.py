"""Scripts, file names and header values from someone who means harm."""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.torture.bombs import bombs
from tests.torture.forked_runs import Runs
from tests.torture.ground import Ground, Outcome, broken_mp3
from tests.torture.told import header, told_badly

SECRET = "the secret that nobody may hear"  # noqa: S105  # nobody's password


_MARKUP = re.compile(r"<script>alert|<img src=x|<!--(?! )|\b49\b {%")
"""What a page holds only where a title became markup."""


PATHS = (
    "../secret.txt", "..\\secret.txt", "common/../../secret.txt", "/etc/passwd", "~/secret.txt", "~root/x",
    "//host/share/x.txt", "\\\\host\\share\\x.txt", "C:\\secret.txt", "C:secret.txt", "file:///etc/passwd",
    "/dev/zero", "/dev/stdin", "/proc/self/environ", "link.txt", "loop.txt", "folder", "folder/", "pipe", ".", "..", "./",
    "CON", "nul.txt", "aux", "com1", "link-folder/secret.txt", "nowhere.txt", "x" * 300, "a/" * 200 + "x", "secret.txt\x1b[2J",
    "*.txt", "$HOME/x", "`id`", "; rm -rf /", "| id",
)  # fmt: skip
"""Named by `[include …]`, `cover:` and `chime:`."""

TITLES = (
    '"quoted" and \'single\'', "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "--> 00:00:01.000",
    "{{7*7}} {% x %} ${x}", "a\\nb\\0c", "line\\u2028separator", "NOTE WEBVTT STYLE", "'; DROP TABLE lessons; --",
    "=cmd|' /C calc'!A0", "%s %n %x {0}", "[bold red]x[/]", "[/]", "🦵 knee 日本語 עברית", "\\u202egnp.exe", "\u202ereversed\u202c",
    "ID3\\x03", "x" * 3000, "TIT2", "a / b; c", "]]>", "<!--", "&amp;&lt;", "\u00ad\u200b\ufeffx",
)  # fmt: skip
"""Titles that mean something to someone who reads the outputs."""

NAMES = (
    b"-rf.txt", b"--help.txt", b"a b.txt", b"a\nb.txt", b"\x1b]0;PWNED\x07.txt", b"\x1b[2J.txt", b"\xff\xfe.txt", b"[red]x[].txt",
    b"[bold]x.txt", b"con.txt", b"%s%n.txt", b"..txt", b"...txt", b"'\".txt", b"$(id).txt", b"\xc2\x9b31m.txt",
    "\u202egnp.txt".encode(), "Füße 🦶 и.txt".encode(), b"x" * 196 + b".txt", b"x" * 251 + b".txt", b"a\tb\rc.txt", b"*.txt", b"~.txt",
)  # fmt: skip
"""Names of scripts."""


def paths(folder: Path) -> Outcome:
    """No file outside of the script's folder is read, whatever names it; and none is written."""
    outcome = Outcome("paths in include, cover and chime that lead elsewhere")
    ground = Ground(folder, {"folder/x.txt": "x\n"})
    (folder / "secret.txt").write_text(SECRET)
    (folder / "secret").mkdir()
    (folder / "secret" / "secret.txt").write_text(SECRET)
    (ground.scripts / "link.txt").symlink_to(folder / "secret.txt")
    (ground.scripts / "link-folder").symlink_to(folder / "secret")
    (ground.scripts / "loop.txt").symlink_to("loop.txt")
    os.mkfifo(ground.scripts / "pipe")
    with Runs(folder, ground.environment()) as runs:
        for path in PATHS:
            quoted = json.dumps(path)
            for key, text in (
                ("include", f"Rest. [pause 1s]\n\n[include {path}]\n"),
                ("cover", header(f"cover: {quoted}")),
                ("chime", header(f"chime: {quoted}", body="Rest. [chime]\n")),
            ):
                ground.write({"path.txt": text})
                problems = []
                for command in ("check", "build"):
                    ran = runs.run(command, "scripts/path.txt")
                    problems += told_badly(ran)
                    if not ran.code:
                        problems.append(f"{command} took it")
                    if SECRET.encode() in ran.stderr + ran.stdout:
                        problems.append(f"{command} told the secret")
                problems += [f"{name} was written" for name in ground.built()]
                outcome.add(f"{key} {path[:40]!r}", problems)
    return outcome


def titles(folder: Path) -> Outcome:
    """What is written is read back by other people's readers, unchanged or cleaned; nothing becomes markup."""
    outcome = Outcome("titles that mean something to who reads the outputs")
    ground = Ground(folder, {})
    with Runs(folder, ground.environment()) as runs:
        for title in TITLES:
            written = title.replace('"', '\\"') if not title.startswith("a\\n") else title
            escaped = re.sub(r"\\(?![nux0\"])", r"\\\\", written)
            head = title if not _controls(title) else "Plain"
            text = header(
                f'title: "{escaped}"',
                f'author: "{escaped}"',
                body=f"# T {_as_heading(head)}\n\nRest. [pause 6s]\n",
            )
            ground.write({"t.txt": text})
            ground.restore(ground.output, folder / "nothing")
            problems = []
            for arguments in (
                ("check",),
                ("build",),
                ("build",),
                ("plan", "scripts/t.txt"),
                ("plan", "--json", "scripts/t.txt"),
            ):
                problems += told_badly(runs.run(*arguments))
            for more in (
                ("changes", "t"),
                ("changes", "t", "--json"),
                ("verify",),
                ("build", "--json"),
                ("site",),
            ):
                problems += told_badly(runs.run(*more))
            if "t.mp3" in ground.built():
                problems += _read_back(ground, runs)
            elif not _controls(title):
                problems.append(f"it was not built: {runs.run('build').stderr[:300]!r}")
            outcome.add(repr(title[:40]), problems)
    return outcome


def _controls(title: str) -> bool:
    """Whether YAML makes a control character of it, which is refused."""
    return any(mark in title for mark in ("\\0", "\\x03"))


def _as_heading(title: str) -> str:
    return re.sub(r"([\[\]<#\\/(){}])", r"\\\1", title[:60])


def _read_back(ground: Ground, runs: Runs) -> list[str]:
    import mutagen.id3

    problems = []
    built = ground.built()
    timeline = json.loads(built["t.timeline.json"])
    planned = json.loads(runs.run("plan", "--json", "scripts/t.txt").stdout)
    if planned["title"] != timeline["title"]:
        problems.append("plan --json and the timeline differ")
    tag: Any = mutagen.id3.ID3(ground.output / "t.mp3")  # type: ignore[no-untyped-call]  # mutagen's
    shown = " ".join(str(tag["TIT2"].text[0]).split())
    if _bare(shown) != _bare(timeline["title"]) or len(tag.getall("TIT2")) != 1:
        problems.append(f"the tag says {shown!r}, the timeline {timeline['title']!r}")
    if str(tag["TPE1"].text[0]) != str(tag["TIT2"].text[0]):
        problems.append("the tag's author differs from its title")
    chapters = json.loads(built["t.chapters.json"])
    if len(chapters["chapters"]) != 1 or len(tag.getall("CHAP")) != 1:
        problems.append("a title made or ate a chapter")
    captions = built["t.vtt"].decode()
    if captions.count("-->") != len(re.findall(r"^[\d:.]+ --> [\d:.]+", captions, re.MULTILINE)):
        problems.append("a title made a caption")
    pages = [page.read_text(encoding="utf-8") for page in ground.output.rglob("*.html")]
    problems += [f"a page holds {found[0]!r}" for page in pages if (found := _MARKUP.search(page))]
    if not pages:
        problems.append("there is no page")
    if broken := broken_mp3("t.mp3", built["t.mp3"]):
        problems.append(broken)
    return problems


def _bare(text: str) -> str:
    """Without what may be cleaned away."""
    return re.sub(r"[\s\u00ad\u200b\ufeff\u2028]+", "", text)


def names(folder: Path) -> Outcome:
    """A script may be called anything: it is built or refused, and its name commands no terminal."""
    outcome = Outcome("names of scripts")
    ground = Ground(folder, {})
    with Runs(folder, ground.environment()) as runs:
        for name in NAMES:
            path = ground.scripts / os.fsdecode(name)
            path.write_text("Rest now. [pause 1s]\n")
            problems = []
            shown = f"scripts/{path.name}"
            for arguments in (
                ("build",), ("build", "--json"), ("check", shown), ("plan", shown), ("plan", "--json", shown),
                ("fmt",), ("verify",), ("changes", path.stem), ("changes", shown), (path.name,), ("build", f"{shown}x"),
            ):  # fmt: skip
                problems += told_badly(runs.run(*arguments))
            path.unlink()
            problems += told_badly(runs.run("build"))  # now its outputs are orphans
            ran = runs.run("build", shown)
            problems += told_badly(ran)
            for left in ground.output.iterdir() if ground.output.exists() else ():
                left.unlink()
            problems += [str(left) for left in ground.folder.iterdir() if left.name == "owned"]
            outcome.add(repr(name[:40]), problems)
    return outcome


def files(folder: Path) -> Outcome:
    """Pictures and sounds that are bombs, or nothing of the kind."""
    outcome = Outcome("covers and chimes that are bombs, or something else")
    ground = Ground(folder, {})
    cases: dict[str, tuple[str, bytes]] = {
        "a picture of 2 gigapixels": ("cover", _png(46_000, 46_000)),
        "a picture of 1 × 500,000": ("cover", _png(1, 500_000)),
        "a picture cut short": ("cover", _png(1000, 1000)[:60]),
        "a text as picture": ("cover", b"hello"),
        "nothing as picture": ("cover", b""),
        "noise as picture": ("cover", b"\x89PNG\r\n\x1a\n" + os.urandom(2000)),
        "noise as JPEG": ("cover", b"\xff\xd8\xff\xe0" + os.urandom(2000)),
        "a text as sound": ("chime", b"hello"),
        "nothing as sound": ("chime", b""),
        "a WAV that promises 4 GB": ("chime", _wav(0xFFFFFFF0, 48_000)),
        "a WAV at 4 GHz": ("chime", _wav(2000, 0xFFFFFFFF)),
        "a WAV at 1 Hz": ("chime", _wav(2000, 1)),
        "a WAV with 65,535 channels": ("chime", _wav(2000, 48_000, 65_535)),
        "noise as WAV": ("chime", b"RIFF\xff\xff\xff\xffWAVE" + os.urandom(2000)),
        "noise as OGG": ("chime", b"OggS" + os.urandom(2000)),
        "noise as FLAC": ("chime", b"fLaC" + os.urandom(2000)),
    }
    with Runs(folder, ground.environment()) as runs:
        for name, (key, data) in cases.items():
            file = "x.png" if key == "cover" else "x.wav"
            (ground.scripts / file).write_bytes(data)
            ground.write({"f.txt": header(f"{key}: {file}", body="Rest. [chime] [pause 1s]\n")})
            problems = [each for command in ("check", "build") for each in told_badly(runs.run(command))]
            told = runs.run("build")
            if told.code and b"scripts/f.txt:" not in told.stderr:
                problems.append(f"no line was named: {told.stderr[-300:]!r}")
            outcome.add(name, [*problems, *ground.strays()])
    return outcome


def _png(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    rows = zlib.compressobj(9)
    data = b"".join(rows.compress(bytes(1 + width // 8)) for _ in range(min(height, 3000))) + rows.flush()
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x01\x00\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _wav(size: int, rate: int, channels: int = 1) -> bytes:
    head = (16).to_bytes(4, "little") + (1).to_bytes(2, "little") + channels.to_bytes(2, "little")
    head += rate.to_bytes(4, "little") + ((rate * 2) & 0xFFFFFFFF).to_bytes(4, "little") + b"\x02\x00\x10\x00"
    return b"RIFF\xff\xff\xff\xffWAVEfmt " + head + b"data" + size.to_bytes(4, "little") + b"\x10\x20" * 1000


HOSTILE: tuple[Callable[[Path], Outcome], ...] = (bombs, paths, titles, names, files)

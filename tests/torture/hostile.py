"""Scripts, file names and header values from someone who means harm."""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tests.torture.forked_runs import Ran, Runs
from tests.torture.ground import Ground, Outcome, broken_mp3, complaints

SECRET = "the secret that nobody may hear"  # noqa: S105  # nobody's password
BUILT = ""
"""Instead of an error's code: the script is built."""

_COMMANDS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""What a terminal may obey, but for the line end."""


_MARKUP = re.compile(r"<script>alert|<img src=x|<!--(?! )|\b49\b {%")
"""What a page holds only where a title became markup."""


def _nested(marker: str, end: str, depth: int) -> str:
    return f"{marker}\n" * depth + "Rest.\n" + f"{end}\n" * depth


def _header(*lines: str, body: str = "Rest now.\n") -> str:
    return "\n".join(["---", *lines, "---", body])


def _mirrors(count: int, times: int) -> str:
    sections = ["# S0\n\nThe right knee.\n"]
    sections += [f"# S{n}\n\n" + f"[mirror: S{n - 1}]\n" * times for n in range(1, count)]
    return "\n".join(sections)


BOMBS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "repeat over its limit": ("[repeat 1001]\nRest.\n[end repeat]\n", "E007"),
        "repeats in repeats": (_nested("[repeat 1000]", "[end repeat]", 8), "E025"),
        "repeats 21 deep": (_nested("[repeat 1]", "[end repeat]", 21), "E024"),
        "repeats a thousand deep": (_nested("[repeat 2]", "[end repeat]", 1000), "E024"),
        "repeats of nothing": ("[repeat 1000]\n" * 20 + "[end repeat]\n" * 20 + "Rest.\n", BUILT),
        "100,001 cues": ("a\n\n" * 100_001, "E025"),
        "repeated to 101,000 cues": ("[repeat 101]\n" + "a [pause 0s]\n" * 1000 + "[end repeat]\n", "E025"),
        "400,001 pauses": ("a " + "[pause 0s] " * 400_001, "E025"),
        "words for 24 hours": ("[repeat 1000]\n" + "word " * 3000 + "\n[end repeat]\n", "E025"),
        "letters for 24 hours": ("[repeat 1000]\n" + "日" * 5000 + "\n[end repeat]\n", "E025"),
        "elastic pauses of days": ("[repeat 10]\na [pause 0-23h]\n[end repeat]\n", "E025"),
        "a pause of 25 hours": ("a [pause 25h] b\n", "E"),
        "24 hours of pauses": ("a\n" + "[pause 1h]\n" * 25 + "b\n", "E025"),
        "24 hours of repeats": ("[repeat 1000]\na [pause 90s]\n[end repeat]\n", "E025"),
        "25 hours of length": (_header("length: 25:00:00"), "E"),
        "mirrors that double": (_mirrors(19, 2), "E025"),
        "mirrors 25 deep": (_mirrors(25, 1), "E024"),
        "a mirror of itself": ("# A\n\nRest. [pause 1s]\n[mirror: A]\n", "E051"),
        "mirrors in a circle": ("# A\n\nx\n[mirror: B]\n\n# B\n\ny\n[mirror: A]\n", "E051"),
        "a file over 5 MB": ("word " * 1_200_000, "E093"),
        "a line of 4 MB": ("word " * 800_000, "E025"),
        "a cue of 30,000 letters": ("a" * 30_000 + "\n", "E025"),
        "4 MB of brackets": ("[" * 4_000_000, "E"),
        "4 MB of backslashes": ("\\" * 4_000_000, "E"),
        "4 MB of empty markers": ("[]" * 2_000_000, "E"),
        "4 MB of headings": ("# A\n" * 390_000, "E"),
        "half a million lines": ("\n" * 500_000 + "a\n", "E093"),
        "a header of 4 MB": (_header(*["title: x"] * 400_000), "E"),
        "a header of aliases": (
            _header("say:", "  a: &a [x, x]", *(f"  b{n}: &b{n} [*a, *a]" for n in range(20))),
            "E04",
        ),
        "a header a thousand brackets deep": (_header("lengths: " + "[" * 1000 + "]" * 1000), "E"),
        "a header with a tag": (_header('title: !!python/object/apply:os.system ["touch owned"]'), "E"),
        "a number of 4,000 digits": (f"a [pause {'9' * 4000}s] b\n", "E"),
        "a rate of 4,000 digits": (_header(f"rate: {'9' * 4000}"), "E"),
        "a hundred lengths": (_header(f"lengths: [{', '.join(f'{n}:00' for n in range(1, 101))}]"), "E007"),
        "4,000 say pairs": (_header("say:", *(f"  w{n}: x" for n in range(4000))), "E007"),
        "a word of 19,000 letters": ("a" * 19_000 + "\n", BUILT),
        "15,000 combining marks": ("e" + "\u0301" * 15_000 + "\n", BUILT),
    }
)
"""Each with the error that it must lead to; empty: none, or whatever the voice says to it."""

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


def bombs(folder: Path) -> Outcome:
    """Each ends with its error, at its line, in bounded time and memory."""
    outcome = Outcome("bombs: repeats, mirrors, includes, sizes, YAML")
    ground = Ground(folder, {})
    with Runs(folder, ground.environment()) as runs:
        for name, (text, code) in BOMBS.items():
            ground.write({"bomb.txt": text})
            outcome.add(name, _expected(runs, "scripts/bomb.txt", code))
        for name, files, code in _include_bombs():
            ground.write(files)
            outcome.add(name, _expected(runs, "scripts/bomb.txt", code))
    return outcome


def _include_bombs() -> list[tuple[str, dict[str, str], str]]:
    chain = {f"c{n}.txt": f"[include c{n + 1}.txt]\n" for n in range(25)} | {"c25.txt": "Rest.\n"}
    tens = {f"t{n}.txt": f"[include t{n + 1}.txt]\n" * 10 for n in range(15)} | {"t15.txt": "Rest.\n"}
    circle = {"o0.txt": "[include o1.txt]\n", "o1.txt": "[include o0.txt]\n"}
    big = {f"b{n}.txt": "word " * 200_000 for n in range(7)}
    return [
        ("includes 25 deep", {**chain, "bomb.txt": "[include c0.txt]\n"}, "E024"),
        ("includes of ten includes", {**tens, "bomb.txt": "[include t0.txt]\n"}, "E025"),
        ("includes in a circle", {**circle, "bomb.txt": "[include o0.txt]\n"}, "E032"),
        ("a file that includes itself", {"bomb.txt": "[include bomb.txt]\n"}, "E032"),
        ("7 MB of includes", {**big, "bomb.txt": "".join(f"[include b{n}.txt]\n" for n in range(7))}, "E093"),
        (
            "one file included 100,001 times",
            {"i.txt": "a\n", "bomb.txt": "[include i.txt]\n" * 100_001},
            "E025",
        ),
    ]


def _expected(runs: Runs, script: str, code: str) -> list[str]:
    problems = []
    for arguments in (
        (("plan", "--estimate", script),) if code else (("check", script), ("plan", "--estimate", script))
    ):
        ran = runs.run(*arguments)
        problems += told_badly(ran)
        if code and f"error[{code}".encode() not in ran.stderr:
            problems.append(f"{arguments[0]}: error {code} was not told: {ran.stderr[:300]!r}")
        if bool(code) != bool(ran.code):
            problems.append(f"{arguments[0]} ended with {ran.code}: {ran.stderr[-300:]!r}")
    return problems


def told_badly(ran: Ran, allowed: frozenset[int] = frozenset({0, 1, 2, 3})) -> list[str]:
    """What is wrong with how a command ended and with what it printed."""
    problems = complaints(ran.stderr)
    if ran.code not in allowed:
        problems.append(f"it ended with {ran.code}: {ran.stderr[-500:]!r}")
    for name, data in (("stdout", ran.stdout), ("stderr", ran.stderr)):
        try:
            found = _COMMANDS.search(data.decode())
        except UnicodeDecodeError as error:
            problems.append(f"{name} is not UTF-8: {error}")
            continue
        if found:
            problems.append(
                f"{name} holds {found[0]!r}: {data.decode()[max(0, found.start() - 40) : found.end() + 40]!r}"
            )
    return problems


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
                ("cover", _header(f"cover: {quoted}")),
                ("chime", _header(f"chime: {quoted}", body="Rest. [chime]\n")),
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
            text = _header(
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
            ground.write({"f.txt": _header(f"{key}: {file}", body="Rest. [chime] [pause 1s]\n")})
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

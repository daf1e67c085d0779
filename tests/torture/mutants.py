"""Scripts that nobody wrote: shipped ones, changed by someone who knows the language and means no good."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

MARKERS = """[pause 10s] [pause] [pause 20-40s] [pause 0s] [rest 30s] [rest 20–40 s] [rest] [move 6 x 8s] [move 3 × 2 breaths]
[pause 1:30] [pause 1m30s] [2,5s] [PAUSE:5] [pause: 0.5s] [250ms] [chime] [repeat 3] [repeat 1000] [end repeat]
[only 10:00] [only 20:00, 40:00] [end only] [rate 105] [rate 9999] [voice en-gb] [voice nobody] [mirror: Rest]
[mirror: Arriving] [include common/guidelines.txt] [include common/../common/stop-rule.txt] [include ../../etc/passwd]
[include x.txt] [include /etc/passwd] [include CON] [pause 99999999999999999999s] [pause -1s] [pause 1e9s] [pause 24:00:00]
[move 999999 x 24h] [pause 0.0000001s] [pasue 3s] [] [[] []] [pause 2q] [end everything] [only] [repeat] [repeat -1]""".split(
    "\n"
)
HEADERS = """title: x|title: a: b|title: "\\e[31m"|author: |language: zz-zz|language: no|rate: 118|rate: 0|rate: 1e99|length: 20:00
length: 0:01|lengths: [10:00, 20:00]|lengths: []|pause: 4s|breath: 5s|breath: 0s|gap: 1.2s|gap: 99h|loudness: -19
loudness: nan|volume: 2|pitch: 101|cover: ../../x.png|cover: /dev/random|chime: x.wav|say:|  psoas: so-az|  a: ""|mirror:
  links: rechts|*a|&a b|!!python/object:os.system|- x|? y|<<: *a|date: 2026-02-30|track: 1.5|voice: en-us|title: |  long
{a: [b, {c: d}]}|title: '|title: "|%YAML 1.1|---|...|: :|\t x: y|series: \\N{BULLET}|description: |title: 😀""".replace(
    "\n", "|"
).split("|")
LINES = """# Arriving|# Rest|## Deeper|#|#word|// a note|// ok W001: so it is|text // note|http://example.org|<break time="3s"/>
(pause: 5)|{pause 5}|phrase;5|\\[not a marker\\]|\\right away|\\|\\\\|10 cm|ALL CAPITALS HERE|what is left|🙂🙂|…|,|---|===
"quotes" 'n' «more»|nothing-but-hyphens|a\u00adb\u200dc|日本語のテキスト|עברית|ﷺ|İi̇ıI|ſtraße|\ufb01ne|1,234.5""".replace(
    "\n", "|"
).split("|")
STRANGE = [
    "\0", "\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b", "\x1b[2J", "\x1b]0;title\x07", "\x7f", "\x85", "\x9b31m",
    "\xa0", "\u0530", "\u061c", "\u200b", "\u200e", "\u2028", "\u2029", "\u202e", "\u2066", "\u3000", "\ue000",
    "\ufeff", "\ufffd", "\uffff", "\U000e0001", "\U0010ffff", "\r", "\r\n", "\n\n\n", "\t", "e" + "\u0301" * 50,
]  # fmt: skip

_MARKER = re.compile(r"\[[^\]\n]*\]")
_NUMBER = re.compile(r"\d+")
_NUMBERS = [
    "0",
    "1",
    "-1",
    "1.5",
    "7,5",
    "999",
    "1000",
    "1001",
    "100001",
    "9" * 30,
    "0.001",
    "1e5",
    "٣",
    "²",
    "",
]

Change = Callable[[str, random.Random, Sequence[str]], str]


def _all_markers() -> list[str]:
    return [marker for line in MARKERS for marker in re.findall(r"\[.*?\](?= |$)", line)]


_ALL_MARKERS = _all_markers()
ALL_PIECES = [*_ALL_MARKERS, *HEADERS, *LINES, *STRANGE]
"""What a script may be made of."""


def _any_piece(chance: random.Random) -> str:
    pool = chance.choice([_ALL_MARKERS, HEADERS, LINES, STRANGE])
    return chance.choice(pool)


def _lines(change: Callable[[list[str], random.Random], None]) -> Change:
    def changed(text: str, chance: random.Random, _: Sequence[str]) -> str:
        lines = text.split("\n")
        change(lines, chance)
        return "\n".join(lines)

    return changed


def _drop(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    del lines[at : at + chance.choice([1, 1, 2, 10])]


def _double(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    lines[at:at] = lines[at : at + chance.choice([1, 2, 20])] * chance.choice([1, 1, 3])


def _swap(lines: list[str], chance: random.Random) -> None:
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def _insert(lines: list[str], chance: random.Random) -> None:
    lines.insert(chance.randrange(len(lines) + 1), _any_piece(chance))


def _wrap(lines: list[str], chance: random.Random) -> None:
    start = chance.randrange(len(lines))
    end = min(len(lines), start + chance.randrange(1, 12))
    opening, closing = chance.choice(
        [
            ("[repeat 3]", "[end repeat]"),
            ("[only 20:00]", "[end only]"),
            ("[repeat 1000]", "[end repeat]"),
            ("---", "---"),
        ]
    )
    depth = chance.choice([1, 1, 1, 2, 25])
    lines[end:end] = [closing] * depth
    lines[start:start] = [opening] * depth


def _indent(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    lines[at] = chance.choice(["  ", "\t", "> ", "* ", "#"]) + lines[at]


def _join(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    lines[at : at + 2] = ["".join(lines[at : at + 2])]


def _marker(text: str, chance: random.Random, _: Sequence[str]) -> str:
    found = list(_MARKER.finditer(text))
    if not found:
        return text + chance.choice(_ALL_MARKERS)
    match = chance.choice(found)
    new = chance.choice(
        [
            chance.choice(_ALL_MARKERS),
            match[0][:-1],
            match[0][1:],
            match[0].upper(),
            match[0].replace(" ", "\n"),
            match[0] * 3,
        ]
    )
    return text[: match.start()] + new + text[match.end() :]


def _number(text: str, chance: random.Random, _: Sequence[str]) -> str:
    found = list(_NUMBER.finditer(text))
    if not found:
        return text
    match = chance.choice(found)
    return text[: match.start()] + chance.choice(_NUMBERS) + text[match.end() :]


def _character(text: str, chance: random.Random, _: Sequence[str]) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + _any_piece(chance) + text[at + chance.choice([0, 0, 1, 5]) :]


def _splice(text: str, chance: random.Random, others: Sequence[str]) -> str:
    other = chance.choice(others)
    at, start = chance.randrange(len(text) + 1), chance.randrange(len(other) + 1)
    return text[:at] + other[start : start + chance.randrange(1, 800)] + text[at:]


def _header(text: str, chance: random.Random, _: Sequence[str]) -> str:
    entries = "\n".join(chance.choice(HEADERS) for _ in range(chance.randrange(1, 6)))
    if text.startswith("---\n") and chance.random() < 0.7:  # mostly into the header that is there
        return f"---\n{entries}\n" + text[4:]
    return f"---\n{entries}\n---\n{text}"


def _long(text: str, chance: random.Random, _: Sequence[str]) -> str:
    return text + chance.choice(
        ["word " * 3000, "a" * 20_000, "[pause 1s]" * 2000, "[" * 3000, "\\" * 3001, "# A\n\nb\n" * 700]
    )


CHANGES: list[Change] = [
    *map(_lines, (_drop, _double, _swap, _insert, _insert, _wrap, _indent, _join)),
    _marker, _marker, _number, _number, _character, _character, _splice, _header,
]  # fmt: skip
RARELY = 0.01
HALF = 0.5


def mutant(chance: random.Random, shipped: Sequence[str]) -> bytes:
    """A piece of a shipped script, changed between once and a dozen times."""
    text = _piece(chance.choice(shipped), chance)
    for _ in range(chance.choice([1, 1, 2, 3, 5, 12])):
        text = chance.choice(CHANGES)(text or "\n", chance, shipped)
    if chance.random() < RARELY:
        text = _long(text, chance, shipped)
    data = text.encode("utf-8", "replace")
    if chance.random() < RARELY * 3:
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.randbytes(chance.randrange(1, 5)) + data[at:]
    if chance.random() < RARELY * 3:
        data = b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")
    return data


def _piece(text: str, chance: random.Random) -> str:
    """Mostly a few sections with or without the header, for speed; one in twenty is all of it."""
    if chance.random() < RARELY * 5:
        return text
    lines = text.split("\n")
    fence = lines.index("---", 1) + 1 if lines[0] == "---" else 0
    start = chance.randrange(fence, len(lines))
    header = lines[:fence] if chance.random() < HALF else []
    return "\n".join([*header, *lines[start : start + chance.randrange(1, 40)]])


def shipped_scripts(folder: Path) -> list[str]:
    """Every text of `scripts/`, those that are there to be included too."""
    return [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.txt"))]

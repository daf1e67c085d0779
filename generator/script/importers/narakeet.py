"""Narakeet scripts: Markdown with stage directions such as `(pause: 5)` and `(voice-speed: slow)`.

Facts from narakeet.com's how-to pages and its examples: a header of `key: value` lines between `---`; `---`
parts scenes; a direction stands in a paragraph of its own and holds for all that follows; a fenced block is
shown on the screen; `<speak>…</speak>` is SSML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.script.importers import markup, ssml
from generator.script.importers.conversions import rate, wait
from generator.script.importers.emit import has_word
from generator.script.importers.markdown import DIRECTION, BlockKind, NarrationBlock, blocks
from generator.script.importers.pausetext import heading
from generator.script.importers.pieces import (
    ImportedText,
    ImportSource,
    Note,
    ParagraphBreak,
    Piece,
    Say,
    Title,
    first_lines,
)

INLINE = re.compile(r"\(\s*+(pause|voice|voice-[a-z]+)\s*:\s*+([^()\n]*)\)", re.IGNORECASE)
IMAGE = re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)")
LINK = re.compile(r"(?<!!)\[([^\[\]\n]+)\]\([^()\n]*\)")
EMPHASIS = re.compile(r"(?<![^\s(“\"'])(?:[*_]{1,3}|~~)(?=\S)|(?<=\S)(?:[*_]{1,3}|~~)(?![^\s.,;:!?)…”\"'])")
BULLET = re.compile(r"\A[ \t]*+(?:[*+-]|>+)[ \t]++")
LONG_COMMENT = 20
"""Lines: one that was never closed reaches to the end of the file."""
CARRIED = ("title", "author", "description", "language")
KNOWN = re.compile(r"\(\s*+(?:pause|voice|voice-[a-z]+|duration|audio|background|video)\s*:", re.IGNORECASE)


def recognise_narakeet(text: str) -> float:
    """Sure where a known direction stands; a header with a voice is a hint."""
    lines = first_lines(text)
    if any(KNOWN.search(line) for line in lines):
        return 0.85
    return 0.4 if lines[:1] == ["---"] and any(line.startswith("voice:") for line in lines[1:20]) else 0.0


def read_narakeet(source: ImportSource) -> ImportedText:
    """The narration, and what of the header has a place in a movement script."""
    header: list[tuple[str, str]] = []
    parts = list(blocks(source.lines))
    speed = 1.0
    if parts and parts[0].kind is BlockKind.HEADER:
        speed = read_narakeet_header(source, parts[0], header)
    return ImportedText(NarakeetReader(source, speed).pieces(parts), tuple(header))


def read_narakeet_header(source: ImportSource, block: NarrationBlock, header: list[tuple[str, str]]) -> float:
    """Carry over what has a place; the speed that it sets for the whole script."""
    speed = 1.0
    for number, line in enumerate(block.text.split("\n"), block.line):
        key, colon, value = (part.strip() for part in line.partition(":"))
        value = value.strip("\"'")
        if key.startswith("#") or not key.strip("-"):
            continue
        if key in CARRIED and value and has_word(value):
            header.append((key, value))
        elif key == "voice-speed":
            speed = rate(source, source.span(number), value)
        else:
            name = f"“{key}:” of the header" if colon else f"the header's line “{key}”"
            source.note(source.span(number), f"{name} is not carried over")
    return speed


class NarakeetReader:
    """Turns blocks into pieces; knows the speed that the last direction set."""

    def __init__(self, source: ImportSource, speed: float) -> None:
        self.source = source
        self.speed = speed

    def pieces(self, parts: list[NarrationBlock]) -> Iterator[Piece]:
        """Everything after the header, in order."""
        for block in parts:
            match block.kind:
                case BlockKind.TEXT:
                    yield from self.text(block)
                case BlockKind.BLANK | BlockKind.SCENE:
                    yield ParagraphBreak()
                case BlockKind.TITLE:
                    yield Title(without_directions(heading(block.text)), block.line)
                case BlockKind.COMMENT:
                    if block.text.count("\n") > LONG_COMMENT:
                        self.note(block, "a long comment begins here: it is kept as one, and not spoken")
                    yield Note(block.text)
                case BlockKind.FENCE:
                    last = block.line + block.text.count("\n")
                    self.note(
                        block,
                        f"lines {block.line} to {last} are shown, not spoken: they are not carried over",
                    )
                case BlockKind.DIRECTION:
                    _, key, value, _ = DIRECTION.split(block.text)
                    yield from self.direction(block, key, value)
                case BlockKind.SPEAK:
                    yield from self.markup(block)

    def markup(self, block: NarrationBlock) -> Iterator[Piece]:
        """Handle a block of SSML, `<speak>…</speak>`."""
        yield ParagraphBreak()
        yield from ssml.SsmlReader(self.source, self.speed).read("\n" * (block.line - 1) + block.text)
        yield ParagraphBreak()

    def note(self, block: NarrationBlock, message: str, hint: str = "") -> None:
        """A note at the block's first line."""
        self.source.note(self.source.span(block.line), message, hint)

    def text(self, block: NarrationBlock) -> Iterator[Piece]:
        """A line of narration; known directions inside it are obeyed too."""
        for image in IMAGE.finditer(block.text):
            self.note(block, f"the picture {image[0]} is not carried over")
        line = block.text
        if BULLET.match(line):
            yield ParagraphBreak()
        start = 0
        for found in INLINE.finditer(line):
            yield from self.say(line[start : found.start()])
            yield from self.direction(block, found[1], found[2])
            start = found.end()
        yield from self.say(line[start:])

    def say(self, text: str) -> Iterator[Piece]:
        """Words, without Markdown."""
        words = without_directions(text)
        if words.strip():
            yield Say(f" {words}", self.speed)

    def direction(self, block: NarrationBlock, key: str, value: str) -> Iterator[Piece]:
        """Handle a direction such as `(key: value)`."""
        span = self.source.span(block.line)
        match key.lower():
            case "pause":
                silence = wait(self.source, span, value)
                if silence:
                    yield silence
            case "voice-speed":
                self.speed = rate(self.source, span, value, self.speed)
            case name:
                self.note(block, f"the direction ({name}: {' '.join(value.split())}) is not carried over")


def without_directions(text: str) -> str:
    """Words without the signs of Markdown."""
    text = LINK.sub(r"\1", IMAGE.sub("", text))
    return EMPHASIS.sub("", BULLET.sub("", text, count=1))


def spoken_of_narakeet(source: ImportSource) -> str:
    """The narration of every block that has some."""
    said: list[str] = []
    for block in blocks(source.lines):
        if block.kind is BlockKind.TEXT:
            said.append(without_directions(INLINE.sub(" ", block.text)))
        elif block.kind is BlockKind.TITLE:
            said.append(without_directions(block.text.strip().strip("#")))
        elif block.kind is BlockKind.SPEAK:
            said.append(markup.character_data(source, block.text))
    return "\n".join(said)

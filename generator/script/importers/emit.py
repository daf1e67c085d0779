"""Write pieces as a movement script: escaped, wrapped, with a header."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.script.entries import as_yaml
from generator.script.importers.pieces import Note, ParagraphBreak, Piece, Say, Title, Wait
from generator.script.prose import silence_words

WIDTH = 80
BASE_RATE = 118
"""Words a minute that other tools' speeds are a share of: written into the header, and changed there."""
SECOND = 1000
"""Milliseconds."""

SPECIAL = re.compile(
    r"[\[\]<\\*`•▪◦‣●○]|(?<!\S)#|(?<=/)/|/(?=/)|(?<!\w)_|~(?=~)|(?<!\S)[|>+]"
    rf"|[({{](?=\s*(?:{silence_words()}|break|silence|chime|repeat|rate|voice|speed|pitch|volume)\b)",
    re.IGNORECASE,
)
"""What means something in a movement script, or looks like it: `/` only where two meet, `#` only where a word
begins, `(` only before the name of a marker; and what would be a leftover of Markdown."""

RULE = re.compile(r"(?:([-–—=_*~])\1{2,})?")
"""Signs that no line may consist of, or nothing at all."""
CLOSING = re.compile(r"[.,;:!?…)\]”’»\"']+(?=\s)")
"""Signs that end what stands before them."""


def escape(text: str) -> str:
    """The words of `text`, on one line, as a movement script speaks them literally."""
    return SPECIAL.sub(lambda found: "\\" + found[0], " ".join(text.split()))


def has_word(text: str) -> bool:
    """Whether there is a letter or a digit to speak."""
    return any(map(str.isalnum, text))


class Writer:
    """Lines of a movement script in the making."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.room = WIDTH
        self.rate = BASE_RATE
        self.rates = False
        """Whether a rate was ever written."""
        self.cue = False
        """Whether the last thing written was words, so that more words would continue the sentence."""
        self.comments: list[str] = []
        """Waiting for the line in the making to end."""
        self.lost: list[str] = []
        """Punctuation that stood alone between two silences."""

    def write(self, piece: Piece) -> None:
        """Add one piece."""
        match piece:
            case Say():
                self.say(piece)
            case Wait():
                self.marker(wait_text(piece))
                self.cue = False
            case ParagraphBreak():
                self.blank()
            case Title():
                self.blank()
                self.lines += [f"# {escape(piece.text)}", ""]
                self.rate = BASE_RATE
            case Note():
                self.comment(piece.text)

    def say(self, piece: Say) -> None:
        """Add words; punctuation alone belongs to the words before it."""
        if not has_word(piece.text):
            if self.cue:
                self.glue(piece.text)
            elif piece.text.strip():
                self.lost.append(piece.text.strip())
            return
        rate, text = round(piece.rate * BASE_RATE), piece.text
        if rate != self.rate:
            if self.cue:
                if sign := CLOSING.match(text):
                    self.glue(sign[0])
                    text = text[sign.end() :]
                # The change must not tear a gap into a sentence.
                self.marker("[pause 0s]")
            self.blank()
            self.lines += [f"[rate {rate}]", ""]
            self.rate, self.rates, self.cue = rate, True, False
        words = escape(text).split(" ")
        if self.cue and not text[0].isspace():
            self.glue(words.pop(0))
        for word in words:
            self.word(word)
        self.cue = True

    def glue(self, text: str) -> None:
        """Continue the last word."""
        text = escape(text)
        if text.startswith("/"):
            text = "\\" + text
        self.line[-1] += text
        self.room -= len(text)

    def word(self, text: str) -> None:
        """Add one word, on a new line where it does not fit."""
        if len(text) > self.room and not (RULE.fullmatch(text) or RULE.fullmatch(" ".join(self.line))):
            self.end_line()
        self.line.append(text)
        self.room -= len(text) + 1

    def marker(self, text: str) -> None:
        """Add a pause; a line ends with it, so that the script reads like the lesson."""
        self.word(text)
        self.end_line()

    def end_line(self) -> None:
        """Begin a new line."""
        self.lines += self.comments
        if self.line:
            self.lines.append(" ".join(self.line))
        self.comments, self.line, self.room = [], [], WIDTH

    def blank(self) -> None:
        """End the paragraph."""
        self.end_line()
        self.cue = False
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def comment(self, text: str) -> None:
        """Add a comment on lines of its own; it does not end the sentence around it."""
        lines = (" ".join(line.split()) for line in text.split("\n"))
        self.comments += [f"// {line}" for line in lines if line]
        if not self.line:
            self.end_line()


def wait_text(wait: Wait) -> str:
    """The marker of a silence."""
    if wait.low is None:
        return "[pause]"
    if wait.high is None:
        return f"[pause {spell(wait.low)}]"
    if wait.low < SECOND or wait.high < SECOND:
        return f"[pause {spell(wait.low)}-{spell(wait.high)}]"
    return f"[pause {spell(wait.low).removesuffix('s')}-{spell(wait.high)}]"


def spell(ms: int) -> str:
    """Milliseconds as `90s`, `2.5s` or `250ms`: seconds stay seconds, as other tools count them."""
    if 0 < ms < SECOND:
        return f"{ms}ms"
    whole, rest = divmod(ms, SECOND)
    return f"{whole}.{rest:03}".rstrip("0") + "s" if rest else f"{whole}s"


def header_line(key: str, value: str) -> str:
    """`key: value`, quoted where YAML would read something else."""
    return f"{key}: {as_yaml(''.join(filter(str.isprintable, ' '.join(value.split()))))}"


def write_script(pieces: Iterable[Piece], header: Iterable[tuple[str, str]]) -> tuple[str, list[str]]:
    """The whole script, and the punctuation that stood alone and is not in it."""
    writer = Writer()
    for piece in pieces:
        writer.write(piece)
    writer.end_line()
    while writer.lines and not writer.lines[-1]:
        writer.lines.pop()
    keys = dict(header)
    if writer.rates:
        keys.setdefault("rate", str(BASE_RATE))
    lines = ["---", *(header_line(key, value) for key, value in keys.items()), "---", "", *writer.lines, ""]
    return "\n".join(lines), writer.lost

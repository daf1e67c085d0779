"""A script's bytes become text, and its text becomes lines that a diagnostic can point at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.core.errors import Diagnostic, ScriptError, Severity, Span

MAX_BYTES = 5_000_000
"""A script and all that it includes, together. Ten hours of lesson are under 1 MB."""

MAX_LINES = 400_000
"""Lines of one file."""

_SAVE_AS = 'in your editor choose "Save as", plain text, encoding UTF-8'
_SIGNATURES = (
    (b"{\\rtf", "a rich text (RTF) file"),
    (b"PK\x03\x04", "a word processor's file (such as DOCX or ODT)"),
    (b"\xd0\xcf\x11\xe0", "an old Word file (DOC)"),
    (b"%PDF-", "a PDF file"),
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
)
_LINE_END = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class Source:
    """One file's lines."""

    path: str
    """As the user would name it, with `/`."""
    lines: tuple[str, ...]

    def span(self, line: int, column: int, width: int = 1) -> Span:
        """A stretch of `line` (from 1) at `column` (from 1)."""
        return Span(self.path, line, column, max(width, 1), self.lines[line - 1])

    def whole_line(self, line: int) -> Span:
        """All of `line` but the blanks around it."""
        text = self.lines[line - 1]
        return self.span(line, len(text) - len(text.lstrip()) + 1, len(text.strip()))


def normalise(text: str) -> str:
    """Drop a byte order mark, and write every line end as a newline."""
    return _LINE_END.sub("\n", text.removeprefix("\ufeff"))


def split(text: str, path: str) -> Source:
    """The lines of `text`. Only line ends part lines: form feeds and the like are blanks.

    Raises:
        ScriptError: when there are too many.
    """
    text = normalise(text)
    if text.count("\n") >= MAX_LINES:
        raise refused("E093", path, f"this file has over {MAX_LINES:,} lines", "is it really a script?")
    return Source(path, tuple(text.split("\n")))


def decode(data: bytes, path: str) -> str:
    """The text of a script's bytes.

    Raises:
        ScriptError: when they are no UTF-8 text; `path` is what the message calls the file.
    """
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise refused("E091", path, f"this is {what}, not plain text", _SAVE_AS)
    zero = data.find(b"\0")
    if zero >= 0:
        message = "this file holds a NUL byte: it is no plain text, or not UTF-8"
        raise _at_byte("E092", data, zero, path, message)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"byte {error.start + 1} of this file (0x{data[error.start]:02X}) is not UTF-8"
        raise _at_byte("E090", data, error.start, path, message) from None


def refused(code: str, path: str, message: str, hint: str) -> ScriptError:
    """The error for a file that is refused as a whole."""
    return ScriptError((Diagnostic(Severity.ERROR, code, Span(path, 1, 1, 1, ""), message, hint),))


def _at_byte(code: str, data: bytes, place: int, path: str, message: str) -> ScriptError:
    before = _LINE_END.sub("\n", data[:place].decode("utf-8", "replace").removeprefix("\ufeff"))
    line, start = before.count("\n") + 1, before.rfind("\n") + 1
    rest = re.split(rb"[\r\n]", data[place : place + 200], maxsplit=1)[0].decode("utf-8", "replace")
    span = Span(path, line, len(before) - start + 1, 1, before[start:] + rest)
    return ScriptError((Diagnostic(Severity.ERROR, code, span, message, _SAVE_AS),))

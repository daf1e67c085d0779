"""The canonical spelling of a movement script: markers, blanks, blank lines. Words and times never change.

Built on the tokens that `parse` reads too, so that the two cannot disagree about what a marker is.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.script.markers import Marker, read_marker
from generator.script.parse import parse
from generator.script.scan import Token, TokenKind, scan
from generator.script.source import split
from generator.script.spelling import spell_lengths


def format_script(text: str, path: str = "") -> str:
    """`text` in its canonical spelling: the same cues, silences and times, comments and line wrapping.

    Formatting the result again changes nothing. `path` is what messages call the file.

    Raises:
        ScriptError: when the script has errors; nothing is guessed.
    """
    lines = split(text, path).lines
    # What is included is not this file's spelling: it need not even be there.
    parse(text, path, lambda _: "")
    return "".join(f"{line}\n" for line in spaced(written(scan(lines))))


def written(tokens: Iterator[Token]) -> Iterator[tuple[TokenKind, str]]:
    """Each line, by what it begins with, in its canonical spelling; wrapped markers on one line."""
    parts: list[Token] = []
    for token in tokens:
        if token.kind is TokenKind.NEWLINE:
            yield one_line(parts)
            parts = []
        else:
            parts.append(token)
    yield one_line(parts)


def one_line(parts: list[Token]) -> tuple[TokenKind, str]:
    """One line."""
    if not parts:
        return TokenKind.BLANK, ""
    kind = parts[0].kind
    match kind:
        case TokenKind.HEADER:
            return kind, parts[0].raw.rstrip()
        case TokenKind.COMMENT:
            return kind, parts[0].raw.strip()
        case TokenKind.HEADING:
            return kind, f"# {' '.join(parts[0].raw.lstrip().removeprefix('#').split())}"
        case TokenKind.BLANK:
            return kind, ""
    spelt = (
        marker(part.raw) if part.kind is TokenKind.MARKER else " ".join(part.raw.split()) for part in parts
    )
    return TokenKind.TEXT, " ".join(filter(None, spelt))


def marker(raw: str) -> str:
    """One marker: `[PAUSE:5]` and `[5 sec]` as `[pause 5s]`."""
    understood = read_marker(raw)
    argument = spelled_argument(understood, understood.meant or raw)
    sign = ":" if understood.type.colon else ""
    return f"[{understood.word}{sign} {argument}]" if argument else f"[{understood.word}]"


def spelled_argument(understood: Marker, raw: str) -> str:
    """What follows a marker's name."""
    if understood.value is None:
        return ""
    if isinstance(understood.value, str | int):
        return str(understood.value)
    inside = raw[1:-1].strip()
    argument = inside if inside[0].isdigit() else inside[len(understood.word) :].lstrip().removeprefix(":")
    return spell_lengths(argument)


def spaced(lines: Iterator[tuple[TokenKind, str]]) -> Iterator[str]:
    """One blank line where there are several, and around headings; none at the file's ends."""
    before = TokenKind.BLANK
    gap = False
    first = True
    for kind, text in lines:
        if kind is TokenKind.BLANK or (first and not text):
            gap = True
            continue
        if not first and (gap or parted(before, kind)) and not (before is kind is TokenKind.HEADER):
            yield ""
        yield text
        before, gap, first = kind, False, False


def parted(before: TokenKind, kind: TokenKind) -> bool:
    """Whether a blank line stands between two lines even where none was written."""
    if before is TokenKind.HEADER:
        return kind is not TokenKind.HEADER
    if kind is TokenKind.HEADING:
        return before is not TokenKind.COMMENT
    return before is TokenKind.HEADING and kind is TokenKind.TEXT


def diff(before: str, after: str, path: str, what: str = "formatted") -> str:
    """What would change, as a unified diff that calls the new text so; empty where nothing would."""
    if before == after:
        return ""
    import difflib  # only whoever shows it needs it

    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), path, f"{path} ({what})"
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )

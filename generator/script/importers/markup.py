"""SSML as XML: how it is handed to expat, and a reading of its bare characters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

from generator.script.importers.pieces import ImportSource

BLOCKS = frozenset({"p", "paragraph"})
SENTENCES = frozenset({"s", "sentence"})
APART = BLOCKS | SENTENCES | {"speak", "audio", "voice", "break", "prosody", "w", "token"}
"""What parts words even where no blank is written."""
SILENT = frozenset({"desc", "metadata", "title"})
"""What is not spoken by the standard."""
DECLARATION = re.compile(r"\s*<\?xml\s[^<>]*\?>")
SEAM = "\x1f"
"""Stands between the words of two tags that part them, until it is known what follows: no XML can hold it."""
WRAP = "<x>"


def wrapped(text: str) -> str:
    """The text inside one root, so that a fragment, or several documents in one file, can be read too."""
    if "<!DOCTYPE" in text:
        return text
    declaration = DECLARATION.match(text)
    if declaration:
        text = re.sub(r"[^\n]", " ", declaration[0]) + text[declaration.end() :]
    return f"{WRAP}{text}</x>"


def local(name: str) -> str:
    """The name of a tag without SSML's own prefix."""
    return name.removeprefix("ssml:")


def character_data(source: ImportSource, text: str) -> str:
    """All characters between tags, aliases in place of what they stand for: a second, simpler reading."""
    said: list[str] = []
    hidden: list[bool] = [False]

    def start(name: str, attributes: Mapping[str, str]) -> None:
        name = local(name)
        alias = attributes.get("alias") if name == "sub" else None
        if not hidden[-1]:
            said.append(alias or (" " if name in APART else ""))
        hidden.append(hidden[-1] or alias is not None or name in SILENT)

    def end(name: str) -> None:
        hidden.pop()
        if not hidden[-1] and local(name) in APART:
            said.append(" ")

    def characters(data: str) -> None:
        if not hidden[-1]:
            said.append(data)

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    try:
        parser.Parse(wrapped(text), True)
    except expat.ExpatError as error:
        raise source.refuse(source.span(error.lineno), "this is not valid SSML") from error
    return "".join(said)

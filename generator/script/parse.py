"""From the text of a script to its blocks. Pure: included files come through a reader that is handed in."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import TypeAlias

from generator.core.errors import Diagnostic, ScriptError, Span
from generator.script.body import Body
from generator.script.header import read_header
from generator.script.lesson import Header, Node, Script
from generator.script.lexicon import LexiconEntry, read_lexicon, with_words
from generator.script.mirror import Sides
from generator.script.problems import Problems, quoted
from generator.script.rules import check_mirrors, check_structure, warn_of_mirrors
from generator.script.scan import header_end
from generator.script.source import Source, split
from generator.script.values import path_inside

ReadInclude: TypeAlias = Callable[[str], str]
"""The text of an included file, whose path is relative to the main script's folder.

Raises:
    IncludeError: where it cannot be had; reported at the `[include …]`.
    ScriptError: where it is no text; reported as it is.
"""


class IncludeError(ValueError):
    """An included file that cannot be had."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


class BrokenScriptError(ScriptError):
    """A script with errors, and what could be read of it all the same."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...], script: Script) -> None:
        super().__init__(diagnostics)
        self.script = script


def no_includes(_path: str) -> str:
    """A reader for text that stands alone.

    Raises:
        IncludeError: always.
    """
    raise IncludeError("E030", "there is no file to include here", "")


def parse(text: str, path: str, read_include: ReadInclude = no_includes, lexicon: str = "") -> Script:
    """Read a script.

    Args:
        text: of its file.
        path: what messages call it.
        read_include: reads what it includes, and its lexicon.
        lexicon: the one that counts for all scripts of its folder; empty where there is none.

    Raises:
        BrokenScriptError: with all problems of it and of what it includes, warnings too.
        ScriptError: it has too many lines, or too many problems.
    """
    reading = _Parser(split(text, path), read_include, lexicon)
    script = reading.script()
    if reading.problems.any_error:
        raise BrokenScriptError(reading.problems.all(script.acknowledged), script)
    return script


class _Parser:
    """What the files of one script share while they are read."""

    def __init__(self, source: Source, read_include: ReadInclude, lexicon: str) -> None:
        self.problems = Problems()
        self._folder = posixpath.dirname(source.path)
        self._read_include = read_include
        self._files: list[str] = [source.path]
        self.header: Header = self._with_lexicons(read_header(source, self.problems), lexicon)
        self.sides = Sides(self.header)
        self.acknowledged: list[tuple[str, Span]] = []
        self.other_senses: dict[int, list[tuple[str, Span]]] = {}
        self._source = source
        self._done: dict[str, tuple[tuple[Node, ...], int]] = {}
        """What each file holds, and how deep its blocks go: each is read once."""
        self._open: list[str] = []

    def script(self) -> Script:
        nodes, _ = self._body(self._source, posixpath.basename(self._source.path), 0)
        check_structure(nodes, self.problems)
        if self.problems.any_error:
            # `expand` would see these mirrors, and never comes to it.
            check_mirrors(nodes, self.problems)
        warn_of_mirrors(nodes, self.sides, self.other_senses, self.problems)
        acknowledged = tuple(self.acknowledged)
        return Script(
            path=self._source.path,
            header=self.header,
            body=nodes,
            files=tuple(self._files),
            acknowledged=acknowledged,
            warnings=self.problems.warnings(acknowledged),
        )

    def _with_lexicons(self, header: Header, shared: str) -> Header:
        """With the words of the lexicon that it names, and of that of its folder."""
        whole = Span(posixpath.join(self._folder, shared), 1, 1, 1, "")
        named = {header.lexicon: header.spans.get("lexicon", whole), shared: whole}
        found = [
            entry
            for name, span in named.items()
            for entry in (self._lexicon(name, span, header.language) if name else ())
        ]
        return with_words(header, found) if found else header

    def _lexicon(self, name: str, span: Span, language: str) -> tuple[LexiconEntry, ...]:
        path = posixpath.join(self._folder, name)
        try:
            source = split(self._read_include(name), path)
        except IncludeError as error:
            self.problems.error(error.code, span, error.message, error.hint)
            return ()
        except ScriptError as error:
            self.problems.add(error.diagnostics)
            return ()
        self._files.append(path)
        return read_lexicon(source, language, self.problems)

    def _body(self, source: Source, name: str, depth: int) -> tuple[tuple[Node, ...], int]:
        self._open.append(name)
        body = Body(source, self, depth)
        nodes = body.read()
        self._open.pop()
        return nodes, body.height

    def include(self, name: str, span: Span, depth: int) -> tuple[str, tuple[Node, ...], int]:
        """Path, nodes and depth of what `[include name]` at `span` brings."""
        relative = path_inside(posixpath.dirname(self._open[-1]), name)
        if relative is None:
            hint = "put the file into the script's folder, or a folder within"
            self.problems.error("E031", span, "this file is outside the script's folder", hint)
            return name, (), 0
        path = posixpath.join(self._folder, relative)
        if relative in self._open:
            circle = " → ".join([*self._open[self._open.index(relative) :], relative])
            message = (
                "these files include each other in a circle"
                if len(self._open) > 1
                else "a file includes itself"
            )
            self.problems.error("E032", span, message, f"take one away: {circle}")
            return path, (), 0
        if relative not in self._done:
            self._done[relative] = self._read(relative, path, span, depth)
        nodes, height = self._done[relative]
        return path, nodes, height

    def _read(self, relative: str, path: str, span: Span, depth: int) -> tuple[tuple[Node, ...], int]:
        try:
            source = split(self._read_include(relative), path)
        except IncludeError as error:
            self.problems.error(error.code, span, error.message, error.hint)
            return (), 0
        except ScriptError as error:
            self.problems.add(error.diagnostics)
            return (), 0
        self._files.append(path)
        fences = header_end(source.lines)
        if fences:
            message = f"{quoted(relative)} has a header, and is included"
            hint = "a header stands in the main script only: delete the lines from --- to ---"
            self.problems.error("E033", source.span(fences[0] + 1, 1, 3), message, hint)
        return self._body(source, relative, depth + 1)

"""What can be wrong, where, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Exit(IntEnum):
    """Exit codes of `lesson`."""

    DONE = 0
    CHECK_FAILED = 1
    WRONG_USAGE = 2
    MACHINE_FAILED = 3
    INTERRUPTED = 130


class Severity(StrEnum):
    """An error stops the build; a warning never does."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one line of a script."""

    path: str
    """The file as the user would name it, with `/`."""
    line: int
    """From 1."""
    column: int
    """In characters, from 1."""
    width: int
    """In characters, at least 1."""
    source: str = field(compare=False)
    """The whole line, without its line end: what a caret is drawn under. A timeline that is read has none."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What to write instead of a stretch of one line, where the meaning is certain."""

    span: Span
    """What goes."""
    text: str
    """What comes in its place."""

    @property
    def line(self) -> str:
        """The whole line as it then is."""
        start = self.span.column - 1
        return self.span.source[:start] + self.text + self.span.source[start + self.span.width :]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem in a script, located and with a way out."""

    severity: Severity
    code: str
    """`E003`, `W012`, `P007`: stable, so that it can be looked up."""
    span: Span | None
    message: str
    """What is wrong: no capital, no full stop."""
    hint: str = ""
    """What to write instead: stands beside the caret."""
    correction: Correction | None = None
    """The same, so that `lesson check --fix` can write it."""


class GeneratorError(Exception):
    """Anything that ends a command with a message instead of a result."""

    exit_code: Exit = Exit.MACHINE_FAILED
    code: str = "E080"

    def __init__(self, message: str, hint: str = "", span: Span | None = None) -> None:
        """Nothing is shown yet.

        Args:
            message: what is wrong: no capital, no full stop.
            hint: what to do about it.
            span: where, if it is about a script.
        """
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.span = span

    def __str__(self) -> str:
        return f"{self.message}: {self.hint}" if self.hint else self.message

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The error as diagnostics that can be shown."""
        return (Diagnostic(Severity.ERROR, self.code, self.span, self.message, self.hint),)


class ScriptError(GeneratorError):
    """A script that cannot be built. Carries every problem found, not only the first."""

    exit_code = Exit.CHECK_FAILED

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("; ".join(problem.message for problem in diagnostics))
        self._diagnostics = diagnostics

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The diagnostics of every problem, in order."""
        return self._diagnostics


class VoiceError(GeneratorError):
    """A voice that is missing, or that did not say what it was asked to say."""

    code = "E070"


class MachineError(GeneratorError):
    """A file, folder or program on this machine that does not do its part."""

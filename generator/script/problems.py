"""Problems are collected, so that all are reported at once; never so many that they fill the memory."""

from __future__ import annotations

from collections.abc import Iterable

from generator.core.errors import Correction, Diagnostic, ScriptError, Severity, Span

MOST_SHOWN = 500
_LONGEST_WORD = 60
_MOST_CANDIDATES = 300


class Problems:
    """Gathers diagnostics while a script is read."""

    def __init__(self) -> None:
        self._errors: list[Diagnostic] = []
        self._warnings: list[Diagnostic] = []

    def error(
        self, code: str, span: Span, message: str, hint: str = "", correction: Correction | None = None
    ) -> None:
        """Report an error, which stops the build.

        Raises:
            ScriptError: when there are so many already that reading on helps nobody.
        """
        self._errors.append(Diagnostic(Severity.ERROR, code, span, message, hint, correction))
        if len(self._errors) >= MOST_SHOWN:
            last = Diagnostic(
                Severity.ERROR, "E099", None, f"over {MOST_SHOWN} problems", "begin with the first ones"
            )
            raise ScriptError((*_in_order([*self._errors, *self._warnings]), last))

    @property
    def any_error(self) -> bool:
        """Whether the script cannot be built."""
        return bool(self._errors)

    def warn(
        self, code: str, span: Span, message: str, hint: str = "", correction: Correction | None = None
    ) -> None:
        """Report a warning: the lesson is built, but would sound wrong."""
        if len(self._warnings) < MOST_SHOWN:
            self._warnings.append(Diagnostic(Severity.WARNING, code, span, message, hint, correction))

    def add(self, found: Iterable[Diagnostic]) -> None:
        """Add the diagnostics of another reader."""
        for problem in found:
            report = self.error if problem.severity is Severity.ERROR else self.warn
            if problem.span:
                report(problem.code, problem.span, problem.message, problem.hint, problem.correction)

    def warnings(self, acknowledged: Iterable[tuple[str, Span]] = ()) -> tuple[Diagnostic, ...]:
        """The warnings but for those that an `// ok` comment silences, in the order of the text."""
        silenced = {(code, span.path, span.line) for code, span in acknowledged}
        heard = [
            problem
            for problem in self._warnings
            if problem.span and (problem.code, problem.span.path, problem.span.line) not in silenced
        ]
        return _in_order(heard)

    def all(self, acknowledged: Iterable[tuple[str, Span]] = ()) -> tuple[Diagnostic, ...]:
        """Errors, and the warnings that are not silenced, in the order of the text."""
        return _in_order([*self._errors, *self.warnings(acknowledged)])

    def raise_errors(self) -> None:
        """End here if there is any error; the warnings go with it.

        Raises:
            ScriptError: with every problem found.
        """
        if self._errors:
            raise ScriptError(self.all())


def _in_order(found: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """File by file as they were first met, then by place."""
    files: dict[str, int] = {}

    def place(problem: Diagnostic) -> tuple[int, int, int]:
        assert problem.span is not None
        rank = files.setdefault(problem.span.path, len(files))
        return rank, problem.span.line, problem.span.column

    return tuple(sorted(found, key=place))


def quoted(text: str) -> str:
    """`"text"`, shortened where it is long."""
    text = " ".join(text[: 2 * _LONGEST_WORD].split())
    return f'"{text}"' if len(text) <= _LONGEST_WORD else f'"{text[: _LONGEST_WORD - 1]}…"'


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `word` was probably meant to be."""
    if len(word) > _LONGEST_WORD:
        return None
    import difflib  # only a mistake needs it

    by_folded = {name.casefold(): name for name, _ in zip(known, range(_MOST_CANDIDATES), strict=False)}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """A hint: `did you mean pause?`, or `otherwise`."""
    close = nearest(word, known)
    return f"did you mean {quoted(close)}?" if close else otherwise

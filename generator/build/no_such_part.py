"""The error for a part of a lesson that is not there."""

from __future__ import annotations

from generator.core.errors import Exit, GeneratorError


class NoSuchPartError(GeneratorError):
    """A part was asked for in which nothing is heard."""

    exit_code = Exit.WRONG_USAGE
    code = "E081"

"""The command line. Each command stands in its own file of this room, and is imported when it is called.

Whatever ends a command is turned into a message and an exit code here, once.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from io import StringIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NoReturn

import click

from generator.cli.printing import prepare_streams, say
from generator.core.errors import Exit, GeneratorError, MachineError
from generator.processes.interrupts import defer_sigint

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS: Final = MappingProxyType(
    {
        "new": "begin a script",
        "build": "make MP3s of movement scripts",
        "check": "tell what is wrong with scripts, without making anything",
        "preview": "hear a part of a script",
        "say": "say a word or a sentence, and show what is spoken",
        "watch": "build again on every save, and tell what the edit did",
        "changes": "tell what the last edit changed",
        "plan": "show when what is heard",
        "where": "tell which line of a script is heard at a time",
        "verify": "measure finished MP3s against their timelines",
        "lexicon": "list the words whose spoken form is given",
        "recordings": "list what to record for a lesson in your own voice",
        "voices": "list the voices, or how one is spelled",
        "fmt": "write markers in one spelling",
        "import": "make a movement script of another tool's",
        "doctor": "try whether this machine can build lessons",
        "site": "make web pages of the lessons",
        "serve": "show the web pages on this machine",
        "clean": "remove what was built, and nothing else",
        "cache": "show or clear what is kept between builds",
    }
)
"""Every command with its line of help. Its code is `command` in `generator.cli.NAME`."""

MODULES: Final = MappingProxyType({"import": "importing"})
"""Where a command's name cannot be a module's."""


_NO_THREAD: Final = "can't start new thread"
_NO_ROOM: Final = "failed to map segment"
"""How Python and the system say it, in errors like others."""


class Commands(click.Group):
    """Knows its commands by name, and imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the table's order."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"generator.cli.{MODULES.get(cmd_name, cmd_name)}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but an unknown command is told with the nearest known one."""
        known = args and (args[0] in COMMANDS or args[0].startswith("-"))
        if args and not known and not ctx.resilient_parsing:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            advice = f'did you mean "lesson {near[0]}"?' if near else 'see "lesson --help"'
            if args[0].endswith(".txt"):
                advice = f'did you mean "lesson build {args[0]}"?'
            raise click.UsageError(f'there is no command "{args[0]}"; {advice}', ctx)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """From the table too: the one who presses Tab waits for no import."""
        from click.shell_completion import CompletionItem

        named = [
            CompletionItem(name, help=text) for name, text in COMMANDS.items() if name.startswith(incomplete)
        ]
        return [*named, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """From the table, so that help imports no command."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="lesson-generator", message="lesson %(version)s")
def lesson() -> None:
    """Turn a movement script into one narrated MP3 with exactly timed silences."""


def main() -> NoReturn:
    """Run `lesson` with the arguments of this process, and end it."""
    code = run_here()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(code)  # Python tells of what could not be printed
    if threading.active_count() > 1:
        sys.exit(code)
    # Nothing is left to do but to take every module apart, which would take 10 ms.
    os._exit(code)


def run_here() -> int:
    """Run `lesson` with the arguments and streams of this process; returns its exit code."""
    # numpy starts a thread for each processor to multiply matrices with, and nothing here multiplies any.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    prepare_streams()
    return run(sys.argv[1:])


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit code."""
    try:
        return defer_sigint(lambda: _invoke(arguments))
    except (click.Abort, KeyboardInterrupt):
        with contextlib.suppress(OSError):
            click.echo("interrupted", err=True)
        return Exit.INTERRUPTED
    except SystemExit as end:
        # click's ways out: after it has completed a word, and where whoever read the output has gone.
        if not end.code:
            return Exit.DONE
    except OSError:
        pass  # not even what is wrong could be told; the exit code tells it
    _give_up_printing()
    return Exit.MACHINE_FAILED


def _give_up_printing() -> None:
    """Lead what nobody reads nowhere: Python would complain of it once more while it ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _invoke(arguments: Sequence[str]) -> int:
    try:
        result = lesson.main(list(arguments), prog_name="lesson", standalone_mode=False)
    except click.ClickException as error:
        told = StringIO()
        error.show(told)
        say(told.getvalue(), err=True, nl=False)
        return Exit.WRONG_USAGE
    except GeneratorError as error:
        from generator.cli.scripts import tell

        tell(error.diagnostics)
        return error.exit_code
    except OSError as error:
        # A disk that fails where nothing else is known about it than its own words.
        return _tell_of_the_machine(error)
    except (MemoryError, RuntimeError, ImportError) as error:
        return _tell_of_too_little(error)
    return result if isinstance(result, int) else Exit.DONE


def _tell_of_too_little(error: MemoryError | RuntimeError | ImportError) -> int:
    """Tell what the machine is short of.

    Raises:
        RuntimeError: it is something else.
    """
    from generator.cli.scripts import tell

    message = "too little memory is left on this machine"
    hint = "close other programs, and try again; with --workers 1 a build needs least"
    if isinstance(error, ImportError) and _NO_ROOM not in str(error):
        message = f"a part of this program cannot be loaded: {str(error).strip().rpartition(chr(10))[2]}"
        hint = "install it again"
    elif isinstance(error, RuntimeError):
        if _NO_THREAD not in str(error):
            raise error
        message = "this machine starts no more threads"
    tell(MachineError(message, hint).diagnostics)
    return Exit.MACHINE_FAILED


def _tell_of_the_machine(error: OSError) -> int:
    from generator.cli.scripts import tell
    from generator.core.regular_files import UnfitFileError

    about = f'"{error.filename}"' if error.filename else "a file"
    reason = error.strerror or str(error)
    hint = f"{reason}; {error.hint}" if isinstance(error, UnfitFileError) else reason
    tell(MachineError(f"{about} cannot be used", hint).diagnostics)
    return Exit.MACHINE_FAILED

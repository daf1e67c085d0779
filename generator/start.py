"""Where `lesson` begins."""

from __future__ import annotations

import signal


def main() -> None:
    """Import the command line, and run it; Ctrl-C before it is there ends the process without a word."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from generator import cli
    from generator.commands import printing  # noqa: F401 -- what `cli` needs first

    signal.signal(signal.SIGINT, before)
    cli.main()

"""Where `lesson` begins."""

from __future__ import annotations

import gc
import signal


def main() -> None:
    """Import the command line, and run it; Ctrl-C before and after that ends the process without a word."""
    # What is imported stays: looking through it for garbage again and again took 10 ms of a rebuild.
    gc.set_threshold(50_000)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from generator.cli.main import main as run

    run()

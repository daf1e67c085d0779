"""Playing an excerpt, and showing what is heard."""

from __future__ import annotations

import threading

from generator import Preview
from generator.audio.player import Player
from generator.cli.printing import say
from generator.cli.scripts import tell
from generator.core.clock import SAMPLE_RATE, clock_text
from generator.core.errors import GeneratorError
from generator.core.terminal_text import columns, fitted, visible
from generator.script.kinds import GAP
from generator.timeline.excerpt import Excerpt
from generator.timeline.timeline import Event, Sound

SOON = SAMPLE_RATE // 10
"""Samples of silence before what is played: who has just asked for it waits."""

SHOWN_FROM = 2 * SAMPLE_RATE
"""Samples: a shorter silence is not worth a line."""


def listen(
    preview: Preview, part: Excerpt, *, silent: bool = False, stop: threading.Event | None = None
) -> bool:
    """Play an excerpt; prints time in the lesson, line and text of each cue when it begins.

    Args:
        preview: whose excerpt it is.
        part: all voiced.
        silent: play into nothing, at the real pace.
        stop: ends it when set.

    Returns:
        Whether it was heard to the end.

    Raises:
        MachineError: there is no sound device.
    """
    waiting = iter(zip(part.timeline.events, part.starts, strict=True))
    ahead = next(waiting, None)
    edition = preview.planned.edition
    width = max(columns(visible(edition.line_of(event))) for event in part.timeline.events)

    def look(position: int) -> None:
        nonlocal ahead
        while ahead and ahead[0].start <= position:
            line = _line(*ahead, fitted(visible(edition.line_of(ahead[0])), width))
            if line:
                say(line)
            ahead = next(waiting, None)

    return Player(preview.samples(part), silent=silent).play(look, stop)


def _line(event: Event, start: int | None, line: str) -> str:
    if isinstance(event, Sound):
        return f"{clock_text(start or 0):>7}  {line}  {visible(event.text) or '[chime]'}"
    if start is None:
        return f"{'…':>7}" if event.kind is GAP else ""
    if event.length < SHOWN_FROM:
        return ""
    length = (event.length + SAMPLE_RATE // 2) // SAMPLE_RATE
    return f"{clock_text(start):>7}  {line}  [{event.kind.name}, {length} s]"


class Playing:
    """Plays one excerpt after another in the background; a new one stops the one before it."""

    def __init__(self, *, silent: bool) -> None:
        self._silent = silent
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, preview: Preview, part: Excerpt) -> None:
        """Play `part`. What it is read from must stay until it has been stopped."""
        self.stop()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen, args=(preview, part, self._stop), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop what is playing, and wait until it has."""
        self._stop.set()
        if self._thread:
            self._thread.join()
            self._thread = None

    def _listen(self, preview: Preview, part: Excerpt, stop: threading.Event) -> None:
        try:
            listen(preview, part, silent=self._silent, stop=stop)
        except GeneratorError as error:
            tell(error.diagnostics)

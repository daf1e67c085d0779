"""Labels for Audacity: a teacher sees the cues over the wave."""

from __future__ import annotations

from collections.abc import Iterator

from generator.companions.wording import marks, plain, words_or_note
from generator.core.clock import SAMPLE_RATE
from generator.timeline.edition import Edition


def labels(edition: Edition) -> str:
    """A label a line (start and end in seconds, text, parted by tabs), in order of time.

    https://manual.audacityteam.org/man/importing_and_exporting_labels.html
    Sections are point labels with a `#`, cues and shown silences are regions. Behind their words stands where
    they are written, as in `Lie on your back. (hips.txt:12)`.
    """
    lines = sorted(_labels(edition), key=lambda label: label[:2])
    return "".join(f"{_seconds(start)}\t{_seconds(end)}\t{text}\n" for start, end, text in lines)


def _labels(edition: Edition) -> Iterator[tuple[int, int, str]]:
    for mark in marks(edition):
        yield mark.start, mark.start, f"# {mark.title}"
    for event in edition.timeline.events:
        text = words_or_note(event)
        if text and event.end > event.start:
            line = plain(edition.line_of(event))
            yield event.start, event.end, f"{text} ({line})" if line else text


def _seconds(position: int) -> str:
    """Six decimals, as Audacity writes them: finer than a sample."""
    micro = (position * 1_000_000 + SAMPLE_RATE // 2) // SAMPLE_RATE
    return f"{micro // 1_000_000}.{micro % 1_000_000:06}"

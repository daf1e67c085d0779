"""The nouns of a movement script.

`parse` makes a `Script`: what the teacher wrote, block by block. `expand` makes a `Lesson` of it: sections of
cues, pauses and chimes, with every include, repeat, mirror and `only` carried out. Lengths are samples of
`generator.core.clock`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from generator.core.clock import SAMPLE_RATE
from generator.core.errors import Diagnostic, Span
from generator.script.kinds import SilenceKind


@dataclass(frozen=True, slots=True)
class Header:
    """What stands between the `---` lines, with defaults for what does not."""

    title: str = ""
    author: str = ""
    language: str = "en"
    description: str = ""
    series: str = ""
    track: int | None = None
    date: str = ""
    voice: str = ""
    """As the engine names it; empty is the default voice of `language`."""
    rate: int | None = None
    """Words a minute, measured inside cues; None is the default rate."""
    pitch: int = 50
    """0–100, 50 is the voice's own."""
    volume: float = 1.0
    """0–1."""
    length: int | None = None
    """Samples, or None: as long as it comes out."""
    lengths: tuple[int, ...] = ()
    pause: int = 4 * SAMPLE_RATE
    """A bare `[pause]`."""
    breath: int = 5 * SAMPLE_RATE
    gap: int = SAMPLE_RATE * 12 // 10
    say: tuple[tuple[str, str], ...] = ()
    """Written word, spoken word."""
    lexicon: str = ""
    """A file beside the script with more such words; empty is `lexicon.yaml`, where there is one."""
    mirror: tuple[tuple[str, str], ...] = ()
    """Pairs that `[mirror: …]` exchanges, beside those of the language."""
    loudness: float = -19.0
    """LUFS of the finished lesson."""
    cover: str = ""
    chime: str = ""
    """An audio file beside the script; empty is the built-in bell."""
    words: tuple[tuple[str, str], ...] = ()
    """Those of its lexicons; what `say` says otherwise is not among them."""
    spans: Mapping[str, Span] = field(default_factory=lambda: MappingProxyType({}), compare=False)
    """Where each given value stands, by key: for messages found later, such as an unknown voice."""


@dataclass(frozen=True, slots=True)
class Words:
    """Spoken text between two markers, wrapped lines joined, escapes resolved."""

    text: str
    span: Span
    """Where its first word stands."""
    further: tuple[Span, ...] = ()
    """Where its other lines stand, if it has more than one."""
    kept: tuple[int, ...] = ()
    """Where in `text` words begin that no mirror exchanges: they were written with a backslash, `\\right`."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A silence of `low` to `high` samples."""

    kind: SilenceKind
    low: int
    high: int
    span: Span
    repetitions: int | None = None
    """6 in `[move 6 x 8s]`."""

    @property
    def elastic(self) -> bool:
        """Whether the layout may stretch it."""
        return self.low != self.high

    @property
    def middle(self) -> int:
        """Its length in samples where nothing stretches it."""
        return (self.low + self.high) // 2


@dataclass(frozen=True, slots=True)
class Chime:
    """`[chime]`: one stroke of the bell."""

    span: Span


@dataclass(frozen=True, slots=True)
class GivenRecording:
    """`[recording welcome.wav]`: the words that follow are heard from this file."""

    name: str
    """Of a file in the script's folder, or below it."""
    span: Span


@dataclass(frozen=True, slots=True)
class Heading:
    """`# Title`: a section begins."""

    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class RateChange:
    """`[rate 105]`: until the end of the section or block."""

    rate: int
    span: Span


@dataclass(frozen=True, slots=True)
class VoiceChange:
    """`[voice NAME]`: until the end of the section or block."""

    voice: str
    span: Span


@dataclass(frozen=True, slots=True)
class Include:
    """`[include common/guidelines.txt]`, already read."""

    path: str
    body: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Repeat:
    """`[repeat 3]` … `[end repeat]`."""

    count: int
    body: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mirror:
    """`[mirror: Title]`."""

    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Only:
    """`[only 20:00, 40:00]` … `[end only]`."""

    lengths: tuple[int, ...]
    body: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ParagraphEnd:
    """A blank line: ends a cue, spoken as the header's gap where no pause stands there."""


Node: TypeAlias = (
    Words
    | Pause
    | Chime
    | GivenRecording
    | Heading
    | RateChange
    | VoiceChange
    | Include
    | Repeat
    | Mirror
    | Only
    | ParagraphEnd
)


def every_node(body: Iterable[Node]) -> Iterator[Node]:
    """The nodes of a body and of all blocks and included files in it, each once, as they stand."""
    for node in body:
        yield node
        yield from every_node(getattr(node, "body", ()))


@dataclass(frozen=True, slots=True)
class Script:
    """A movement script as it was written."""

    path: str
    header: Header
    body: tuple[Node, ...]
    files: tuple[str, ...] = ()
    """Every file that was read for it, itself first, as paths that can be opened: what `watch` watches."""
    acknowledged: tuple[tuple[str, Span], ...] = ()
    """`// ok P007: reason`: the code, and the line that it silences."""
    warnings: tuple[Diagnostic, ...] = ()
    """What would sound wrong, but for what `acknowledged` silences."""
    hash: str = ""
    """SHA-256, in hex, of all the files that were read; empty where `parse` was given only text."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a cue is to be spoken."""

    voice: str
    """As the engine names it; empty is the default voice of the header's language."""
    rate: int | None
    """Words a minute, measured; None is the default rate."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One stretch of speech between two silences."""

    text: str
    """As a reader sees it; `say:` is applied when it is voiced."""
    span: Span
    delivery: Delivery
    further: tuple[Span, ...] = ()
    """Where its other lines stand, if it has more than one."""
    recording: GivenRecording | None = None
    """What is heard instead of a voice, where the script names it."""


Item: TypeAlias = Cue | Pause | Chime


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading, or before the first one (then `title` is empty)."""

    title: str
    items: tuple[Item, ...]
    """Never two sounds next to each other: the gap between them is a `Pause` of kind GAP."""
    span: Span
    """The heading; for text before the first heading, its first line."""
    mirrors: str = ""
    """The title of the section that this one mirrors, if it is nothing but its mirror."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A script expanded for one of its lengths: what will be heard, in order."""

    header: Header
    sections: tuple[Section, ...]
    length: int | None
    """Samples that it must last, or None: as long as it comes out."""
    left_out: tuple[Span, ...] = ()
    """The `only` blocks that this length leaves out."""

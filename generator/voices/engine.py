"""The door that every engine stands behind: what it is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from generator.audio.recording import Recording


DEFAULT_RATE: Final = 118
"""Words a minute, measured inside cues: in the middle of the 110 to 130 of guided movement (audiobooks take
150 to 160), and a listener who moves while listening needs the slower half."""

OWN_PITCH: Final = 50
"""The pitch, from 0 to 100, that is the voice's own."""


MOST_TOLD: Final = 3
"""Parts of a text that one message names."""


class Control(StrEnum):
    """What a script can ask of a voice, beside its words. Most are the name of a header's key."""

    RATE = "rate"
    PITCH = "pitch"
    VOLUME = "volume"
    PHONEMES = "phonemes"
    """Sounds instead of letters, under `say:`."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice of an engine, perhaps in one of its variants."""

    name: str
    """As a script may name it: `en-us`, `en-us+f2`."""
    engine_name: str
    """As the engine names it: `gmw/en-US+f2`; what an `Utterance` carries."""
    language: str
    """The language's tag, such as `en-us`."""
    title: str
    """For people: `English (America)`."""
    controls: frozenset[Control] = frozenset(Control)
    """What it can be asked."""
    engine: str = "espeak"
    """The name of its engine in the table of engines."""
    gender: str = ""
    """`female` or `male`, where that is known."""
    natural: bool = False
    """Whether it sounds like a person."""
    sample_rate: int = 22_050
    """Samples a second in its recordings."""
    repeats: bool = True
    """Whether it says the same words with the same samples every time, on one kind of processor."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """All that decides how a cue sounds. Every field is part of the clip's key in the cache."""

    text: str
    """What is spoken, after `say:`; `spoken.phonetic` marks the words that carry their sounds."""
    voice: str
    """The engine's own full name for it."""
    rate: int
    """The engine's own setting, calibrated so that the wanted words a minute come out."""
    pitch: int
    """0–100, 50 is the voice's own."""
    volume: float
    """0–1."""


@dataclass(frozen=True, slots=True)
class Misreading:
    """What of a text a voice would leave out or say wrongly."""

    reason: str
    """Half a sentence, which ends before the parts are named: `it would leave out`."""
    parts: tuple[str, ...] = ()
    """The parts of the text that it is about, as they stand there; none where the reason says all."""
    instead: str = "write it in other words"
    """What to write: half a sentence."""

    def told(self) -> str:
        """The reason and its parts, or the first of many: `it would leave out "×", "÷"`."""
        named = ", ".join(f'"{part}"' for part in self.parts[:MOST_TOLD])
        others = " and others" if len(self.parts) > MOST_TOLD else ""
        return f"{self.reason} {named}{others}".rstrip()


class Engine(Protocol):
    """Speaks one utterance at a time. What guards an engine has the same interface."""

    @property
    def identity(self) -> str:
        """Name and version of all that shapes its sound, a model's hash too: part of a clip's key."""

    def start(self) -> None:
        """Have ready what the first utterance would have to wait for; returns at once."""

    def render(self, utterance: Utterance) -> Recording:
        """Speak `utterance`; may be called from several threads at once.

        Raises:
            VoiceError: when it was not spoken whole.
        """

    def close(self) -> None:
        """End its processes. May be called twice; what is being spoken in other threads fails at once."""


class VoiceEngine(Engine, Protocol):
    """An engine together with what is known of its voices: one row in the table of engines."""

    def voices(self, language: str = "") -> Sequence[Voice]:
        """Its voices, of one language or of all, by name."""

    def variants(self) -> Sequence[str]:
        """Each can follow any voice's name after a `+`; empty where the engine has none."""

    def voice(self, name: str, language: str) -> Voice:
        """The voice that a script means by `name` or gender; empty is the default voice of `language`.

        Raises:
            VoiceError: when there is none; its hint names the nearest.
        """

    def unreadable(self, text: str, voice: Voice) -> Sequence[Misreading]:
        """What of an utterance's text a voice would say wrongly or leave out."""

    def phonemes(self, texts: Sequence[str], voice: Voice) -> Sequence[str]:
        """How a voice says each utterance's text, in the International Phonetic Alphabet.

        Returns:
            As many as there are texts; each is empty where the engine cannot tell.

        Raises:
            VoiceError: its process ended instead of answering.
        """

    def guessed(self, words: Sequence[str], voice: Voice) -> Sequence[str]:
        """Those words that are in none of a voice's dictionaries; none where it reads all by rule.

        Raises:
            VoiceError: its process ended instead of answering.
        """

    def paces(self, voice: Voice) -> tuple[int, int] | None:
        """The slowest and the fastest words a minute inside cues; None where a voice was not measured yet."""

    def setting(self, voice: Voice, words_a_minute: float) -> int:
        """The engine's own rate for a pace inside cues.

        Raises:
            VoiceError: when the voice cannot speak so slowly or so fast; its hint says what it can.
        """

    def loudness(self, voice: Voice, pitch: int) -> float:
        """How loud a voice usually speaks at the full volume, LUFS: its gain follows, and no edit moves it.

        Args:
            voice: one of its own.
            pitch: as in an `Utterance`.

        Raises:
            VoiceError: it had to be measured, and does not speak.
        """

    def pace(self, utterance: Utterance) -> float:
        """Words of usual length that an utterance's voice speaks in a minute at the utterance's rate."""

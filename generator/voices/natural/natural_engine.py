"""The natural voice as the table of engines knows it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.core.cache import Cache, default_root
from generator.core.errors import MachineError, VoiceError
from generator.core.packages import version_of
from generator.voices.calibration import pace_at, setting_for
from generator.voices.engine import Control, Misreading, Utterance, Voice
from generator.voices.natural.calibrated import HEART
from generator.voices.natural.names import MODEL_SHA256, VOICE
from generator.voices.natural.reading import misread, model_text, phonetic
from generator.voices.speaking_process import SpeakingProcess

if TYPE_CHECKING:
    from generator.audio.recording import Recording

PROCESSING: Final = "2"
"""Raised whenever the same utterance comes to give other samples."""

NAME: Final = "natural"

VOICES: Final = (
    Voice(
        VOICE,
        VOICE,
        "en-us",
        "Heart (America)",
        controls=frozenset(Control) - {Control.PITCH},
        engine=NAME,
        gender="female",
        natural=True,
        sample_rate=24_000,
    ),
)


class NaturalEngine:
    """The natural voice through pyttsx3, in processes of its own. It imports nothing heavy in this one."""

    def __init__(self, workers: int, cache: Path, way: str | None = None) -> None:
        """No process is started before `start`, or the first utterance.

        Args:
            workers: how many utterances may be spoken at once.
            cache: where what is prepared of the voice is kept.
            way: how the process answers; by default it forks where that can be done.

        Raises:
            MachineError: a package that it needs is not installed.
        """
        needed = {name: version_of(name) for name in ("pyttsx3", "onnxruntime", "numpy")}
        needed["hibari"] = version_of("hibari", "hibari_tts")
        versions = "/".join(f"{name}-{version}" for name, version in needed.items())
        forks = hasattr(os, "fork") and sys.platform != "darwin"
        self._cache = Cache(cache)
        config = {
            "cache": str(cache),
            "versions": versions,
            "way": way or ("fork" if forks else "keep"),
        }
        self._process = SpeakingProcess("generator.voices.natural.driver", config, workers)
        self._identity = f"{versions}/{MODEL_SHA256[:16]}/{PROCESSING}"

    @property
    def identity(self) -> str:
        """Versions of all that shapes its sound, its model's hash included."""
        return self._identity

    def voices(self, language: str = "") -> Sequence[Voice]:
        """Its voice, if it speaks `language`."""
        return VOICES if not language or _plain(language).partition("-")[0] == "en" else ()

    def variants(self) -> Sequence[str]:
        """None."""
        return ()

    def voice(self, name: str, language: str) -> Voice:
        """The voice that a script means by `name`; empty is the default voice of `language`.

        Raises:
            VoiceError: when there is none.
        """
        wanted = _plain(name)
        spoken = self.voices(language)
        for voice in VOICES:
            by_name = wanted in {voice.name, voice.title.lower()}
            if by_name or (voice in spoken and wanted in {"", voice.gender}):
                return voice
        if wanted:
            raise VoiceError(f'there is no voice "{name}"', _did_you_mean(wanted))
        raise VoiceError(f'no voice speaks the language "{language}"', "this engine speaks English")

    def unreadable(self, text: str, voice: Voice) -> Sequence[Misreading]:  # noqa: ARG002  # they read alike
        """What of an utterance's text it would leave out or say wrongly."""
        return misread(text)

    def phonemes(self, texts: Sequence[str], voice: Voice) -> Sequence[str]:  # noqa: ARG002  # it has one
        """How it says each utterance's text, in the International Phonetic Alphabet.

        Raises:
            VoiceError: its process ended instead of answering.
        """
        return [phonetic(told) for told in self._process.tell([model_text(text) for text in texts])]

    def guessed(self, words: Sequence[str], voice: Voice) -> Sequence[str]:  # noqa: ARG002  # it has one
        """Those words that are in none of its dictionaries.

        Raises:
            VoiceError: its process ended instead of answering.
        """
        told = self._process.tell([model_text(word) for word in words], guessed=True)
        return [word for word, guess in zip(words, told, strict=True) if guess]

    def paces(self, voice: Voice) -> tuple[int, int] | None:  # noqa: ARG002  # it has one
        """The slowest and the fastest words a minute that it can speak inside cues."""
        paces = HEART.paces
        return int(paces[0]) + 1, int(paces[-1])

    def setting(self, voice: Voice, words_a_minute: float) -> int:  # noqa: ARG002  # it has one
        """The engine's own rate for a pace inside cues.

        Raises:
            VoiceError: when it cannot speak so slowly or so fast; its hint says what it can.
        """
        return setting_for(HEART, words_a_minute)

    def loudness(self, voice: Voice, pitch: int) -> float:  # noqa: ARG002  # it has one of each
        """How loud it usually speaks at the full volume, LUFS."""
        return HEART.loudness

    def pace(self, utterance: Utterance) -> float:
        """Words of usual length that it speaks in a minute at an utterance's rate."""
        return pace_at(HEART, utterance.rate)

    def start(self) -> None:
        """Begin its process, which loads the model; returns at once."""
        self._process.start()

    def render(self, utterance: Utterance) -> Recording:
        """Speak `utterance`; may be called from several threads at once.

        Raises:
            VoiceError: when it cannot read it, or no sound came.
        """
        for wrong in misread(utterance.text):
            raise VoiceError(wrong.told())
        return self._process.speak(model_text(utterance.text), utterance, f"the natural voice ({NAME})")

    def close(self) -> None:
        """End its processes, and remove what one of them had only begun to keep. May be called twice."""
        self._process.close()
        self._cache.sweep()


def open_natural(workers: int, cache: Path | None = None) -> NaturalEngine:
    """The natural voice. Close it when done.

    Args:
        workers: how many cues may be spoken at once.
        cache: the folder of the user's cache; None is the usual one.

    Raises:
        MachineError: a package that it needs is not installed; its advice says what would help.
    """
    try:
        return NaturalEngine(workers, cache or default_root())
    except MachineError as error:
        advice = "the natural voice needs a 64-bit Linux (glibc), an Apple Silicon Mac or Windows"
        raise MachineError(error.message, advice) from error


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", "-")


def _did_you_mean(wanted: str) -> str:
    import difflib

    near = difflib.get_close_matches(wanted, [voice.name for voice in VOICES], n=1, cutoff=0.6)
    listed = "`lesson voices` lists them all"
    return f"did you mean {near[0]}? {listed}" if near else listed

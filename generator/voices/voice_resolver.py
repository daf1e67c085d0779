"""Resolving voices: which voice speaks a cue, at which setting and gain."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from pathlib import Path

from generator.audio.chime_file import SoundFileError, chime_bytes
from generator.core.errors import Diagnostic, ScriptError, Severity, Span, VoiceError
from generator.script.files import find_beside
from generator.script.lesson import Chime, Cue, Header, RateChange, Script, VoiceChange, every_node
from generator.script.parse import IncludeError
from generator.spoken.form import SpokenForm
from generator.spoken.known_words import known_words
from generator.spoken.phonetic import is_phonetic, with_sounds
from generator.voices.calibration_text import calibration_text
from generator.voices.engine import DEFAULT_RATE, OWN_PITCH, Control, Utterance, Voice
from generator.voices.engines import Engines
from generator.voices.own_recordings import OwnRecordings
from generator.voices.places import say_span
from generator.voices.render_request import ChimeRequest, RecordingRequest, RenderRequest, SpeechRequest
from generator.voices.spoken_forms import SpokenForms


class VoiceResolver:
    """Makes render requests of a lesson's cues and chimes; remembers what it has looked up."""

    def __init__(self, engines: Engines, forms: SpokenForms, recordings: OwnRecordings) -> None:
        self._engines = engines
        self._forms = forms
        self._recordings = recordings
        self._voices: dict[tuple[str, str], Voice] = {}
        self._settings: dict[tuple[Voice, int, float, int], tuple[int, float]] = {}
        self._said: dict[tuple[Voice, int], tuple[Header, tuple[tuple[str, str], ...]]] = {}
        self._chimes: dict[tuple[Path, str, float], ChimeRequest] = {}

    def problems(self, script: Script) -> tuple[Diagnostic, ...]:
        """What of its voices and its chime cannot be had: errors, and warnings of what comes out otherwise.

        A voice that has never been used is measured for it.
        """
        found: list[Diagnostic] = []
        for name, rate, span in _named(script):
            try:
                voice = self._voice(name, script.header)
                found += _deaf(voice, script.header)
                if rate and Control.RATE not in voice.controls:
                    found.append(_without(Control.RATE, voice, span))
                found += _unmeasured(voice, span)
                found += self._mute(voice, script.header)
                found += self._unsaid(voice, script.header)
                self._setting(name, rate, script.header)
            except VoiceError as error:
                found.append(Diagnostic(Severity.ERROR, "E070", span, error.message, error.hint))
        found += self._replaced(script.header)
        try:
            self._chime(script.header, Path(script.path))
        except ScriptError as error:
            found += error.diagnostics
        return tuple(dict.fromkeys(found))

    def request(self, item: Cue | Chime, header: Header, script: Path) -> RenderRequest:
        """What has to be voiced for a cue or chime.

        Args:
            item: of the expanded lesson.
            header: of its script.
            script: its path; a chime's sound file is in its folder.

        Raises:
            VoiceError: its voice is unknown, or cannot speak at its rate.
            ScriptError: the chime's sound file cannot be read, or a recording.
        """
        if isinstance(item, Chime):
            return self._chime(header, script)
        wanted = header.loudness + 20 * math.log10(header.volume)
        if recording := self._recordings.of(item, script):
            return RecordingRequest(recording, wanted)
        setting, gain = self._setting(item.delivery.voice, item.delivery.rate, header)
        voice = self.voice(item, header)
        utterance = Utterance(
            self.spoken(item, header).text, voice.engine_name, setting, header.pitch, header.volume
        )
        return SpeechRequest(utterance, self._engines.guarded(self._engines.of(voice)), gain, wanted)

    def spoken(self, cue: Cue, header: Header) -> SpokenForm:
        """What is said for a cue, in the language of its voice.

        Raises:
            VoiceError: its voice is unknown.
        """
        voice = self.voice(cue, header)
        return self._forms.form(cue.text, voice.language, self.said(voice, header))

    def said(self, voice: Voice, header: Header) -> tuple[tuple[str, str], ...]:
        """Words whose spoken form is given: by this program, by lexicons, by the script; the last one counts.

        Sounds that the voice cannot say are left out of the first two.
        """
        key = (voice, id(header))
        if key not in self._said:
            given = (*known_words(voice.language), *header.words)
            able = [pair for pair in given if not self._beyond(voice, *pair)]
            self._said[key] = (header, (*able, *header.say))  # kept with it, so that no other gets its id
        return self._said[key][1]

    def _beyond(self, voice: Voice, written: str, spoken: str) -> bool:
        """Whether a voice cannot say the sounds that are given for a word."""
        if not is_phonetic(spoken):
            return False
        takes = Control.PHONEMES in voice.controls
        return not takes or bool(self._engines.of(voice).unreadable(with_sounds(written, spoken), voice))

    def voice(self, cue: Cue, header: Header) -> Voice:
        """Who speaks a cue.

        Raises:
            VoiceError: its voice is unknown.
        """
        return self._voice(cue.delivery.voice, header)

    def _voice(self, name: str, header: Header) -> Voice:
        key = (name or header.voice, header.language)
        if key not in self._voices:
            self._voices[key] = self._engines.voice(*key)
        return self._voices[key]

    def _setting(self, name: str, rate: int | None, header: Header) -> tuple[int, float]:
        """The engine's rate and the gain in dB."""
        voice = self._voice(name, header)
        words_a_minute = rate or header.rate or self._usual_rate(voice)
        key = (voice, words_a_minute, header.loudness, header.pitch)
        if key not in self._settings:
            engine = self._engines.of(voice)
            self._settings[key] = (
                engine.setting(voice, words_a_minute),
                round(header.loudness - engine.loudness(voice, header.pitch), 2),
            )
        return self._settings[key]

    def _usual_rate(self, voice: Voice) -> int:
        """The rate of a lesson that names none: where a voice cannot speak so slowly, its slowest."""
        slowest, fastest = self._engines.of(voice).paces(voice) or (DEFAULT_RATE, DEFAULT_RATE)
        return min(max(DEFAULT_RATE, slowest), fastest)

    def _mute(self, voice: Voice, header: Header) -> Iterator[Diagnostic]:
        """Sounds under `say:` that the voice does not take."""
        for written, spoken in header.say:
            if is_phonetic(spoken):
                for wrong in self._engines.of(voice).unreadable(with_sounds(written, spoken), voice):
                    message = f"the voice {voice.name} cannot say this: {wrong.told()}"
                    hint = "write the word in letters instead"
                    yield Diagnostic(Severity.ERROR, "E076", say_span(written, header), message, hint)

    def _unsaid(self, voice: Voice, header: Header) -> Iterator[Diagnostic]:
        """Whether sounds of a lexicon are beyond a voice, which then reads the words as they are written."""
        beyond = [pair for pair in header.words if self._beyond(voice, *pair)]
        if beyond:
            written, spoken = beyond[0]
            others = f" and those of {len(beyond) - 1} more words" if beyond[1:] else ""
            message = f"the voice {voice.name} cannot say the sounds {spoken}{others}: it reads the letters"
            hint = "give the word in letters for this language, too"
            yield Diagnostic(Severity.WARNING, "W081", say_span(written, header), message, hint)

    def _replaced(self, header: Header) -> Iterator[Diagnostic]:
        """Whether another engine speaks, because this machine does not have the usual one."""
        if not header.voice and header.language.partition("-")[0] == "en":
            for name, error in self._engines.missing.items():
                message = f"the {name} voice is not there, so that another one speaks: {error.message}"
                yield Diagnostic(Severity.WARNING, "W076", None, message, error.hint)

    def _chime(self, header: Header, script: Path) -> ChimeRequest:
        key = (script.parent, header.chime, header.loudness)
        if key not in self._chimes:
            self._chimes[key] = _struck(header, script)
        return self._chimes[key]


def _deaf(voice: Voice, header: Header) -> Iterator[Diagnostic]:
    """What the header asks of a voice that the voice cannot do."""
    asked = {
        Control.RATE: header.rate is not None,
        Control.PITCH: header.pitch != OWN_PITCH,
        Control.VOLUME: header.volume != 1.0,
    }
    for control, is_asked in asked.items():
        if is_asked and control not in voice.controls:
            yield _without(control, voice, header.spans.get(control))


def _without(control: Control, voice: Voice, span: Span | None) -> Diagnostic:
    message = f"the voice {voice.name} has no {control} to set"
    hint = f"delete {control}, or choose another voice"
    return Diagnostic(Severity.WARNING, "W071", span, message, hint)


def _unmeasured(voice: Voice, span: Span | None) -> Iterator[Diagnostic]:
    """Whether nothing but numerals was there to measure a voice by."""
    if not calibration_text(voice.language):
        message = f"how fast the voice {voice.name} speaks is only estimated: its language was not measured"
        yield Diagnostic(Severity.WARNING, "W078", span, message, "listen, and set rate: until it is right")


def _struck(header: Header, script: Path) -> ChimeRequest:
    """The lesson's chime.

    Raises:
        ScriptError: the file that the header names cannot be read.
    """
    if not header.chime:
        return ChimeRequest("", "", header.loudness)
    try:
        path = find_beside(script, header.chime)
        sound = chime_bytes(path)
    except (IncludeError, SoundFileError) as error:
        problem = Diagnostic(
            Severity.ERROR,
            "E071",
            header.spans.get("chime"),
            f'the chime "{header.chime}" cannot be read: {error.message}',
            error.hint or "put the sound file beside the script, or leave chime: out for the built-in bell",
        )
        raise ScriptError((problem,)) from error
    return ChimeRequest(str(path), hashlib.blake2b(sound).hexdigest(), header.loudness, sound)


def _named(script: Script) -> Iterator[tuple[str, int | None, Span | None]]:
    """Each voice that is named, with the rate and the place that a message is to point to."""
    spans = script.header.spans
    yield "", None, spans.get("voice") or spans.get("rate") or spans.get("language")
    for node in every_node(script.body):
        if isinstance(node, VoiceChange):
            yield node.voice, None, node.span
        elif isinstance(node, RateChange):
            yield "", node.rate, node.span

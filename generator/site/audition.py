"""An audition: one sentence in each voice of a language, as an MP3 with chapters, and a page of it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.build.expanded_script import expand_script
from generator.build.lesson_files import write_listed
from generator.companions.formats import DownloadKind
from generator.companions.page.page_facts import PageText, SiteInfo
from generator.companions.page.render import render_page
from generator.core.errors import MachineError, VoiceError
from generator.script.files import parse_script, read_script
from generator.script.lesson import Cue, Header
from generator.site.page_cache import kept_asset
from generator.site.pages import download
from generator.spoken.expected import word_count
from generator.spoken.form import spoken_form
from generator.voices.calibration_text import NUMERALS, calibration_text
from generator.voices.synthesizer import Progress, no_progress

if TYPE_CHECKING:
    from generator.build.session import BuildSession
    from generator.voices.engine import Voice

ABOUT: Final = (
    "<p>The same sentence in each voice of the language. Choose a chapter to hear one, and write its name "
    "behind <code>voice:</code> in the header of your script. (This is no lesson, and has not been reviewed "
    "as one.)</p>"
)

LEAST_WORDS: Final = 8
"""A cue that is to show a voice has at least as many."""


@dataclass(frozen=True, slots=True)
class Audition:
    """What was made."""

    mp3: Path
    page: Path
    left_out: tuple[tuple[str, str], ...]
    """Voices that could not speak it, and why."""


def usual_sentence(language: str) -> str:
    """What is spoken where nothing else is asked for: a cue of a lesson in that language."""
    return _long_enough(calibration_text(language) or (NUMERALS,))


def sentence_of(script: Path) -> tuple[str, Header]:
    """The first cue of a script that is long enough to show a voice, and the script's header.

    Raises:
        GeneratorError: it cannot be read.
        MachineError: it has no such cue.
    """
    expanded = expand_script(parse_script(script), None)
    cues = [
        item.text
        for _, lesson in expanded.lessons
        for section in lesson.sections
        for item in section.items
        if isinstance(item, Cue)
    ]
    if not cues:
        raise MachineError(f'"{script}" has no words to speak', "give a sentence in quotation marks instead")
    return _long_enough(cues), expanded.script.header


def _long_enough(cues: Sequence[str]) -> str:
    return next((cue for cue in cues if word_count(cue) >= LEAST_WORDS), cues[0])


def hold_audition(
    session: BuildSession, sentence: str, header: Header, progress: Progress = no_progress
) -> Audition:
    """Speak `sentence` in each voice of the header's language, at its rate and loudness.

    Args:
        session: its output folder is where the files go.
        sentence: what is spoken.
        header: language, rate, loudness and `say:` count.
        progress: told of each clip that is made.

    Raises:
        GeneratorError: nobody can speak it, or a file cannot be written.
    """
    able: list[Voice] = []
    left_out: list[tuple[str, str]] = []
    for voice in _candidates(session, header.language):
        reason = _reason_against(session, voice, sentence, header)
        if reason:
            left_out.append((voice.name, reason))
        else:
            able.append(voice)
    if not able:
        why = left_out[0][1] if left_out else "`lesson voices` lists the languages"
        raise VoiceError(f'no voice of the language "{header.language}" can speak this', why)
    name = f"voices-{header.language}"
    script = read_script(Path(f"{name}.txt"), audition_text(able, sentence, header))
    built = session.build(expand_script(script, None), progress)[0]
    mp3 = built.published.mp3s[0]
    recording = download(
        kept_asset(mp3, session.cache), "MP3", DownloadKind.STANDARD, built.planned.edition.timeline.length
    )
    info = SiteInfo(title="Voices", home="", language="en")
    page = mp3.with_suffix(".html")
    html = render_page(built.planned.edition, PageText(about=ABOUT), (recording,), info).encode()
    write_listed(mp3.parent, name, page, html, overwrite=session.settings.overwrite)
    return Audition(mp3, page, tuple(left_out))


def _candidates(session: BuildSession, language: str) -> Iterator[Voice]:
    """Whom a script of the language can name: the defaults first, then all plain voices."""
    seen: set[tuple[str, str]] = set()
    for voice in (*_defaults(session, language), *session.engines.voices(language)):
        if (voice.engine, voice.name) not in seen:
            seen.add((voice.engine, voice.name))
            yield voice


def _defaults(session: BuildSession, language: str) -> Iterator[Voice]:
    for wanted in ("", "female", "male", "espeak"):
        with contextlib.suppress(VoiceError):  # not every language has one
            yield session.engines.voice(wanted, language)


def audition_text(voices: Sequence[Voice], sentence: str, header: Header) -> str:
    """The movement script of an audition: a section for each voice."""
    settings = {
        "title": f"Voices: {header.language}",
        "description": sentence,
        "language": header.language,
        "loudness": header.loudness,
        "volume": header.volume,
        **({"rate": header.rate} if header.rate else {}),
    }
    lines = ["---", *(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in settings.items())]
    if header.say:
        lines += ["say:", *(f"  {json.dumps(a)}: {json.dumps(b, ensure_ascii=False)}" for a, b in header.say)]
    lines.append("---")
    for voice in voices:
        title = f"{voice.name}, {'natural' if voice.natural else 'robotic'}"
        change = f"[voice {voice.engine}: {voice.name}]"
        lines += [
            "",
            f"# {title}",
            "",
            change,
            "",
            sentence,
            "",
            "[pause 2s]",
        ]
    return "\n".join((*lines, ""))


def _reason_against(session: BuildSession, voice: Voice, sentence: str, header: Header) -> str:
    engine = session.engines.of(voice)
    try:
        if header.rate:
            engine.setting(voice, header.rate)
    except VoiceError as error:
        return error.message
    spoken = spoken_form(sentence, voice.language, header.say).text
    return "; ".join(wrong.told() for wrong in engine.unreadable(spoken, voice))

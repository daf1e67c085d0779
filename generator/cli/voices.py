"""`lesson voices`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from generator import BuildSession, Settings
from generator.cli.choices import overwrite_option
from generator.cli.folders import folder_option
from generator.cli.printing import say, say_json
from generator.cli.progress import Bar
from generator.core.cache import Cache, default_root
from generator.core.errors import Exit
from generator.core.terminal_text import aligned
from generator.script.lesson import Header
from generator.voices.command.programs_file import programs_file
from generator.voices.engine import DEFAULT_RATE, Control, Voice
from generator.voices.engines import EngineOptions, Engines

HEADINGS = ("name", "engine", "language", "gender", "sounds", "words a minute", "")


@dataclass(frozen=True, slots=True)
class VoiceListing:
    """What is listed."""

    default: Voice
    voices: Sequence[Voice]
    paces: Sequence[tuple[int, int] | None]
    """The slowest and the fastest words a minute of each."""
    variants: Sequence[str]
    """Of eSpeak NG's voices."""


@click.command()
@click.option("--language", default="", help="Only voices of this language, as in de or pt-br.")
@click.option(
    "--audition",
    is_flag=False,
    flag_value="-",
    metavar="[SENTENCE|SCRIPT]",
    help="Speak a sentence, or one of a script, in each voice of the language: an MP3 and a page.",
)
@folder_option("-o", "--output", default="output/voices", told="Folder for the audition.")
@click.option("--system-voice", is_flag=True, help="List those of this machine's own eSpeak NG.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.option("--add", metavar="piper:NAME", help="Fetch a voice of Piper, after its card is shown.")
@click.option("--yes", is_flag=True, help="With --add: do not ask.")
@overwrite_option
def command(
    language: str,
    audition: str | None,
    output: Path,
    *,
    system_voice: bool,
    as_json: bool,
    add: str | None,
    yes: bool,
    overwrite: bool,
) -> int:
    """List the voices that a script's header can name, or hear them.

    A script may also write `voice: female` or `voice: male`.
    """
    if add is not None:
        return _add(add, unasked=yes)
    if audition is not None:
        settings = Settings(output=output, system_voice=system_voice, overwrite=overwrite)
        return _audition(audition, language, settings)
    listing = _listing(language, system_voice=system_voice)
    if as_json:
        say_json(_as_json(listing))
        return Exit.DONE
    rows = [_row(voice, paces) for voice, paces in zip(listing.voices, listing.paces, strict=True)]
    for line in aligned((HEADINGS, *rows)):
        say(line)
    if listing.variants:
        say("\nVariants, each of which can follow an espeak voice's name after a plus sign, as in en-gb+f4:")
        say(click.wrap_text(", ".join(listing.variants), 78, "  ", "  "))
    say(f"\nWithout `voice:` a lesson in {language or 'en'} is spoken by {listing.default.name}.")
    say("To hear them: lesson voices --audition" + (f" --language {language}" if language else ""))
    say(f"Other programs that speak can be named in {programs_file()}: docs/voices.md says how.")
    return Exit.DONE


def _add(wanted: str, *, unasked: bool) -> int:
    """Fetch a model of Piper: the one command that asks the network for anything."""
    engine, _, name = wanted.partition(":")
    if engine != "piper" or not name:
        raise click.UsageError("only voices of Piper can be added: --add piper:de_DE-thorsten-medium")
    from generator.core.configuration import voices_folder
    from generator.voices.piper.fetch import fetch, offered

    found = offered(name)
    say(found.card.strip())
    licence = found.licence or "none is named: ask its maker before you publish what it speaks"
    say(f"\n{name}: {found.model.size / 1e6:.0f} MB. Licence: {licence}")
    if not unasked and not click.confirm("Fetch it?"):
        return Exit.DONE
    with Bar(name, quiet=False) as bar:
        fetch(found, voices_folder(), bar.update)
    say(f"Write voice: piper:{name}. Its card is kept beside it, in {voices_folder()}.")
    return Exit.DONE


def _listing(language: str, *, system_voice: bool) -> VoiceListing:
    cache = Cache(default_root())
    engines = Engines(EngineOptions(1, system_voice, cache, cache.root))
    try:
        default = engines.voice("", language or "en")
        voices = list(engines.voices(language))
        paces = [engines.of(voice).paces(voice) for voice in voices]
        variants = list(engines.engine("espeak").variants())
    finally:
        engines.close()
    for name, error in engines.missing.items():
        click.echo(f"the {name} voice is not there: {error}", err=True)
    return VoiceListing(default, voices, paces, variants)


def _row(voice: Voice, paces: tuple[int, int] | None) -> tuple[str, ...]:
    return (
        voice.name,
        voice.engine,
        voice.language,
        voice.gender,
        "natural" if voice.natural else "robotic",
        f"{paces[0]}–{paces[1]}" if paces else "",
        voice.title,
    )


def _as_json(listing: VoiceListing) -> str:
    voices = [
        {
            "name": voice.name,
            "engine": voice.engine,
            "language": voice.language,
            "title": voice.title,
            "gender": voice.gender,
            "natural": voice.natural,
            "sample_rate": voice.sample_rate,
            "repeats_exactly": voice.repeats,
            "controls": [control.value for control in Control if control in voice.controls],
            "words_a_minute": paces,
        }
        for voice, paces in zip(listing.voices, listing.paces, strict=True)
    ]
    facts = {
        "default": listing.default.name,
        "rate": DEFAULT_RATE,
        "voices": voices,
        "variants": list(listing.variants),
    }
    return json.dumps(facts, ensure_ascii=False, indent=2)


def _audition(wanted: str, language: str, settings: Settings) -> int:
    from generator.site.audition import hold_audition, sentence_of, usual_sentence

    sentence, header = wanted, Header()
    if wanted.endswith(".txt"):
        sentence, header = sentence_of(Path(wanted))
    header = replace(header, language=language or header.language)
    if wanted == "-":
        sentence = usual_sentence(header.language)
    with BuildSession(settings) as session, Bar("voices", quiet=False) as bar:
        held = hold_audition(session, sentence, header, bar.update)
    for name, reason in held.left_out:
        say(f"{name} is left out: {reason}", err=True)
    say(f"“{sentence}”")
    say(f"{held.mp3}\n{held.page}")
    return Exit.DONE

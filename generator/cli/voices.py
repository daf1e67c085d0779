"""`lesson voices`."""

from __future__ import annotations

import json

import click

from generator.cli.printing import say, say_json
from generator.core.cache import Cache, default_root
from generator.core.errors import Exit
from generator.voices.engine import DEFAULT_RATE, Voice
from generator.voices.engines import EngineOptions, Engines


@click.command()
@click.option("--language", default="", help="Only voices of this language, as in de or pt-br.")
@click.option("--system-voice", is_flag=True, help="List those of this machine's own eSpeak NG.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def command(language: str, *, system_voice: bool, as_json: bool) -> int:
    """List the voices that a script's header can name."""
    engines = Engines(EngineOptions(workers=1, system=system_voice, store=Cache(default_root())))
    try:
        default = engines.voice("", language or "en")
        voices = list(engines.voices(language))
        variants = list(engines.of(default).variants())
    finally:
        engines.close()
    if as_json:
        facts = {
            "default": default.name,
            "rate": DEFAULT_RATE,
            "voices": [
                {"name": voice.name, "language": voice.language, "title": voice.title} for voice in voices
            ],
            "variants": variants,
        }
        say_json(json.dumps(facts, ensure_ascii=False, indent=2))
        return Exit.DONE
    for voice in voices:
        say(_line(voice))
    say()
    say(f"Variants, each of which can follow a name as in {default.name.partition('+')[0]}+f4:")
    say(click.wrap_text(", ".join(variants), 78, "  ", "  "))
    say(f"\nWithout `voice:` a lesson in {language or 'en'} is spoken by {default.name}.")
    return Exit.DONE


def _line(voice: Voice) -> str:
    return f"{voice.name:<24}{voice.title}"

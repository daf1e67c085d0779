"""`lesson say`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from generator import BuildSession, ExpandedScript, Preview, Settings, expand, parse
from generator.cli.choices import overwrite_option
from generator.cli.completion import complete_scripts
from generator.cli.listening import SOON
from generator.cli.printing import say
from generator.cli.scripts import tell
from generator.core.cache import Cache, default_root
from generator.core.errors import Exit
from generator.script.entries import as_yaml
from generator.script.lesson import Cue, Header
from generator.script.marker_types import RATE_LIMITS


@click.command()
@click.argument("text")
@click.option("--try", "tries", multiple=True, metavar="SPOKEN", help="Say it so; may stand several times.")
@click.option(
    "--like",
    type=click.Path(path_type=Path),
    metavar="SCRIPT",
    shell_complete=complete_scripts,
    help="As this script has it: its language, voice, rate and words of say:.",
)
@click.option("--language", help="As a header has it, as in de.")
@click.option("--voice", help="As a header has it, as in en-gb.")
@click.option("--rate", type=click.IntRange(*RATE_LIMITS), help="Words a minute.")
@click.option("--no-sound", is_flag=True, help="Only print; play nothing.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write an .mp3 or .wav instead."
)
@overwrite_option
@click.option("--silent", is_flag=True, hidden=True, help="Play into nothing, at the real pace: for tests.")
def command(
    *,
    text: str,
    tries: Sequence[str],
    like: Path | None,
    language: str | None,
    voice: str | None,
    rate: int | None,
    no_sound: bool,
    output: Path | None,
    overwrite: bool,
    silent: bool,
) -> int:
    """Say TEXT, as a script would: print what is spoken and its sounds, and play it. Ctrl-C stops it.

    TEXT may be a word, a sentence, or lines of a script with markers in them.
    """
    if output and output.suffix.lower() not in {".mp3", ".wav"}:
        raise click.UsageError(f'"{output}" ends neither in .mp3 nor in .wav')
    if output and len(tries) > 1:
        raise click.UsageError("-o writes one file: name one --try at a time")
    header = _header_like(like)
    header = replace(
        header,
        language=language or header.language,
        voice=header.voice if voice is None else voice,
        rate=rate or header.rate,
    )
    with BuildSession(Settings(draft=True), Cache(default_root())) as session:
        for spoken in tries or (None,):
            preview = _shown(session, _script(text, header, spoken), spoken)
            if output:
                preview.write(preview.render(preview.whole), output, overwrite=overwrite)
                say(str(output))
            elif not no_sound and not _heard(preview, silent=silent):
                return Exit.DONE
    if tries:
        say("To keep one, write its line below say: in the script's header:")
        say("\n".join(f"  {as_yaml(text)}: {as_yaml(spoken)}" for spoken in tries))
    return Exit.DONE


def _header_like(script: Path | None) -> Header:
    """The header of a script that words are to be said like, but for what is about a whole lesson."""
    return replace(parse(script).header, length=None, lengths=(), cover="", chime="") if script else Header()


def _script(text: str, header: Header, spoken: str | None) -> ExpandedScript:
    """A script of nothing but `text`, some of it said as `spoken`."""
    script = parse(text, Path("text"))
    tell(script.warnings)
    if spoken is not None:
        others = [pair for pair in header.say if pair[0].casefold() != text.casefold()]
        header = replace(header, say=((text, spoken), *others))
    return expand(replace(script, header=header))


def _shown(session: BuildSession, expanded: ExpandedScript, spoken: str | None) -> Preview:
    """Print what is said for each cue, and its sounds."""
    tell(session.check_resources(expanded))
    _, lesson = expanded.lessons[0]
    cues = [item for section in lesson.sections for item in section.items if isinstance(item, Cue)]
    for cue in cues:
        form = session.resolver.spoken(cue, lesson.header)
        voice = session.resolver.voice(cue, lesson.header)
        (sounds,) = session.engines.of(voice).phonemes([form.text], voice)
        say(cue.text if spoken is None else f"{cue.text}, said as {spoken}")
        if form.parts:
            say(f"  spoken  {form.marked}")
        say(f"  sounds  {sounds or 'this voice does not tell'}  ({voice.name})")
    return session.preview(expanded)


def _heard(preview: Preview, *, silent: bool) -> bool:
    """Play all of it; returns whether it was heard to the end."""
    from generator.audio.player import Player

    part = preview.render(preview.whole, lead=SOON)
    try:
        return Player(preview.samples(part), silent=silent).play(lambda _: None)
    except KeyboardInterrupt:
        # To stop listening is how most of it ends: nothing was left undone.
        say("stopped", err=True)
        return False

"""`make listen`: how natural the default voices are, and how well their words are heard, as MP3s.

    python -m tests.bench.listen [--every 1] [--write]

English: every cue of the shipped lessons, decoded from the MP3, in the natural voice and in eSpeak's. Other
languages: twenty lesson sentences each. `--every 4` takes every fourth cue. Needs the extra `listen`, and
takes about twenty minutes on two cores.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import soundfile
import soxr

from generator import BuildSession, Settings, expand, parse
from generator.core.clock import SAMPLE_RATE
from generator.core.errors import VoiceError
from generator.timeline.timeline import Sound as TimelineSound
from generator.voices.engine import DEFAULT_RATE
from generator.voices.espeak.espeak_engine import open_espeak
from generator.voices.natural.natural_engine import open_natural
from tests.bench.hearing import NOISE_DB, RATE, Listener, Sound, in_noise, misheard, words_of
from tests.bench.variants import MORE, said_in, share_misheard, spoken

SCRIPTS = Path(__file__).parents[2] / "scripts"
PAGE = Path(__file__).with_name("VOICES.md")
RATES = (90, 105, 118, 135, 150, 175, 200)
AROUND = np.zeros(RATE // 2, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Heard:
    """One voice, as it was heard."""

    voice: str
    language: str
    cues: int
    words: int
    naturalness: float
    """Mean opinion score, 1 to 5."""
    misheard: float
    in_noise: float
    """Shares of the words."""


@click.command()
@click.option("--every", default=1, show_default=True)
@click.option("--write", is_flag=True)
def main(every: int, *, write: bool) -> None:
    """Build, listen, print."""
    listener = Listener()
    lines = heading(every)
    click.echo("\n".join(lines))
    for text in all_lines(listener, every):
        lines.append(text)
        click.echo(text)
    if write:
        PAGE.write_text("\n".join((*lines, "")), encoding="utf-8")


def all_lines(listener: Listener, every: int) -> Iterator[str]:
    """Both tables."""
    yield from map(line, rows(listener, every))
    yield from pace_lines(listener)


def heading(every: int) -> list[str]:
    """What the first table shows."""
    cues = "every cue once" if every == 1 else f"one cue in {every}"
    return [
        "# How the default voices are heard",
        "",
        f"Made by `make listen`: English from the decoded MP3s of the shipped lessons, {cues}; the other",
        f"languages from twenty lesson sentences at {DEFAULT_RATE} words a minute. Words by Whisper base,",
        f"clean and in pink noise {NOISE_DB:g} dB below the speech; naturalness by DistillMOS, made for",
        "English.",
        "",
        "| voice | language | cues | words | naturalness (1–5) | words misheard | in noise |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]


def line(heard: Heard) -> str:
    """A row of the table."""
    return (
        f"| {heard.voice} | {heard.language} | {heard.cues} | {heard.words} | {heard.naturalness:.2f} | "
        f"{heard.misheard:.1%} | {heard.in_noise:.1%} |"
    )


def rows(listener: Listener, every: int) -> Iterator[Heard]:
    """Each default voice; in English eSpeak's too, and what the natural voice is measured against."""
    for name, voice in (("heart", ""), ("espeak", "voice: espeak\n")):
        cues = cues_of_lessons(voice)
        chosen = dict(list(cues.items())[::every])
        yield heard_as(listener, name, "en", list(chosen), list(chosen.values()))
    engine = open_espeak(2)
    try:
        for language in MORE:
            if language != "en":
                name = engine.voice("", language).name
                sounds = spoken(engine, name, language, DEFAULT_RATE)
                said = said_in(language)
                yield Heard(
                    name,
                    language,
                    len(said),
                    len(words_of(" ".join(said))),
                    float(np.mean([listener.naturalness(framed(sound)) for sound in sounds])),
                    share_misheard(listener, sounds, language),
                    share_misheard(listener, sounds, language, noise=True),
                )
    finally:
        engine.close()


def cues_of_lessons(header: str) -> Mapping[str, Sound]:
    """Every cue of the shipped lessons as it sounds in the MP3, by its text."""
    found: dict[str, Sound] = {}
    with tempfile.TemporaryDirectory(prefix="lesson-listen-") as folder:
        settings = Settings(Path(folder), draft=True)
        for path in sorted(SCRIPTS.glob("*.txt")):
            text = path.read_text(encoding="utf-8").replace("---\n", f"---\n{header}", 1)
            with BuildSession(settings) as session:
                built = session.build(expand(parse(text, path), None))
            for each in built:
                samples, rate = soundfile.read(each.published.mp3s[0], dtype="float32")
                assert rate == SAMPLE_RATE
                for event in each.planned.edition.timeline.events:
                    if isinstance(event, TimelineSound) and event.text and event.text not in found:
                        part = soxr.resample(samples[event.start : event.end], SAMPLE_RATE, RATE)
                        found[event.text] = np.asarray(part, dtype=np.float32)
    return found


def pace_lines(listener: Listener) -> Iterator[str]:
    """At which pace the two English voices are understood best: twenty sentences at each."""
    yield from ("", "Words misheard at other paces, clean and in noise:", "")
    yield "| voice | " + " | ".join(f"{rate} a minute" for rate in RATES) + " |"
    yield "|---|" + "---:|" * len(RATES)
    for name, engine in (("heart", open_natural(2)), ("espeak", open_espeak(2))):
        wanted = engine.voice("", "en").name
        cells = []
        for rate in RATES:
            try:
                sounds = spoken(engine, wanted, "en", rate)
            except VoiceError:
                cells.append("cannot")
                continue
            clean, noisy = (share_misheard(listener, sounds, "en", noise=noise) for noise in (False, True))
            cells.append(f"{clean:.1%}, {noisy:.1%}")
        engine.close()
        yield f"| {name} ({wanted}) | " + " | ".join(cells) + " |"


def framed(sound: Sound) -> Sound:
    """A sound with half a second of silence around it, as it has in a lesson."""
    return np.concatenate((AROUND, sound, AROUND))


def heard_as(
    listener: Listener, voice: str, language: str, texts: Sequence[str], sounds: Sequence[Sound]
) -> Heard:
    """What the machines make of these sounds."""
    words = wrong = noisy = 0
    scores = []
    for index, (text, sound) in enumerate(zip(texts, sounds, strict=True)):
        said = words_of(text)
        whole = framed(sound)
        words += len(said)
        wrong += misheard(said, listener.words(whole, language))
        noisy += misheard(said, listener.words(in_noise(whole, index), language))
        scores.append(listener.naturalness(whole))
    return Heard(voice, language, len(texts), words, float(np.mean(scores)), wrong / words, noisy / words)


if __name__ == "__main__":
    main()

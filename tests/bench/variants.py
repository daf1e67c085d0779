"""In which of eSpeak's variants is each language understood best? `python -m tests.bench.variants` asks.

Twenty lesson sentences of each language, in every variant without an echo, at the lesson's usual rate, are
heard by a recogniser, the best of them in noise too; the words misheard go into `VARIANTS.md`. About an hour
on two cores. Needs the extra `listen`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import soxr

from generator.audio.edges import span
from generator.audio.segment import from_recording, to_samples
from generator.core.clock import SAMPLE_RATE
from generator.core.errors import VoiceError
from generator.spoken.text import sentences
from generator.voices.calibration_text import calibration_text
from generator.voices.engine import DEFAULT_RATE, OWN_PITCH, Utterance, VoiceEngine
from generator.voices.espeak.catalogue import FEMALE
from generator.voices.espeak.espeak_engine import open_espeak
from tests.bench.hearing import NOISE_DB, RATE, Listener, Sound, in_noise, misheard, words_of

PAGE = Path(__file__).with_name("VARIANTS.md")
NOTES = Path(__file__).with_name("variants.json")

MORE = {
    "en": (
        "Let your head roll a little to the right.", "Where does your left heel press into the floor?",
        "Stop, and let everything be as it is.", "Slide your foot along the floor until the knee is bent.",
        "Do less than you can, and go slowly.",
    ),
    "de": (
        "Lass den Kopf ein wenig nach rechts rollen.", "Wo drückt die linke Ferse in den Boden?",
        "Halte an, und lass alles, wie es ist.", "Schieb den Fuß über den Boden, bis das Knie gebeugt ist.",
        "Tu weniger, als du kannst, und geh langsam.", "Dein Atem bleibt ruhig.",
        "Leg beide Hände auf den Bauch.",
    ),
    "fr": (
        "Laisse la tête rouler un peu vers la droite.", "Où le talon gauche appuie-t-il sur le sol ?",
        "Arrête-toi, et laisse tout comme c'est.", "Fais glisser le pied sur le sol jusqu'à plier le genou.",
        "Fais moins que tu ne peux, et va lentement.", "Ton souffle reste calme.",
        "Pose les deux mains sur le ventre.",
    ),
    "es": (
        "Deja que la cabeza ruede un poco hacia la derecha.",
        "¿Dónde aprieta el talón izquierdo contra el suelo?",
        "Para, y deja todo como está.", "Desliza el pie por el suelo hasta doblar la rodilla.",
        "Haz menos de lo que puedes, y ve despacio.", "Tu respiración sigue tranquila.",
        "Pon las dos manos sobre el vientre.",
    ),
    "it": (
        "Lascia che la testa rotoli un poco verso destra.", "Dove preme il tallone sinistro sul pavimento?",
        "Fermati, e lascia tutto com'è.",
        "Fai scivolare il piede sul pavimento finché il ginocchio è piegato.",
        "Fai meno di quello che puoi, e vai piano.", "Il respiro resta calmo.",
        "Metti le due mani sulla pancia.",
    ),
    "nl": (
        "Laat je hoofd een beetje naar rechts rollen.", "Waar drukt je linkerhiel in de vloer?",
        "Stop, en laat alles zoals het is.", "Schuif je voet over de vloer tot de knie gebogen is.",
        "Doe minder dan je kunt, en ga langzaam.", "Je adem blijft rustig.", "Leg beide handen op je buik.",
    ),
    "pt": (
        "Deixa a cabeça rolar um pouco para a direita.", "Onde aperta o calcanhar esquerdo contra o chão?",
        "Para, e deixa tudo como está.", "Desliza o pé pelo chão até dobrar o joelho.",
        "Faz menos do que podes, e vai devagar.", "A tua respiração continua calma.",
        "Põe as duas mãos sobre a barriga.",
    ),
}  # fmt: skip
"""What the calibration's texts need to be twenty sentences."""

ECHOING = frozenset(
    """
    Alicia Demonic Diogo Henrique Hugo Marco RicishayMax RicishayMax2 RicishayMax3 Storm UniRobot anikaRobot
    announcer f2 f3 f4 f5 m2 michel miguel pablo robosoft robosoft2 robosoft3 robosoft4 robosoft5 robosoft6
    robosoft7 robosoft8
    """.split()  # noqa: SIM905  # a table as text is easier to read
)
"""Variants whose files ask for an echo: its tail would blur every pause."""

WINDOW_SECONDS = 28
GAP = np.zeros(RATE // 2, dtype=np.float32)


def said_in(language: str) -> list[str]:
    """Twenty sentences."""
    return [*MORE[language], *(each for cue in calibration_text(language) for each in sentences(cue))][:20]


def spoken(engine: VoiceEngine, name: str, language: str, rate: float) -> list[Sound]:
    """Each sentence in a voice, as loud as every other voice."""
    voice = engine.voice(name, language)
    setting, gain = engine.setting(voice, rate), -23.0 - engine.loudness(voice, OWN_PITCH)
    sounds = []
    for text in said_in(language):
        utterance = Utterance(text, voice.engine_name, setting, OWN_PITCH, 1.0)
        samples = to_samples(from_recording(engine.render(utterance), gain))
        loud = span(samples)
        assert loud is not None
        sounds.append(soxr.resample(samples[loud[0] : loud[1]], SAMPLE_RATE, RATE).astype(np.float32))
    return sounds


def windows(sounds: Sequence[Sound]) -> Iterator[Sound]:
    """The sounds one after the other, as many at once as the recogniser takes in."""
    parts: list[Sound] = [GAP]
    for sound in sounds:
        if sum(map(len, (*parts, sound))) > WINDOW_SECONDS * RATE:
            yield np.concatenate(parts)
            parts = [GAP]
        parts += (sound, GAP)
    yield np.concatenate(parts)


def share_misheard(
    listener: Listener, sounds: Sequence[Sound], language: str, *, noise: bool = False
) -> float:
    """Words misheard, of those that were said."""
    said = words_of(" ".join(said_in(language)))
    heard: list[str] = []
    for index, window in enumerate(windows(sounds)):
        heard += listener.words(in_noise(window, index) if noise else window, language)
    return misheard(said, heard) / len(said)


Shares = dict[str, dict[str, float]]
"""The share of words misheard, by language and variant; `` is the plain voice."""


def measure() -> dict[str, Shares]:
    """What is misheard as it is, in every variant, and in noise, in the best of each language."""
    found: dict[str, Shares] = json.loads(NOTES.read_text()) if NOTES.exists() else {"clean": {}, "noise": {}}
    listener = Listener(naturalness=False)
    engine = open_espeak(2)
    try:
        for language in MORE:
            everything = [each for each in ("", *engine.variants()) if each not in ECHOING]
            for kind, by_language in found.items():
                by_variant = by_language.setdefault(language, {})
                chosen = everything if kind == "clean" else finalists(found["clean"][language])
                for variant in chosen:
                    if variant in by_variant:
                        continue
                    try:
                        share = heard(engine, listener, language, variant, noise=kind == "noise")
                    except VoiceError as error:
                        sys.stderr.write(f"{language} {variant}: {error}\n")
                        continue
                    by_variant[variant] = round(share, 4)
                    NOTES.write_text(json.dumps(found, indent=1) + "\n")
                    sys.stderr.write(f"{language} {variant} {kind}: {share:.1%}\n")
    finally:
        engine.close()
    return found


def heard(engine: VoiceEngine, listener: Listener, language: str, variant: str, *, noise: bool) -> float:
    """The share of words misheard in a variant of the language's voice."""
    base = engine.voice("", language).name.partition("+")[0]
    sounds = spoken(engine, f"{base}+{variant}" if variant else base, language, DEFAULT_RATE)
    return share_misheard(listener, sounds, language, noise=noise)


def finalists(clean: Mapping[str, float]) -> list[str]:
    """The variants worth hearing in noise: the best six, the best women's, the plain voice."""
    best = sorted(clean, key=lambda variant: (clean[variant], variant))
    return list(dict.fromkeys([*best[:6], *[each for each in best if each in FEMALE][:3], "", "Annie"]))


def page(found: Mapping[str, Shares]) -> str:
    """The table as Markdown."""
    lines = [
        "# eSpeak's variants, as a recogniser hears them",
        "",
        "Made by `python -m tests.bench.variants`: words misheard by Whisper base of twenty lesson sentences",
        f"at {DEFAULT_RATE} words a minute, clean and in pink noise {NOISE_DB:g} dB below the speech. All",
        "variants without an echo were heard clean; shown are the best of each language, the plain voice and",
        "Annie. More than 100% is a recogniser that hears words where none were said.",
        "",
        "| language | variant (clean, in noise) |",
        "|---|---|",
    ]
    for language, clean in found["clean"].items():
        noise = found["noise"][language]
        best = sorted(noise, key=lambda variant: (clean[variant] + noise[variant], variant))
        cells = [f"{each or 'plain'} {clean[each]:.1%}, {noise[each]:.1%}" for each in best]
        lines.append(f"| {language} | {'; '.join(cells)} |")
    return "\n".join((*lines, ""))


if __name__ == "__main__":
    PAGE.write_text(page(measure()), encoding="utf-8")

"""In which of eSpeak's variants is each language understood best? `python -m tests.bench.variants` asks.

Twenty lesson sentences of each language, in every variant without an echo, at the lesson's usual rate, are
heard by a recogniser; the share of words misheard goes into `VARIANTS.md`. About an hour on two cores. Needs
the extra `listen`.
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
from generator.voices.calibration_texts import TEXTS
from generator.voices.engine import DEFAULT_RATE, OWN_PITCH, Utterance, VoiceEngine
from generator.voices.espeak.espeak_engine import open_espeak
from tests.bench.hearing import RATE, Listener, Sound, in_noise, misheard, words_of

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
    return [*(each for cue in TEXTS[language] for each in sentences(cue)), *MORE[language]][:20]


def spoken(engine: VoiceEngine, name: str, language: str, rate: float) -> list[Sound]:
    """Each sentence in a voice, as loud as every other voice."""
    voice = engine.voice(name, language)
    setting, gain = engine.setting(voice, rate), engine.gain_db(voice, -23.0)
    sounds = []
    for text in said_in(language):
        utterance = Utterance(text, voice.engine_name, setting, OWN_PITCH, 1.0)
        samples = to_samples(from_recording(engine.render(utterance), gain))
        heard = span(samples)
        assert heard is not None
        sounds.append(soxr.resample(samples[heard[0] : heard[1]], SAMPLE_RATE, RATE).astype(np.float32))
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


def measure() -> dict[str, dict[str, float]]:
    """The share of words misheard, by language and variant; `` is the plain voice."""
    found: dict[str, dict[str, float]] = json.loads(NOTES.read_text()) if NOTES.exists() else {}
    listener = Listener(naturalness=False)
    engine = open_espeak(2)
    try:
        for language in MORE:
            base = engine.voice(engine.voice("", language).name.partition("+")[0], language)
            by_variant = found.setdefault(language, {})
            for variant in ("", *engine.variants()):
                if variant in ECHOING or variant in by_variant:
                    continue
                name = f"{base.name}+{variant}" if variant else base.name
                try:
                    sounds = spoken(engine, name, language, DEFAULT_RATE)
                except VoiceError as error:
                    sys.stderr.write(f"{name}: {error}\n")
                    continue
                by_variant[variant] = round(share_misheard(listener, sounds, language), 4)
                NOTES.write_text(json.dumps(found, indent=1) + "\n")
                sys.stderr.write(f"{name}: {by_variant[variant]:.1%}\n")
    finally:
        engine.close()
    return found


def page(found: Mapping[str, Mapping[str, float]]) -> str:
    """The table as Markdown."""
    lines = [
        "# eSpeak's variants, as a recogniser hears them",
        "",
        "Made by `python -m tests.bench.variants`: words misheard by Whisper base of twenty lesson sentences",
        f"at {DEFAULT_RATE} words a minute, in the plain voice and all variants without an echo.",
        "",
        "| language | plain | Annie | best ten |",
        "|---|---|---|---|",
    ]
    for language, by_variant in found.items():
        best = sorted(by_variant.items(), key=lambda each: (each[1], each[0] != "", each[0]))[:10]
        named = ", ".join(f"{variant or 'plain'} {share:.1%}" for variant, share in best)
        lines.append(f"| {language} | {by_variant['']:.1%} | {by_variant.get('Annie', 1):.1%} | {named} |")
    return "\n".join((*lines, ""))


if __name__ == "__main__":
    PAGE.write_text(page(measure()), encoding="utf-8")

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core.errors import VoiceError
from generator.voices.espeak.calibrated import shipped
from generator.voices.espeak.catalogue import (
    DEFAULT_VARIANT,
    DEFAULT_VARIANTS,
    Catalogue,
    default_voice,
    of_language,
    resolve_voice,
)
from generator.voices.espeak.espeak_engine import EspeakEngine, listed
from generator.voices.espeak.pyttsx3_engine import Pyttsx3Engine

KNOWN = shipped().catalogue

MUTE = {"fo", "kaa", "xex"}
"""Languages for which the wheel has a voice, but no dictionary: they say nothing at all."""


@pytest.mark.parametrize(
    ("written", "engine_name"),
    [
        ("en-us", "gmw/en-US"),
        ("EN_US", "gmw/en-US"),
        ("en-us+F2", "gmw/en-US+f2"),
        ("en-us+annie", "gmw/en-US+Annie"),
        ("en-gb", "gmw/en"),
        ("en", "gmw/en"),
        ("gmw/en-US", "gmw/en-US"),
        ("English (Scotland)", "gmw/en-GB-scotland"),
        ("yue", "sit/yue"),
        ("yue-latn-jyutping", "sit/yue-Latn-jyutping"),
    ],
)
def test_a_voice_goes_by_several_names_in_any_case(written: str, engine_name: str) -> None:
    assert resolve_voice(written, "en", KNOWN).engine_name == engine_name


def test_every_voice_is_found_by_its_own_name() -> None:
    for voice in KNOWN.voices:
        assert resolve_voice(voice.name, "en", KNOWN) == voice


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("en-uk", "en-gb"),
        ("germann", "German"),
        ("en-us+f22", "f2"),
        ("de-AT", "de"),
        ("Anie", "en-us+Annie"),
        ("femal", "female"),
    ],
)
def test_an_unknown_voice_is_an_error_that_names_the_nearest(written: str, hint: str) -> None:
    with pytest.raises(VoiceError) as caught:
        resolve_voice(written, "en", KNOWN)
    assert hint in caught.value.hint.replace("?", "").split()


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "en-us"),
        ("en-GB", "en-gb"),
        ("de", "de+Mike"),
        ("de-AT", "de+Mike"),
        ("fr", "fr-fr+Mike"),
        ("fr-CA", "fr-fr+Mike"),
        ("es", "es+benjamin"),
        ("zh", "cmn+Mike"),
        ("no", "nb+Mike"),
        ("pt_BR", "pt-br+Mike"),
        ("sr-Latn", "sr+Mike"),
    ],
)
def test_a_language_has_a_default_voice_in_the_variant_that_is_understood_best(
    language: str, name: str
) -> None:
    assert default_voice(language, KNOWN).name == name


@pytest.mark.parametrize(
    ("language", "name"), [("en", "en-us+Annie"), ("de", "de+steph"), ("pt", "pt+f1"), ("sv", "sv+Annie")]
)
def test_every_language_has_a_womans_voice(language: str, name: str) -> None:
    assert resolve_voice("female", language, KNOWN).name == name


def test_an_espeak_without_variants_speaks_plainly_and_has_no_womans_voice() -> None:
    bare = Catalogue(KNOWN.voices, ())
    assert default_voice("de", bare).name == "de"
    with pytest.raises(VoiceError, match="no female voice"):
        resolve_voice("female", "de", bare)


def test_a_language_that_nobody_speaks_is_an_error() -> None:
    with pytest.raises(VoiceError):
        default_voice("xx", KNOWN)


def test_the_voices_of_a_language_are_all_of_its_kinds() -> None:
    names = {voice.name for voice in of_language("en", KNOWN)}
    assert {"en-us", "en-gb", "en-gb-scotland", "en-029"} <= names
    assert [voice.name for voice in of_language("de", KNOWN)] == ["de"]


@pytest.mark.parametrize("variant", [DEFAULT_VARIANT, *filter(None, DEFAULT_VARIANTS.values())])
def test_a_default_variant_has_no_echo_and_no_jitter(variant: str) -> None:
    """Its tail would blur each pause, and roughness, flutter and breath are noise."""
    spec = next(Path(voice_data()).glob(variant)).read_text()
    asked = {line.split()[0] for line in spec.splitlines() if line.strip()}
    assert asked.isdisjoint({"echo", "flutter", "roughness", "breath", "breathw"})


def voice_data() -> Path:
    import espeakng_loader

    return Path(espeakng_loader.get_data_path(), "voices", "!v")


def test_the_table_that_ships_lists_what_pyttsx3_lists(engine: Pyttsx3Engine) -> None:
    """All of it, but for the voices that cannot speak."""
    voices, variants = listed(engine.about())
    assert tuple(sorted(variants, key=str.lower)) == KNOWN.variants
    speaking = {engine_name for engine_name, language, _ in voices if language not in MUTE}
    assert {voice.engine_name for voice in KNOWN.voices} == speaking


def test_the_wheel_needs_no_process_to_know_its_voices(speaker: EspeakEngine) -> None:
    assert speaker.catalogue is KNOWN
    assert speaker.identity == shipped().engine

"""The voices there are, by name and by language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from generator.core.errors import VoiceError
from generator.voices.engine import Voice

LANGUAGES = {
    "en": "en-us",
    "zh": "cmn",
    "no": "nb",
    "nn": "nb",
    "fr": "fr-fr",
    "iw": "he",
    "in": "id",
    "tl": "id",
}
"""Voices for languages that no voice is named after, and for those where one of several is to be
preferred."""

DEFAULT_VARIANT = "Mike"
"""The variant in which a lesson is spoken that names no voice. Clean, more words of it are understood than of
the plain voice in all seven languages that were heard; in noise fewer in Dutch and Portuguese
(tests/bench/VARIANTS.md). Its file asks for no echo, whose tail would blur every pause, and for no flutter,
roughness or breath."""

DEFAULT_VARIANTS = {"en": "", "es": "benjamin"}
"""Languages with another default. English: of whole lessons as MP3 the plain voice lost fewer than Annie
(7 against 11 % of the words), though twenty sentences alone say the opposite.
Mike was not heard in whole lessons."""

FEMALE_VARIANT = "Annie"
"""The variant of a lesson that asks for `voice: female`."""

FEMALE_VARIANTS = {"de": "steph", "fr": "steph", "es": "steph", "it": "steph", "pt": "f1"}
"""Languages in which another woman's variant is understood better."""

FEMALE = frozenset(
    {
        "Alicia", "Andrea", "Annie", "anika", "anikaRobot", "aunty", "belinda", "f1", "f2", "f3", "f4", "f5",
        "grandma", "linda", "steph", "steph2", "steph3", "whisperf",
    }
)  # fmt: skip
"""Variants whose files say `gender female`. Without one, every voice of eSpeak is a man's."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All voices of one engine."""

    voices: tuple[Voice, ...]
    """Without variants, by name."""
    variants: tuple[str, ...]
    """Each can follow any voice's name after a `+`; empty where the engine has none."""


def catalogue(listed: Iterable[tuple[str, str, str]], variants: Iterable[str]) -> Catalogue:
    """A catalogue of what an engine listed as (engine name, language, title)."""
    taken: set[str] = set()
    voices = []
    for engine_name, language, title in sorted(listed, key=lambda entry: (entry[1].lower(), len(entry[0]))):
        tag = language.lower().replace("_", "-")
        name = tag if tag and tag not in taken else engine_name.rsplit("/", 1)[-1].lower()
        taken.add(name)
        voices.append(Voice(name, engine_name, tag, title.strip(), gender="male"))
    return Catalogue(
        tuple(sorted(voices, key=lambda voice: voice.name)), tuple(sorted(variants, key=str.lower))
    )


def of_language(language: str, known: Catalogue) -> tuple[Voice, ...]:
    """The voices of `language` (`de`, or narrower `en-gb`), by name."""
    wanted = _plain(language)
    return tuple(
        voice
        for voice in known.voices
        if wanted in {voice.language, voice.name} or voice.language.startswith(f"{wanted}-")
    )


def resolve_voice(name: str, language: str, known: Catalogue) -> Voice:
    """The voice that a script means by `name`; an empty name is the default voice of `language`.

    Raises:
        VoiceError: when there is none; its hint names the nearest.
    """
    if not name.strip():
        return default_voice(language, known)
    if name.strip().lower() in {"female", "male"}:
        return _of_gender(name.strip().lower(), default_voice(language, known), known)
    base_name, plus, variant_name = name.strip().partition("+")
    base = _base(base_name, known)
    if base is None:
        raise VoiceError(f'there is no voice "{name}"', _did_you_mean(base_name, _names(language, known)))
    if not plus:
        return base
    variant = next((one for one in known.variants if one.lower() == variant_name.strip().lower()), None)
    if variant is None:
        hint = _did_you_mean(variant_name, known.variants)
        raise VoiceError(f'the voice "{base.name}" has no variant "{variant_name}"', hint)
    return _in_variant(base, variant, known)


def default_voice(language: str, known: Catalogue) -> Voice:
    """The voice for a lesson that names none.

    Raises:
        VoiceError: when nothing here speaks `language`.
    """
    tag = _plain(language)
    while tag:
        narrower = of_language(tag, known)
        found = _base(LANGUAGES.get(tag, tag), known) or (narrower[0] if narrower else None)
        if found is not None:
            return _in_variant(found, default_variant(found.language), known)
        tag = tag.rpartition("-")[0]
    languages = sorted({voice.language for voice in known.voices})
    raise VoiceError(f'no voice speaks the language "{language}"', _did_you_mean(language, languages))


def _of_gender(gender: str, default: Voice, known: Catalogue) -> Voice:
    """The default voice, or where it is of the other gender the plain one or the best variant of this one."""
    if default.gender == gender:
        return default
    plain = _base(default.name.partition("+")[0], known)
    assert plain is not None
    found = plain if gender == plain.gender else _in_variant(plain, female_variant(plain.language), known)
    if found.gender != gender:
        raise VoiceError(f"eSpeak has no {gender} voice here", "`lesson voices` lists those there are")
    return found


def default_variant(language: str) -> str:
    """The variant in which a voice is understood best; empty where that is the plain one."""
    return DEFAULT_VARIANTS.get(_plain(language).partition("-")[0], DEFAULT_VARIANT)


def female_variant(language: str) -> str:
    """The woman's variant in which a voice is understood best."""
    return FEMALE_VARIANTS.get(_plain(language).partition("-")[0], FEMALE_VARIANT)


def _in_variant(base: Voice, variant: str, known: Catalogue) -> Voice:
    """A voice in a variant; itself where this engine has no such variant."""
    if variant not in known.variants:
        return base
    return replace(
        base,
        name=f"{base.name}+{variant}",
        engine_name=f"{base.engine_name}+{variant}",
        title=f"{base.title}, {variant}",
        gender="female" if variant in FEMALE else base.gender,
    )


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", "-")


def _base(name: str, known: Catalogue) -> Voice | None:
    """The voice without a variant that `name` names by its name, engine name, file, language or title."""
    wanted = _plain(name)
    spellings: tuple[Callable[[Voice], str], ...] = (
        lambda voice: voice.name,
        lambda voice: voice.engine_name.lower().replace("_", "-"),
        lambda voice: voice.engine_name.rsplit("/", 1)[-1].lower().replace("_", "-"),
        lambda voice: voice.title.lower(),
    )
    for spelling in spellings:
        for voice in known.voices:
            if spelling(voice) == wanted:
                return voice
    return None


def _names(language: str, known: Catalogue) -> list[str]:
    """All that might have been meant; a variant alone belongs to a voice of `language`."""
    bases = [*of_language(language, known), *of_language(language.partition("-")[0], known)]
    default = _base(LANGUAGES.get(_plain(language), language), known) or (bases[0] if bases else None)
    variants = [f"{default.name}+{variant}" for variant in known.variants] if default else []
    own = [name for voice in known.voices for name in (voice.name, voice.title)]
    return ["female", "male", *own, *variants]


def _did_you_mean(wrong: str, right: Sequence[str]) -> str:
    """A hint with up to three of the right names that look like the wrong one."""
    import difflib

    # A variant that was written alone is compared with variants alone.
    by_lower = {name.rpartition("+")[2].lower(): name for name in reversed(right)}
    near = difflib.get_close_matches(_plain(wrong), list(by_lower), n=3, cutoff=0.5)
    if not near:
        return "`lesson voices` lists them all"
    return f"did you mean {' or '.join(by_lower[name] for name in near)}? `lesson voices` lists them all"

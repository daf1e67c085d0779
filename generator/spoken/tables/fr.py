"""French."""

from __future__ import annotations

from collections.abc import Callable

from generator.spoken.table import Fractions, LanguageTable

FEMININE = frozenset(
    {
        "fois", "minute", "minutes", "seconde", "secondes", "heure", "heures", "semaine", "semaines",
        "main", "jambe", "respiration", "respirations", "expiration", "inspiration", "épaule", "hanche",
        "côte", "côtes", "page", "partie", "position", "pause", "répétition", "répétitions", "livre",
    }
)  # fmt: skip


def clock(hours: int, minutes: int, say: Callable[[int], str]) -> str:
    """`dix heures trente`, `une heure`."""
    hour = "une heure" if hours == 1 else f"{say(hours)} {'heures' if hours else 'heure'}"
    return f"{hour} {say(minutes)}" if minutes else hour


def counted(words: str, following: str) -> str:
    """`une fois`, `vingt et une fois`."""
    is_feminine = following.lower() in FEMININE and (words == "un" or words.endswith(" un"))
    return f"{words}e" if is_feminine else words


def mixed(words: str, fraction: str) -> str:
    """`deux et demi`, `deux et un quart`."""
    return f"{words} et {'demi' if fraction == '1/2' else TABLE.fractions.words[fraction]}"


def nth(words: str, found: str) -> str:
    """`premier`, `première`."""
    return "première" if words == "premier" and found.endswith(("re", "res", "ère")) else words


TABLE = LanguageTable(
    code="fr",
    decimal=",",
    to="à",
    either="ou",
    multiplied="fois",
    minus="moins",
    about="environ",
    times=("une fois", "fois"),
    units={
        "mm": ("un millimètre", "millimètres"),
        "cm": ("un centimètre", "centimètres"),
        "m": ("un mètre", "mètres"),
        "km": ("un kilomètre", "kilomètres"),
        "km/h": ("un kilomètre à l'heure", "kilomètres à l'heure"),
        "g": ("un gramme", "grammes"),
        "kg": ("un kilo", "kilos"),
        "ml": ("un millilitre", "millilitres"),
        "l": ("un litre", "litres"),
        "s": ("une seconde", "secondes"),
        "sec": ("une seconde", "secondes"),
        "min": ("une minute", "minutes"),
        "mn": ("une minute", "minutes"),
        "h": ("une heure", "heures"),
        "°": ("un degré", "degrés"),
        "°C": ("un degré Celsius", "degrés Celsius"),
        "%": ("un pour cent", "pour cent"),
        "$": ("un dollar", "dollars"),
        "€": ("un euro", "euros"),
        "£": ("une livre", "livres"),
    },
    fractions=Fractions(
        words={
            "1/2": "un demi",
            "1/3": "un tiers",
            "2/3": "deux tiers",
            "1/4": "un quart",
            "3/4": "trois quarts",
        },
        mixed=mixed,
        half=lambda unit: unit.replace(" ", " demi-", 1),
        of="de",
    ),
    abbreviations={
        "p.ex": "par exemple",
        "c.-à-d": "c'est-à-dire",
        "c.à.d": "c'est-à-dire",
        "càd": "c'est-à-dire",
        "etc": "et cetera",
        "env.": "environ",
        "cf.": "voir",
        "max.": "au maximum",
        "Dr.": "docteur",
        "Mme.": "madame",
        "Mlle.": "mademoiselle",
        "et/ou": "et ou",
    },
    before_numbers={
        "n°": "numéro",
        "N°": "numéro",
        "p.": "page",
        "fig": "figure",
        "chap": "chapitre",
        "min.": "au moins",
    },
    signs={"&": "et", "+": "plus", "=": "égale", "#": "numéro", "@": "arobase"},
    sections=(
        "partie",
        "chapitre",
        "section",
        "niveau",
        "phase",
        "étape",
        "livre",
        "leçon",
        "volume",
    ),
    clock=clock,
    nth_pattern=r"(?P<nth>\d{1,3})(?:ers?|res?|ère|e|ème|ième)\b",
    nth=nth,
    counted=counted,
    stressed="LE LA NE NON OUI PAS SI UN UNE",
)

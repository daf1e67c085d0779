"""Dutch."""

from __future__ import annotations

from collections.abc import Callable

from generator.spoken.table import Fractions, LanguageTable


def clock(hours: int, minutes: int, say: Callable[[int], str]) -> str:
    """`tien uur dertig`."""
    return f"{say(hours)} uur {say(minutes)}" if minutes else f"{say(hours)} uur"


NEUTER = frozenset({"één uur", "één pond", "één procent", "één gram", "één kilo"})


def counted(words: str, _following: str) -> str:
    """One is `één`, lest it be read as the article."""
    return "één" if words == "een" else words


def mixed(words: str, fraction: str) -> str:
    """`twee en een half`."""
    return f"{words} en {'een half' if fraction == '1/2' else TABLE.fractions.words[fraction]}"


TABLE = LanguageTable(
    code="nl",
    decimal=",",
    to="tot",
    either="of",
    multiplied="keer",
    minus="min",
    about="ongeveer",
    times=("één keer", "keer"),
    units={
        "mm": ("één millimeter", "millimeter"),
        "cm": ("één centimeter", "centimeter"),
        "m": ("één meter", "meter"),
        "km": ("één kilometer", "kilometer"),
        "km/h": ("één kilometer per uur", "kilometer per uur"),
        "g": ("één gram", "gram"),
        "kg": ("één kilo", "kilo"),
        "ml": ("één milliliter", "milliliter"),
        "l": ("één liter", "liter"),
        "s": ("één seconde", "seconden"),
        "sec": ("één seconde", "seconden"),
        "min": ("één minuut", "minuten"),
        "u": ("één uur", "uur"),
        "h": ("één uur", "uur"),
        "°": ("één graad", "graden"),
        "°C": ("één graad Celsius", "graden Celsius"),
        "%": ("één procent", "procent"),
        "$": ("één dollar", "dollar"),
        "€": ("één euro", "euro"),
        "£": ("één pond", "pond"),
    },
    fractions=Fractions(
        words={
            "1/2": "half",
            "1/3": "een derde",
            "2/3": "twee derde",
            "1/4": "een kwart",
            "3/4": "drie kwart",
        },
        mixed=mixed,
        half=lambda unit: f"een {'half' if unit in NEUTER else 'halve'} {unit.partition(' ')[2]}",
        of="",
    ),
    abbreviations={
        "bijv": "bijvoorbeeld",
        "bv": "bijvoorbeeld",
        "d.w.z": "dat wil zeggen",
        "o.a": "onder andere",
        "enz": "enzovoort",
        "etc": "et cetera",
        "evt.": "eventueel",
        "resp.": "respectievelijk",
        "ca.": "circa",
        "max.": "maximaal",
        "i.p.v": "in plaats van",
        "t/m": "tot en met",
        "a.u.b": "alstublieft",
        "m.b.v": "met behulp van",
        "dr.": "dokter",
        "dhr.": "meneer",
        "mevr.": "mevrouw",
        "en/of": "en of",
    },
    before_numbers={
        "nr": "nummer",
        "Nr": "nummer",
        "blz": "bladzijde",
        "p.": "pagina",
        "min.": "minstens",
    },
    signs={"&": "en", "+": "plus", "=": "is", "#": "nummer", "@": "apenstaartje"},
    sections=(
        "deel",
        "hoofdstuk",
        "niveau",
        "fase",
        "stap",
        "boek",
        "les",
    ),
    clock=clock,
    nth_pattern=r"(?P<nth>\d{1,2})(?:e|ste|de)\b",
    nth=lambda words, _: words,
    counted=counted,
    stressed="EEN EN GA JA NEE NIET NU OF",
)

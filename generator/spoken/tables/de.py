"""German."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.spoken.table import Fractions, LanguageTable

_FEMININE = re.compile(r"(?:e|ung|heit|keit|ion|ität|schaft|Hand|Hüfte|Seite|Woche|Minute|Sekunde|Stunde)$")


def clock(hours: int, minutes: int, say: Callable[[int], str]) -> str:
    """`zehn Uhr dreißig`; one o'clock is `ein Uhr`."""
    hour = "ein" if hours == 1 else say(hours)
    return f"{hour} Uhr {say(minutes)}" if minutes else f"{hour} Uhr"


def nth(words: str, found: str) -> str:
    """`der dritte`, `am dritten`, `ein dritter`."""
    before = found.split(maxsplit=1)[0].lower()
    if before in {"der", "die", "das"}:
        return words
    return f"{words}r" if before in {"ein", "kein", "jeder"} else f"{words}n"


def mixed(words: str, fraction: str) -> str:
    """`eineinhalb`, `zwei ein Viertel`."""
    if fraction == "1/2":
        return f"{'ein' if words == 'eins' else words}einhalb"
    return f"{words} {TABLE.fractions.words[fraction]}"


def half(unit: str) -> str:
    """`eine halbe Minute`, `ein halber Meter`, `ein halbes Kilogramm`."""
    article, _, name = unit.partition(" ")
    neuter = name in {"Kilogramm", "Gramm", "Prozent", "Pfund", "Hertz"}
    return f"{article} {'halbe' if article == 'eine' else 'halbes' if neuter else 'halber'} {name}"


def counted(words: str, following: str) -> str:
    """`ein Mal`, `eine Minute`, and `eins` where nothing is counted."""
    if words != "eins" or not following[:1].isupper():
        return words
    return "eine" if _FEMININE.search(following) else "ein"


TABLE = LanguageTable(
    code="de",
    decimal=",",
    to="bis",
    either="oder",
    multiplied="mal",
    minus="minus",
    about="etwa",
    times=("einmal", "mal"),
    joined_times=True,
    units={
        "mm": ("ein Millimeter", "Millimeter"),
        "cm": ("ein Zentimeter", "Zentimeter"),
        "m": ("ein Meter", "Meter"),
        "km": ("ein Kilometer", "Kilometer"),
        "km/h": ("ein Kilometer pro Stunde", "Kilometer pro Stunde"),
        "g": ("ein Gramm", "Gramm"),
        "kg": ("ein Kilogramm", "Kilogramm"),
        "ml": ("ein Milliliter", "Milliliter"),
        "l": ("ein Liter", "Liter"),
        "ms": ("eine Millisekunde", "Millisekunden"),
        "s": ("eine Sekunde", "Sekunden"),
        "sec": ("eine Sekunde", "Sekunden"),
        "sek": ("eine Sekunde", "Sekunden"),
        "Sek": ("eine Sekunde", "Sekunden"),
        "min": ("eine Minute", "Minuten"),
        "Min": ("eine Minute", "Minuten"),
        "h": ("eine Stunde", "Stunden"),
        "Std": ("eine Stunde", "Stunden"),
        "Uhr": ("ein Uhr", "Uhr"),
        "°": ("ein Grad", "Grad"),
        "°C": ("ein Grad Celsius", "Grad Celsius"),
        "%": ("ein Prozent", "Prozent"),
        "Hz": ("ein Hertz", "Hertz"),
        "$": ("ein Dollar", "Dollar"),
        "€": ("ein Euro", "Euro"),
        "£": ("ein Pfund", "Pfund"),
        "CHF": ("ein Franken", "Franken"),
    },
    fractions=Fractions(
        words={
            "1/2": "halb",
            "1/3": "ein Drittel",
            "2/3": "zwei Drittel",
            "1/4": "ein Viertel",
            "3/4": "drei Viertel",
        },
        mixed=mixed,
        half=half,
        of="",
        other=lambda upper, ordinal: f"{'ein' if upper == 'eins' else upper} {ordinal.capitalize()}l",
    ),
    abbreviations={
        "z.B": "zum Beispiel",
        "z.b": "zum Beispiel",
        "d.h": "das heißt",
        "u.a": "unter anderem",
        "u.U": "unter Umständen",
        "u.ä": "und Ähnliches",
        "o.ä": "oder Ähnliches",
        "o.Ä": "oder Ähnliches",
        "i.d.R": "in der Regel",
        "z.T": "zum Teil",
        "v.a": "vor allem",
        "m.E": "meines Erachtens",
        "s.o": "siehe oben",
        "s.u": "siehe unten",
        "usw": "und so weiter",
        "usf": "und so fort",
        "etc": "et cetera",
        "bzw": "beziehungsweise",
        "ca.": "circa",
        "evtl.": "eventuell",
        "ggf.": "gegebenenfalls",
        "inkl.": "inklusive",
        "exkl.": "exklusive",
        "max.": "maximal",
        "mind.": "mindestens",
        "sog.": "sogenannte",
        "vgl.": "vergleiche",
        "Dr.": "Doktor",
        "Prof.": "Professor",
        "Hr.": "Herr",
        "Fr.": "Frau",
        "Wdh.": "Wiederholungen",
        "Wh.": "Wiederholungen",
        "re.": "rechts",
        "li.": "links",
        "und/oder": "und oder",
        "L/R": "links oder rechts",
        "R/L": "rechts oder links",
    },
    before_numbers={
        "Nr": "Nummer",
        "Abb": "Abbildung",
        "S.": "Seite",
        "Kap": "Kapitel",
        "Bd": "Band",
        "min.": "mindestens",
    },
    signs={"&": "und", "+": "plus", "=": "gleich", "#": "Nummer", "@": "ät"},
    sections=(
        "teil",
        "kapitel",
        "abschnitt",
        "stufe",
        "phase",
        "schritt",
        "buch",
        "lektion",
        "band",
        "variation",
    ),
    clock=clock,
    nth_pattern=(
        r"\b(?i:der|die|das|dem|den|des|am|im|zum|zur|beim|vom|jede[rnms]?|ein|kein|eine[nmr]?)\s+"
        r"(?P<nth>\d{1,3})\.(?=\s+\w)"
    ),
    nth=nth,
    counted=counted,
    hundreds=True,
    stressed="ALL AUF AUS DU EIN JA LEG NEIN NIE NUN NUR OHNE UND ZU",
)

"""English."""

from __future__ import annotations

from collections.abc import Callable

from generator.spoken.table import Fractions, LanguageTable


def clock(hours: int, minutes: int, say: Callable[[int], str]) -> str:
    """`ten thirty`, `ten oh five`, `ten o'clock`."""
    if not minutes:
        return f"{say(hours)} o'clock"
    return f"{say(hours)} {'oh ' if minutes < 10 else ''}{say(minutes)}"  # noqa: PLR2004  # of two digits


def mixed(words: str, fraction: str) -> str:
    """`one and a half`."""
    said = {"1/2": "a half", "1/4": "a quarter", "1/3": "a third"}
    return f"{words} and {said.get(fraction) or TABLE.fractions.words.get(fraction, fraction)}"


def half(unit: str) -> str:
    """`half a minute`, `half an hour`."""
    name = unit.partition(" ")[2]
    return f"half {'an' if name.startswith(('hour', 'inch', 'ounce')) else 'a'} {name}"


TABLE = LanguageTable(
    code="en",
    decimal=".",
    to="to",
    either="or",
    multiplied="times",
    minus="minus",
    about="about",
    times=("once", "times"),
    units={
        "deg": ("one degree", "degrees"),
        "mm": ("one millimetre", "millimetres"),
        "cm": ("one centimetre", "centimetres"),
        "m": ("one metre", "metres"),
        "km": ("one kilometre", "kilometres"),
        "km/h": ("one kilometre an hour", "kilometres an hour"),
        "ft": ("one foot", "feet"),
        "yd": ("one yard", "yards"),
        "g": ("one gram", "grams"),
        "kg": ("one kilogram", "kilograms"),
        "lb": ("one pound", "pounds"),
        "lbs": ("one pound", "pounds"),
        "oz": ("one ounce", "ounces"),
        "ml": ("one millilitre", "millilitres"),
        "l": ("one litre", "litres"),
        "ms": ("one millisecond", "milliseconds"),
        "s": ("one second", "seconds"),
        "sec": ("one second", "seconds"),
        "secs": ("one second", "seconds"),
        "min": ("one minute", "minutes"),
        "mins": ("one minute", "minutes"),
        "h": ("one hour", "hours"),
        "hr": ("one hour", "hours"),
        "hrs": ("one hour", "hours"),
        "°": ("one degree", "degrees"),
        "°C": ("one degree Celsius", "degrees Celsius"),
        "°F": ("one degree Fahrenheit", "degrees Fahrenheit"),
        "%": ("one percent", "percent"),
        "Hz": ("one hertz", "hertz"),
        "bpm": ("one beat a minute", "beats a minute"),
        "am": ("one a m", "a m"),
        "pm": ("one p m", "p m"),
        "a.m": ("one a m", "a m"),
        "p.m": ("one p m", "p m"),
        "$": ("one dollar", "dollars"),
        "€": ("one euro", "euros"),
        "£": ("one pound", "pounds"),
        "¢": ("one cent", "cents"),
    },
    fractions=Fractions(
        words={
            "1/2": "half",
            "1/3": "one third",
            "1/4": "one quarter",
            "3/4": "three quarters",
        },
        mixed=mixed,
        half=half,
        of="of a",
        other=lambda upper, ordinal: f"{upper} {ordinal}{'' if upper == 'one' else 's'}",
    ),
    abbreviations={
        "e.g": "for example",
        "eg": "for example",
        "i.e": "that is",
        "ie": "that is",
        "etc": "et cetera",
        "vs": "versus",
        "v.s": "versus",
        "approx": "approximately",
        "ca.": "about",
        "cf.": "compare",
        "a.k.a": "also known as",
        "incl.": "including",
        "excl.": "excluding",
        "esp.": "especially",
        "max.": "at most",
        "Dr.": "Doctor",
        "Mr.": "Mister",
        "Mrs.": "Missus",
        "Ms.": "Miz",
        "Prof.": "Professor",
        "Jr.": "Junior",
        "Sr.": "Senior",
        "resp.": "respectively",
        "reps": "repetitions",
        "w/o": "without",
        "w/": "with",
        "b/c": "because",
        "24/7": "twenty-four seven",
        "and/or": "and or",
        "either/or": "either or",
        "L/R": "left or right",
        "R/L": "right or left",
    },
    before_numbers={
        "No.": "number",
        "no.": "number",
        "Nr": "number",
        "Fig": "figure",
        "fig": "figure",
        "p.": "page",
        "pp": "pages",
        "ch.": "chapter",
        "Ch.": "chapter",
        "vol": "volume",
        "Vol": "volume",
        "min.": "at least",
    },
    signs={"&": "and", "+": "plus", "=": "equals", "#": "number", "@": "at"},
    sections=(
        "part",
        "chapter",
        "section",
        "level",
        "phase",
        "stage",
        "step",
        "book",
        "lesson",
        "volume",
        "variation",
    ),
    clock=clock,
    nth_pattern=r"(?P<nth>\d{1,3})(?:st|nd|rd|th)\b",
    nth=lambda words, _: words,
    hundreds=True,
    stressed="ALL AND ANY BUT CAN DO GO LET LIE NO NOT NOW OFF ON ONE OR OUT SIT TOO TWO YES YOU",
)

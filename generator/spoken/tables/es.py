"""Spanish."""

from __future__ import annotations

from collections.abc import Callable

from generator.spoken.table import Fractions, LanguageTable

FEMININE = frozenset(
    {
        "vez", "veces", "hora", "horas", "semana", "semanas", "mano", "pierna", "respiración",
        "respiraciones", "rodilla", "cadera", "costilla", "página", "parte", "pausa", "repetición",
        "repeticiones", "libra", "libras",
    }
)  # fmt: skip


def clock(hours: int, minutes: int, say: Callable[[int], str]) -> str:
    """`diez treinta`, `la una`."""
    hour = "una" if hours == 1 else say(hours)
    return f"{hour} {say(minutes)}" if minutes else f"{hour} en punto"


def counted(words: str, following: str) -> str:
    """`una vez`, `un minuto`, `veintiún minutos`, and `uno` where nothing is counted."""
    if not following or not words.endswith("uno"):
        return words
    if following.lower() in FEMININE:
        return f"{words[:-1]}a"
    return "veintiún" if words == "veintiuno" else words[:-1]


TABLE: LanguageTable = LanguageTable(
    code="es",
    decimal=",",
    to="a",
    either="o",
    multiplied="por",
    minus="menos",
    about="unos",
    times=("una vez", "veces"),
    units={
        "mm": ("un milímetro", "milímetros"),
        "cm": ("un centímetro", "centímetros"),
        "m": ("un metro", "metros"),
        "km": ("un kilómetro", "kilómetros"),
        "km/h": ("un kilómetro por hora", "kilómetros por hora"),
        "g": ("un gramo", "gramos"),
        "kg": ("un kilo", "kilos"),
        "ml": ("un mililitro", "mililitros"),
        "l": ("un litro", "litros"),
        "s": ("un segundo", "segundos"),
        "seg": ("un segundo", "segundos"),
        "min": ("un minuto", "minutos"),
        "h": ("una hora", "horas"),
        "°": ("un grado", "grados"),
        "°C": ("un grado Celsius", "grados Celsius"),
        "%": ("uno por ciento", "por ciento"),
        "$": ("un dólar", "dólares"),
        "€": ("un euro", "euros"),
        "£": ("una libra", "libras"),
    },
    fractions=Fractions(
        words={
            "1/2": "medio",
            "1/3": "un tercio",
            "2/3": "dos tercios",
            "1/4": "un cuarto",
            "3/4": "tres cuartos",
        },
        mixed=lambda words, fraction: f"{words} y {TABLE.fractions.words[fraction]}",
        half=lambda unit: f"{'media' if unit.startswith('una ') else 'medio'} {unit.partition(' ')[2]}",
        of="de",
    ),
    abbreviations={
        "p.ej": "por ejemplo",
        "p.e": "por ejemplo",
        "etc": "etcétera",
        "aprox.": "aproximadamente",
        "máx.": "como máximo",
        "Dr.": "doctor",
        "Dra.": "doctora",
        "Sr.": "señor",
        "Sra.": "señora",
        "Ud.": "usted",
        "Uds.": "ustedes",
        "y/o": "y o",
    },
    before_numbers={
        "n.º": "número",
        "nº": "número",
        "Nº": "número",
        "núm": "número",
        "pág": "página",
        "p.": "página",
    },
    signs={"&": "y", "+": "más", "=": "igual a", "#": "número", "@": "arroba"},
    sections=(
        "parte",
        "capítulo",
        "sección",
        "nivel",
        "fase",
        "etapa",
        "libro",
        "lección",
        "volumen",
    ),
    clock=clock,
    nth_pattern=r"(?P<nth>\d{1,2})\.?[ºª]",
    nth=lambda words, found: f"{words[:-1]}a" if found.endswith("ª") else words,
    counted=counted,
    stressed="DOS MUY NO SI SIN UN UNA YA",
)

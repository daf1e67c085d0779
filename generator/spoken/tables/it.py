"""Italian."""

from __future__ import annotations

from collections.abc import Callable

from generator.spoken.table import Fractions, LanguageTable

FEMININE = frozenset(
    {
        "volta", "ora", "settimana", "mano", "gamba", "respirazione", "spalla", "anca", "costola",
        "pagina", "parte", "pausa", "ripetizione", "sterlina",
    }
)  # fmt: skip


def clock(hours: int, minutes: int, say: Callable[[int], str]) -> str:
    """`dieci e trenta`."""
    hour = "una" if hours == 1 else say(hours)
    return f"{hour} e {say(minutes)}" if minutes else f"{hour} in punto"


def counted(words: str, following: str) -> str:
    """`una volta`, `un minuto`, and `uno` where nothing is counted."""
    if not following or words != "uno":
        return words
    return "una" if following.lower() in FEMININE else "un"


def half(unit: str) -> str:
    """`mezzo minuto`, `mezz'ora`."""
    if unit == "un'ora":
        return "mezz'ora"
    return f"{'mezza' if unit.startswith('una ') else 'mezzo'} {unit.partition(' ')[2]}"


TABLE: LanguageTable = LanguageTable(
    code="it",
    decimal=",",
    to="a",
    either="o",
    multiplied="per",
    minus="meno",
    about="circa",
    times=("una volta", "volte"),
    units={
        "mm": ("un millimetro", "millimetri"),
        "cm": ("un centimetro", "centimetri"),
        "m": ("un metro", "metri"),
        "km": ("un chilometro", "chilometri"),
        "km/h": ("un chilometro all'ora", "chilometri all'ora"),
        "g": ("un grammo", "grammi"),
        "kg": ("un chilo", "chili"),
        "ml": ("un millilitro", "millilitri"),
        "l": ("un litro", "litri"),
        "s": ("un secondo", "secondi"),
        "sec": ("un secondo", "secondi"),
        "min": ("un minuto", "minuti"),
        "h": ("un'ora", "ore"),
        "°": ("un grado", "gradi"),
        "°C": ("un grado Celsius", "gradi Celsius"),
        "%": ("uno per cento", "per cento"),
        "$": ("un dollaro", "dollari"),
        "€": ("un euro", "euro"),
        "£": ("una sterlina", "sterline"),
    },
    fractions=Fractions(
        words={
            "1/2": "mezzo",
            "1/3": "un terzo",
            "2/3": "due terzi",
            "1/4": "un quarto",
            "3/4": "tre quarti",
        },
        mixed=lambda words, fraction: f"{words} e {TABLE.fractions.words[fraction]}",
        half=half,
        of="di",
    ),
    abbreviations={
        "p.es": "per esempio",
        "ad es": "per esempio",
        "ecc": "eccetera",
        "etc": "eccetera",
        "ca.": "circa",
        "max.": "al massimo",
        "Dott.": "dottor",
        "Dr.": "dottor",
        "Sig.": "signor",
        "e/o": "e o",
    },
    before_numbers={
        "n.": "numero",
        "n°": "numero",
        "pag": "pagina",
        "p.": "pagina",
        "cap": "capitolo",
        "min.": "almeno",
    },
    signs={"&": "e", "+": "più", "=": "uguale a", "#": "numero", "@": "chiocciola"},
    sections=(
        "parte",
        "capitolo",
        "sezione",
        "livello",
        "fase",
        "passo",
        "libro",
        "lezione",
        "volume",
    ),
    clock=clock,
    nth_pattern=r"(?P<nth>\d{1,2})[ºª]",
    nth=lambda words, found: f"{words[:-1]}a" if found.endswith("ª") else words,
    counted=counted,
    stressed="DUE MAI NON PIÙ SI SÌ UN UNA",
)

"""Portuguese."""

from __future__ import annotations

from collections.abc import Callable

from generator.spoken.table import Fractions, LanguageTable

FEMININE = frozenset(
    {
        "vez", "vezes", "hora", "horas", "semana", "semanas", "mão", "mãos", "perna", "pernas",
        "respiração", "respirações", "costela", "costelas", "página", "páginas", "parte", "partes",
        "pausa", "pausas", "repetição", "repetições", "libra", "libras",
    }
)  # fmt: skip


def clock(hours: int, minutes: int, say: Callable[[int], str]) -> str:
    """`dez e trinta`, `uma hora`."""
    hour = {1: "uma", 2: "duas"}.get(hours) or say(hours)
    if minutes:
        return f"{hour} e {say(minutes)}"
    return f"{hour} {'hora' if hours == 1 else 'horas'}"


def counted(words: str, following: str) -> str:
    """`uma vez`, `vinte e duas vezes`."""
    if following.lower() not in FEMININE:
        return words
    before, last = words.rpartition(" ")[::2]
    last = {"um": "uma", "dois": "duas"}.get(last, last)
    return f"{before} {last}".strip()


TABLE: LanguageTable = LanguageTable(
    code="pt",
    decimal=",",
    to="a",
    either="ou",
    multiplied="vezes",
    minus="menos",
    about="cerca de",
    times=("uma vez", "vezes"),
    units={
        "mm": ("um milímetro", "milímetros"),
        "cm": ("um centímetro", "centímetros"),
        "m": ("um metro", "metros"),
        "km": ("um quilómetro", "quilómetros"),
        "km/h": ("um quilómetro por hora", "quilómetros por hora"),
        "g": ("um grama", "gramas"),
        "kg": ("um quilo", "quilos"),
        "ml": ("um mililitro", "mililitros"),
        "l": ("um litro", "litros"),
        "s": ("um segundo", "segundos"),
        "seg": ("um segundo", "segundos"),
        "min": ("um minuto", "minutos"),
        "h": ("uma hora", "horas"),
        "°": ("um grau", "graus"),
        "°C": ("um grau Celsius", "graus Celsius"),
        "%": ("um por cento", "por cento"),
        "$": ("um dólar", "dólares"),
        "€": ("um euro", "euros"),
        "£": ("uma libra", "libras"),
    },
    fractions=Fractions(
        words={
            "1/2": "meio",
            "1/3": "um terço",
            "2/3": "dois terços",
            "1/4": "um quarto",
            "3/4": "três quartos",
        },
        mixed=lambda words, fraction: f"{words} e {TABLE.fractions.words[fraction]}",
        half=lambda unit: f"{'meia' if unit.startswith('uma ') else 'meio'} {unit.partition(' ')[2]}",
        of="de",
    ),
    abbreviations={
        "p.ex": "por exemplo",
        "etc": "et cetera",
        "aprox.": "aproximadamente",
        "máx.": "no máximo",
        "Dr.": "doutor",
        "Dra.": "doutora",
        "Sr.": "senhor",
        "Sra.": "senhora",
        "e/ou": "e ou",
    },
    before_numbers={
        "n.º": "número",
        "nº": "número",
        "pág": "página",
        "p.": "página",
        "cap": "capítulo",
    },
    signs={"&": "e", "+": "mais", "=": "igual a", "#": "número", "@": "arroba"},
    sections=(
        "parte",
        "capítulo",
        "secção",
        "seção",
        "nível",
        "fase",
        "etapa",
        "livro",
        "lição",
        "volume",
    ),
    clock=clock,
    nth_pattern=r"(?P<nth>\d{1,2})\.?[ºª]",
    nth=lambda words, found: f"{words[:-1]}a" if found.endswith("ª") else words,
    counted=counted,
    stressed="NÃO SEM SIM UM UMA",
)

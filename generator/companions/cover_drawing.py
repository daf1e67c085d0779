"""A calm cover: a low sun, rings of breath around it, and hills that are someone lying with knees bent.

Everything comes from the title's hash: a lesson keeps its picture, and each lesson of a series has its own.
"""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from PIL import Image, ImageDraw

from generator.companions.lettering import face, set_title, width_of

SIZE: Final = 1400
"""Pixels a side: the least that podcast directories take."""
_FINE: Final = 2
"""Shapes are drawn so many times larger, then reduced: smooth edges."""
_MARGIN: Final = 118
_TITLE_HEIGHT: Final = 600
_TITLE_SIZES: Final = tuple(range(236, 70, -6))
_SMALL: Final = 58
_QUALITIES: Final = (92, 88, 84, 80, 72, 64)
_MOST_BYTES: Final = 150_000
"""The cover goes into every MP3: where much text makes it heavier, a lower quality does."""
LAYERS: Final = 4
"""The last but one is the body."""

Colour: TypeAlias = tuple[int, int, int]
Curve: TypeAlias = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one cover, from the sky down."""

    sky: Colour
    haze: Colour
    """Colour of the sky at the horizon."""
    sun: Colour
    far: Colour
    near: Colour
    ink: Colour
    """Colour of the title, which stands on the sky."""
    light: Colour
    """Colour of the small text, which stands on the nearest hill."""


class Jpeg(io.BytesIO):
    """A file in memory. From its name Pillow knows that it need not import four other formats."""

    name = "cover.jpg"


def _colours(line: str) -> Palette:
    return Palette(*map(_colour, line.split()))


def _colour(text: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(text)
    return red, green, blue


PALETTES: Final = tuple(
    map(
        _colours,
        (
            "f5ead8 f2cfae e58e5f d9a685 4f3b47 3a2c38 f7e8d6",  # dawn
            "e6efe9 cfe0cf f0c36d 9dbfa8 24483f 1f3a35 e8f1e4",  # moss
            "e9edf4 d5dcea f2b39b 9fb0cf 2b3a60 232f4f eaeef8",  # lake
            "f4e9ea e9cbd0 d97d82 c79aa6 52324a 43263c f8e8ea",  # heather
            "f1eee2 dfd8bb d9a441 b9b58a 474a2b 35381f f2efdc",  # meadow
            "e4eff1 bfdbe0 f3b27a 86b4bf 1c4856 163a46 e5f2f3",  # sea
        ),
    )
)


def paint(name: str, title: str, author: str, length: str) -> bytes:
    """Draw the cover; returns a JPEG of `SIZE` by `SIZE` pixels.

    Args:
        name: decides on the picture.
        title: large, above; must be drawable, or empty.
        author: small, below, on the left; in the same way.
        length: small, below, on the right.
    """
    seed = hashlib.sha256(name.encode()).digest()
    palette = PALETTES[seed[0] % len(PALETTES)]
    image = _landscape(palette, seed)
    _write(image, palette, title, author, length)
    for quality in _QUALITIES:
        out = Jpeg()
        image.save(out, quality=quality, subsampling=2, optimize=True)
        if out.tell() <= _MOST_BYTES:
            break
    return out.getvalue()


def _landscape(palette: Palette, seed: bytes) -> Image.Image:
    image = _gradient(palette.sky, palette.haze)
    mirrored = seed[1] % 2 == 1
    sun = (0.27 + 0.1 * seed[2] / 255) if mirrored else (0.63 + 0.1 * seed[2] / 255)
    _rings(image, palette.sun, sun, 0.655)
    for layer in range(LAYERS):
        depth = layer / (LAYERS - 1)
        colour = _between(palette.far, palette.near, depth**1.2)
        curve = _body(seed, mirrored=mirrored) if layer == LAYERS - 2 else _hill(seed, layer)
        _fill(image, colour, curve)
    return image


def _gradient(top: Colour, bottom: Colour) -> Image.Image:
    horizon = 0.72
    rows = [_between(top, bottom, min(1.0, y / SIZE / horizon) ** 1.6) for y in range(SIZE)]
    column = Image.frombytes("RGB", (1, SIZE), bytes(level for row in rows for level in row))
    return column.resize((SIZE, SIZE), Image.Resampling.NEAREST)


def _rings(image: Image.Image, colour: Colour, x: float, y: float) -> None:
    """A sun, and rings around it that let more and more of the sky through."""
    count = 5
    radii = [0.108 + 0.064 * ring for ring in range(count + 1)]
    left, top = (max(0, math.floor(SIZE * (middle - radii[-1]))) for middle in (x, y))
    right, bottom = (min(SIZE, math.ceil(SIZE * (middle + radii[-1]))) for middle in (x, y))
    veil = Image.new("L", ((right - left) * _FINE, (bottom - top) * _FINE))
    draw = ImageDraw.Draw(veil)
    for ring in range(count, -1, -1):
        opaque = 1.0 if ring == 0 else 0.36 * (1 - ring / (count + 1)) ** 1.35
        corners = [
            (SIZE * (middle + way * radii[ring]) - edge) * _FINE
            for way in (-1, 1)
            for middle, edge in ((x, left), (y, top))
        ]
        draw.ellipse(corners, fill=round(255 * opaque))
    image.paste(colour, (left, top), veil.reduce(_FINE))


def _hill(seed: bytes, layer: int) -> Curve:
    """The outline of a hill, a long wave; nearer ones lie lower."""
    base = (0.665, 0.735, 0.0, 0.893)[layer]
    first, second = seed[4 + layer] / 255 * math.tau, seed[8 + layer] / 255 * math.tau
    height = (0.018 + 0.012 * seed[12 + layer] / 255) * (0.5 if layer == LAYERS - 1 else 1)

    def curve(x: float) -> float:
        return (
            base
            - height * math.sin(math.tau * 0.8 * x + first)
            - height / 2 * math.sin(math.tau * 1.7 * x + second)
        )

    return curve


def _body(seed: bytes, *, mirrored: bool) -> Curve:
    """Head, chest, bent knees and feet, as soft as hills: each bump has a width of its own on either side."""
    nudge = [value / 255 - 0.5 for value in seed[16:20]]
    bumps = (
        (0.135 + 0.02 * nudge[0], 0.050, 0.045, 0.050),
        (0.335 + 0.03 * nudge[1], 0.085, 0.170, 0.058),
        (0.690 + 0.04 * nudge[2], 0.130, 0.078, 0.120 + 0.02 * nudge[3]),
        (0.855 + 0.03 * nudge[2], 0.050, 0.050, 0.014),
    )

    def curve(x: float) -> float:
        x = 1 - x if mirrored else x
        level = 0.852 + 0.012 * math.cos(math.tau * x)
        return level - sum(
            height * math.exp(-(((x - at) / (before if x < at else after)) ** 2))
            for at, before, after, height in bumps
        )

    return curve


def _fill(image: Image.Image, colour: Colour, curve: Curve) -> None:
    """Paint everything below a curve."""
    step = 4
    side = SIZE * _FINE
    line = [(x, curve(x / side) * side) for x in range(0, side + step, step)]
    top = int(min(y for _, y in line)) // _FINE
    low = min(math.ceil(max(y for _, y in line)) // _FINE + 1, SIZE)
    # Only where the curve is does anything have to be smoothed.
    edge = Image.new("L", (side, (low - top) * _FINE))
    corners = [(0, side), *line, (side, side)]
    ImageDraw.Draw(edge).polygon([(x, y - top * _FINE) for x, y in corners], fill=255)
    image.paste(colour, (0, top), edge.reduce(_FINE))
    image.paste(colour, (0, low, SIZE, SIZE))


def _write(image: Image.Image, palette: Palette, title: str, author: str, length: str) -> None:
    draw = ImageDraw.Draw(image)
    width = SIZE - 2 * _MARGIN
    if title:
        setting = set_title(title, (width, _TITLE_HEIGHT), _TITLE_SIZES, "Semibold", 4)
        font = face(setting.size, "Semibold")
        # From the top of the capitals, so that every size begins at the same height.
        y = _MARGIN - font.getbbox("H")[1]
        for line in setting.lines:
            draw.text((_MARGIN - setting.size * 0.03, y), line, palette.ink, font)
            y += setting.leading
    small = face(_SMALL)
    base = SIZE - _MARGIN * 0.62
    right = width_of(length, _SMALL, "Regular")
    if author:
        room = width - right - _SMALL
        (shown,) = set_title(author, (int(room), 2 * _SMALL), (_SMALL,), "Regular", 1).lines
        draw.text((_MARGIN, base), shown, palette.light, small, anchor="ls")
    draw.text((SIZE - _MARGIN - right, base), length, palette.light, small, anchor="ls")


def _between(first: Colour, second: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue

"""The cover: the teacher's own picture, checked and fitted, or a drawn one.

Pillow is imported only where a picture is read or drawn: an edit does not wait for it.
"""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.companions import typeface
from generator.companions.wording import plain
from generator.core.clock import SAMPLE_RATE, clock_text
from generator.core.errors import Exit, GeneratorError
from generator.core.regular_files import NotRegularError, TooLargeError, read_regular

if TYPE_CHECKING:
    from PIL import Image

LEAST: Final = 1400
MOST: Final = 3000
"""Pixels a side that podcast directories take."""

DRAWING: Final = 4
"""Goes up when the drawing changes, so that kept covers are drawn again."""

_MOST_BYTES: Final = 30_000_000
_MOST_PIXELS: Final = 60_000_000
_HEAVY: Final = 1_000_000
_QUALITY: Final = 90
_DAMAGED: Final = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    struct.error,
    zlib.error,
)
"""What Pillow's readers raise for files that are not what they seem."""
COVER_SUFFIX: Final = {"image/jpeg": ".jpg", "image/png": ".png"}
"""What the file of a cover ends with, beside the MP3."""
DRAWN: Final = "image/jpeg"
"""What a drawn cover is."""

_MIME: Final = {"JPEG": "image/jpeg", "PNG": "image/png"}
_MINUTE: Final = 60 * SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture, ready for the tag."""

    data: bytes
    mime: str
    """`image/jpeg` or `image/png`."""
    note: str = ""
    """What was done to it, or could not be drawn, for the teacher to know; empty if nothing."""

    @property
    def hash(self) -> str:
        """SHA-256 of the picture, in hex: by it the timeline knows its own cover."""
        return hashlib.sha256(self.data).hexdigest()


class CoverError(GeneratorError):
    """A cover that cannot be used. The caller knows where the script names it."""

    exit_code = Exit.CHECK_FAILED


def drawing_key(title: str, author: str, length: int) -> str:
    """What a drawn cover depends on, as a file name: the same key is the same picture."""
    letters = "own" if typeface.folder() else "Pillow's"
    parts = "\0".join((str(DRAWING), letters, plain(title), plain(author), _length_text(length)))
    return hashlib.sha256(parts.encode()).hexdigest()


def draw(title: str, author: str, length: int) -> Cover:
    """A calm typographic cover, the same bytes every time.

    Args:
        title: of the lesson.
        author: of the lesson; may be empty.
        length: samples; the cover says it in whole minutes, so that an edit seldom changes it.
    """
    from generator.companions.cover_drawing import paint
    from generator.companions.lettering import drawable

    shown = {}
    lost = []
    for name, text in (("title", plain(title)), ("author", plain(author))):
        kept, whole = drawable(text)
        shown[name] = kept if whole else ""
        if not whole:
            lost.append(name)
    note = ""
    if lost:
        note = f"the drawn cover leaves out the {' and the '.join(lost)}: its typeface lacks these letters"
    data = paint(plain(title), shown["title"], shown["author"], _length_text(length))
    return Cover(data, DRAWN, note)


def load(path: Path) -> Cover:
    """The picture at `path`; unchanged if it is a square RGB JPEG or PNG of 1400–3000 pixels, else fitted.

    Raises:
        CoverError: it is missing, no JPEG or PNG, damaged, or too large.
    """
    from PIL import Image

    data = _read(path)
    with warnings.catch_warnings():
        # Pillow warns of what is refused below, and of harmless faults in the data about a picture.
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=tuple(_MIME)) as image:
                if image.width * image.height > _MOST_PIXELS:
                    raise _too_many_pixels(path)
                image.load()
                return _checked(image, data)
        except Image.DecompressionBombError:
            raise _too_many_pixels(path) from None
        except _DAMAGED:
            raise CoverError(
                f'the cover "{path.name}" is not a JPEG or PNG picture, or is damaged',
                "save it again as JPEG",
            ) from None


def _read(path: Path) -> bytes:
    try:
        return read_regular(path, _MOST_BYTES)
    except FileNotFoundError:
        raise CoverError(
            f'there is no cover "{path.name}"', "write the picture's path from the script"
        ) from None
    except NotRegularError as problem:
        message = f'the cover "{path.name}" cannot be used: {problem.strerror}'
        raise CoverError(message, "name a JPEG or PNG picture") from None
    except TooLargeError:
        raise CoverError(
            f'the cover "{path.name}" is larger than {_MOST_BYTES // 1_000_000} MB',
            f"save it with {LEAST} pixels a side",
        ) from None
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise CoverError(f'the cover "{path.name}" cannot be read', reason) from None


def _too_many_pixels(path: Path) -> CoverError:
    return CoverError(
        f'the cover "{path.name}" has more than {_MOST_PIXELS // 1_000_000} million pixels',
        f"save it with {LEAST} to {MOST} pixels a side",
    )


def _checked(image: Image.Image, data: bytes) -> Cover:
    """The picture as it is, or what had to be changed for it to be a cover."""
    wide, high = image.size
    side = min(max(min(wide, high), LEAST), MOST)
    changes = []
    if wide != high:
        changes.append("cut to its middle square")
    if side != min(wide, high):
        sizes = f"from {min(wide, high)} to {side} pixels a side"
        changes.append(f"reduced {sizes}" if side == MOST else f"enlarged {sizes} (it may look soft)")
    if image.mode != "RGB":
        changes.append("turned into plain RGB colours")
    if image.getexif():
        # It can hold where the picture was taken, and how it must be turned.
        changes.append("freed of the camera's data")
    if not changes:
        mime = _MIME.get(image.format or "", "image/jpeg")
        heavy = f"the cover makes every MP3 {len(data) / 1e6:.1f} MB larger" if len(data) > _HEAVY else ""
        return Cover(data, mime, heavy)
    return Cover(_fitted(image, side), "image/jpeg", f"the cover was {', '.join(changes)}")


def _fitted(image: Image.Image, side: int) -> bytes:
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(image)
    if upright.mode in {"I;16", "I", "F"}:
        # Sixteen bits of grey, of which Pillow's own conversion would keep only the darkest.
        upright = upright.convert("I").point(lambda value: value / 256).convert("L")
    if upright.has_transparency_data:
        upright = upright.convert("RGBA")
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright)
    square = ImageOps.fit(upright.convert("RGB"), (side, side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    square.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def _length_text(length: int) -> str:
    return f"{round(length / _MINUTE)} min" if length >= _MINUTE else clock_text(length)

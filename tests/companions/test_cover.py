from __future__ import annotations

import io
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from generator.companions import lettering, typeface
from generator.companions.cover import CoverError, draw, drawing_key, load
from generator.companions.cover_drawing import PALETTES, paint
from generator.companions.lettering import drawable, set_title, width_of
from generator.core.clock import SAMPLE_RATE

MINUTES = 60 * SAMPLE_RATE


def picture(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    def save(image: Image.Image, name: str = "cover.png", **options: object) -> Path:
        path = tmp_path / name
        image.save(path, **options)  # type: ignore[arg-type]  # each format has its own
        return path

    return save


Save = Callable[..., Path]


# What is drawn.


def test_a_drawn_cover_is_a_square_rgb_jpeg_that_directories_take() -> None:
    cover = draw("Knee and elbow", "A. Teacher", 20 * MINUTES)
    image = picture(cover.data)
    assert (image.format, image.size, image.mode) == ("JPEG", (1400, 1400), "RGB")
    assert cover.mime == "image/jpeg"
    assert cover.note == ""


@pytest.mark.parametrize("title", ["", "I", "Knee and elbow", "W" * 10_000, "a title " * 1250])
def test_any_drawn_cover_is_light_enough_to_stand_in_every_mp3(title: str) -> None:
    assert len(draw(title, title, 20 * MINUTES).data) < 150_000


def test_the_same_lesson_has_the_same_cover_and_each_title_its_own() -> None:
    first, second = (draw("Knee and elbow", "A. Teacher", 20 * MINUTES).data for _ in range(2))
    assert first == second
    assert draw("Knees and elbow", "A. Teacher", 20 * MINUTES).data != first


def test_an_edit_of_a_few_seconds_leaves_the_cover_as_it_is() -> None:
    assert drawing_key("T", "A", 20 * MINUTES) == drawing_key("T", "A", 20 * MINUTES + 6 * SAMPLE_RATE)
    assert draw("T", "A", 20 * MINUTES).data == draw("T", "A", 20 * MINUTES + 6 * SAMPLE_RATE).data
    keys = {drawing_key(*each) for each in (("T", "A", MINUTES), ("T", "A", 2 * MINUTES), ("T", "", MINUTES))}
    assert len(keys) == 3


def test_the_title_can_be_read_at_a_hundred_pixels() -> None:
    """Its letters are at least eight pixels high there, and dark on a light sky."""
    wordless = picture(paint("Knee and elbow", "", "", "20 min")).convert("L")
    titled = picture(paint("Knee and elbow", "Knee and elbow", "", "20 min")).convert("L")
    height = set_title("Knee and elbow", (1164, 600), range(236, 70, -6), "Semibold", 4).size
    assert height * 0.65 * 100 / 1400 >= 8
    small, bare = (image.resize((100, 100), Image.Resampling.LANCZOS) for image in (titled, wordless))
    darkest = max(bare.getpixel((x, y)) - small.getpixel((x, y)) for x in range(100) for y in range(45))  # type: ignore[operator]  # one channel
    assert darkest > 120


def contrast(first: tuple[int, int, int], second: tuple[int, int, int]) -> float:
    """WCAG 2.2's contrast ratio."""

    def luminance(colour: tuple[int, int, int]) -> float:
        linear = [v / 255 / 12.92 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in colour]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("palette", PALETTES)
def test_every_palette_has_enough_contrast(palette: lettering.Setting) -> None:
    assert contrast(palette.ink, palette.sky) >= 7  # type: ignore[attr-defined]  # a Palette
    assert contrast(palette.light, palette.near) >= 7  # type: ignore[attr-defined]  # a Palette


def test_the_typeface_has_the_letters_of_europe() -> None:
    text = "Füße ÀÉÎÕÅ łódź şçğı šžč ő ø ß – — “ ” ’ … Колено и локоть Γόνατο και αγκώνας ạảấ 0123456789"
    assert drawable(text) == (text, True)


@pytest.mark.parametrize("title", ["膝と肘", "מרפק וברך", "الركبة والمرفق", "घुटना"])
def test_a_title_of_other_letters_is_left_out_and_the_teacher_is_told(title: str) -> None:
    cover = draw(title, "A. Teacher", 20 * MINUTES)
    assert cover.note == "the drawn cover leaves out the title: its typeface lacks these letters"
    assert cover.data == paint(title, "", "A. Teacher", "20 min")
    assert cover.data != draw("", "A. Teacher", 20 * MINUTES).data, "it still has a picture of its own"


def test_an_emoji_is_no_reason_to_leave_out_a_title() -> None:
    assert drawable("Breathe 😀 in") == ("Breathe in", True)
    assert draw("Breathe 😀 in", "", MINUTES).note == ""


def test_without_the_wheel_pillows_own_letters_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what was kept is drawn again once the wheel is there."""
    monkeypatch.setattr(typeface, "folder", lambda: Path("anywhere"))
    usual = drawing_key("T", "A", MINUTES)
    monkeypatch.setattr(typeface, "folder", lambda: None)
    lettering.face.cache_clear()
    try:
        assert drawing_key("T", "A", MINUTES) != usual
        assert drawable("Knee") == ("Knee", True)
        assert drawable("Füße")[1] is False
        assert picture(draw("Knee and elbow", "A. Teacher", MINUTES).data).size == (1400, 1400)
    finally:
        lettering.face.cache_clear()


words = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40)


@settings(deadline=None, max_examples=40)
@given(st.lists(words, min_size=1, max_size=25))
def test_a_title_never_leaves_its_box(given: list[str]) -> None:
    setting = set_title(" ".join(given), (1164, 600), range(236, 70, -6), "Semibold", 4)
    assert len(setting.lines) * setting.leading <= 600
    assert all(width_of(line, setting.size, "Semibold") <= 1164 for line in setting.lines)
    joined = "".join(setting.lines).replace(" ", "")
    assert joined.endswith("…") or joined == "".join(given)


# What is loaded.


@pytest.mark.parametrize(("name", "mime"), [("cover.jpg", "image/jpeg"), ("cover.png", "image/png")])
@pytest.mark.parametrize("side", [1400, 3000])
def test_a_good_cover_is_used_as_it_is(save: Save, name: str, mime: str, side: int) -> None:
    path = save(Image.new("RGB", (side, side), "teal"), name)
    cover = load(path)
    assert (cover.data, cover.mime, cover.note) == (path.read_bytes(), mime, "")


@pytest.mark.parametrize(
    ("size", "side", "note"),
    [
        ((2000, 1500), 1500, "the cover was cut to its middle square"),
        ((4000, 4000), 3000, "the cover was reduced from 4000 to 3000 pixels a side"),
        (
            (600, 700),
            1400,
            "cut to its middle square, enlarged from 600 to 1400 pixels a side (it may look soft)",
        ),
        ((1, 1), 1400, "the cover was enlarged from 1 to 1400 pixels a side (it may look soft)"),
    ],
)
def test_a_cover_of_another_size_is_fitted(save: Save, size: tuple[int, int], side: int, note: str) -> None:
    cover = load(save(Image.new("RGB", size, "teal")))
    assert cover.note.endswith(note)
    assert (picture(cover.data).size, cover.mime) == ((side, side), "image/jpeg")


def test_the_middle_of_a_wide_cover_is_kept(save: Save) -> None:
    image = Image.new("RGB", (3000, 1400), "black")
    ImageDraw.Draw(image).rectangle((801, 0, 2199, 1400), fill="white")
    assert picture(load(save(image)).data).convert("L").resize((1, 1)).getpixel((0, 0)) >= 250  # type: ignore[operator]  # one channel


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK", "I;16"])
def test_other_kinds_of_colour_become_rgb(save: Save, mode: str) -> None:
    name = "cover.jpg" if mode == "CMYK" else "cover.png"
    grey = Image.new("L", (1400, 1400), 200)
    image = Image.new("I;16", grey.size, 200 * 256) if mode == "I;16" else grey.convert("RGB").convert(mode)
    cover = load(save(image, name))
    fitted = picture(cover.data)
    assert (fitted.mode, fitted.size) == ("RGB", (1400, 1400))
    assert "plain RGB" in cover.note
    assert fitted.convert("L").resize((1, 1)).getpixel((0, 0)) == pytest.approx(200, abs=3)


def test_what_is_transparent_becomes_white(save: Save) -> None:
    fitted = picture(load(save(Image.new("RGBA", (1400, 1400), (0, 0, 0, 0)))).data)
    assert fitted.getpixel((700, 700)) == (255, 255, 255)


def test_a_photograph_is_turned_upright_and_does_not_tell_where_it_was_taken(save: Save) -> None:
    image = Image.new("RGB", (1400, 1400), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 1400, 700), fill="black")
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "Camera of A. Teacher"
    cover = load(save(image, "cover.jpg", exif=exif))
    assert "camera's data" in cover.note
    assert b"Camera" not in cover.data
    fitted = picture(cover.data).convert("L")
    assert (fitted.getpixel((1300, 700)), fitted.getpixel((100, 700))) == (0, 255)


def test_a_heavy_cover_is_mentioned(save: Save) -> None:
    noise = Image.frombytes("RGB", (1400, 1400), os.urandom(1400 * 1400 * 3))
    assert load(save(noise)).note == "the cover makes every MP3 5.9 MB larger"


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IEND", b"")


def gif() -> bytes:
    out = io.BytesIO()
    Image.new("P", (1400, 1400)).save(out, "GIF")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not a JPEG or PNG picture, or is damaged"),
        (b"I am a text.", "not a JPEG or PNG picture, or is damaged"),
        (b"%!PS-Adobe-3.0\n%%BoundingBox: 0 0 1400 1400\n", "not a JPEG or PNG picture"),
        (gif(), "not a JPEG or PNG picture"),
        (png(1400, 1400), "damaged"),
        (png(1400, 1400, chunk(b"IDAT", zlib.compress(bytes(1000)))), "damaged"),
        (png(0, 0, chunk(b"IDAT", zlib.compress(b""))), "damaged"),
        (png(100_000, 100_000, chunk(b"IDAT", zlib.compress(bytes(10**7)))), "more than 60 million pixels"),
        (png(9000, 9000, chunk(b"IDAT", zlib.compress(bytes(10**6)))), "more than 60 million pixels"),
        (png(12_000, 12_000, chunk(b"IDAT", zlib.compress(bytes(10**6)))), "more than 60 million pixels"),
        (png(1400, 1400, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(10**8)))), "damaged"),
    ],
    ids=range(11),
)
def test_what_is_no_usable_picture_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "cover.png"
    path.write_bytes(data)
    with pytest.raises(CoverError, match=message) as caught:
        load(path)
    assert '"cover.png"' in caught.value.message
    assert caught.value.hint


def test_a_file_of_a_hundred_megabytes_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "cover.jpg"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(CoverError, match="larger than 30 MB"):
        load(path)


def test_a_missing_cover_a_folder_and_a_device_are_named(tmp_path: Path) -> None:
    with pytest.raises(CoverError, match=r'there is no cover "none\.jpg"'):
        load(tmp_path / "none.jpg")
    with pytest.raises(CoverError, match="is a folder"):
        load(tmp_path)
    with pytest.raises(CoverError, match="is not a file"):
        load(Path("/dev/zero"))


def small(format_: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, format_)
    return out.getvalue()


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_a_damaged_picture_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Never any other exception."""
    whole = small(data.draw(st.sampled_from(["JPEG", "PNG"])))
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 8)))
    changed = whole[:start] + data.draw(st.binary(max_size=8)) + whole[end:]
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(changed[: data.draw(st.integers(len(changed) // 2, len(changed)))])
    try:
        image = picture(load(path).data)
    except CoverError:
        return
    assert 1400 <= image.width == image.height <= 3000

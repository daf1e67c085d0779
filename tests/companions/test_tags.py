from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import eyed3
import lameenc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.id3 import ID3
from PIL import Image

import generator
from generator.companions.languages import three_letters
from generator.companions.tags import tags
from generator.core.clock import SAMPLE_RATE
from generator.core.errors import MachineError
from generator.script.lesson import Header
from generator.timeline.edition import Edition

Maker = Callable[..., Edition]

TITLES = [
    "Knee and elbow",
    "Knie über Ellbogen",
    "Ρολόι κάτω από τη λεκάνη",
    "שעון מתחת לאגן",
    "骨盆下的时钟",
    "Breathe 😀",
    "“Softly” – and <b>&amp;</b> --> /; \\ 'so' \"so\"",
    "x" * 10_000,
]


@pytest.fixture(scope="session")
def sound() -> bytes:
    """Ten seconds of real MP3 frames to stand after a tag."""
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(64)
    encoder.set_in_sample_rate(SAMPLE_RATE)
    encoder.set_channels(1)
    return bytes(encoder.encode(bytes(10 * 2 * SAMPLE_RATE)) + encoder.flush())


@pytest.fixture(scope="session")
def cover() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(out, "JPEG")
    return out.getvalue()


def read(tag: bytes) -> Any:  # noqa: ANN401  # mutagen's tags have no types
    return ID3(io.BytesIO(tag), translate=False)  # type: ignore[no-untyped-call]  # mutagen's own


def probe(path: Path) -> Any:  # noqa: ANN401  # JSON
    command = ["ffprobe", "-v", "error", "-show_format", "-show_chapters", "-show_streams", "-of", "json"]
    return json.loads(subprocess.run([*command, str(path)], check=True, capture_output=True).stdout)


def test_mutagen_reads_every_frame_and_the_version_is_2_3(lesson: Edition, cover: bytes) -> None:
    found = read(tags(lesson, cover, total=4, encoder="LAME 4.0, 64 kbit/s"))
    assert found.version == (2, 3, 0)
    assert not found.unknown_frames
    assert {
        name: str(found[name]) for name in found if re.fullmatch("T[A-Z0-9]{3}", name) and name != "TXXX"
    } == {
        "TIT2": "Knee and elbow",
        "TPE1": "A. Teacher",
        "TALB": "Small lessons",
        "TRCK": "2/4",
        "TYER": "2026",
        "TDAT": "2211",
        "TCON": "Speech",
        "TLAN": "eng",
        "TLEN": str(lesson.timeline.length * 1000 // SAMPLE_RATE),
        "TENC": f"lesson-generator {generator.__version__}",
        "TSSE": "LAME 4.0, 64 kbit/s",
    }
    assert found["COMM::eng"].text == ["A lesson for the lower back."]
    assert found["TXXX:Script SHA-256"].text == [lesson.script_hash]
    assert found["TXXX:Generator"].text == [f"lesson-generator {generator.__version__}"]
    assert (found["APIC:"].mime, found["APIC:"].type, found["APIC:"].data) == ("image/jpeg", 3, cover)


def test_lyrics_hold_every_word_and_every_section_title(lesson: Edition) -> None:
    lyrics = str(read(tags(lesson, None))["USLT::eng"])
    for sound in lesson.timeline.sounds:
        assert sound.text in lyrics
    assert "Right knee, right elbow\n\n" in lyrics
    assert "[rest, 40 s]" in lyrics


def test_chapters_stand_in_order_of_time_and_without_holes(lesson: Edition) -> None:
    """In the bytes themselves, because mutagen sorts what it reads."""
    tag = tags(lesson, None)
    places = [tag.index(b"ch%05d\0" % number, tag.rindex(b"CTOC")) for number in range(3)]
    assert places == sorted(places)
    found = read(tag)
    chapters = [found[f"CHAP:{name}"] for name in found["CTOC:toc"].child_element_ids]
    assert [str(each.sub_frames["TIT2"]) for each in chapters] == [
        "Knee and elbow",
        "Right knee, right elbow",
        "Walking",
    ]
    starts = [section.start * 1000 // SAMPLE_RATE for section in lesson.timeline.sections]
    assert [each.start_time for each in chapters] == starts
    assert [each.end_time for each in chapters[:-1]] == starts[1:]
    assert chapters[-1].end_time == lesson.timeline.length * 1000 // SAMPLE_RATE
    assert {each.start_offset for each in chapters} | {each.end_offset for each in chapters} == {0xFFFFFFFF}


@pytest.mark.parametrize("title", TITLES)
def test_four_readers_of_others_agree_on_any_title(
    make: Maker, sound: bytes, cover: bytes, tmp_path: Path, title: str
) -> None:
    edition = make(
        [("", ["One."]), (title, ["Two."]), ("Three", ["Four."])], Header(title=title, author="Ä. Lehrerin")
    )
    path = tmp_path / "lesson.mp3"
    path.write_bytes(tags(edition, cover) + sound)

    assert str(read(path.read_bytes())["TIT2"]) == title
    tag = eyed3.load(path).tag
    assert (tag.title, tag.artist, tag.genre.name) == (title, "Ä. Lehrerin", "Speech")
    assert [chapter.title for chapter in tag.chapters] == [title, title, "Three"]
    found = probe(path)
    assert [chapter["tags"]["title"] for chapter in found["chapters"]] == [title, title, "Three"]
    assert found["format"]["tags"]["title"] == title
    assert [stream["codec_name"] for stream in found["streams"]] == ["mp3", "mjpeg"]
    verdict = subprocess.run(["mp3val", path], check=True, capture_output=True, text=True).stdout
    assert "WARNING" not in verdict
    assert "+ID3v2" in verdict


@given(text=st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_title_is_read_back_without_its_control_characters(make: Maker, text: str) -> None:
    found = read(tags(make([("", ["One."]), (text, ["Two."])], Header(title=text, author=text)), None))
    title = str(found["TIT2"])
    assert not re.search("[\0-\x1f\x7f-\x9f]", title)
    visible = "".join(char for char in text if char.isalnum())
    if visible:
        assert "".join(char for char in title if char.isalnum()) == visible


def test_more_chapters_than_one_table_can_list_stand_in_tables_within_a_table(make: Maker) -> None:
    edition = make([(f"Section {n}", ["One."]) for n in range(600)])
    found = read(tags(edition, None))
    tables = [found[f"CTOC:{name}"] for name in found["CTOC:toc"].child_element_ids]
    assert [name for table in tables for name in table.child_element_ids] == [f"ch{n:05}" for n in range(600)]
    assert len(found.getall("CHAP")) == 600


@pytest.mark.parametrize(
    ("date", "year", "day"),
    [("2026-11-22", "2026", "2211"), ("2026-11", "2026", None), ("2026", "2026", None), ("", None, None)],
)
def test_a_year_is_tagged_only_from_the_date(lesson: Edition, date: str, year: str, day: str) -> None:
    found = read(tags(replace(lesson, header=replace(lesson.header, date=date)), None))
    assert (str(found.get("TYER")), str(found.get("TDAT"))) == (str(year), str(day))


def test_what_the_header_does_not_say_is_not_tagged(make: Maker) -> None:
    found = read(tags(make([("", ["One."])], Header()), None))
    assert not {"TPE1", "TALB", "TRCK", "TYER", "TDAT", "COMM::eng", "APIC:", "TSSE"} & set(found)
    assert str(found["TIT2"]) == "knee-and-elbow"


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en", "eng"), ("en-us", "eng"), ("de-AT", "deu"), ("EN_GB", "eng"), ("cmn-latn-pinyin", "zho"),
        ("grc", "grc"), ("", "und"), ("x-klingon", "und"), ("qq", "und"), ("ünd", "und"),
    ],
)  # fmt: skip
def test_a_language_has_three_letters(tag: str, code: str) -> None:
    assert three_letters(tag) == code


def test_the_languages_are_those_of_the_standard() -> None:
    """Held against Debian's iso-codes, where it is installed; every code has its form everywhere."""
    codes = Path("/usr/share/iso-codes/json/iso_639-2.json")
    if codes.exists():
        standard = json.loads(codes.read_text("utf-8"))["639-2"]
        for each in standard:
            if "alpha_2" in each:
                assert three_letters(each["alpha_2"]) == each["alpha_3"]
    assert (
        len(
            {three_letters(a + b) for a in "abcdefghijklmnopqrstuvwxyz" for b in "abcdefghijklmnopqrstuvwxyz"}
        )
        > 180
    )


def test_a_cover_that_is_no_picture_is_refused(lesson: Edition) -> None:
    with pytest.raises(MachineError, match="neither a JPEG nor a PNG"):
        tags(lesson, b"GIF89a")


def test_tagging_imports_neither_mutagen_nor_pillow_nor_numpy() -> None:
    """An edit must not wait for them."""
    code = (
        "import sys, generator.companions.tags, generator.companions.formats, generator.companions.plan;"
        "print(*{'mutagen', 'PIL', 'numpy', 'rich', 'yaml', 'scipy'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout == b"\n"

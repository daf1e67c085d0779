"""The script's pure core, run by the browser: it must do exactly what the program itself does."""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from mutagen.id3 import ID3
from playwright.sync_api import Browser, Page

from generator.audio.clip import Clip
from generator.audio.crc import crc16
from generator.audio.frames import tag_bytes
from generator.audio.profile import PROFILES, STANDARD, Profile
from generator.core.clock import FRAME, SAMPLE_RATE
from generator.script import kinds
from generator.script.lesson import Cue, Lesson, Pause, Section
from generator.timeline.edition import Edition
from generator.timeline.layout import lay_out
from generator.timeline.timeline import Sound, Timeline

Opener = Callable[..., Page]
Wishes = dict[str, float]
Clips = Mapping[Profile, tuple[Clip, ...]]
Mp3Of = Callable[[Edition, Profile], bytes]

AS_RECORDED: Wishes = {"rest": 1, "move": 1, "pause": 1, "from": 0, "again": -1}

PACED = """async (wishes) => {
  const { readLesson } = await import("/modules/lesson.js");
  const { paced } = await import("/modules/pace.js");
  const lesson = readLesson(JSON.parse(document.getElementById("lesson").textContent));
  return paced(lesson.timeline, wishes, lesson.frame, lesson.gap);
}"""

REBUILT = """async ([href, wishes]) => {
  const { readLesson } = await import("/modules/lesson.js");
  const { paced } = await import("/modules/pace.js");
  const { openMp3 } = await import("/modules/frames.js");
  const { rebuild } = await import("/modules/rebuild.js");
  const lesson = readLesson(JSON.parse(document.getElementById("lesson").textContent));
  const mp3 = openMp3(new Uint8Array(await (await fetch(href)).arrayBuffer()));
  const mine = paced(lesson.timeline, wishes, lesson.frame, lesson.gap);
  const parts = rebuild(mp3, lesson.timeline, mine, lesson, "Mine");
  return Promise.all(parts.map((part) => new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split(",")[1] ?? "");
    reader.readAsDataURL(new Blob([part]));
  })));
}"""


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page with its modules within reach: its own policy would not let them in."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


class Known:
    """The lesson and its clips. No dataclass: hypothesis would print them with each example."""

    def __init__(self, lesson: Lesson, clips: Clips) -> None:
        self.lesson = lesson
        self.clips = clips


@pytest.fixture(scope="module")
def known(lesson: Lesson, clips: Clips) -> Known:
    """What each example is made from."""
    return Known(lesson, clips)


def wished(lesson: Lesson, wishes: Wishes) -> Lesson:
    """The same wish as a script: what the teacher would have had to write."""
    sections = []
    for index, section in enumerate(lesson.sections):
        if index < wishes["from"]:
            continue
        items = tuple(_wished(item, wishes) if isinstance(item, Pause) else item for item in section.items)
        sections += [replace(section, items=items)] * (2 if index == wishes["again"] else 1)
    return replace(lesson, sections=tuple(_parted(sections, lesson.header.gap)))


def _wished(pause: Pause, wishes: Wishes) -> Pause:
    length = math.floor(pause.low * wishes.get(pause.kind.name, 1) + 0.5)
    return replace(pause, low=length, high=length)


def _parted(sections: list[Section], gap: int) -> list[Section]:
    """A gap wherever two cues would touch."""
    parted: list[Section] = []
    for section in sections:
        if parted and isinstance(parted[-1].items[-1], Cue) and isinstance(section.items[0], Cue):
            between = Pause(kinds.GAP, gap, gap, section.span)
            parted[-1] = replace(parted[-1], items=(*parted[-1].items, between))
        parted.append(section)
    return parted


def sounds_of(lesson: Lesson, wishes: Wishes) -> list[int]:
    """Which clip sounds when, with a repeated section's clips twice."""
    numbers: list[int] = []
    count = 0
    for index, section in enumerate(lesson.sections):
        own = [count + n for n, _ in enumerate(item for item in section.items if isinstance(item, Cue))]
        count += len(own)
        if index >= wishes["from"]:
            numbers += own * (2 if index == wishes["again"] else 1)
    return numbers


def planned(lesson: Lesson, clips: tuple[Clip, ...], wishes: Wishes) -> tuple[Timeline, list[int]]:
    numbers = sounds_of(lesson, wishes)
    return lay_out(wished(lesson, wishes), [clips[number].facts for number in numbers]).timeline, numbers


WISHES = st.fixed_dictionaries(
    {
        "rest": st.integers(5, 30).map(lambda tenths: tenths / 10),
        "move": st.integers(5, 30).map(lambda tenths: tenths / 10),
        "pause": st.integers(5, 30).map(lambda tenths: tenths / 10),
        "from": st.integers(0, 3),
        "again": st.integers(-1, 3),
    }
)


@example(
    wishes={"rest": 2.8, "move": 2.8, "pause": 0.5, "from": 0, "again": 0}
)  # on the edge between two frames
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=WISHES)
def test_paced_lesson_is_laid_out_as_the_program_would(page: Page, known: Known, wishes: Wishes) -> None:
    """Whatever is wished: each clip at the frame where a script with those pauses would have put it."""
    lesson, clips = known.lesson, known.clips
    if wishes == AS_RECORDED:
        return
    paced = page.evaluate(PACED, wishes)
    timeline, _ = planned(lesson, clips[STANDARD], wishes)
    heard = [
        (moment["kind"], moment["start"], moment["frame"])
        for moment in paced["moments"]
        if moment["frame"] >= 0
    ]
    assert heard == [(event.kind.value, event.start, event.frame) for event in timeline.sounds]
    assert abs(paced["length"] - timeline.length) <= FRAME // 2
    starts = [moment["start"] for moment in paced["moments"]]
    ends = [moment["end"] for moment in paced["moments"]]
    assert [0, *ends[:-1]] == starts
    assert ends[-1] == paced["length"]
    assert all(start <= end for start, end in zip(starts, ends, strict=True))
    assert [part["start"] for part in paced["parts"]] == [section.start for section in timeline.sections]


def test_nothing_wished_changes_nothing(page: Page, edition: Edition) -> None:
    paced = page.evaluate(PACED, AS_RECORDED)
    assert paced["length"] == edition.timeline.length
    assert [moment["start"] for moment in paced["moments"]] == [
        event.start for event in edition.timeline.events
    ]
    assert [moment["kind"] for moment in paced["moments"]] == [
        event.kind if isinstance(event, Sound) else event.kind.name for event in edition.timeline.events
    ]


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
@pytest.mark.parametrize(
    "wishes",
    [
        AS_RECORDED | {"rest": 1.5},
        AS_RECORDED | {"rest": 0.5, "move": 0.7, "pause": 2.3, "from": 1, "again": 2},
    ],
    ids=["longer rests", "all at once"],
)
def test_rebuilt_mp3_has_the_bytes_that_the_program_would_write(  # noqa: PLR0917  # fixtures
    page: Page,
    edition: Edition,
    lesson: Lesson,
    clips: Clips,
    mp3_of: Mp3Of,
    profile: Profile,
    wishes: Wishes,
) -> None:
    """Info frame (counts, contents, both checksums) and every frame of sound and silence."""
    paced = page.evaluate(PACED, wishes)
    timeline, numbers = planned(lesson, clips[STANDARD], wishes)
    tail = replace(timeline.events[-1], end=paced["length"])
    events = tuple(
        replace(event, clip=numbers[event.clip]) if isinstance(event, Sound) else event
        for event in (*timeline.events[:-1], tail)
    )
    expected = mp3_of(
        replace(edition, timeline=replace(timeline, length=paced["length"], events=events)), profile
    )
    tag, *rest = (
        base64.b64decode(part) for part in page.evaluate(REBUILT, [f"tones{profile.suffix}.mp3", wishes])
    )
    assert b"".join(rest) == expected[tag_bytes(expected) :]
    assert tag_bytes(tag + rest[0]) == len(tag)


def read(tag: Any) -> Any:  # noqa: ANN401  # mutagen's tags have no types
    """A tag as another program reads it."""
    return ID3(tag)  # type: ignore[no-untyped-call]  # mutagen's own


def test_rebuilt_tag_says_what_the_teachers_tag_says_with_chapters_moved(page: Page, folder: Path) -> None:
    wishes = AS_RECORDED | {"rest": 2, "from": 1, "again": 2}
    paced = page.evaluate(PACED, wishes)
    tag = read(io.BytesIO(base64.b64decode(page.evaluate(REBUILT, ["tones.mp3", wishes])[0])))
    recorded = read(folder / "tones.mp3")
    assert str(tag["TIT2"]) == "Mine"
    assert int(str(tag["TLEN"])) == paced["length"] * 1000 // SAMPLE_RATE
    for name in ("TPE1", "TALB", "TRCK", "TCON", "TXXX:Script SHA-256"):
        assert str(tag[name]) == str(recorded[name])
    chapters = sorted(tag.getall("CHAP"), key=lambda chapter: str(chapter.element_id))
    assert [(str(each.sub_frames["TIT2"]), each.start_time) for each in chapters] == [
        (part["title"], part["start"] * 1000 // SAMPLE_RATE) for part in paced["parts"]
    ]
    assert [str(each.sub_frames["TIT2"]) for each in chapters][1:3] == [
        "Right knee, right elbow",
        "Right knee, right elbow (again)",
    ]
    assert tag.getall("CTOC")[0].child_element_ids == [each.element_id for each in chapters]


@given(data=st.binary(max_size=600))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_checksum_is_the_programs(page: Page, data: bytes) -> None:
    script = "async (data) => (await import('/modules/info.js')).crc16(Uint8Array.from(data))"
    assert page.evaluate(script, list(data)) == crc16(data)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        ("bytes.slice(0, -100)", "is not whole"),
        ("bytes.slice(0, -192 * 5)", "is not whole"),
        ("new TextEncoder().encode('This is a letter.')", "not an MP3"),
        ("new Uint8Array(0)", "not an MP3"),
        ("bytes.map((byte, at) => at === bytes.length - 192 * 7 ? 0 : byte)", "damaged"),
        ("bytes.map((byte, at) => at === bytes.length - 1 ? byte ^ 1 : byte)", "not the recording"),
    ],
)
def test_wrong_file_is_refused_in_plain_words(page: Page, damage: str, message: str) -> None:
    script = f"""async () => {{
      const {{ recognised }} = await import("/modules/source.js");
      const lesson = JSON.parse(document.getElementById("lesson").textContent);
      const bytes = new Uint8Array(await (await fetch("tones.mp3")).arrayBuffer());
      await recognised(bytes, lesson.files, "Tones");
      return recognised({damage}, lesson.files, "Tones").then(() => "taken", (problem) => problem.message);
    }}"""
    assert message in page.evaluate(script)
    without_hash = "Object.defineProperty(window, 'crypto', { value: {}, configurable: true });"
    assert message in page.evaluate(script.replace("async () => {", f"async () => {{ {without_hash}", 1))

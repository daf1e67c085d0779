"""When captions change: where the voice does, held against a recogniser that aligns words with sound."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soxr
from hypothesis import given
from hypothesis import strategies as st

from generator import BuildSession, PlannedLesson, Settings, expand, parse
from generator.audio.clip import ClipFacts
from generator.audio.segment import steps_of
from generator.companions.caption_times import CueTimes, rests
from generator.companions.captions import LONGEST_MS, Caption, captions
from generator.companions.wording import milliseconds
from generator.core.cache import Cache
from generator.core.clock import FRAME, SAMPLE_RATE
from generator.timeline.timeline import Sound, SoundKind

SCRIPT = Path(__file__).parents[2] / "scripts" / "knee-and-elbow.txt"
LOUD, SILENT = 40, 140
ALIGNED_RATE = 16_000


def clip(*parts: tuple[bool, int]) -> ClipFacts:
    """A clip of so many frames, sounding or not, one after the other."""
    levels = bytes(level for sounds, count in parts for level in [LOUD if sounds else SILENT] * count)
    return ClipFacts("", len(levels), 0, len(levels) * FRAME, levels=levels)


def test_a_caption_changes_when_the_next_sentence_begins() -> None:
    facts = clip((True, 50), (False, 20), (True, 100))
    assert [(rest.begin // FRAME, rest.end // FRAME) for rest in rests(facts)] == [(50, 70)]
    text = "Lie down now. Let the floor take your weight, all of it."
    assert CueTimes(text, facts, "en").at(text.index("Let")) == 70 * FRAME


def test_a_comma_without_a_rest_takes_its_share_of_the_time() -> None:
    facts = clip((True, 100))
    text = "The knee, the elbow."
    time = CueTimes(text, facts, "en").at(text.index("the elbow"))
    assert 30 * FRAME < time < 60 * FRAME


def test_a_long_rest_belongs_to_the_sentences_end_not_to_the_comma() -> None:
    facts = clip((True, 40), (False, 5), (True, 40), (False, 18), (True, 60))
    text = "Slowly and gently, again and again. Then rest here."
    times = CueTimes(text, facts, "en")
    assert times.at(text.index("again")) == 45 * FRAME
    assert times.at(text.index("Then")) == 103 * FRAME


def test_a_rest_before_a_conjunction_parts_the_sentence_there() -> None:
    facts = clip((True, 90), (False, 15), (True, 60))
    text = "Turn your head to the left as far as it goes by itself and let it come back."
    assert CueTimes(text, facts, "en").at(text.index("and")) == 105 * FRAME
    assert CueTimes(text, facts, "xx").at(text.index("and")) != 105 * FRAME


def test_words_without_stress_take_less_time() -> None:
    facts = clip((True, 100))
    text = "this that with bend knee heel"
    assert CueTimes(text, facts, "en").at(text.index("bend")) < CueTimes(text, facts, "xx").at(
        text.index("bend")
    )


def test_the_end_of_the_text_is_the_end_of_the_sound() -> None:
    facts = clip((True, 50), (False, 20), (True, 100))
    assert CueTimes("Lie down. Rest.", facts, "en").at(len("Lie down. Rest.")) == facts.end


WORDS = st.lists(
    st.sampled_from(["knee,", "elbow.", "the", "slowly", "rest;", "膝盖。", "…", "10"]), min_size=1
)


@given(WORDS.map(" ".join), st.lists(st.tuples(st.booleans(), st.integers(1, 40)), min_size=1, max_size=12))
def test_times_never_fall_and_lie_within_the_sound(text: str, parts: list[tuple[bool, int]]) -> None:
    facts = clip((True, 3), *parts, (True, 3))
    places = [found.start() for found in re.finditer(r"\S+", text)]
    times = list(map(CueTimes(text, facts, "en").at, places))
    assert times == sorted(times)
    assert all(facts.onset <= time <= facts.end for time in times)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BuildSession, PlannedLesson]]:
    """The lesson that ships, in its longest form, spoken by the natural voice."""
    cache = Cache(tmp_path_factory.mktemp("cache"))
    with BuildSession(Settings(draft=True), cache) as session:
        yield session, session.plan(expand(parse(SCRIPT)))[-1]


@pytest.fixture(scope="module")
def aligner() -> Any:  # noqa: ANN401  # pocketsphinx has no type hints
    if sys.version_info >= (3, 14) or (sys.platform == "linux" and platform.machine() != "x86_64"):
        pytest.skip("pocketsphinx has no wheel for this Python, or machine")
    from pocketsphinx import Decoder

    return Decoder(samprate=ALIGNED_RATE, lm=None, loglevel="FATAL")


def words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower().replace("’", "'").replace("-", " "))


def aligned(aligner: Any, steps: np.ndarray[Any, Any], text: str) -> list[float] | None:  # noqa: ANN401
    """Seconds at which each word begins; None where the recogniser lacks one."""
    spoken_words = words(text)
    if any(aligner.lookup_word(word) is None for word in spoken_words):
        return None
    sound = soxr.resample(steps.astype(np.float32), SAMPLE_RATE, ALIGNED_RATE)
    aligner.set_align_text(" ".join(spoken_words))
    aligner.start_utt()
    aligner.process_raw(sound.clip(-32768, 32767).astype("<i2").tobytes(), full_utt=True)
    aligner.end_utt()
    found = [each.start_frame / 100 for each in aligner.seg() if re.match(r"[a-z']", each.word)]
    return found if len(found) == len(spoken_words) else None


def shown(edition_captions: tuple[Caption, ...], sound: Sound) -> list[Caption]:
    begin, end = milliseconds(sound.start), milliseconds(sound.end)
    return [each for each in edition_captions if begin <= each.start and each.end <= end]


def test_captions_change_with_the_words(
    spoken: tuple[BuildSession, PlannedLesson],
    aligner: Any,  # noqa: ANN401
) -> None:
    """By the median within a tenth of a second, and none by more than 0.35 s."""
    session, plan = spoken
    every = captions(plan.edition)
    errors: dict[str, float] = {}
    for sound in plan.edition.timeline.sounds:
        parts = shown(every, sound)
        if sound.kind is not SoundKind.CUE or len(parts) < 2:
            continue
        steps = steps_of(session.synthesizer.segment(plan.requests[sound.clip]).segment)
        begins = aligned(aligner, steps, sound.text)
        facts = plan.edition.clips[sound.clip]
        at = 0
        for part, following in pairwise(parts):
            at += len(words(" ".join(part.lines)))
            if begins:
                heard = milliseconds(sound.start - facts.onset) + begins[at] * 1000
                errors[f"{sound.text} | {following.lines[0]}"] = abs(following.start - heard) / 1000
    assert len(errors) > 40
    assert np.median(list(errors.values())) <= 0.1
    assert {text: error for text, error in errors.items() if error > 0.35} == {}


def test_no_caption_stands_long_where_there_is_more_to_show(
    spoken: tuple[BuildSession, PlannedLesson],
) -> None:
    _, plan = spoken
    every = captions(plan.edition)
    for sound in plan.edition.timeline.sounds:
        parts = shown(every, sound)
        if len(parts) > 1:
            assert max(part.end - part.start for part in parts) <= LONGEST_MS
